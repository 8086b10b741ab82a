"""Transactions: sent, found, and their receipts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from node.rpc.codec import as_block, as_bytes, as_hash, as_quantity, hexed
from node.rpc.eth.blocks import as_hash_id
from node.rpc.objects import Place, receipt_object, transaction_object
from node.rpc.protocol import Method, Slow
from node.told import Told

if TYPE_CHECKING:
    from eth_typing import Hash32

    from node.headers import Header
    from node.rpc.backend import Backend
    from node.rpc.codec import BlockId
    from node.rpc.protocol import Methods

__all__ = ["methods", "prompt_methods"]


@dataclass(frozen=True)
class _Transactions:
    backend: Backend

    def send(self, raw: bytes) -> str:
        return hexed(self.backend.door.admit(raw))

    def take(self, raw: bytes) -> str:
        return hexed(self.backend.door.take(raw))

    def by_hash(self, transaction_hash: Hash32) -> dict[str, Any] | None:
        waiting = self.backend.pool.get(transaction_hash)
        found = self._sealed(transaction_hash)
        if found is not None:
            return transaction_object(*found)
        return None if waiting is None else transaction_object(Told.of(waiting), None)

    def by_index(self, block: BlockId, index: int) -> dict[str, Any] | None:
        header = self.backend.find(block)
        transaction = None if header is None else self._at(header, index)
        if header is None or transaction is None:
            return None
        return transaction_object(transaction, Place(header, index))

    def no_receipt(self, transaction_hash: Hash32) -> None:
        if self.backend.chain.records.place(transaction_hash) is not None:
            raise Slow  # the receipts of its block are read

    def receipt(self, transaction_hash: Hash32) -> dict[str, Any] | None:
        found = self._sealed(transaction_hash)
        if found is None:
            return None
        transaction, place = found
        receipts = self.backend.chain.records.receipts(place.header.hash)
        return receipt_object(transaction, place, receipts)

    def _sealed(self, transaction_hash: Hash32) -> tuple[Told, Place] | None:
        records = self.backend.chain.records
        found = records.place(transaction_hash)
        if found is None:
            return None
        header = records.header_at(found[0])
        return records.told(header.hash)[found[1]], Place(header, found[1])

    def _at(self, header: Header, index: int) -> Told | None:
        transactions = self.backend.chain.records.told(header.hash)
        return transactions[index] if index < len(transactions) else None


def methods(backend: Backend) -> Methods:
    """The table of this room."""
    room = _Transactions(backend)
    return {
        "eth_sendRawTransaction": Method(room.send, (as_bytes,)),
        "eth_getTransactionByHash": Method(room.by_hash, (as_hash,)),
        "eth_getTransactionByBlockNumberAndIndex": Method(room.by_index, (as_block, as_quantity)),
        "eth_getTransactionByBlockHashAndIndex": Method(room.by_index, (as_hash_id, as_quantity)),
        "eth_getTransactionReceipt": Method(room.receipt, (as_hash,)),
    }


def prompt_methods(backend: Backend) -> Methods:
    """Those that take a moment; what was sent is then taken, and not yet on disk."""
    room = _Transactions(backend)
    reading = {"eth_getTransactionReceipt": Method(room.no_receipt, (as_hash,))}
    if backend.admission is None:
        return reading
    return {**reading, "eth_sendRawTransaction": Method(room.take, (as_bytes,))}
