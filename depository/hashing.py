"""Several hashes of one stream of bytes, reckoned by a thread beside and by whoever feeds them."""

from __future__ import annotations

from collections import deque
from threading import Lock
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Executor

__all__ = ["Hash", "Lanes"]

_AHEAD = 4


class Hash(Protocol):
    """What takes a file's bytes in their order."""

    def update(self, data: bytes, /) -> None:
        """Take the next bytes."""


class Lanes:
    """One stream, several hashes: each takes the pieces in order, on whichever thread is free.

    Feeding never runs further ahead than a few pieces: the feeder then hashes too, so that two
    cores share three hashes evenly.
    """

    def __init__(self, beside: Executor, hashes: Sequence[Hash]) -> None:
        """`beside` is where the hashes go on while the feeder reads."""
        self._beside = beside
        self._lanes = [_Lane(each) for each in hashes]

    def update(self, data: bytes) -> None:
        """Give all hashes the next bytes."""
        for lane in self._lanes:
            lane.waiting.append(data)
            self._beside.submit(self._step)
        self._work_down(_AHEAD)

    def finish(self) -> None:
        """Return when every hash has taken all that was given; raise what one of them raised."""
        self._work_down(0)

    def _work_down(self, left: int) -> None:
        for lane in self._lanes:
            while len(lane.waiting) > left:
                if not self._step():
                    lane.settle()
            if not left:
                lane.settle()

    def _step(self) -> bool:
        """Bring the lane forward that is furthest behind and that nobody is at; tell if any was."""
        return any(
            lane.step()
            for lane in sorted(self._lanes, key=lambda each: len(each.waiting), reverse=True)
        )


class _Lane:
    def __init__(self, hashed: Hash) -> None:
        self.waiting: deque[bytes] = deque()
        self._hash = hashed
        self._lock = Lock()
        self._error: Exception | None = None

    def step(self) -> bool:
        if not self._lock.acquire(blocking=False):
            return False
        try:
            if not self.waiting:
                return False
            self._hash.update(self.waiting.popleft())
        except Exception as error:
            self._error = error
            raise
        else:
            return True
        finally:
            self._lock.release()

    def settle(self) -> None:
        """Return when nobody is at it; raise what a thread beside met."""
        with self._lock:
            if self._error is not None:
                raise self._error
