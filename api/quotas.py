"""How much one caller may ask for in a time: a bucket of tokens for each, bounded in all."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["WINDOW_SECONDS", "Left", "Quota"]

WINDOW_SECONDS: Final = 60
_MOST_CALLERS: Final = 100_000


@dataclass(frozen=True, slots=True)
class Left:
    """What is left to a caller: `tokens` now, and whole again in so many seconds.

    `retry_after` is None when what was asked for was given, else the seconds until it can be.
    """

    tokens: int
    seconds: int
    retry_after: int | None = None


@dataclass(frozen=True)
class Quota:
    """So many tokens a minute, all of which may be taken at once.

    The generic cell rate algorithm (ITU-T I.371): a caller is one number, the time at which its
    bucket will be full again. The callers seen last are remembered, 100,000 at most; whoever was
    forgotten begins anew. Usable from several threads.
    """

    name: str
    tokens: int
    clock: Callable[[], float] = time.monotonic
    most: int = _MOST_CALLERS
    _full_at: OrderedDict[str, float] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    @property
    def policy(self) -> str:
        """An item of `RateLimit-Policy`."""
        return f'"{self.name}";q={self.tokens};w={WINDOW_SECONDS}'

    def said(self, left: Left) -> str:
        """An item of `RateLimit`."""
        return f'"{self.name}";r={left.tokens};t={left.seconds}'

    def take(self, caller: str, tokens: int) -> Left:
        """Take tokens, at most as many as there are in all, or take none when too few are left."""
        pace, now = WINDOW_SECONDS / self.tokens, self.clock()
        with self._lock:
            begun = max(now, self._full_at.get(caller, now))
            after = begun + min(tokens, self.tokens) * pace
            late = after - now - WINDOW_SECONDS
            if late > 1e-9:
                return Left(_left(begun - now, pace), _whole(begun - now), max(1, _whole(late)))
            self._full_at[caller] = after
            self._full_at.move_to_end(caller)
            if len(self._full_at) > self.most:
                self._full_at.popitem(last=False)
        return Left(_left(after - now, pace), _whole(after - now))


def _left(until_full: float, pace: float) -> int:
    return max(0, math.floor((WINDOW_SECONDS - until_full) / pace + 1e-6))


def _whole(seconds: float) -> int:
    return math.ceil(seconds - 1e-9)
