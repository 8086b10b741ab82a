"""The two processes of a running node as the system sees them."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import subprocess

__all__ = ["Memory", "sealing_of", "sealing_pid", "wait_until_gone"]

_SOON = 20.0
_KINDS = {"resident": "VmRSS", "own": "RssAnon", "files": "RssFile"}  # see proc_pid_status(5)


def sealing_of(process: subprocess.Popen[bytes]) -> int | None:
    """The process that seals for a serving one; None while, or when, there is none."""
    try:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        for pid in map(int, children):
            if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes():
                return pid
    except OSError:  # one of them has ended meanwhile
        pass
    return None


def sealing_pid(process: subprocess.Popen[bytes]) -> int:
    """The same, as soon as it is there."""
    deadline = time.monotonic() + _SOON
    while time.monotonic() < deadline:
        if (pid := sealing_of(process)) is not None:
            return pid
        time.sleep(0.01)
    raise AssertionError("no sealing process")


def wait_until_gone(pid: int) -> None:
    """Return when a process has ended; one that stays for long is a failure."""
    deadline = time.monotonic() + _SOON
    while not _is_gone(pid):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _is_gone(pid: int) -> bool:
    """Whether it has ended, even if nobody has asked yet how: it holds no file or lock any more."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return True
    return stat.rpartition(")")[2].split()[0] == "Z"


class Memory:
    """How much memory processes take together, looked at again and again while a context lasts.

    In MiB: `resident` is all that the system counts as theirs (VmRSS), of which `own` are pages
    that belong to them alone (RssAnon) and `files` those of files that they have mapped (RssFile);
    a page that two have mapped counts twice.
    """

    def __init__(self, *pids: int) -> None:
        self._pids = pids
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="memory")
        self.peaks = dict.fromkeys(_KINDS, 0)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def now(self) -> dict[str, int]:
        """The figures of this moment."""
        each = [_memory(pid) for pid in self._pids]
        return {kind: sum(one[kind] for one in each) >> 10 for kind in _KINDS}

    def _watch(self) -> None:
        while not self._stop.wait(0.2):
            now = self.now()
            self.peaks = {kind: max(self.peaks[kind], now[kind]) for kind in _KINDS}


def _memory(pid: int) -> dict[str, int]:
    """KiB of each kind."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    said = dict(line.split(":", 1) for line in lines)
    return {kind: int(said[name].split()[0]) for kind, name in _KINDS.items()}
