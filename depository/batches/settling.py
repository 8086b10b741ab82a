"""What the index reads from the content store of batches: lists, and then records' packages."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, func, insert, update
from sqlmodel import col, select

from depository.batches.model import (
    MAX_RECORDS,
    RECORD_BYTES,
    Record,
    list_cid,
    read_records,
    tree_over,
)
from depository.batches.projection import AWAITED, DESCRIBED, LISTED, REFUSED
from depository.batches.tables import (
    BatchRow,
    BlockOfRecordRow,
    RecordFileRow,
    RecordRow,
)
from depository.cid import RAW, root_cid
from depository.metadata import Access
from depository.reading import ReadPackage, read_described
from depository.unixfs.builder import CHUNK_BYTES
from depository.unixfs.reader import read_node
from ledger.database import reading, writing
from ledger.errors import QoimaError, Rejected, VerificationError
from ledger.types import Digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine
    from sqlmodel import Session

    from depository.blocks import BlockStore
    from depository.cid import Cid

__all__ = ["Settling", "believed_list"]

_LOOKED_FOR: Final = 20
_PACKAGES_AT_ONCE: Final = 100
_ROWS_AT_ONCE: Final = 5000
_LOG: Final = logging.getLogger(__name__)


def believed_list(store: BlockStore, root: Digest, size: int, list_digest: Digest) -> bytes:
    """The bytes of a batch's list, having seen that they give its root.

    No more is held than the longest list that is read here. Raises VerificationError(
    "batch.list-differs", cid=), Rejected("batch.too-many", limit=), and what the store raises.
    """
    if size > MAX_RECORDS:
        raise Rejected("batch.too-many", limit=MAX_RECORDS)
    cid = list_cid(list_digest, size)
    data = b"".join(store.get(each) for each in _leaves(store, cid, size))
    if len(data) != size * RECORD_BYTES or tree_over(data).root != root:
        raise VerificationError("batch.list-differs", cid=str(cid))
    return data


def _leaves(store: BlockStore, cid: Cid, size: int) -> Sequence[Cid]:
    """The blocks of a list: itself, or the leaves of one node, as many as its length asks for."""
    if cid.codec == RAW:
        return [cid]
    leaves = [link.cid for link in read_node(store, cid).links]
    expected = -(-size * RECORD_BYTES // CHUNK_BYTES)
    if len(leaves) != expected or any(each.codec != RAW for each in leaves):
        raise VerificationError("batch.list-differs", cid=str(cid))
    return leaves


@dataclass(frozen=True)
class Settling:
    """Reads what the events only name; the same content gives the same rows at any time.

    A list that is not here yet is looked for again each round, some of them by chance where there
    are many. One that does not give the root, is too long or holds what no deposit could be is
    refused for good: its bytes cannot change.
    """

    engine: Engine
    content: BlockStore

    def settle(self) -> bool:
        """Do one piece of what is to be read; whether there was one.

        A piece is one list, or the packages of a hundred records; each is one SQL transaction.
        Raises Unavailable as the store and the database do.
        """
        return self._list() or self._describe()

    def _list(self) -> bool:
        query = select(BatchRow).where(BatchRow.state == AWAITED)
        with reading(self.engine) as session:
            rows = session.exec(query.order_by(func.random()).limit(_LOOKED_FOR)).all()
            found = [_to_waiting(row) for row in rows]
        return any(self._read_list(batch) for batch in found)

    def _read_list(self, batch: _Waiting) -> bool:
        """Write the rows of a list, or that it is refused; False while it is not here."""
        try:
            data = believed_list(self.content, batch.root, batch.size, batch.list)
            records: Sequence[Record] = read_records(data)
        except QoimaError as error:
            if error.code == "content.unreachable":
                raise
            if not _is_for_good(error):
                return False
            _LOG.warning("the list of batch %d is refused: %s", batch.number, error)
            records = ()
        with writing(self.engine) as session:
            if (row := _same(session, batch)) is not None:
                row.state = LISTED if records else REFUSED
                columns = [_columns(batch.number, *each) for each in enumerate(records)]
                for start in range(0, len(columns), _ROWS_AT_ONCE):
                    session.execute(insert(RecordRow), columns[start : start + _ROWS_AT_ONCE])
        return True

    def _describe(self) -> bool:
        batch, records = self._next()
        if batch is None:
            return False
        packages = [read_described(self.content, root_cid(Digest(root))) for _, root, _ in records]
        absent = sum(isinstance(each, QoimaError) for each in packages)
        if absent:
            _LOG.warning("of batch %d, %d packages are not readable here", batch.number, absent)
        with writing(self.engine) as session:
            if (row := _same(session, batch)) is not None:
                row.described = min(batch.described + _PACKAGES_AT_ONCE, batch.size)
                row.state = DESCRIBED if row.described == batch.size else LISTED
                for (position, _, limited), found in zip(records, packages, strict=True):
                    if isinstance(found, ReadPackage):
                        _write(session, (batch.number, position), found, limited=limited)
        return True

    def _next(self) -> tuple[_Waiting | None, Sequence[tuple[int, bytes, bool]]]:
        """A batch of which packages are to be looked for: place, root and access of the next."""
        query = select(BatchRow).where(BatchRow.state == LISTED)
        with reading(self.engine) as session:
            row = session.exec(query.limit(1)).first()
            if row is None:
                return None, ()
            place = col(RecordRow.position)
            some = and_(
                col(RecordRow.batch) == row.number,
                place >= row.described,
                place < row.described + _PACKAGES_AT_ONCE,
            )
            records = select(RecordRow.position, RecordRow.root, RecordRow.limited).where(some)
            found = [(at, root, limited) for at, root, limited in session.exec(records)]
            return _to_waiting(row), found


@dataclass(frozen=True, slots=True)
class _Waiting:
    """What is known of a batch before its list or its packages are read."""

    number: int
    root: Digest
    size: int
    list: Digest
    state: str
    described: int


def _to_waiting(row: BatchRow) -> _Waiting:
    digests = Digest(row.root), Digest(row.list)
    return _Waiting(row.number, digests[0], row.size, digests[1], row.state, row.described)


def _same(session: Session, batch: _Waiting) -> BatchRow | None:
    """The row of a batch; None where another indexer was faster, or the index was emptied."""
    row = session.get(BatchRow, batch.number)
    return row if row is not None and _to_waiting(row) == batch else None


def _write(session: Session, place: tuple[int, int], found: ReadPackage, *, limited: bool) -> None:
    whose = dict(zip(("batch", "position"), place, strict=True))
    session.execute(
        update(RecordRow)
        .filter_by(**whose)
        .values(limited=limited or found.metadata.access is not Access.PUBLIC, **found.description)
    )
    found.write(session, whose, RecordFileRow, BlockOfRecordRow)


def _is_for_good(error: QoimaError) -> bool:
    """Whether no other bytes can come: damaged and missing blocks may be repaired."""
    return isinstance(error, Rejected) or error.code in _FOR_GOOD


_FOR_GOOD: Final = frozenset({"batch.list-differs", "content.malformed"})


def _columns(batch: int, position: int, record: Record) -> dict[str, Any]:
    return {
        "batch": batch,
        "position": position,
        "root": record.root,
        "size": str(record.size),
        "kind": int(record.kind),
        "limited": record.access is not Access.PUBLIC,
        "origin": int(record.origin),
        "conclusion": record.conclusion,
    }
