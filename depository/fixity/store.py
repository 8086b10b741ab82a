"""The SQL of the care of the content: what ought to be there, and when it was last checked."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, func, select

from depository.batches.holdings import BatchHoldings
from depository.fixity.model import Concerned, DepositCheck, Holding, Scrub
from depository.fixity.tables import DepositCheckRow, ScrubRow
from depository.tables import BlockOfDepositRow, DepositRow, DraftRow
from ledger.database import MAX_INTEGER, reading, writing
from ledger.types import DepositId, Digest, Timestamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Engine

__all__ = ["Checks", "Holdings"]

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Holdings:
    """What ought to be in the content store: what the index has, and drafts of the vault."""

    index: Engine
    vault: Engine

    def after(self, number: int) -> Iterator[Holding]:
        """Deposits by their numbers, from the one after `number` on."""
        while True:
            query = select(DepositRow).where(DepositRow.number > number)
            with reading(self.index) as session:
                query = query.order_by(col(DepositRow.number)).limit(_AT_ONCE)
                found = [_to_holding(row) for row in session.exec(query)]
            yield from found
            if not found:
                return
            number = found[-1].number

    @property
    def batches(self) -> BatchHoldings:
        """What ought to be there for batches."""
        return BatchHoldings(self.index)

    def count(self) -> int:
        """How many deposits and batches the index has."""
        with reading(self.index) as session:
            deposits = session.exec(select(func.count()).select_from(DepositRow)).one()
        return deposits + self.batches.count()

    def is_recorded(self, root: Digest) -> bool:
        """Whether a deposit, a batch or a record on record has this root."""
        query = select(DepositRow.number).where(DepositRow.root == root).limit(1)
        with reading(self.index) as session:
            found = session.exec(query).first() is not None
        return found or self.batches.is_recorded(root)

    def drafts(self) -> Iterator[Digest]:
        """Roots of all drafts."""
        with reading(self.vault) as session:
            for root in session.exec(select(DraftRow.root).distinct()):
                yield Digest(root)

    def concerned(self, digests: Iterable[Digest]) -> dict[Digest, Concerned]:
        """What each of some blocks belongs to, as far as the index knows."""
        wanted = list(digests)
        found: dict[Digest, list[int]] = {digest: [] for digest in wanted}
        with reading(self.index) as session:
            for start in range(0, len(wanted), _AT_ONCE):
                some = wanted[start : start + _AT_ONCE]
                query = (
                    select(BlockOfDepositRow)
                    .where(col(BlockOfDepositRow.digest).in_(some))
                    .order_by(col(BlockOfDepositRow.deposit))
                )
                for row in session.exec(query):
                    found[Digest(row.digest)].append(row.deposit)
        records = self.batches.concerned(wanted)
        return {each: Concerned(found[each], records.get(each, [])) for each in wanted}


@dataclass(frozen=True, slots=True)
class Checks:
    """When what was checked, in the vault."""

    vault: Engine

    def keep(self, check: DepositCheck) -> None:
        """Keep the check of a deposit in place of the one before."""
        with writing(self.vault) as session:
            session.merge(DepositCheckRow(**asdict(check)))

    def keep_scrub(self, scrub: Scrub) -> None:
        """Keep a finished scrub."""
        with writing(self.vault) as session:
            session.merge(ScrubRow(**asdict(scrub)))

    def check(self, number: DepositId) -> DepositCheck | None:
        """The last check of a deposit, None when there was none."""
        with reading(self.vault) as session:
            row = session.get(DepositCheckRow, number) if number <= MAX_INTEGER else None
            if row is None:
                return None
            at = Timestamp(row.checked_at)
            return DepositCheck(DepositId(row.deposit), at, row.blocks, row.faulty)

    def last_scrub(self) -> Scrub | None:
        """The last scrub that came to its end, None when there was none."""
        with reading(self.vault) as session:
            query = select(ScrubRow).order_by(col(ScrubRow.place).desc()).limit(1)
            row = session.exec(query).first()
            return None if row is None else Scrub(**row.model_dump())

    def faulty(self) -> Sequence[DepositCheck]:
        """The deposits whose last check found blocks that are not good; at most 200."""
        with reading(self.vault) as session:
            query = select(DepositCheckRow).where(DepositCheckRow.faulty > 0)
            rows = session.exec(query.order_by(col(DepositCheckRow.deposit)).limit(200)).all()
            return [
                DepositCheck(
                    DepositId(row.deposit), Timestamp(row.checked_at), row.blocks, row.faulty
                )
                for row in rows
            ]


def _to_holding(row: DepositRow) -> Holding:
    return Holding(DepositId(row.number), Digest(row.root), described=row.codemeta is not None)
