"""The SQL of what happens to deposits: possessors, levels, copies, yearly verifications."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_
from sqlmodel import Session, col, func, select

from depository.batches.tables import BatchRow
from depository.history import (
    YEAR_SECONDS,
    Copy,
    CopyStatus,
    History,
    LevelChange,
    Purpose,
    Tenure,
    Verification,
    Yearly,
)
from depository.model import Status
from depository.rows import place_of, present_accounts
from depository.tables import CopyRow, DepositRow, LevelRow, TenureRow, VerificationRow
from ledger.database import MAX_INTEGER, reading
from ledger.errors import NotFound
from ledger.index.keyset import Keyset, count
from ledger.index.streaming import stream
from ledger.index.translate import refs_of
from ledger.paging import Page
from ledger.participants.history import accounts_at
from ledger.records import Recorded
from ledger.types import DepositId, Digest, ParticipantId, Timestamp, TxHash

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Engine

    from ledger.records import BlockRef
    from ledger.types import Address, BlockNumber

__all__ = ["HistoryStore"]

_LATEST = 100
"""How many of a deposit's possessors, levels and copies its own page tells."""

_NEWEST_FIRST = Keyset({"position": (col(VerificationRow.position), int)}, descending=True)
_TENURES_NEWEST_FIRST = Keyset({"position": (col(TenureRow.position), int)}, descending=True)
_TENURES_BY_PLACE = Keyset(
    {"block": (col(TenureRow.block), int), "log_index": (col(TenureRow.log_index), int)}
)
_COPIES_NEWEST_FIRST = Keyset({"position": (col(CopyRow.position), int)}, descending=True)


