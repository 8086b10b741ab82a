"""Whether anybody has written to a database since."""

from __future__ import annotations

import sqlite3
import threading
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError

if TYPE_CHECKING:
    from sqlalchemy import Engine

__all__ = ["Changes"]


class Changes:
    """A number that changes with every commit to a database; safe from any thread.

    SQLite has one (`PRAGMA data_version`), which costs next to nothing: `told` says so, and that no
    thread need wait for it. It means something to who asked before, in this process, and no more.
    """

    def __init__(self, engine: Engine) -> None:
        """Watch a database; nothing is read yet."""
        self.told = engine.dialect.name == "sqlite"
        self._engine = engine
        self._lock = threading.Lock()
        self._own: Any = None

    def version(self) -> int | None:
        """The number; None where none can be had, or where a connection had to be made anew."""
        if not self.told:
            return None
        with self._lock:
            try:
                if self._own is None:
                    connection = self._engine.raw_connection()
                    connection.detach()
                    self._own = connection.dbapi_connection
                found: int = self._own.execute("PRAGMA data_version").fetchone()[0]
            except (SQLAlchemyError, sqlite3.Error):
                self._own = None
                return None
            return found
