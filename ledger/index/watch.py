"""The head of an index, asked for at every request and read only when it may have moved."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from ledger.changes import Changes
from ledger.index.store import IndexStore

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from ledger.records import BlockRef

__all__ = ["HeadWatch"]


class HeadWatch:
    """The last indexed block; safe from any thread.

    Where the database tells whether anybody has committed since (`Changes`), the head is read only
    then: `prompt` says so, and that no thread need wait for it. Elsewhere it is read each time.
    """

    def __init__(self, engine: Engine) -> None:
        """Watch the index of `engine`; nothing is read yet."""
        self._changes, self._index = Changes(engine), IndexStore(engine)
        self.prompt = self._changes.told
        self._lock = threading.Lock()
        self._seen: int | None = None
        self._head: BlockRef | None = None

    def head(self) -> BlockRef | None:
        """The head, None while the index is empty; Unavailable("database.failed")."""
        if not self.prompt:
            return self._index.head()
        with self._lock:
            version = self._changes.version()
            if version is None or version != self._seen:
                self._head = self._index.head()  # it may be a later one: then it is read again
                self._seen = version
            return self._head
