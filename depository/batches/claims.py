"""What rows about batches claim that the contract answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlmodel import col

from depository.batches.tables import BatchRow, TakenRow
from depository.model import Status
from ledger.index.keyset import Keyset
from ledger.index.translate import refs_of
from ledger.index.verifying import Claim, Source
from ledger.types import ZERO_ADDRESS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlmodel import Session

__all__ = ["SOURCES"]

_NUMBERS: Final = {status.value: number for number, status in enumerate(Status, 1)}
_NONE: Final = bytes(32)


def _batches(session: Session, rows: Sequence[BatchRow]) -> Iterator[Claim]:
    """All that is recorded of a batch, at the last block that changed it."""
    heights = {each for row in rows for each in (row.block, _decided(row)) if each is not None}
    blocks = refs_of(session, heights)
    for row in rows:
        decided = _decided(row)
        answer = {
            "root": row.root,
            "size": row.size,
            "content": row.list,
            "possessor": row.possessor,
            "status": _NUMBERS[row.status],
            "taken": row.taken,
            "deposited_at": blocks[row.block].timestamp,
            "decided_at": 0 if decided is None else blocks[decided].timestamp,
            "reason": row.annulled_basis or row.reason or _NONE,
            "operator": row.operator if row.reason is None and row.operator else ZERO_ADDRESS,
        }
        yield Claim(("depository", "batch_of", (row.number,), row.changed), answer)


def _decided(row: BatchRow) -> int | None:
    """The block of the last decision."""
    return row.decided_block if row.annulled_block is None else row.annulled_block


def _taken(_: Session, rows: Sequence[TakenRow]) -> Iterator[Claim]:
    for row in rows:
        question = ("depository", "taken_out", (row.batch, row.position), row.block)
        yield Claim(question, row.number)


_BY_NUMBER: Final = Keyset({"number": (col(BatchRow.number), int)})
_BY_PLACE: Final = Keyset(
    {"batch": (col(TakenRow.batch), int), "position": (col(TakenRow.position), int)}
)

SOURCES: Final = (Source(BatchRow, _BY_NUMBER, _batches), Source(TakenRow, _BY_PLACE, _taken))
"""Batches as they stand, and each record that was taken out."""
