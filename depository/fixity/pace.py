"""A bound on how fast the content is read by what only checks it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Pace"]


@dataclass
class Pace:
    """A bucket of tokens, one a byte, filled at `rate` bytes a second and never over a second's.

    A rate of 0 bounds nothing. `clock` gives seconds that never go back.
    """

    rate: int
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _tokens: float = field(init=False, default=0.0)
    _filled: float = field(init=False)

    def __post_init__(self) -> None:
        """Begin with an empty bucket."""
        self._filled = self.clock()

    def spend(self, size: int) -> None:
        """Take the tokens of bytes that were read; wait as long as more were read than may be."""
        if not self.rate:
            return
        now = self.clock()
        self._tokens = min(self._tokens + (now - self._filled) * self.rate, self.rate) - size
        self._filled = now
        if self._tokens < 0:
            self.sleep(-self._tokens / self.rate)
