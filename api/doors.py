"""How many may do a thing at a time that takes long."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import BoundedSemaphore

__all__ = ["Doors"]


@dataclass(frozen=True)
class Doors:
    """So many places; any thread may take one and another give it back."""

    places: int
    _free: BoundedSemaphore = field(init=False)

    def __post_init__(self) -> None:
        """Begin with every place free."""
        object.__setattr__(self, "_free", BoundedSemaphore(self.places))

    def enter(self) -> bool:
        """Take a place, to be left again; False when there is none."""
        return self._free.acquire(blocking=False)

    def leave(self) -> None:
        """Give the place back."""
        self._free.release()
