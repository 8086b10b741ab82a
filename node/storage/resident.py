"""Pages of a mapped file that count as this process's memory, and how it gives them back."""

from __future__ import annotations

import ctypes
import mmap
import os
import threading
from functools import cache
from pathlib import Path
from typing import ClassVar, Final

__all__ = ["MOST", "Mapped", "resident"]

MOST: Final = 48 << 20
"""Bytes of files, its own programs and libraries included, that a process keeps in memory."""

_LOOK = 64  # at so many readings
_PAGE = mmap.PAGESIZE


class Mapped:
    """A file that is mapped whole and only read through its mapping.

    Whatever is read of it once stays in the process's resident memory until the machine is short
    of memory; a store that is read for days would come to weigh as much as its file. To give the
    pages back costs little: they stay in the system's cache, and come back with the next reading.
    Where the system is not Linux nothing is done. Safe from any thread, as long as the file is
    unmapped while `unmapping` is held.
    """

    unmapping: ClassVar[threading.Lock] = threading.Lock()
    """What is mapped next at the same place must not be taken for the file."""

    def __init__(self, path: Path, most: int = MOST) -> None:
        """`most` are the bytes of files that may be resident."""
        self._path = os.path.realpath(path)
        self._most = most
        self._count = 0

    def read(self) -> None:
        """Be told of a reading; every so often this looks how much has become resident."""
        self._count += 1  # one that is lost between two threads does no harm
        if self._count >= _LOOK:
            self.look()

    def look(self) -> None:
        """Give the pages back if more is resident than there may be."""
        self._count = 0
        if resident() > self._most:
            self.give_back()

    def give_back(self) -> None:
        """Let go of all pages of the file."""
        pages = -(-Path(self._path).stat().st_size // _PAGE)
        with self.unmapping:
            for start, end in _mappings(self._path):
                _let_go(start, min(end - start, pages * _PAGE))


def resident() -> int:
    """Bytes of files in this process's memory; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", "rb", buffering=0) as file:  # noqa: PTH123 - a hot path
            return int(file.read(128).split()[2]) * _PAGE
    except OSError:
        return 0


def _mappings(path: str) -> list[tuple[int, int]]:
    """From where to where in memory a file is mapped, as proc_pid_maps(5) tells it."""
    found = []
    for line in Path("/proc/self/maps").read_text().splitlines():
        place, _, rest = line.partition(" ")
        if rest[rest.find("/") :] == path:
            start, _, end = place.partition("-")
            found.append((int(start, 16), int(end, 16)))
    return found


@cache
def _library() -> ctypes.CDLL:
    """The C library; another at each call would leave circles to the garbage collector."""
    return ctypes.CDLL(None, use_errno=True)


def _let_go(start: int, length: int) -> None:
    """Raises OSError."""
    advise = mmap.MADV_DONTNEED  # of a file's pages nothing is lost by it: madvise(2)
    if _library().madvise(ctypes.c_void_p(start), ctypes.c_size_t(length), advise) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), "madvise")
