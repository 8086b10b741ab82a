"""How many may listen to events at a time."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Listeners"]


@dataclass
class Listeners:
    """At most `most` at a time; used by one event loop."""

    most: int
    _now: int = field(init=False, default=0)

    def enter(self) -> bool:
        """Take a place; False when there is none."""
        if self._now >= self.most:
            return False
        self._now += 1
        return True

    def leave(self) -> None:
        """Give the place back."""
        self._now -= 1
