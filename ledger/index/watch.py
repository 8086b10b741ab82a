"""The head of an index, asked for at every request and read only when it may have moved."""

from __future__ import annotations

import sqlite3
import threading
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError

from ledger.index.store import IndexStore

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from ledger.records import BlockRef

__all__ = ["HeadWatch"]


class HeadWatch:
    """The last indexed block; safe from any thread.

    SQLite tells whether anybody has committed since (`PRAGMA data_version`), which costs next to
    nothing: `prompt` says so, and that no thread need wait for it. Elsewhere the head is read each
    time.
    """

    def __init__(self, engine: Engine) -> None:
        """Watch the index of `engine`; nothing is read yet."""
        self.prompt = engine.dialect.name == "sqlite"
        self._index = IndexStore(engine)
        self._lock = threading.Lock()
        self._own: Any = None
        self._seen: int | None = None
        self._head: BlockRef | None = None

    def head(self) -> BlockRef | None:
        """The head, None while the index is empty; Unavailable("database.failed")."""
        if not self.prompt:
            return self._index.head()
        with self._lock:
            version = self._version()
            if version is None or version != self._seen:
                self._head = self._index.head()  # it may be a later one: then it is read again
                self._seen = version
            return self._head

    def _version(self) -> int | None:
        """A number that others' commits change; None where none can be had."""
        try:
            if self._own is None:
                connection = self._index.engine.raw_connection()
                connection.detach()
                self._own = connection.dbapi_connection
            version: int = self._own.execute("PRAGMA data_version").fetchone()[0]
        except (SQLAlchemyError, sqlite3.Error):
            self._own = None
            return None
        return version
