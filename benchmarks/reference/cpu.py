"""Processor time of this process and of others with all that they started."""

from __future__ import annotations

import os
import time
from pathlib import Path

__all__ = ["parent_of", "spent"]

_TICKS = os.sysconf("SC_CLK_TCK")
_PARENT, _USER, _SYSTEM = 1, 11, 12


def spent(*roots: int) -> float:
    """Seconds, user and system, of this process and of the trees of processes under `roots`."""
    stats = {int(path.name): _stat(path) for path in Path("/proc").glob("[0-9]*")}
    waiting, ticks = list(roots), 0
    while waiting:
        pid = waiting.pop()
        if fields := stats.get(pid):
            ticks += int(fields[_USER]) + int(fields[_SYSTEM])
        waiting += [child for child, of in stats.items() if of and int(of[_PARENT]) == pid]
    return time.process_time() + ticks / _TICKS


def parent_of(pid: int) -> int:
    """The process that started another."""
    return int(_stat(Path("/proc") / str(pid))[_PARENT])


def _stat(path: Path) -> list[str]:
    """The fields after the name (proc(5)); none of a process that is gone."""
    try:
        return (path / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
