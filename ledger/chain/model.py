"""Blocks, transactions, receipts and events, as the chain and the index both give them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ledger.records import BlockRef, Recorded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.transactions import DecodedCall
    from ledger.types import Address, BlockHash, BlockNumber, Timestamp, TxHash

__all__ = ["Block", "Event", "Receipt", "SealedBlock", "Transaction"]


@dataclass(frozen=True, slots=True)
class Event:
    """A decoded log of one of our contracts.

    Values of `args`: integers, checksummed addresses, `bytes`, strings, booleans, lists of these.
    """

    contract: str
    name: str
    args: Mapping[str, Any]
    block: BlockRef
    transaction: TxHash
    transaction_index: int
    log_index: int

    @property
    def recorded(self) -> Recorded:
        """The block and the transaction of the event."""
        return Recorded(block=self.block, transaction=self.transaction)


@dataclass(frozen=True, slots=True)
class Block:
    """A sealed block; `sealer` is recovered from a Clique seal, None on another kind of chain."""

    number: BlockNumber
    hash: BlockHash
    parent_hash: BlockHash
    timestamp: Timestamp
    sealer: Address | None
    state_root: str
    gas_used: int
    gas_limit: int
    transactions: tuple[TxHash, ...]

    @property
    def ref(self) -> BlockRef:
        """The block's number, hash and time."""
        return BlockRef(self.number, self.hash, self.timestamp)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a sealed transaction; `created` is the contract that it deployed, if any."""

    transaction: TxHash
    block: BlockRef
    transaction_index: int
    succeeded: bool
    gas_used: int
    created: Address | None
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Transaction:
    """A transaction, sealed if it has a receipt, else pending.

    `call` is what it asks of one of our contracts, None when it is nothing that we know.
    """

    hash: TxHash
    sender: Address
    to: Address | None
    nonce: int
    value: int
    gas: int
    data: bytes
    call: DecodedCall | None
    receipt: Receipt | None

    @property
    def status(self) -> str:
        """`pending`, `succeeded` or `failed`."""
        if self.receipt is None:
            return "pending"
        return "succeeded" if self.receipt.succeeded else "failed"


@dataclass(frozen=True, slots=True)
class SealedBlock:
    """A block with its transactions and their receipts, in order."""

    block: Block
    transactions: tuple[Transaction, ...]
