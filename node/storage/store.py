"""The key-value store under the chain: LMDB, opened by one node, written in synced batches."""

from __future__ import annotations

import fcntl
import os
import time
from enum import Enum
from typing import TYPE_CHECKING

import lmdb
from lru import LRU

from node.errors import Conflict, VerificationError
from node.storage.resident import MOST, Mapped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from node.trie.nodes import Node

__all__ = ["Changes", "Store", "Table"]

_MAP_SIZE = 1 << 40  # an address range, not a file size: the file grows as it fills
_LOCK_POLL = 0.02
_DECODED = 30_000  # trie nodes; a full branch takes about 2 KiB
_AT_ONCE = 4_096  # keys of state in one batch; each may touch a page of 4 KiB


class Table(Enum):
    """The rooms of the store."""

    STATE = b"state"
    """Trie nodes and contract code by hash; never overwritten, so old states stay readable."""
    CHAIN = b"chain"
    """Headers, bodies, receipts and what finds them: see `node.storage.records`."""
    POOL = b"pool"
    """Acknowledged transactions that no block holds yet: arrival:8 -> sender:20, transaction."""


class Changes:
    """Writes that are gathered to be made together; None deletes."""

    def __init__(self) -> None:
        self.tables: dict[Table, dict[bytes, bytes | None]] = {table: {} for table in Table}

    def put(self, table: Table, key: bytes, value: bytes) -> None:
        """Set a key."""
        self.tables[table][key] = value

    def delete(self, table: Table, key: bytes) -> None:
        """Remove a key, which may be absent."""
        self.tables[table][key] = None


class Store:
    """One open store.

    Reading is safe from any thread; each read sees the last batch in whole. A batch is on disk
    when `write` returns, or not at all, whenever the process or the machine dies.
    """

    def __init__(
        self,
        path: Path,
        *,
        writable: bool = True,
        lock: int | None = None,
        patience: float = 0.0,
        resident: int = MOST,
        decoded: int = _DECODED,
    ) -> None:
        """Open or create the store in a folder; one that is not writable must be there.

        Beside the one node that may write, other processes may read what it has written so far.
        `lock` is the descriptor of the lock when another process of the same node holds it already;
        `patience` are the seconds to wait while a node that was killed lets go of it; `resident`
        are the bytes of files that may count as this process's memory, `decoded` the trie nodes
        that are kept for the next reading.
        Raises Conflict `chain.in-use`, VerificationError `store.unreadable`.
        """
        if writable:
            path.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._closed = False
        self.decoded: LRU[bytes, Node] = LRU(decoded)
        """Trie nodes by hash, decoded: a cache of `Table.STATE`."""
        self._lock = _lock(path, patience) if writable and lock is None else lock
        try:
            self._environment = lmdb.open(
                str(path),
                map_size=_MAP_SIZE,
                max_dbs=len(Table),
                max_readers=1024,
                readonly=not writable,
            )
            self._mapped = Mapped(path / "data.mdb", resident)
            self._environment.reader_check()  # forget readers that were killed
            self._tables = {
                table: self._environment.open_db(table.value, create=writable) for table in Table
            }
        except lmdb.Error as error:
            if self._lock is not None:
                os.close(self._lock)
            raise VerificationError("store.unreadable", detail=str(error)) from error

    def shared_lock(self) -> int:
        """The descriptor of the lock, for another process of the same node to hold as well."""
        if self._lock is None:
            raise ValueError("store.read-only")
        return self._lock

    def get(self, table: Table, key: bytes) -> bytes | None:
        """The value of a key, or None."""
        self._mapped.read()
        with self._environment.begin(db=self._tables[table]) as reading:
            value: bytes | None = reading.get(key)
            return value

    def get_together(self, table: Table, *keys: bytes) -> list[bytes | None]:
        """The values of keys as they were at one moment."""
        self._mapped.read()
        with self._environment.begin(db=self._tables[table]) as reading:
            return [reading.get(key) for key in keys]

    def items(self, table: Table, first: bytes = b"") -> Iterator[tuple[bytes, bytes]]:
        """Keys and values of a table as it is now, in the order of the keys, from `first` on."""
        with self._environment.begin(db=self._tables[table]) as reading:
            cursor = reading.cursor()
            for item in cursor if cursor.set_range(first) else ():
                self._mapped.read()
                yield item

    def between(
        self, table: Table, first: bytes, last: bytes, *, backwards: bool = False
    ) -> Iterator[tuple[bytes, bytes]]:
        """Keys from `first` to `last`, both included, with their values, as they are now."""
        with self._environment.begin(db=self._tables[table]) as reading:
            cursor = reading.cursor()
            if not backwards:
                found = cursor.set_range(first)
                items = cursor.iternext()
            else:
                found = cursor.set_range(last) or cursor.last()
                items = cursor.iterprev()
            for key, value in items if found else ():
                self._mapped.read()
                if first <= key <= last:
                    yield key, value
                elif (key < first) == backwards:
                    return

    def write(self, changes: Changes) -> None:
        """Make all the changes at once and wait for the disk.

        Of much new state a part goes ahead: LMDB holds each page that a batch touches in memory.
        Nothing of it is to be seen before the header whose root leads to it, which comes last.
        """
        left = {table: sorted(values) for table, values in changes.tables.items()}
        while len(left[Table.STATE]) > _AT_ONCE:
            ahead, left[Table.STATE] = left[Table.STATE][:_AT_ONCE], left[Table.STATE][_AT_ONCE:]
            self._write({Table.STATE: ahead}, changes)
        self._write(left, changes)
        self._mapped.look()

    def _write(self, keys: dict[Table, list[bytes]], changes: Changes) -> None:
        with self._environment.begin(write=True) as writing:
            for table, ascending in keys.items():
                database, values = self._tables[table], changes.tables[table]
                for key in ascending:
                    self._mapped.read()
                    value = values[key]
                    if value is None:
                        writing.delete(key, db=database)
                    else:
                        writing.put(key, value, db=database)

    def copy(self, path: Path) -> None:
        """Write a compact copy, as of this moment, into an empty folder; others may write on."""
        self._environment.copy(str(path), compact=True)

    def close(self) -> None:
        """Let the store go; only this method may be called after."""
        if self._closed:
            return
        self._closed = True
        with self._mapped.unmapping:
            self._environment.close()
        if self._lock is not None:
            os.close(self._lock)


def _lock(path: Path, patience: float) -> int:
    """Hold the folder for this process; the system frees it however the process ends."""
    descriptor = os.open(path / "LOCK", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if time.monotonic() >= deadline:
                os.close(descriptor)
                raise Conflict("chain.in-use", path=str(path)) from error
            time.sleep(_LOCK_POLL)
        else:
            return descriptor
