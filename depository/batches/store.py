"""The SQL of batches: what the index knows of them and of their records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, tuple_
from sqlmodel import Session, col, func, select

from depository.batches.projection import DESCRIBED, LISTED, REFUSED
from depository.batches.register import Batch, BatchRecord, RecordMatch
from depository.batches.tables import (
    BatchRow,
    BlockOfRecordRow,
    RecordFileRow,
    RecordRow,
    TakenRow,
)
from depository.metadata import Access, Origin, PackageKind
from depository.model import Status
from depository.rows import (
    STANDING,
    annulment_of,
    best_first,
    decision_of,
    description_of,
    is_file,
    is_package,
    of_whom,
    present_accounts,
)
from depository.tables import DepositRow
from ledger.database import MAX_INTEGER, reading
from ledger.errors import NotFound
from ledger.index.keyset import Keyset
from ledger.index.translate import refs_of
from ledger.paging import Page
from ledger.records import Recorded
from ledger.types import BatchId, DepositId, Digest, ParticipantId, TxHash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine

    from depository.cid import Cid
    from depository.subject import Subject

__all__ = ["BatchStore"]

_NEWEST_FIRST: Final = Keyset({"number": (col(BatchRow.number), int)}, descending=True)
_BY_PLACE: Final = Keyset({"position": (col(RecordRow.position), int)})
_MAX_MATCHES: Final = 200
_AT_ONCE: Final = 500
_STATUS: Final = func.coalesce(col(DepositRow.status), col(BatchRow.status))
"""How a record stands: as the deposit as which it was taken out, else as its batch."""


@dataclass(frozen=True)
class BatchStore:
    """Batches and their records at the indexed head."""

    engine: Engine

    def batch(self, number: BatchId) -> Batch:
        """One batch; NotFound("batch.unknown", number)."""
        with reading(self.engine) as session:
            return _to_batches(session, [_row(session, number)])[0]

    def batches(
        self, limit: int, after: str | None, possessor: ParticipantId | None, status: Status | None
    ) -> Page[Batch]:
        """A page of batches, the newest first."""
        query = select(BatchRow).where(*of_whom(BatchRow, possessor, status))
        with reading(self.engine) as session:
            rows, total, following = _NEWEST_FIRST.page(session, query, limit, after)
            return Page(_to_batches(session, rows), total, following)

    def records(self, number: BatchId, limit: int, after: str | None) -> Page[BatchRecord]:
        """A page of the records of a batch in their order; none while its list is not believed.

        Raises NotFound("batch.unknown", number).
        """
        query = select(RecordRow).where(RecordRow.batch == number)
        with reading(self.engine) as session:
            batch = _row(session, number)
            total = batch.size if _is_listed(batch) else 0
            page = _BY_PLACE.page(session, query, limit, after, total=total)
            return Page(_to_records(session, page[0]), *page[1:])

    def record(self, number: BatchId, index: int) -> BatchRecord:
        """One record, from 0; NotFound("batch.unknown", number), NotFound("record.unknown", batch,
        index), NotFound("batch.not-listed", number).
        """
        with reading(self.engine) as session:
            batch = _row(session, number)
            if not index < batch.size:
                raise NotFound("record.unknown", batch=number, index=index)
            row = session.get(RecordRow, (number, index))
            if row is None:
                raise NotFound("batch.not-listed", number=number)
            return _to_records(session, [row])[0]

    def origin_of(self, number: DepositId) -> tuple[BatchId, int] | None:
        """Batch and place of which a deposit was taken out; None for one made as such."""
        query = select(TakenRow).where(TakenRow.number == min(number, MAX_INTEGER))
        with reading(self.engine) as session:
            row = session.exec(query).first()
            return None if row is None else (BatchId(row.batch), row.position)

    def holder(self, cid: Cid, asking: ParticipantId | None = None) -> BatchRecord | None:
        """A record whose package has this block: one that stands and that `asking` may read, if
        there is one.
        """
        possessor = func.coalesce(col(DepositRow.possessor), col(BatchRow.possessor))
        hidden = and_(col(RecordRow.limited), possessor != (asking or 0))
        held = and_(
            col(BlockOfRecordRow.batch) == col(RecordRow.batch),
            col(BlockOfRecordRow.position) == col(RecordRow.position),
        )
        query = _standing_with(select(RecordRow).join(BlockOfRecordRow, held))
        order = (hidden, _STATUS.not_in(STANDING), *_PLACE)
        query = query.where(BlockOfRecordRow.digest == cid.digest).order_by(*order)
        with reading(self.engine) as session:
            found = session.exec(query.limit(1)).all()
            return next(iter(_to_records(session, found)), None)

    def matches(self, subject: Subject) -> tuple[RecordMatch, ...]:
        """Records that hold the bytes that a subject names: accepted ones first, then those under
        review, then those that stand no more; of each the oldest first.

        At most 200 packages and 200 files are named.
        """
        order = (best_first(_STATUS), *_PLACE)
        of_record = and_(
            col(RecordFileRow.batch) == col(RecordRow.batch),
            col(RecordFileRow.position) == col(RecordRow.position),
        )
        whole = _standing_with(select(RecordRow)).where(is_package(RecordRow, subject))
        within = _standing_with(
            select(RecordRow, RecordFileRow.path).join(RecordFileRow, of_record)
        )
        within = within.where(is_file(RecordFileRow, subject))
        with reading(self.engine) as session:
            packages = session.exec(whole.order_by(*order).limit(_MAX_MATCHES)).all()
            files = session.exec(
                within.order_by(*order, col(RecordFileRow.path)).limit(_MAX_MATCHES)
            ).all()
            found = [RecordMatch(each, True, None) for each in _to_records(session, packages)]
            records = _to_records(session, [row for row, _ in files])
        parts = [
            RecordMatch(record, False, path if record.access is Access.PUBLIC else None)
            for record, (_, path) in zip(records, files, strict=True)
        ]
        return (*found, *dict.fromkeys(parts))

    def claims(self, possessor: ParticipantId, roots: Sequence[Digest]) -> dict[Digest, str]:
        """Which of some contents the possessor has on record already, and where: `3` is a deposit,
        `7/12` a record of a batch.
        """
        found: dict[Digest, str] = {}
        with reading(self.engine) as session:
            for start in range(0, len(roots), _AT_ONCE):
                some = roots[start : start + _AT_ONCE]
                own = and_(
                    col(DepositRow.possessor) == possessor,
                    col(DepositRow.status).in_(STANDING),
                    col(DepositRow.root).in_(some),
                )
                deposits = select(DepositRow.root, DepositRow.number).where(own)
                records = (
                    select(RecordRow.root, RecordRow.batch, RecordRow.position)
                    .join(BatchRow, col(BatchRow.number) == col(RecordRow.batch))
                    .where(col(RecordRow.root).in_(some), BatchRow.possessor == possessor)
                    .where(col(BatchRow.status).in_(STANDING))
                )
                for root, batch, position in session.exec(records):
                    found[Digest(root)] = f"{batch}/{position}"
                for root, number in session.exec(deposits):
                    found[Digest(root)] = str(number)
        return found


_PLACE: Final = (col(RecordRow.batch), col(RecordRow.position))


def _standing_with(query: Any) -> Any:
    """A query of records joined with what tells how each stands."""
    taken = and_(
        col(TakenRow.batch) == col(RecordRow.batch),
        col(TakenRow.position) == col(RecordRow.position),
    )
    return (
        query.join(BatchRow, col(BatchRow.number) == col(RecordRow.batch))
        .outerjoin(TakenRow, taken)
        .outerjoin(DepositRow, col(DepositRow.number) == col(TakenRow.number))
    )


def _row(session: Session, number: int) -> BatchRow:
    row = session.get(BatchRow, number) if number <= MAX_INTEGER else None
    if row is None:
        raise NotFound("batch.unknown", number=number)
    return row


def _is_listed(row: BatchRow) -> bool:
    return row.state in {LISTED, DESCRIBED}


def _to_batches(session: Session, rows: Sequence[BatchRow]) -> tuple[Batch, ...]:
    accounts = present_accounts(session, {row.possessor for row in rows})
    heights = ((row.block, row.decided_block, row.annulled_block) for row in rows)
    blocks = refs_of(session, {each for some in heights for each in some if each is not None})
    return tuple(
        Batch(
            number=BatchId(row.number),
            root=Digest(row.root),
            size=row.size,
            list=Digest(row.list),
            possessor=ParticipantId(row.possessor),
            account=accounts[row.possessor],
            status=Status(row.status),
            taken=row.taken,
            recorded=Recorded(blocks[row.block], TxHash(row.transaction)),
            decision=decision_of(row, blocks),
            annulment=annulment_of(row, blocks),
            listed=_is_listed(row),
            refused=row.state == REFUSED,
            described=row.described,
        )
        for row in rows
    )


def _to_records(session: Session, rows: Sequence[RecordRow]) -> tuple[BatchRecord, ...]:
    numbers = {row.batch for row in rows}
    found = session.exec(select(BatchRow).where(col(BatchRow.number).in_(numbers)))
    batches = {row.number: row for row in found}
    taken = _taken(session, rows)
    whose = {batch.possessor for batch in batches.values()}
    accounts = present_accounts(session, whose | {each.possessor for each in taken.values()})
    blocks = refs_of(session, {batch.block for batch in batches.values()})
    records = []
    for row in rows:
        batch, deposit = batches[row.batch], taken.get((row.batch, row.position))
        stands = deposit or batch
        records.append(
            BatchRecord(
                batch=BatchId(row.batch),
                index=row.position,
                root=Digest(row.root),
                size=int(row.size),
                kind=PackageKind(row.kind),
                access=Access.LIMITED if row.limited else Access.PUBLIC,
                origin=Origin(row.origin),
                conclusion=None if row.conclusion is None else Digest(row.conclusion),
                status=Status(stands.status),
                possessor=ParticipantId(stands.possessor),
                account=accounts[stands.possessor],
                taken_out=None if deposit is None else DepositId(deposit.number),
                recorded=Recorded(blocks[batch.block], TxHash(batch.transaction)),
                described=description_of(row),
            )
        )
    return tuple(records)


def _taken(session: Session, rows: Sequence[RecordRow]) -> dict[tuple[int, int], DepositRow]:
    """The deposits as which records go on, by batch and place."""
    places = [(row.batch, row.position) for row in rows]
    query = (
        select(TakenRow, DepositRow)
        .join(DepositRow, col(DepositRow.number) == col(TakenRow.number))
        .where(tuple_(col(TakenRow.batch), col(TakenRow.position)).in_(places))
    )
    return {(row.batch, row.position): deposit for row, deposit in session.exec(query)}
