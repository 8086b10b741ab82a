"""How many may do a thing at a time that takes long."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.errors import QoimaError

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

    @contextmanager
    def place(self, refusal: QoimaError) -> Iterator[None]:
        """Have a place for the block; raises `refusal` when there is none."""
        if not self.enter():
            raise refusal
        try:
            yield
        finally:
            self.leave()

    def leave(self) -> None:
        """Give the place back."""
        self._free.release()
