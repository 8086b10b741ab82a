"""Who sealed the last blocks, and whose turn it was (EIP-225)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, literal_column
from sqlmodel import col, select

from ledger.database import reading
from ledger.index.tables import BlockRow
from ledger.index.translate import indexed_head, refs_of
from ledger.types import Address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Engine

    from ledger.records import BlockRef

__all__ = ["Sealed", "Sealing", "in_order", "in_turn"]


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a signer did in a range of blocks.

    `turns` counts the heights at which it was its turn, `missed` those of them that another
    sealed, `instead` what it sealed out of turn; `known` is false of a sealer who is not a signer.
    `last` is the last block that it sealed in the range.
    """

    signer: Address
    known: bool
    blocks: int
    turns: int
    missed: int
    instead: int
    last: BlockRef | None


@dataclass(frozen=True, slots=True)
class Sealing:
    """The signers over the indexed blocks `first` to `last`, genesis excepted."""

    first: int
    last: int
    signers: tuple[Sealed, ...]

    @property
    def blocks(self) -> int:
        """How many blocks were looked at."""
        return max(0, self.last - self.first + 1)

    @classmethod
    def over(cls, engine: Engine, signers: Sequence[Address], most: int) -> Sealing:
        """Look at the last `most` blocks of an index.

        Whose turn it is follows from the height: `number % len(signers)`, the signers ascending, so
        that a turn that was missed is a block whose sealer is another.
        """
        ordered = in_order(signers)
        with reading(engine) as session:
            head = indexed_head(session)
            last = 0 if head is None else head.number
            first = max(1, last - most + 1)
            among: ColumnElement[int] = literal_column(str(max(1, len(ordered))))
            turn = (col(BlockRow.number) % among).label("turn")
            counted = select(
                turn, col(BlockRow.sealer), func.count(), func.max(col(BlockRow.number))
            ).where(col(BlockRow.number) >= first, col(BlockRow.number) <= last)
            rows = list(session.exec(counted.group_by(turn, col(BlockRow.sealer))))
            blocks = refs_of(session, {row[3] for row in rows})
        found = [
            (int(turn), None if sealer is None else Address(sealer), count, blocks[newest])
            for turn, sealer, count, newest in rows
        ]
        sealers = [*ordered, *sorted({row[1] for row in found if row[1]} - set(ordered))]
        return cls(first, last, tuple(_sealed(each, ordered, found) for each in sealers))


def in_order(signers: Sequence[Address]) -> tuple[Address, ...]:
    """Signers as their turns come: ascending as bytes."""
    return tuple(sorted(signers, key=str.lower))


def in_turn(signers: Sequence[Address], number: int) -> Address | None:
    """Whose turn a height is; None where there are no signers."""
    ordered = in_order(signers)
    return ordered[number % len(ordered)] if ordered else None


def _sealed(
    signer: Address,
    ordered: tuple[Address, ...],
    found: list[tuple[int, Address | None, int, BlockRef]],
) -> Sealed:
    known = signer in ordered
    place = ordered.index(signer) if known else -1
    own = [row for row in found if row[1] == signer]
    turns = sum(count for turn, _, count, _ in found if turn == place)
    kept = sum(count for turn, _, count, _ in own if turn == place)
    blocks = sum(count for _, _, count, _ in own)
    return Sealed(
        signer=signer,
        known=known,
        blocks=blocks,
        turns=turns,
        missed=turns - kept,
        instead=blocks - kept,
        last=max((block for *_, block in own), key=lambda block: block.number, default=None),
    )
