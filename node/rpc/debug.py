"""The namespace `debug`: blocks and transactions as bytes, from which another node verifies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from node.rpc import debug_traces
from node.rpc.codec import as_block, as_hash, hexed
from node.rpc.protocol import Method

if TYPE_CHECKING:
    from eth_typing import Hash32

    from node.rpc.backend import Backend
    from node.rpc.codec import BlockId
    from node.rpc.debug_turns import Turns
    from node.rpc.protocol import Methods

__all__ = ["methods"]


@dataclass(frozen=True)
class _Debug:
    backend: Backend

    def raw_block(self, block: BlockId) -> str:
        header = self.backend.header(block)
        return hexed(self.backend.chain.records.encoded_block(header.hash))

    def raw_header(self, block: BlockId) -> str:
        header = self.backend.header(block)
        return hexed(self.backend.chain.records.encoded_header(header.hash))

    def raw_receipts(self, block: BlockId) -> list[str]:
        header = self.backend.header(block)
        return [hexed(each) for each in self.backend.chain.records.encoded_receipts(header.hash)]

    def raw_transaction(self, transaction_hash: Hash32) -> str | None:
        records = self.backend.chain.records
        waiting = self.backend.pool.get(transaction_hash)
        place = records.place(transaction_hash)
        if place is not None:
            return hexed(records.raw_transactions(records.hash_at(place[0]))[place[1]])
        return None if waiting is None else hexed(waiting.raw)


def methods(backend: Backend, turns: Turns) -> Methods:
    """All methods that begin with `debug_`."""
    room = _Debug(backend)
    return {
        "debug_getRawBlock": Method(room.raw_block, (as_block,)),
        "debug_getRawHeader": Method(room.raw_header, (as_block,)),
        "debug_getRawReceipts": Method(room.raw_receipts, (as_block,)),
        "debug_getRawTransaction": Method(room.raw_transaction, (as_hash,)),
        **debug_traces.methods(turns),
    }
