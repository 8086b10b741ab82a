"""Blocks, their counts, and the uncles that Clique never has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from node.primitives import keccak
from node.rpc.codec import as_block, as_bool, as_hash, as_quantity, hexed, quantity
from node.rpc.objects import Place, header_object, receipts_objects, transaction_object
from node.rpc.protocol import Method

if TYPE_CHECKING:
    from node.rpc.backend import Backend
    from node.rpc.codec import BlockId
    from node.rpc.protocol import Methods

__all__ = ["methods"]


@dataclass(frozen=True)
class _Blocks:
    backend: Backend

    def block(self, block: BlockId, full: bool) -> dict[str, Any] | None:
        header = self.backend.find(block)
        if header is None:
            return None
        records = self.backend.chain.records
        answer = header_object(header, records.total_difficulty(header.hash))
        answer["size"] = quantity(len(records.encoded_block(header.hash)))
        answer["uncles"] = []
        if full:
            answer["transactions"] = [
                transaction_object(each, Place(header, index))
                for index, each in enumerate(records.told(header.hash))
            ]
        else:
            raws = records.raw_transactions(header.hash)
            answer["transactions"] = [hexed(keccak(raw)) for raw in raws]
        return answer

    def transaction_count(self, block: BlockId) -> str | None:
        header = self.backend.find(block)
        if header is None:
            return None
        return quantity(len(self.backend.chain.records.raw_transactions(header.hash)))

    def receipts(self, block: BlockId) -> list[dict[str, Any]] | None:
        header = self.backend.find(block)
        if header is None:
            return None
        records = self.backend.chain.records
        transactions, receipts = records.told(header.hash), records.receipts(header.hash)
        return receipts_objects(transactions, header, receipts)

    def uncle_count(self, block: BlockId) -> str | None:
        return None if self.backend.find(block) is None else quantity(0)

    def uncle(self, _block: BlockId, _index: int) -> None:
        return None


def as_hash_id(value: Any) -> BlockId:
    """A block named by its hash."""
    return as_block("0x" + as_hash(value).hex())


def methods(backend: Backend) -> Methods:
    """The table of this room."""
    room = _Blocks(backend)
    return {
        "eth_getBlockByNumber": Method(room.block, (as_block, as_bool), (False,)),
        "eth_getBlockByHash": Method(room.block, (as_hash_id, as_bool), (False,)),
        "eth_getBlockTransactionCountByNumber": Method(room.transaction_count, (as_block,)),
        "eth_getBlockTransactionCountByHash": Method(room.transaction_count, (as_hash_id,)),
        "eth_getBlockReceipts": Method(room.receipts, (as_block,)),
        "eth_getUncleCountByBlockNumber": Method(room.uncle_count, (as_block,)),
        "eth_getUncleCountByBlockHash": Method(room.uncle_count, (as_hash_id,)),
        "eth_getUncleByBlockNumberAndIndex": Method(room.uncle, (as_block, as_quantity)),
        "eth_getUncleByBlockHashAndIndex": Method(room.uncle, (as_hash_id, as_quantity)),
    }
