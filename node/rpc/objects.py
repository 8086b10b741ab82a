"""The objects of JSON-RPC answers: blocks, transactions, receipts, logs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eth_typing import Address

from node.headers import base_fee
from node.primitives import as_checksummed, contract_address
from node.rpc.codec import hexed, quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eth_typing import Hash32

    from node.headers import Header
    from node.patches.receipts import Receipt
    from node.told import Told

__all__ = [
    "Place",
    "header_object",
    "logs_objects",
    "receipt_object",
    "receipts_objects",
    "transaction_object",
]

Json = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """Where a sealed transaction stands."""

    header: Header
    index: int


def header_object(header: Header, total_difficulty: int) -> Json:
    """A block without `size`, `transactions` and `uncles`."""
    return {
        "number": quantity(header.block_number),
        "hash": hexed(header.hash),
        "parentHash": hexed(header.parent_hash),
        "nonce": hexed(header.nonce),
        "mixHash": hexed(header.mix_hash),
        "sha3Uncles": hexed(header.uncles_hash),
        "logsBloom": hexed(header.bloom.to_bytes(256, "big")),
        "transactionsRoot": hexed(header.transaction_root),
        "stateRoot": hexed(header.state_root),
        "receiptsRoot": hexed(header.receipt_root),
        "miner": as_checksummed(header.coinbase),
        "difficulty": quantity(header.difficulty),
        "totalDifficulty": quantity(total_difficulty),
        "extraData": hexed(header.extra_data),
        "gasLimit": quantity(header.gas_limit),
        "gasUsed": quantity(header.gas_used),
        "timestamp": quantity(header.timestamp),
        "baseFeePerGas": quantity(base_fee(header)),
    }


def transaction_object(transaction: Told, place: Place | None) -> Json:
    """A transaction; one that waits has no place."""
    answer: Json = {
        "blockHash": hexed(place.header.hash) if place else None,
        "blockNumber": quantity(place.header.block_number) if place else None,
        "transactionIndex": quantity(place.index) if place else None,
        "hash": hexed(transaction.hash),
        "from": as_checksummed(transaction.sender),
        "to": None if transaction.creates else as_checksummed(transaction.to),
        "nonce": quantity(transaction.nonce),
        "gas": quantity(transaction.gas),
        "gasPrice": quantity(_price(transaction, place)),
        "value": quantity(transaction.value),
        "input": hexed(transaction.data),
        "type": quantity(transaction.kind),
        "v": quantity(transaction.v),
        "r": quantity(transaction.r),
        "s": quantity(transaction.s),
    }
    if transaction.chain_id is not None:
        answer["chainId"] = quantity(transaction.chain_id)
    if transaction.kind == 0:
        return answer
    answer["yParity"] = answer["v"]
    answer["accessList"] = [
        {
            "address": as_checksummed(Address(address)),
            "storageKeys": [hexed(slot) for slot in slots],
        }
        for address, slots in transaction.access_list
    ]
    if transaction.kind == 2:
        answer["maxFeePerGas"] = quantity(transaction.max_fee)
        answer["maxPriorityFeePerGas"] = quantity(transaction.priority_fee)
    return answer


def receipt_object(transaction: Told, place: Place, receipts: Sequence[Receipt]) -> Json:
    """The receipt of a sealed transaction, from all the receipts of its block."""
    first_log = sum(len(each.logs) for each in receipts[: place.index])
    return _receipt(transaction, place, receipts, first_log)


def receipts_objects(
    transactions: Sequence[Told], header: Header, receipts: Sequence[Receipt]
) -> list[Json]:
    """The receipts of a whole block."""
    found, first_log = [], 0
    for index, transaction in enumerate(transactions):
        found.append(_receipt(transaction, Place(header, index), receipts, first_log))
        first_log += len(receipts[index].logs)
    return found


def _receipt(transaction: Told, place: Place, receipts: Sequence[Receipt], first_log: int) -> Json:
    receipt = receipts[place.index]
    before = receipts[place.index - 1].gas_used if place.index else 0
    created = None
    if transaction.creates:
        created = as_checksummed(contract_address(transaction.sender, transaction.nonce))
    return {
        "transactionHash": hexed(transaction.hash),
        "transactionIndex": quantity(place.index),
        "blockHash": hexed(place.header.hash),
        "blockNumber": quantity(place.header.block_number),
        "from": as_checksummed(transaction.sender),
        "to": None if transaction.creates else as_checksummed(transaction.to),
        "contractAddress": created,
        "cumulativeGasUsed": quantity(receipt.gas_used),
        "gasUsed": quantity(receipt.gas_used - before),
        "effectiveGasPrice": quantity(_price(transaction, place)),
        "logs": logs_objects(receipt, transaction.hash, place, first_log),
        "logsBloom": hexed(receipt.bloom.to_bytes(256, "big")),
        "status": quantity(receipt.status),  # EIP-658
        "type": quantity(transaction.kind),
    }


def logs_objects(
    receipt: Receipt, transaction_hash: Hash32, place: Place, first: int
) -> list[Json]:
    """The logs of one receipt; `first` counts the logs of the block before it."""
    return [
        {
            "address": as_checksummed(log.address),
            "topics": [hexed(topic.to_bytes(32, "big")) for topic in log.topics],
            "data": hexed(log.data),
            "blockNumber": quantity(place.header.block_number),
            "blockHash": hexed(place.header.hash),
            "transactionHash": hexed(transaction_hash),
            "transactionIndex": quantity(place.index),
            "logIndex": quantity(first + position),
            "removed": False,
        }
        for position, log in enumerate(receipt.logs)
    ]


def _price(transaction: Told, place: Place | None) -> int:
    """What a unit of gas costs or would cost at most (EIP-1559)."""
    if place is None:
        return transaction.max_fee
    base = base_fee(place.header)
    return base + min(transaction.priority_fee, transaction.max_fee - base)
