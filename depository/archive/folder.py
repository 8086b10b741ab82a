"""A source tree from a folder or a single file of this machine."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from depository.text import shown
from ledger.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from depository.archive.gate import Gate
    from depository.archive.model import Entry

__all__ = ["read_file", "read_folder"]

_File = tuple[str, str, os.stat_result]


def read_folder(folder: Path, gate: Gate) -> Iterator[Entry]:
    """Yield the regular files under `folder`; links, devices and pipes are problems.

    All names are looked at before the first file is read. A file that has become something else
    by then is refused as "archive.changed"; the files behind it are looked at too. Raises what
    the gate raises.
    """
    files = list(_files(folder, gate))
    gate.finish()
    for path, real, facts in files:
        try:
            handle = _open(path, real, facts.st_size)
        except Rejected as error:
            gate.problem(error.code, path)
            continue
        with os.fdopen(handle, "rb", buffering=0) as file:
            if not gate.refused:
                yield gate.entry(path, facts.st_size, file, facts.st_mode)
    gate.finish()


def read_file(path: Path, name: str, gate: Gate) -> Iterator[Entry]:
    """Yield the file at `path` as the only one of a tree, whatever it is, under `name`.

    Raises Rejected("archive.path-not-plain") for a name with a folder, and what the gate raises.
    """
    facts = path.stat()
    if not stat.S_ISREG(facts.st_mode):
        gate.problem("archive.device", name)
    elif "/" in name:
        gate.problem("archive.path-not-plain", name)
    admitted = gate.admit(name, facts.st_size)
    gate.finish()
    if admitted is not None:
        with path.open("rb", buffering=0) as file:
            yield gate.entry(admitted, facts.st_size, file, facts.st_mode)


def _files(folder: Path, gate: Gate) -> Iterator[_File]:
    waiting = [("", str(folder))]
    while waiting:
        prefix, real = waiting.pop()
        for item in _scan(prefix, real, gate):
            name = prefix + item.name
            if not _is_text(name, gate) or gate.is_left_out(name):
                continue
            facts = item.stat(follow_symlinks=False)
            if stat.S_ISDIR(facts.st_mode):
                gate.admit(name, 0, folder=True)
                if name.count("/") <= gate.limits.max_depth:
                    waiting.append((name + "/", item.path))
            elif stat.S_ISREG(facts.st_mode):
                path = gate.admit(name, facts.st_size)
                if path is not None:
                    yield path, item.path, facts
            else:
                link = stat.S_ISLNK(facts.st_mode)
                gate.problem("archive.symlink" if link else "archive.device", name)


def _scan(prefix: str, real: str, gate: Gate) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(real) as items:
            return sorted(items, key=lambda item: item.name)
    except OSError:
        gate.problem("archive.unreadable", prefix)
        return []


def _is_text(name: str, gate: Gate) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        gate.problem("archive.name-not-utf8", name)
        return False
    return True


def _open(path: str, real: str, size: int) -> int:
    try:
        handle = os.open(real, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise Rejected("archive.unreadable", name=shown(path)) from error
    facts = os.fstat(handle)
    if not stat.S_ISREG(facts.st_mode) or facts.st_size != size:
        os.close(handle)
        raise Rejected("archive.changed", name=shown(path))
    return handle
