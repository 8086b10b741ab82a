"""Answers that are kept until the block they stand on is no longer the head."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Kept", "KeptAnswer"]


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """The headers and the body of a 200, and its entity tag, which is among the headers."""

    headers: Sequence[tuple[bytes, bytes]]
    body: bytes
    tag: str

    @property
    def size(self) -> int:
        """What it takes in memory, about."""
        return len(self.body) + sum(len(name) + len(value) for name, value in self.headers) + 200


@dataclass
class Kept:
    """Answers by their tags, which are made of the head's hash: what is kept is never stale.

    What was not asked for the longest goes first when all take more than `most_bytes`; an answer
    of more than `largest` bytes is not kept at all. Safe from any thread.
    """

    most_bytes: int = 16 << 20
    largest: int = 64 << 10
    _answers: OrderedDict[str, KeptAnswer] = field(default_factory=OrderedDict)
    _bytes: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, tag: str) -> KeptAnswer | None:
        """The answer of a tag, if it is kept."""
        with self._lock:
            found = self._answers.get(tag)
            if found is not None:
                self._answers.move_to_end(tag)
            return found

    def keep(self, tag: str, answer: KeptAnswer) -> None:
        """Keep an answer, and let others go for it."""
        if answer.size > self.largest:
            return
        with self._lock:
            before = self._answers.pop(tag, None)
            self._bytes += answer.size - (0 if before is None else before.size)
            self._answers[tag] = answer
            while self._bytes > self.most_bytes:
                _, gone = self._answers.popitem(last=False)
                self._bytes -= gone.size