@dataclass(frozen=True)
class HistoryStore:
    """What happened, at the indexed head."""

    engine: Engine

    def history(self, number: DepositId) -> History:
        """The latest of a deposit's possessors, levels and copies; the deposit is known."""
        with reading(self.engine) as session:
            tenures, tenures_total = _latest(session, TenureRow, number)
            levels, levels_total = _latest(session, LevelRow, number)
            copies, copies_total = _latest(session, CopyRow, number)
            accounts = present_accounts(session, {row.possessor for row in tenures})
            blocks = refs_of(session, _heights([*tenures, *levels, *copies]))
            return History(
                tenures=tuple(_to_tenure(row, accounts, blocks) for row in tenures),
                levels=tuple(_to_change(row, blocks) for row in levels),
                copies=tuple(_to_copy(row, blocks) for row in copies),
                tenures_total=tenures_total,
                levels_total=levels_total,
                copies_total=copies_total,
            )

    def possessor(self, number: DepositId, at: BlockRef | None) -> Tenure:
        """Whose a deposit is, or was at the end of a block, with the key of then.

        Raises NotFound("deposit.unknown", number), NotFound("deposit.not-yet", number, block).
        """
        query = select(TenureRow).where(TenureRow.deposit == min(number, MAX_INTEGER))
        with reading(self.engine) as session:
            if at is not None:
                query = query.where(TenureRow.block <= at.number)
            row = session.exec(query.order_by(col(TenureRow.position).desc()).limit(1)).first()
            if row is None:
                raise _absent(session, number, at)
            numbers = {row.possessor}
            then = (
                accounts_at(session, numbers, at.number)
                if at
                else present_accounts(session, numbers)
            )
            return _to_tenure(row, then, refs_of(session, {row.block}))

    def tenants(self, numbers: set[int]) -> dict[int, tuple[Tenure, Tenure]]:
        """Who deposited each of these deposits, and whose it is now."""
        ends = (
            select(TenureRow.deposit, func.max(TenureRow.position).label("last"))
            .where(col(TenureRow.deposit).in_(numbers))
            .group_by(col(TenureRow.deposit))
            .subquery()
        )
        first, last = col(TenureRow.position) == 0, col(TenureRow.position) == ends.c.last
        query = select(TenureRow).join(
            ends, and_(col(TenureRow.deposit) == ends.c.deposit, or_(first, last))
        )
        found: dict[int, list[Tenure]] = {}
        with reading(self.engine) as session:
            rows = session.exec(query.order_by(col(TenureRow.position))).all()
            accounts = present_accounts(session, {row.possessor for row in rows})
            blocks = refs_of(session, {row.block for row in rows})
            for row in rows:
                found.setdefault(row.deposit, []).append(_to_tenure(row, accounts, blocks))
        return {number: (tenures[0], tenures[-1]) for number, tenures in found.items()}

    def passed_after(self, number: DepositId, block: int) -> Recorded | None:
        """Where a deposit first passed to another possessor after a block; None if it did not."""
        query = select(TenureRow).where(TenureRow.deposit == number, TenureRow.block > block)
        with reading(self.engine) as session:
            row = session.exec(query.order_by(col(TenureRow.position)).limit(1)).first()
            if row is None:
                return None
            return place_of(refs_of(session, {row.block}), row.block, row.transaction)

    def possessors(
        self, numbers: set[int], at: BlockRef
    ) -> dict[int, tuple[ParticipantId, Address]]:
        """Whose each of these deposits was at the end of a block, with the key of then."""
        last = (
            select(TenureRow.deposit, func.max(TenureRow.position).label("position"))
            .where(col(TenureRow.deposit).in_(numbers), TenureRow.block <= at.number)
            .group_by(col(TenureRow.deposit))
            .subquery()
        )
        same = (
            col(TenureRow.deposit) == last.c.deposit,
            col(TenureRow.position) == last.c.position,
        )
        query = select(TenureRow.deposit, TenureRow.possessor).join(last, and_(*same))
        with reading(self.engine) as session:
            found = {number: ParticipantId(whose) for number, whose in session.exec(query)}
            then = accounts_at(session, found.values(), at.number)
        return {number: (whose, then[whose]) for number, whose in found.items()}

    def whole(self, until: BlockRef) -> Iterator[tuple[DepositId, int, Tenure]]:
        """Each deposit that got a possessor, the log index of that, and who it was, oldest first;
        raises as `stream` does.
        """

        def translate(session: Session, rows: list[Any]) -> list[tuple[DepositId, int, Tenure]]:
            accounts = accounts_at(session, {row.possessor for row in rows}, until.number)
            blocks = refs_of(session, _heights(rows))
            return [
                (DepositId(row.deposit), row.log_index, _to_tenure(row, accounts, blocks))
                for row in rows
            ]

        query = select(TenureRow).where(TenureRow.block <= until.number)
        return stream(self.engine, _TENURES_BY_PLACE, [query], until, translate)

    def tenures(self, number: DepositId, limit: int, after: str | None) -> Page[Tenure]:
        """A page of a deposit's possessors with their present keys, the newest first."""
        query = select(TenureRow).where(TenureRow.deposit == number)
        with reading(self.engine) as session:
            rows, total, following = _TENURES_NEWEST_FIRST.page(session, query, limit, after)
            accounts = present_accounts(session, {row.possessor for row in rows})
            blocks = refs_of(session, _heights(rows))
            tenures = tuple(_to_tenure(row, accounts, blocks) for row in rows)
            return Page(tenures, total, following)

    def copies(self, number: DepositId, limit: int, after: str | None) -> Page[Copy]:
        """A page of the applications for copies of a deposit, the newest first."""
        query = select(CopyRow).where(CopyRow.deposit == number)
        with reading(self.engine) as session:
            rows, total, following = _COPIES_NEWEST_FIRST.page(session, query, limit, after)
            blocks = refs_of(session, _heights(rows))
            return Page(tuple(_to_copy(row, blocks) for row in rows), total, following)

    def verifications(self, limit: int, after: str | None) -> Page[Verification]:
        """A page of the yearly verifications, the newest first."""
        with reading(self.engine) as session:
            rows, total, following = _NEWEST_FIRST.page(
                session, select(VerificationRow), limit, after
            )
            blocks = refs_of(session, _heights(rows))
            return Page(tuple(_to_verification(row, blocks) for row in rows), total, following)

    def yearly(self, founded: BlockNumber) -> Yearly:
        """Where the yearly verification stands; `founded` is the block of the contract.

        What stands are deposits, and the records of batches that stand but for those taken out.
        """
        standing = [status.value for status in Status if status.stands]
        with reading(self.engine) as session:
            newest = select(VerificationRow).order_by(col(VerificationRow.position).desc())
            row = session.exec(newest.limit(1)).first()
            blocks = refs_of(session, {founded, *_heights([row] if row else [])})
            last = _to_verification(row, blocks) if row else None
            began = last.verified_at if last else _time_of(blocks.get(founded))
            of_those = select(DepositRow).where(col(DepositRow.status).in_(standing))
            return Yearly(
                deposits=count(session, select(DepositRow)),
                standing=count(session, of_those) + _standing_records(session, standing),
                last=last,
                due_at=None if began is None else Timestamp(began + YEAR_SECONDS),
            )


