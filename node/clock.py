"""The time that the node goes by."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import threading

__all__ = ["Clock", "SystemClock"]


class Clock(Protocol):
    """What the chain and the sealer ask of time; it never goes back by itself."""

    def now(self) -> float:
        """Seconds since 1970-01-01T00:00:00Z."""

    def wait(self, stop: threading.Event, seconds: float) -> None:
        """Let the time pass, or return early when `stop` is set."""


class SystemClock:
    """The machine's clock; while it is set back, this one stands."""

    def __init__(self) -> None:
        self._latest = 0.0

    def now(self) -> float:
        """Seconds since 1970-01-01T00:00:00Z."""
        self._latest = max(self._latest, time.time())
        return self._latest

    def wait(self, stop: threading.Event, seconds: float) -> None:
        """Let the time pass, or return early when `stop` is set."""
        stop.wait(seconds)
