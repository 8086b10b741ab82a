"""Which methods the public may call, what each costs, and how far its parameters may go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ledger.chain import Chain

__all__ = ["COSTS", "MOST_BLOCKS", "MOST_GAS", "SEND", "BadParameters", "bounded"]

SEND: Final = "eth_sendRawTransaction"
MOST_GAS: Final = 16_000_000
"""The gas of a call that is tried out: above what any act needs."""
MOST_BLOCKS: Final = 5_000
"""Blocks in whose logs one call looks."""
_MOST_KEYS: Final = 64
_MOST_PARAMETERS: Final = 3
_QUANTITY: Final = re.compile(r"0x(0|[1-9a-fA-F][0-9a-fA-F]{0,15})")
_HEAD: Final = frozenset({"latest", "pending", "safe", "finalized"})

COSTS: Final[Mapping[str, int]] = {
    "eth_blockNumber": 1,
    "eth_call": 5,
    "eth_chainId": 1,
    "eth_estimateGas": 10,
    "eth_feeHistory": 2,
    "eth_gasPrice": 1,
    "eth_getBalance": 1,
    "eth_getBlockByHash": 5,
    "eth_getBlockByNumber": 5,
    "eth_getBlockReceipts": 10,
    "eth_getBlockTransactionCountByHash": 1,
    "eth_getBlockTransactionCountByNumber": 1,
    "eth_getCode": 1,
    "eth_getLogs": 20,
    "eth_getProof": 10,
    "eth_getStorageAt": 1,
    "eth_getTransactionByBlockHashAndIndex": 1,
    "eth_getTransactionByBlockNumberAndIndex": 1,
    "eth_getTransactionByHash": 1,
    "eth_getTransactionCount": 1,
    "eth_getTransactionReceipt": 2,
    "eth_maxPriorityFeePerGas": 1,
    "eth_syncing": 1,
    "net_listening": 1,
    "net_version": 1,
    "web3_clientVersion": 1,
    SEND: 5,
}
"""The tokens of each method that is served (see `api/metering.py`): no trace, no pool, no filter,
no key, nothing that changes a node.
"""


class BadParameters(Exception):  # noqa: N818 - JSON-RPC calls it invalid params
    """Parameters that are malformed or go too far; the text is for whoever wrote the program."""


def bounded(chain: Chain, method: str, parameters: list[Any]) -> list[Any]:
    """The parameters with which the node is asked; raises BadParameters.

    A call without a bound on its gas, or with a higher one, gets ours, as in geth.
    """
    if len(parameters) > _MOST_PARAMETERS:
        raise BadParameters("too many parameters")
    bound = _BOUNDS.get(method)
    return parameters if bound is None else bound(chain, parameters)


def _call(_chain: Chain, parameters: list[Any]) -> list[Any]:
    if not 1 <= len(parameters) <= 2 or not isinstance(parameters[0], dict):
        raise BadParameters("want a call and a block; the state cannot be overridden")
    gas = parameters[0].get("gas")
    most = MOST_GAS if gas is None else min(_number(gas), MOST_GAS)
    return [{**parameters[0], "gas": hex(most)}, *parameters[1:]]


def _logs(chain: Chain, parameters: list[Any]) -> list[Any]:
    if len(parameters) != 1 or not isinstance(parameters[0], dict):
        raise BadParameters("want one filter")
    asked = parameters[0]
    if asked.get("blockHash") is not None:
        return parameters
    first, last = asked.get("fromBlock") or "latest", asked.get("toBlock") or "latest"
    head = chain.head().number
    span = _block(last, head) - _block(first, head) + 1
    if span > MOST_BLOCKS:
        msg = f"{span} blocks are too many: at most {MOST_BLOCKS} in one call"
        raise BadParameters(msg)
    return parameters


def _proof(_chain: Chain, parameters: list[Any]) -> list[Any]:
    keys = parameters[1] if len(parameters) > 1 else []
    if not isinstance(keys, list) or len(keys) > _MOST_KEYS:
        msg = f"want a list of at most {_MOST_KEYS} keys"
        raise BadParameters(msg)
    return parameters


def _history(_chain: Chain, parameters: list[Any]) -> list[Any]:
    count = parameters[0] if parameters else 0
    if (count if isinstance(count, int) else _number(count)) > 1024:
        raise BadParameters("at most 1024 blocks")
    return parameters


def _block(text: Any, head: int) -> int:
    if text == "earliest":
        return 0
    return head if isinstance(text, str) and text in _HEAD else _number(text)


def _number(text: Any) -> int:
    if not isinstance(text, str) or not _QUANTITY.fullmatch(text):
        raise BadParameters("want a quantity: 0x and hexadecimal digits without a zero before them")
    return int(text, 16)


_BOUNDS: Final[Mapping[str, Callable[[Chain, list[Any]], list[Any]]]] = {
    "eth_call": _call,
    "eth_estimateGas": _call,
    "eth_feeHistory": _history,
    "eth_getLogs": _logs,
    "eth_getProof": _proof,
}
