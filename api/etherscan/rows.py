"""Records of the index as rows of Etherscan's lists: every value a text, numbers in decimal."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from eth_utils.abi import abi_to_signature, function_abi_to_4byte_selector

from contracts.loader import CONTRACTS, load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.assets.model import Movement
    from ledger.index.spans import Listed
    from ledger.records import BlockRef

__all__ = ["COLLECTION", "SHORT_NAME", "TOKENS", "movement_row", "transaction_row"]

TOKENS: Final = "digital_assets"
"""The contract of the tokens, an ERC-1155 one."""
COLLECTION: Final = "Qoima digital assets"
SHORT_NAME: Final = "QOIMA"
"""What its views `name` and `symbol` answer."""


def transaction_row(listed: Listed, head: BlockRef) -> dict[str, Any]:
    """A transaction of `txlist`; the price of gas is zero, as there is no coin to pay with."""
    return {
        "blockNumber": str(listed.block.number),
        "blockHash": listed.block.hash,
        "timeStamp": str(listed.block.timestamp),
        "hash": listed.hash,
        "nonce": str(listed.nonce),
        "transactionIndex": str(listed.position),
        "from": listed.sender.lower(),
        "to": (listed.to or "").lower(),
        "value": str(listed.value),
        "gas": str(listed.gas),
        "gasPrice": "0",
        "input": "0x" + listed.data.hex(),
        "methodId": "0x" + listed.selector.hex() if listed.to else "0x",
        "functionName": _function_name(listed),
        "contractAddress": (listed.created or "").lower(),
        "cumulativeGasUsed": str(listed.cumulative),
        "txreceipt_status": "1" if listed.succeeded else "0",
        "gasUsed": str(listed.gas_used),
        "confirmations": str(head.number - listed.block.number),
        "isError": "0" if listed.succeeded else "1",
    }


def movement_row(
    movement: Movement, listed: Listed, contract: str, head: BlockRef
) -> dict[str, Any]:
    """A movement of tokens of `token1155tx`; `input` is left out of such lists, as there."""
    return {
        "blockNumber": str(movement.block.number),
        "timeStamp": str(movement.block.timestamp),
        "hash": movement.transaction,
        "nonce": str(listed.nonce),
        "blockHash": movement.block.hash,
        "transactionIndex": str(listed.position),
        "gas": str(listed.gas),
        "gasPrice": "0",
        "gasUsed": str(listed.gas_used),
        "cumulativeGasUsed": str(listed.cumulative),
        "input": "deprecated",
        "methodId": "0x" + listed.selector.hex(),
        "functionName": _function_name(listed),
        "contractAddress": contract.lower(),
        "from": movement.sender.lower(),
        "to": movement.recipient.lower(),
        "tokenID": str(movement.class_id),
        "tokenValue": str(movement.amount),
        "tokenName": COLLECTION,
        "tokenSymbol": SHORT_NAME,
        "logIndex": str(movement.log_index),
        "confirmations": str(head.number - movement.block.number),
    }


def _function_name(listed: Listed) -> str:
    if listed.contract is None:
        return ""
    return _signatures(listed.contract).get(listed.selector, "")


@cache
def _signatures(contract: str) -> Mapping[bytes, str]:
    """The functions of a contract by their selectors, with the types of their arguments."""
    if contract not in CONTRACTS:
        return {}
    functions: list[Any] = [each for each in load(contract).abi if each["type"] == "function"]
    return {function_abi_to_4byte_selector(each): abi_to_signature(each) for each in functions}
