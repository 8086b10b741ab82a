"""Where a recorded fact stands: its block and its transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.types import BlockHash, BlockNumber, Timestamp, TxHash

__all__ = ["BlockRef", "Recorded"]


@dataclass(frozen=True, slots=True)
class BlockRef:
    """A block by number and hash, with its time in seconds since 1970 (UTC)."""

    number: BlockNumber
    hash: BlockHash
    timestamp: Timestamp


@dataclass(frozen=True, slots=True)
class Recorded:
    """The block and the transaction in which a fact was recorded."""

    block: BlockRef
    transaction: TxHash
