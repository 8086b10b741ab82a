"""The only SQL over streams and heads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from ledger.database import MAX_INTEGER, reading
from ledger.errors import NotFound
from ledger.index.keyset import Keyset
from ledger.index.translate import refs_of
from ledger.journal.model import Head, Stream
from ledger.journal.tables import HeadRow, StreamRow
from ledger.paging import Page
from ledger.records import Recorded
from ledger.types import Digest, ParticipantId, TxHash

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Engine

    from ledger.records import BlockRef

__all__ = ["JournalStore"]

_OLDEST_FIRST = Keyset({"number": (col(StreamRow.number), int)})
_NEWEST_FIRST = Keyset({"position": (col(HeadRow.position), int)}, descending=True)


@dataclass(frozen=True)
class JournalStore:
    """Streams and heads at the indexed head."""

    engine: Engine

    def stream(self, name: str) -> Stream:
        """The stream of a name; NotFound("journal.no-such-stream", name)."""
        with reading(self.engine) as session:
            return _to_streams(session, [_row(session, name)])[0]

    def streams(self, limit: int, after: str | None) -> Page[Stream]:
        """A page of streams by their number."""
        with reading(self.engine) as session:
            rows, total, following = _OLDEST_FIRST.page(session, select(StreamRow), limit, after)
            return Page(_to_streams(session, rows), total, following)

    def heads(self, name: str, limit: int, after: str | None) -> Page[Head]:
        """A page of the heads of a stream, the newest first; NotFound as `stream`."""
        with reading(self.engine) as session:
            query = select(HeadRow).where(HeadRow.stream == _row(session, name).number)
            rows, total, following = _NEWEST_FIRST.page(session, query, limit, after)
            blocks = refs_of(session, {row.block for row in rows})
            return Page(tuple(_to_head(row, blocks) for row in rows), total, following)

    def head(self, name: str, index: int) -> Head:
        """One head, from 1; NotFound("journal.no-such-head", name, index) and as `stream`."""
        with reading(self.engine) as session:
            number = _row(session, name).number
            row = session.get(HeadRow, (number, index)) if index <= MAX_INTEGER else None
            if row is None:
                raise NotFound("journal.no-such-head", name=name, index=index)
            return _to_head(row, refs_of(session, {row.block}))

    def holding(self, name: str, place: int) -> Head:
        """The first head of a log that has the entry; NotFound("journal.not-yet-recorded")."""
        with reading(self.engine) as session:
            number = _row(session, name).number
            query = (
                select(HeadRow)
                .where(HeadRow.stream == number, HeadRow.size > min(place, MAX_INTEGER))
                .order_by(col(HeadRow.position))
                .limit(1)
            )
            row = session.exec(query).first()
            if row is None:
                raise NotFound("journal.not-yet-recorded", name=name, place=place)
            return _to_head(row, refs_of(session, {row.block}))


def _row(session: Session, name: str) -> StreamRow:
    row = session.exec(select(StreamRow).where(StreamRow.name == name)).first()
    if row is None:
        raise NotFound("journal.no-such-stream", name=name[:32])
    return row


def _to_streams(session: Session, rows: Sequence[StreamRow]) -> tuple[Stream, ...]:
    keys = {row.number: session.get(HeadRow, (row.number, row.heads)) for row in rows}
    heights = {row.block for row in rows} | {each.block for each in keys.values() if each}
    blocks = refs_of(session, heights)
    return tuple(_to_stream(row, keys[row.number], blocks) for row in rows)


def _to_stream(row: StreamRow, last: HeadRow | None, blocks: Mapping[int, BlockRef]) -> Stream:
    return Stream(
        number=row.number,
        name=row.name,
        purpose=Digest(row.purpose),
        basis=None if row.basis is None else Digest(row.basis),
        keeper=ParticipantId(row.keeper),
        opened=Recorded(blocks[row.block], TxHash(row.transaction)),
        heads=row.heads,
        last=None if last is None else _to_head(last, blocks),
    )


def _to_head(row: HeadRow, blocks: Mapping[int, BlockRef]) -> Head:
    return Head(
        index=row.position,
        size=row.size,
        root=Digest(row.root),
        keeper=ParticipantId(row.keeper),
        recorded=Recorded(blocks[row.block], TxHash(row.transaction)),
    )
