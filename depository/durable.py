"""Makes written files and their names survive a loss of power."""

from __future__ import annotations

import ctypes
import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from ledger.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

__all__ = ["flush", "not_writable"]

_ONE_BY_ONE = 32
_THREADS = 8


def flush(paths: Collection[Path], root: Path) -> None:
    """Return when the files or directories `paths`, all of one file system, are on the disk.

    Few are flushed each by itself. For many the whole file system of `root` is flushed at once
    where the system can (Linux syncfs, which reports failed writes since 5.8): a journal is then
    committed once and not thousands of times. Raises OSError.
    """
    if len(paths) > _ONE_BY_ONE and _flush_file_system(root):
        return
    if len(paths) <= 1:
        for path in paths:
            _flush_one(path)
        return
    with ThreadPoolExecutor(_THREADS, "flush") as threads:
        for _ in threads.map(_flush_one, paths):
            pass


def not_writable(error: OSError) -> Unavailable:
    """Return what a store raises that cannot be written."""
    return Unavailable("content.not-writable", reason=error.strerror or type(error).__name__)


def _flush_one(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _flush_file_system(root: Path) -> bool:
    library = ctypes.CDLL(None, use_errno=True)
    syncfs = getattr(library, "syncfs", None)
    if syncfs is None:
        return False
    handle = os.open(root, os.O_RDONLY)
    try:
        if syncfs(handle) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(root))
    finally:
        os.close(handle)
    return True
