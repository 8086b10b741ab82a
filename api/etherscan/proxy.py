"""`module=proxy`: parameters turned into a call of JSON-RPC, which is answered as at `/rpc`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from api.rpc.answering import Requests
from api.rpc.bounds import SEND
from ledger.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from api.etherscan.question import Question

__all__ = ["ACTIONS", "CONSTANT", "Proxied", "requested"]

_ID: Final = 1
_DECIMAL: Final = re.compile(r"[0-9]{1,78}")
_CALL: Final = ("from", "to", "data", "value", "gasprice", "gas")
_NAMES: Final = {"gasprice": "gasPrice"}


class Proxied(NamedTuple):
    """A method, and what reads each of its parameters."""

    method: str
    parameters: tuple[Callable[[Question], Any], ...] = ()


def _address(question: Question) -> str:
    return question.asked.address("address")


def _tag(question: Question) -> str:
    return question.tag("tag")


def _whole(question: Question) -> bool:
    """Whether a block is told with its transactions."""
    return question.asked.choice(("false", "true"), "boolean") == "true"


def _hash(question: Question) -> str:
    return question.asked.hash("txhash")


def _index(question: Question) -> str:
    return hex(question.asked.needed_number("index"))


def _slot(question: Question) -> str:
    """A slot in hexadecimal; ethers writes it in decimal."""
    given = question.asked.needed("position")
    return hex(int(given)) if _DECIMAL.fullmatch(given) else given


def _raw(question: Question) -> str:
    return question.asked.needed("hex")


def _call(question: Question) -> dict[str, str]:
    """A call to be tried out; the gas of some libraries is called `gasLimit`."""
    given = question.asked.values
    call = {_NAMES.get(name, name): given[name] for name in _CALL if name in given}
    if "gas" not in call and "gaslimit" in given:
        call["gas"] = given["gaslimit"]
    if "to" not in call and "data" not in call:
        raise Rejected("explorer.missing", parameter="to")
    return call


ACTIONS: Final[Mapping[str, Proxied]] = {
    each.method.lower(): each
    for each in (
        Proxied("eth_blockNumber"),
        Proxied("eth_call", (_call, _tag)),
        Proxied("eth_chainId"),
        Proxied("eth_estimateGas", (_call,)),
        Proxied("eth_gasPrice"),
        Proxied("eth_getBalance", (_address, _tag)),
        Proxied("eth_getBlockByNumber", (_tag, _whole)),
        Proxied("eth_getBlockTransactionCountByNumber", (_tag,)),
        Proxied("eth_getCode", (_address, _tag)),
        Proxied("eth_getStorageAt", (_address, _slot, _tag)),
        Proxied("eth_getTransactionByBlockNumberAndIndex", (_tag, _index)),
        Proxied("eth_getTransactionByHash", (_hash,)),
        Proxied("eth_getTransactionCount", (_address, _tag)),
        Proxied("eth_getTransactionReceipt", (_hash,)),
        Proxied("eth_getUncleByBlockNumberAndIndex", (_tag, _index)),
        Proxied("eth_getUncleCountByBlockNumber", (_tag,)),
        Proxied("eth_maxPriorityFeePerGas"),
        Proxied(SEND, (_raw,)),
        Proxied("net_version"),
    )
}
CONSTANT: Final[Mapping[str, Any]] = {
    "eth_getUncleByBlockNumberAndIndex": None,
    "eth_getUncleCountByBlockNumber": "0x0",
}
"""What is so of every block: Clique and QBFT know no uncles."""


def requested(question: Question, asked: Proxied) -> Requests:
    """The call of JSON-RPC; raises as the parameters do."""
    parameters = [read(question) for read in asked.parameters]
    call = {"jsonrpc": "2.0", "id": _ID, "method": asked.method, "params": parameters}
    return Requests([call], batch=False)
