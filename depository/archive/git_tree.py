"""The files below a tree of git, each name of which passes the gate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from depository.archive.git_pack import BLOB, TREE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depository.archive.gate import Gate
    from depository.archive.git_pack import Pack

__all__ = ["TreeFile", "walk"]

_FILE: Final = {b"100644": False, b"100755": True}
_FOLDER: Final = b"40000"
_REFUSED: Final = {b"120000": "archive.symlink", b"160000": "archive.submodule"}
_MAX_MODE: Final = 7


@dataclass(frozen=True, slots=True)
class TreeFile:
    """A file of a tree: its name as git has it, the path to take it under, its object."""

    name: str
    path: str
    index: int
    executable: bool


@dataclass(frozen=True, slots=True)
class _Item:
    """An entry of a tree: mode, name below the root, id of 20 bytes."""

    mode: bytes
    name: str
    id: bytes


def walk(pack: Pack, root: int, gate: Gate) -> Iterator[TreeFile]:
    """Yield the files below the tree `root`; links, submodules and odd modes are problems.

    Raises through the gate.
    """
    waiting = [("", root)]
    while waiting:
        prefix, tree = waiting.pop()
        for item in _items(pack.content(tree), prefix, gate):
            if gate.is_left_out(item.name):
                continue
            if item.mode == _FOLDER:
                below = _folder(pack, item, gate)
                if below is not None:
                    waiting.append((item.name + "/", below))
            elif item.mode in _FILE:
                file = _file(pack, item, gate)
                if file is not None:
                    yield file
            else:
                gate.problem(_REFUSED.get(item.mode, "archive.unsupported-entry"), item.name)


def _items(data: bytes, prefix: str, gate: Gate) -> Iterator[_Item]:
    """Read a tree's entries: mode, blank, name, zero, id. A name may come once only."""
    seen: set[bytes] = set()
    at = 0
    while at < len(data):
        blank = data.find(b" ", at, at + _MAX_MODE)
        end = data.find(b"\0", blank)
        if blank < 0 or end < 0 or end + 21 > len(data):
            gate.fail("archive.damaged", name=prefix)
        raw = data[blank + 1 : end]
        fault = _fault(raw, seen)
        seen.add(raw)
        name = prefix + raw.decode("utf-8", "backslashreplace")
        if fault is None:
            yield _Item(data[at:blank], name, data[end + 1 : end + 21])
        else:
            gate.problem(fault, name)
        at = end + 21


def _fault(raw: bytes, seen: set[bytes]) -> str | None:
    """Tell what is wrong with a name that git itself would not write."""
    try:
        raw.decode()
    except UnicodeDecodeError:
        return "archive.name-not-utf8"
    if raw in seen:
        return "archive.duplicate-name"
    if raw in {b"", b"."} or b"/" in raw:
        return "archive.path-not-plain"
    return "archive.git-reserved-name" if raw.lower() == b".git" else None


def _folder(pack: Pack, item: _Item, gate: Gate) -> int | None:
    gate.admit(item.name, 0, folder=True)
    index = _found(pack, item, TREE, gate)
    return index if item.name.count("/") <= gate.limits.max_depth else None


def _file(pack: Pack, item: _Item, gate: Gate) -> TreeFile | None:
    index = _found(pack, item, BLOB, gate)
    path = gate.admit(item.name, 0 if index is None else pack.size(index))
    if path is None or index is None:
        return None
    return TreeFile(item.name, path, index, _FILE[item.mode])


def _found(pack: Pack, item: _Item, kind: int, gate: Gate) -> int | None:
    index = pack.find(item.id)
    if index is None or pack.kind(index) != kind:
        gate.problem("archive.git-object-missing", item.name)
        return None
    return index
