"""Folders in which blocks are written before they get their names, swept when a writer has died."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Staging", "StagingFolder"]

_LOCK = "lock"


@dataclass(frozen=True)
class StagingFolder:
    """A folder of one writer, who holds its lock by `handle`; the system frees it at his death."""

    folder: Path
    handle: int

    def remove(self) -> None:
        """Remove the folder with all that is left in it, then let the lock go."""
        shutil.rmtree(self.folder, ignore_errors=True)
        os.close(self.handle)


class Staging:
    """The folders of all writers of a store; threads and processes may share it.

    A folder is made and locked behind a gate, shared by those who make and closed to whoever
    sweeps, so that no sweep ever meets a folder that is made and not yet locked.
    """

    def __init__(self, store: Path) -> None:
        """Make `store/staging` if it is missing. Raises OSError."""
        self._folder = store / "staging"
        self._gate = store / "staging.lock"
        self._folder.mkdir(parents=True, exist_ok=True)

    def make(self) -> StagingFolder:
        """Make and lock a folder, in one step to all others. Raises OSError."""
        folder = self._folder / uuid.uuid4().hex
        with self._passing(fcntl.LOCK_SH):
            folder.mkdir()
            handle = _open(folder / _LOCK)
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return StagingFolder(folder, handle)

    def sweep(self) -> None:
        """Remove what writers have left that are dead; later, if a folder is being made just now.

        Raises OSError.
        """
        for left in self._abandoned():
            left.remove()

    def _abandoned(self) -> list[StagingFolder]:
        try:
            with self._passing(fcntl.LOCK_EX | fcntl.LOCK_NB):
                return [left for each in self._folder.iterdir() if (left := _seized(each))]
        except BlockingIOError:
            return []

    @contextlib.contextmanager
    def _passing(self, how: int) -> Iterator[None]:
        handle = _open(self._gate)
        try:
            fcntl.flock(handle, how)
            yield
        finally:
            os.close(handle)


def _open(path: Path) -> int:
    return os.open(path, os.O_CREAT | os.O_RDWR, 0o600)


def _seized(folder: Path) -> StagingFolder | None:
    """A folder whose lock nobody holds, locked by us; None for any other."""
    try:
        handle = _open(folder / _LOCK)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return StagingFolder(folder, handle)
