"""What the care of the content deals with: holdings, checks, scrubs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ledger.types import DepositId, Digest, Timestamp

__all__ = ["RANGES", "Concerned", "DepositCheck", "Holding", "Range", "Scrub"]

RANGES: Final = 256
"""Ranges in which a store is checked: of an embedded one, one for each first byte of a digest."""


@dataclass(slots=True)
class Range:
    """What a range held: blocks, their bytes, and those that are not what they were."""

    checked: int = 0
    size: int = 0
    damaged: list[Digest] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Holding:
    """A deposit on record: its root, and whether its content was here when it was indexed."""

    number: DepositId
    root: Digest
    described: bool


@dataclass(frozen=True, slots=True)
class Concerned:
    """What a block belongs to: deposits by number, records as batch and place (`7/12`)."""

    deposits: list[int] = field(default_factory=list)
    records: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Whether it belongs to anything on record."""
        return bool(self.deposits or self.records)


@dataclass(frozen=True, slots=True)
class DepositCheck:
    """The last check of a deposit: blocks that it is made of, and those damaged or missing."""

    deposit: DepositId
    checked_at: Timestamp
    blocks: int
    faulty: int


@dataclass(frozen=True, slots=True)
class Scrub:
    """A scrub that came to its end; times are RFC 3339, `size` is in bytes.

    `place` is that of its last entry in the log. Of the blocks that were damaged or missing,
    `recovered` were written anew from the second store, and `faulty` are not good still.
    """

    place: int
    began_at: str
    ended_at: str
    checked: int
    size: int
    damaged: int
    missing: int
    recovered: int
    faulty: int
