"""What ought to be in the content store for batches: their lists, and their records' packages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlmodel import col, func, select

from depository.batches.model import list_cid
from depository.batches.projection import AWAITED, REFUSED
from depository.batches.tables import BatchRow, BlockOfRecordRow, RecordRow
from depository.cid import root_cid
from ledger.database import reading
from ledger.types import Digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Engine

    from depository.cid import Cid

__all__ = ["LIST", "BatchHoldings", "Part"]

LIST: Final = -1
"""The place of the list itself, before the first record."""

_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Part:
    """The list of a batch, at place -1, or the package of a record: its root, and whether it was
    here when it was looked for; `awaited` is a list that was not read.
    """

    batch: int
    place: int
    cid: Cid
    held: bool
    awaited: bool = False


@dataclass(frozen=True, slots=True)
class BatchHoldings:
    """Lists and packages by batch and place; a list that is refused is not kept."""

    index: Engine

    def after(self, batch: int = 0, place: int = LIST) -> Iterator[Part]:
        """All parts, from the one after this place on."""
        if batch and (found := self._records(batch, place)):
            yield from self._rest(found)
        while (part := self._list_after(batch)) is not None:
            batch = part.batch
            yield part
            yield from self._rest(self._records(batch, LIST))

    def count(self) -> int:
        """How many batches the index has."""
        with reading(self.index) as session:
            return session.exec(select(func.count()).select_from(BatchRow)).one()

    def is_recorded(self, root: Digest) -> bool:
        """Whether a batch has this list, or a record this root."""
        lists = select(BatchRow.number).where(BatchRow.list == root, BatchRow.state != REFUSED)
        records = select(RecordRow.batch).where(RecordRow.root == root)
        with reading(self.index) as session:
            found = (session.exec(query.limit(1)).first() for query in (lists, records))
            return any(each is not None for each in found)

    def awaited(self) -> Iterator[Part]:
        """Lists that were not read, whose records are not known; 500 of them at a time."""
        batch = 0
        query = select(BatchRow).where(BatchRow.state == AWAITED).order_by(col(BatchRow.number))
        while True:
            with reading(self.index) as session:
                rows = session.exec(query.where(BatchRow.number > batch).limit(_AT_ONCE)).all()
                parts = [_to_list(row) for row in rows]
            yield from parts
            if not parts:
                return
            batch = parts[-1].batch

    def concerned(self, digests: Sequence[Digest]) -> dict[Digest, list[str]]:
        """The records that each of some blocks belongs to, as batch and place: `7/12`; the list
        that it is the root of is `7/-1`.
        """
        found: dict[Digest, list[str]] = {}
        blocks = col(BlockOfRecordRow.digest)
        place = col(BlockOfRecordRow.batch), col(BlockOfRecordRow.position)
        with reading(self.index) as session:
            for start in range(0, len(digests), _AT_ONCE):
                some = digests[start : start + _AT_ONCE]
                records = select(BlockOfRecordRow).where(blocks.in_(some)).order_by(*place)
                for row in session.exec(records):
                    found.setdefault(Digest(row.digest), []).append(f"{row.batch}/{row.position}")
                lists = select(BatchRow.list, BatchRow.number).where(col(BatchRow.list).in_(some))
                for digest, number in session.exec(lists.order_by(col(BatchRow.number))):
                    found.setdefault(Digest(digest), []).append(f"{number}/{LIST}")
        return found

    def _list_after(self, batch: int) -> Part | None:
        query = select(BatchRow).where(BatchRow.number > batch, BatchRow.state != REFUSED)
        with reading(self.index) as session:
            row = session.exec(query.order_by(col(BatchRow.number)).limit(1)).first()
            return None if row is None else _to_list(row)

    def _rest(self, found: list[Part]) -> Iterator[Part]:
        while found:
            yield from found
            found = self._records(found[-1].batch, found[-1].place)

    def _records(self, batch: int, place: int) -> list[Part]:
        at_place = col(RecordRow.position)
        query = select(RecordRow.position, RecordRow.root, RecordRow.swhid)
        query = query.where(RecordRow.batch == batch, at_place > place)
        with reading(self.index) as session:
            rows = session.exec(query.order_by(at_place).limit(_AT_ONCE))
            return [
                Part(batch, at, root_cid(Digest(root)), held=swhid is not None)
                for at, root, swhid in rows
            ]


def _to_list(row: BatchRow) -> Part:
    awaited = row.state == AWAITED
    cid = list_cid(Digest(row.list), row.size)
    return Part(row.number, LIST, cid, held=not awaited, awaited=awaited)
