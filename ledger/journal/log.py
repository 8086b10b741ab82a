"""A log in the vault: appended to, never altered, with the digests of its Merkle tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlmodel import Session, col, select

from ledger.canonical import canonical_json
from ledger.database import MAX_INTEGER, reading, writing
from ledger.errors import NotFound, Unavailable, VerificationError
from ledger.journal.model import Entry
from ledger.journal.tables import LogEntryRow, LogRow, LogSubtreeRow
from ledger.merkle import (
    consistency_proof,
    fold,
    inclusion_proof,
    leaf_digest,
    root_digest,
)
from ledger.paging import MAX_LIMIT, check_limit
from ledger.types import Digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Engine

    from ledger.merkle import Subtree

__all__ = ["MAX_ENTRY_BYTES", "Log"]

MAX_ENTRY_BYTES: Final = 4096
"""No entry is longer: each is written while somebody waits for content."""

_BITS: Final = 8
_WIDTH: Final = 1 << _BITS
_READ_AT_ONCE: Final = 4096


@dataclass(frozen=True, slots=True)
class Log:
    """The log `name`. Several processes may append to it; each entry gets the next place.

    Of each 256 entries, of each 256 times as many and so on, the digest over them is kept: a root
    or a proof reads some hundreds of rows, however long the log is.
    """

    engine: Engine
    name: str

    def append(self, *documents: Mapping[str, Any]) -> int:
        """Write entries, synced to the disk when this returns; the place of the last one.

        Raises Unavailable("database.failed"), Unavailable("journal.entry-too-long", limit).
        """
        texts = [canonical_json(dict(each)) for each in documents]
        if any(len(text) > MAX_ENTRY_BYTES for text in texts):
            raise Unavailable("journal.entry-too-long", limit=MAX_ENTRY_BYTES)
        with writing(self.engine) as session:
            held = select(LogRow).where(LogRow.name == self.name).with_for_update()
            row = session.exec(held).first() or LogRow(name=self.name)
            session.add(row)
            for text in texts:
                self._add(session, row.size, text)
                row.size += 1
            return row.size - 1

    def size(self) -> int:
        """How many entries there are."""
        with reading(self.engine) as session:
            row = session.get(LogRow, self.name)
            return 0 if row is None else row.size

    def entry(self, place: int) -> Entry:
        """One entry; NotFound("journal.no-such-entry", log, place)."""
        with reading(self.engine) as session:
            key = (self.name, place)
            row = session.get(LogEntryRow, key) if place <= MAX_INTEGER else None
            if row is None:
                raise NotFound("journal.no-such-entry", log=self.name, place=place)
            return _to_entry(row)

    def entries(self, first: int, limit: int = MAX_LIMIT) -> tuple[Entry, ...]:
        """Up to `limit` entries from the place `first` on; Rejected("page.bad-limit")."""
        check_limit(limit)
        return self._read(min(first, MAX_INTEGER), limit)

    def root(self, size: int) -> Digest:
        """The root over the first `size` entries; NotFound("journal.no-such-entry")."""
        with reading(self.engine) as session:
            self._check(session, size)
            return root_digest(size, self._subtrees(session))

    def inclusion(self, place: int, size: int) -> tuple[Digest, ...]:
        """The proof that an entry is among the first `size`; NotFound("journal.no-such-entry")."""
        with reading(self.engine) as session:
            self._check(session, size)
            if not 0 <= place < size:
                raise NotFound("journal.no-such-entry", log=self.name, place=place)
            return inclusion_proof(place, size, self._subtrees(session))

    def consistency(self, old: int, new: int) -> tuple[Digest, ...]:
        """The proof that the first `new` entries continue the first `old`, from 1 to `new`."""
        with reading(self.engine) as session:
            self._check(session, new)
            return consistency_proof(old, new, self._subtrees(session))

    def recomputed(self, sizes: Sequence[int]) -> Iterator[tuple[int, Digest]]:
        """The roots at rising sizes from the bytes of all entries, whatever digests are kept.

        Raises VerificationError("journal.entry-differs", log, place) where the digest that is kept
        of an entry is not that of its bytes, NotFound("journal.no-such-entry") for a gap.
        """
        peaks: list[tuple[int, Digest]] = []
        place = 0
        for size in sizes:
            while place < size:
                some = self._read(place, min(_READ_AT_ONCE, size - place))
                if not some:
                    raise NotFound("journal.no-such-entry", log=self.name, place=place)
                for entry in some:
                    self._check_entry(entry, place)
                    _raise_peaks(peaks, entry.digest)
                    place += 1
            yield size, _root_of(peaks)

    def _add(self, session: Session, place: int, text: bytes) -> None:
        digest = leaf_digest(text)
        session.add(LogEntryRow(log=self.name, place=place, text=text, digest=digest))
        session.flush()
        level = 0
        while (place + 1) % _WIDTH == 0:
            whole = fold(self._row(session, level, place + 1 - _WIDTH, _WIDTH))
            place, level = place // _WIDTH, level + 1
            session.add(LogSubtreeRow(log=self.name, level=level, place=place, digest=whole))
            session.flush()

    def _row(self, session: Session, level: int, first: int, count: int) -> list[Digest]:
        """Digests of `count` entries or kept subtrees beside each other."""
        table: Any = LogSubtreeRow if level else LogEntryRow
        query = select(table.digest).where(
            table.log == self.name, table.place >= first, table.place < first + count
        )
        if level:
            query = query.where(LogSubtreeRow.level == level)
        found = [Digest(each) for each in session.exec(query.order_by(table.place))]
        if len(found) != count:
            raise NotFound("journal.no-such-entry", log=self.name, place=first)
        return found

    def _subtrees(self, session: Session) -> Subtree:
        def digest(height: int, place: int) -> Digest:
            level, rest = divmod(height, _BITS)
            return fold(self._row(session, level, place << rest, 1 << rest))

        return digest

    def _check(self, session: Session, size: int) -> None:
        row = session.get(LogRow, self.name)
        if size > (0 if row is None else row.size):
            raise NotFound("journal.no-such-entry", log=self.name, place=size - 1)

    def _check_entry(self, entry: Entry, place: int) -> None:
        if entry.place != place:
            raise NotFound("journal.no-such-entry", log=self.name, place=place)
        if leaf_digest(entry.text) != entry.digest:
            raise VerificationError("journal.entry-differs", log=self.name, place=place)

    def _read(self, first: int, limit: int) -> tuple[Entry, ...]:
        query = (
            select(LogEntryRow)
            .where(LogEntryRow.log == self.name, LogEntryRow.place >= first)
            .order_by(col(LogEntryRow.place))
            .limit(limit)
        )
        with reading(self.engine) as session:
            return tuple(_to_entry(row) for row in session.exec(query))


def _to_entry(row: LogEntryRow) -> Entry:
    return Entry(row.place, row.text, Digest(row.digest))


def _raise_peaks(peaks: list[tuple[int, Digest]], leaf: Digest) -> None:
    """Add a leaf to the whole subtrees that a tree is made of, the highest first."""
    height, digest = 0, leaf
    while peaks and peaks[-1][0] == height:
        digest = fold((peaks.pop()[1], digest))
        height += 1
    peaks.append((height, digest))


def _root_of(peaks: list[tuple[int, Digest]]) -> Digest:
    if not peaks:
        return root_digest(0, lambda _height, _place: Digest(b""))
    digest = peaks[-1][1]
    for _, left in reversed(peaks[:-1]):
        digest = fold((left, digest))
    return digest