def _standing_records(session: Session, standing: Sequence[str]) -> int:
    left = func.sum(col(BatchRow.size) - col(BatchRow.taken))
    found = session.exec(select(left).where(col(BatchRow.status).in_(standing))).one()
    return int(found or 0)


def _absent(session: Session, number: int, at: BlockRef | None) -> NotFound:
    known = number <= MAX_INTEGER and session.get(DepositRow, number) is not None
    if known and at is not None:
        return NotFound("deposit.not-yet", number=number, block=str(at.number))
    return NotFound("deposit.unknown", number=number)


def _time_of(block: BlockRef | None) -> Timestamp | None:
    return block.timestamp if block else None


def _latest(session: Session, table: Any, number: DepositId) -> tuple[list[Any], int]:
    """The last rows of a deposit in their order, and how many there are in all."""
    query = select(table).where(table.deposit == number)
    rows = session.exec(query.order_by(col(table.position).desc()).limit(_LATEST)).all()
    return list(reversed(rows)), count(session, query)


def _heights(rows: Sequence[Any]) -> set[int]:
    found = {row.block for row in rows}
    decided = (row.decided_block for row in rows if isinstance(row, CopyRow))
    return found | {height for height in decided if height is not None}


def _to_tenure(
    row: TenureRow, accounts: Mapping[Any, Address], blocks: Mapping[int, BlockRef]
) -> Tenure:
    return Tenure(
        possessor=ParticipantId(row.possessor),
        account=accounts[row.possessor],
        agreement=None if row.agreement is None else Digest(row.agreement),
        recorded=Recorded(blocks[row.block], TxHash(row.transaction)),
    )


def _to_change(row: LevelRow, blocks: Mapping[int, BlockRef]) -> LevelChange:
    return LevelChange(
        level=row.level,
        attested=row.attested,
        actor=None if row.actor is None else ParticipantId(row.actor),
        digest=Digest(row.digest),
        basis=None if row.basis is None else Digest(row.basis),
        recorded=Recorded(blocks[row.block], TxHash(row.transaction)),
    )


def _to_copy(row: CopyRow, blocks: Mapping[int, BlockRef]) -> Copy:
    return Copy(
        deposit=DepositId(row.deposit),
        index=row.position,
        applicant=ParticipantId(row.applicant),
        purpose=Purpose(row.purpose),
        application=Digest(row.application),
        applied=Recorded(blocks[row.block], TxHash(row.transaction)),
        status=CopyStatus(row.status),
        outcome=None if row.outcome is None else Digest(row.outcome),
        decided=place_of(blocks, row.decided_block, row.decided_transaction),
    )


def _to_verification(row: VerificationRow, blocks: Mapping[int, BlockRef]) -> Verification:
    return Verification(
        index=row.position,
        checked=int(row.checked),
        faulty=int(row.faulty),
        standing=row.standing,
        report=Digest(row.report),
        basis=Digest(row.basis),
        verified_at=Timestamp(row.verified_at),
        recorded=Recorded(blocks[row.block], TxHash(row.transaction)),
    )
