"""What the care of the content deals with: holdings, checks, scrubs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ledger.types import DepositId, Digest, Timestamp

__all__ = ["DepositCheck", "Holding", "Scrub"]


@dataclass(frozen=True, slots=True)
class Holding:
    """A deposit on record: its root, and whether its content was here when it was indexed."""

    number: DepositId
    root: Digest
    described: bool


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
