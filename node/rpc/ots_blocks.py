"""Blocks and pages of their transactions as Otterscan shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from node.rpc.codec import as_block, as_quantity, quantity
from node.rpc.eth.blocks import as_hash_id
from node.rpc.objects import (
    Place,
    header_object,
    receipt_object,
    receipts_objects,
    transaction_object,
)
from node.rpc.protocol import Method

if TYPE_CHECKING:
    from node.headers import Header
    from node.rpc.backend import Backend
    from node.rpc.codec import BlockId
    from node.rpc.protocol import Methods

__all__ = ["methods"]

Json = dict[str, Any]

_SELECTOR = 10  # characters of `0x` and four bytes


@dataclass(frozen=True)
class _Blocks:
    backend: Backend

    def details(self, block: BlockId) -> Json | None:
        """A block without its transactions; nothing is issued on this chain."""
        header = self.backend.find(block)
        if header is None:
            return None
        zero = quantity(0)
        return {
            "block": self._block(header),
            "issuance": {"blockReward": zero, "uncleReward": zero, "issuance": zero},
            "totalFees": quantity(self._fees(header)),
        }

    def transactions(self, block: BlockId, page: int, size: int) -> Json | None:
        """A page of a block's transactions; page 0 has the last of them."""
        header = self.backend.find(block)
        if header is None:
            return None
        records = self.backend.chain.records
        transactions, receipts = records.told(header.hash), records.receipts(header.hash)
        end = max(0, len(transactions) - page * size)
        indexes = range(max(0, end - size), end)
        shown = [transaction_object(transactions[i], Place(header, i)) for i in indexes]
        return {
            "fullblock": {
                **self._block(header),
                "transactions": [{**each, "input": each["input"][:_SELECTOR]} for each in shown],
            },
            "receipts": [
                {
                    **receipt_object(transactions[i], Place(header, i), receipts),
                    "logs": None,
                    "logsBloom": None,
                }
                for i in indexes
            ],
        }

    def _block(self, header: Header) -> Json:
        records = self.backend.chain.records
        return {
            **header_object(header, records.total_difficulty(header.hash)),
            "logsBloom": None,
            "size": quantity(len(records.encoded_block(header.hash))),
            "transactionCount": len(records.raw_transactions(header.hash)),
            "uncles": [],
        }

    def _fees(self, header: Header) -> int:
        """What the senders have paid, in wei: nothing, unless they wanted to."""
        records = self.backend.chain.records
        transactions, receipts = records.told(header.hash), records.receipts(header.hash)
        total = 0
        for receipt in receipts_objects(transactions, header, receipts):
            total += int(receipt["gasUsed"], 16) * int(receipt["effectiveGasPrice"], 16)
        return total


def methods(backend: Backend) -> Methods:
    """The methods of blocks."""
    room = _Blocks(backend)
    page = (as_block, as_quantity, as_quantity)
    return {
        "ots_getBlockDetails": Method(room.details, (as_block,)),
        "ots_getBlockDetailsByHash": Method(room.details, (as_hash_id,)),
        "ots_getBlockTransactions": Method(room.transactions, page),
    }
