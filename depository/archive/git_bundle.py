"""A source tree from a git bundle: that of its HEAD, or of its only ref."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final

from depository.archive.git_pack import BLOB, COMMIT, TAG, TREE, Pack
from depository.archive.git_tree import TreeFile, walk
from depository.swhid import SourceFile, tree_id
from depository.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from depository.archive.gate import Gate
    from depository.archive.model import Entry

__all__ = ["read_bundle"]

_MAX_HEADER: Final = 1 << 20
_MAX_TAGS: Final = 8
_SIGNATURE: Final = re.compile(rb"# v([23]) git bundle\Z")
_REF: Final = re.compile(rb"([0-9a-f]{40}) (.+)\Z")
_POINTER: Final = {
    COMMIT: re.compile(rb"tree ([0-9a-f]{40})\n"),
    TAG: re.compile(rb"object ([0-9a-f]{40})\n"),
}
_SHA1: Final = b"@object-format=sha1"


@dataclass(frozen=True, slots=True)
class _Header:
    """The refs of a bundle, and where its pack begins."""

    refs: dict[bytes, bytes]
    end: int


def read_bundle(archive: Path, gate: Gate) -> Iterator[Entry]:
    """Yield the files of the tree of a git bundle's HEAD (gitformat-bundle(5), versions 2 and 3).

    Every object is hashed, and the tree's id must follow from the files. All names are looked at
    before the first file is read. Raises what the gate and `Pack` raise: beside names,
    "archive.git-incomplete" (a bundle that stands on what is not in it), "archive.git-unsupported",
    "archive.git-several-refs" (name), "archive.git-object-missing" (name), "archive.symlink",
    "archive.submodule", "archive.git-reserved-name", "archive.git-tree-differs".
    """
    with archive.open("rb") as file:
        header = _header(file, gate)
        name, target = _wanted(header.refs, gate)
        pack = Pack(file, header.end, gate)
        root = _tree_of(pack, target, name, gate)
        files = list(walk(pack, root, gate))
        gate.whole_ratio(sum(pack.size(each.index) for each in files), pack.length)
        gate.finish()
        _check_tree(pack, root, files, gate)
        for each in sorted(files, key=lambda each: pack.family(each.index)):
            mode = 0o755 if each.executable else 0o644
            source = pack.open(each.index)
            yield gate.entry(each.path, pack.size(each.index), source, mode)


def _header(file: IO[bytes], gate: Gate) -> _Header:
    head = file.read(_MAX_HEADER)
    end = head.find(b"\n\n")
    if end < 0:
        if len(head) < _MAX_HEADER:
            gate.fail("archive.truncated")
        gate.fail("archive.damaged", name="")
    signature, *lines = head[:end].split(b"\n")
    if not _SIGNATURE.match(signature):
        gate.fail("archive.damaged", name="")
    refs: dict[bytes, bytes] = {}
    for line in lines:
        if line.startswith(b"-"):
            gate.fail("archive.git-incomplete")
        if line.startswith(b"@"):
            _check_capability(line, gate)
            continue
        matched = _REF.match(line)
        if matched is None or matched[2] in refs:
            gate.fail("archive.damaged", name="")
        refs[matched[2]] = bytes.fromhex(matched[1].decode())
    return _Header(refs, end + 2)


def _check_capability(line: bytes, gate: Gate) -> None:
    """Of version 3's capabilities only the usual one is taken; a filter leaves objects out."""
    if line.startswith(b"@filter"):
        gate.fail("archive.git-incomplete")
    if line != _SHA1:
        gate.fail("archive.git-unsupported", name=_readable(line[1:]))


def _wanted(refs: dict[bytes, bytes], gate: Gate) -> tuple[str, bytes]:
    if b"HEAD" in refs:
        return "HEAD", refs[b"HEAD"]
    if not refs:
        gate.fail("archive.empty")
    if len(refs) > 1:
        gate.fail("archive.git-several-refs", name=_readable(b", ".join(refs)))
    ((name, target),) = refs.items()
    return _readable(name), target


def _tree_of(pack: Pack, target: bytes, name: str, gate: Gate) -> int:
    """Return the index of the tree that a ref stands for, through tags and its commit."""
    for _ in range(_MAX_TAGS):
        index = pack.find(target)
        if index is None:
            gate.fail("archive.git-object-missing", name=name)
        kind = pack.kind(index)
        if kind == TREE:
            break
        pointer = None if kind == BLOB else _POINTER[kind].match(pack.content(index))
        if pointer is None:
            gate.fail("archive.git-unsupported", name=name)
        target = bytes.fromhex(pointer[1].decode())
    else:
        gate.fail("archive.git-unsupported", name=name)
    return index


def _check_tree(pack: Pack, root: int, files: list[TreeFile], gate: Gate) -> None:
    """What git would make of these files must be this tree: no other order, no empty folder."""
    made = tree_id(SourceFile(each.name, each.executable, pack.id(each.index)) for each in files)
    if made != pack.id(root):
        gate.fail("archive.git-tree-differs")


def _readable(name: bytes) -> str:
    return shown(name[:1000].decode("utf-8", "backslashreplace"))
