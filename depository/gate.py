"""A gate of a store: open to all who put blocks, closed by the one who takes some away."""

from __future__ import annotations

import contextlib
import fcntl
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Gate"]


class Gate:
    """A lock that threads and processes share by a file; the system frees it when one dies."""

    def __init__(self, path: Path) -> None:
        """Name the file; it is made when somebody passes."""
        self._path = path

    @contextlib.contextmanager
    def open(self) -> Iterator[None]:
        """Pass beside others, while nobody has closed the gate. Raises OSError."""
        with self._held(fcntl.LOCK_SH):
            yield

    @contextlib.contextmanager
    def closed(self) -> Iterator[None]:
        """Wait until all have passed, and let nobody pass meanwhile. Raises OSError."""
        with self._held(fcntl.LOCK_EX):
            yield

    @contextlib.contextmanager
    def sole(self) -> Iterator[None]:
        """As `closed`, but raises BlockingIOError at once when somebody is inside."""
        with self._held(fcntl.LOCK_EX | fcntl.LOCK_NB):
            yield

    def is_closed(self) -> bool:
        """Whether somebody has closed the gate at the moment. Raises OSError."""
        try:
            with self._held(fcntl.LOCK_SH | fcntl.LOCK_NB):
                return False
        except BlockingIOError:
            return True

    @contextlib.contextmanager
    def _held(self, how: int) -> Iterator[None]:
        handle = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(handle, how)
            yield
        finally:
            os.close(handle)
