"""Time made to order."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["SHIFT", "ShiftingClock", "SkippingClock", "StandingClock"]


SHIFT = "shift"
"""The file in a node's home that says how many seconds its clock is ahead."""


class SkippingClock:
    """The machine's clock, but whoever waits moves it on at once.

    A chain may have one block a second; tests that need many blocks need not sit through them. The
    chain's time then runs ahead of the machine's by the seconds that were skipped.
    """

    def __init__(self) -> None:
        self._ahead = 0.0
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[type[SkippingClock], tuple[Path, ...]]:
        """Another process gets a clock of its own, and does all the waiting."""
        return SkippingClock, ()

    def now(self) -> float:
        with self._lock:
            return time.time() + self._ahead

    def wait(self, stop: threading.Event, seconds: float) -> None:
        with self._lock:
            self._ahead += seconds


class ShiftingClock(SkippingClock):
    """A skipping clock, ahead by as many seconds more as a file says; a test writes the file."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def __reduce__(self) -> tuple[type[ShiftingClock], tuple[Path, ...]]:
        return ShiftingClock, (self._path,)

    def now(self) -> float:
        return super().now() + float(self._path.read_text() if self._path.exists() else 0)


class StandingClock:
    """A clock that stands at a given second until a test or a wait moves it."""

    def __init__(self, at: float) -> None:
        self.at = at

    def now(self) -> float:
        return self.at

    def wait(self, stop: threading.Event, seconds: float) -> None:
        self.at += seconds
