"""The two processes of a running node as the system sees them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess

__all__ = ["sealing_of", "sealing_pid", "wait_until_gone"]

_SOON = 20.0


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
