"""SWHIDs of files and source trees: the names that Software Heritage gives, made of git's ids.

ISO/IEC 18670:2025, version 1: `swh:1:cnt:` and git's id of a blob, `swh:1:dir:` and that of a tree.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["BlobHash", "SourceFile", "Swhid", "content_swhid", "directory_swhid", "tree_id"]

_SWHID: Final = re.compile("swh:1:(cnt|dir|rev|rel|snp):([0-9a-f]{40})")
_FILE: Final = b"100644"
_EXECUTABLE: Final = b"100755"
_FOLDER: Final = b"40000"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A regular file of a tree: its path with slashes, whether it is executable, git's id of it."""

    path: str
    executable: bool
    blob: bytes


@dataclass(frozen=True, slots=True)
class Swhid:
    """The name of a file (`cnt`) or of a tree (`dir`) by git's id of it, 20 bytes of SHA-1.

    Two contents may be made to share a SHA-1: a SWHID finds a record, a SHA-256 proves one.
    """

    kind: str
    id: bytes

    @classmethod
    def parse(cls, text: str) -> Swhid:
        """Read a SWHID; qualifiers after a semicolon tell where it was seen and are passed over.

        Raises Rejected("swhid.malformed", text=) and, for a revision, a release or a snapshot,
        Rejected("swhid.other-kind", kind=).
        """
        found = _SWHID.fullmatch(text.partition(";")[0])
        if found is None:
            raise Rejected("swhid.malformed", text=text[:80])
        if found[1] not in {"cnt", "dir"}:
            raise Rejected("swhid.other-kind", kind=found[1])
        return cls(found[1], bytes.fromhex(found[2]))

    def __str__(self) -> str:
        """The SWHID as text."""
        return f"swh:1:{self.kind}:{self.id.hex()}"


class BlobHash:
    """Git's id of a file's bytes, reckoned while they pass by; their number goes first."""

    def __init__(self, size: int) -> None:
        """`size` in bytes of the whole file."""
        # SHA-1 is the format's; nothing here is trusted to it: SHA-256 stands beside it.
        self._hash = hashlib.sha1(b"blob %d\0" % size, usedforsecurity=False)

    def update(self, data: bytes, /) -> None:
        """Take the next bytes."""
        self._hash.update(data)

    def digest(self) -> bytes:
        """Return the 20 bytes of the id."""
        return self._hash.digest()


_Tree = dict[bytes, "SourceFile | _Tree"]


def tree_id(files: Iterable[SourceFile]) -> bytes:
    """Return git's id of the tree of these files, 20 bytes.

    Folders without files are not seen, as git does not see them.
    Raises Rejected("archive.file-and-directory", name=…) and "archive.duplicate-name".
    """
    tree: _Tree = {}
    for file in files:
        *folders, name = file.path.encode().split(b"/")
        inner = tree
        for folder in folders:
            found = inner.setdefault(folder, {})
            if isinstance(found, SourceFile):
                raise Rejected("archive.file-and-directory", name=file.path)
            inner = found
        if name in inner and isinstance(inner[name], SourceFile):
            raise Rejected("archive.duplicate-name", name=file.path)
        if name in inner:
            raise Rejected("archive.file-and-directory", name=file.path)
        inner[name] = file
    return _tree_id(tree)


def content_swhid(blob: bytes) -> str:
    """Return the SWHID of a file by git's id of its bytes."""
    return str(Swhid("cnt", blob))


def directory_swhid(files: Iterable[SourceFile]) -> str:
    """Return the SWHID of the tree of these files."""
    return str(Swhid("dir", tree_id(files)))


def _tree_id(tree: _Tree) -> bytes:
    body = b"".join(_line(name, tree[name]) for name in sorted(tree, key=lambda n: _key(n, tree)))
    return hashlib.sha1(b"tree %d\0" % len(body) + body, usedforsecurity=False).digest()


def _key(name: bytes, tree: _Tree) -> bytes:
    """Git orders a folder as if its name ended with a slash."""
    return name + b"/" if isinstance(tree[name], dict) else name


def _line(name: bytes, child: SourceFile | _Tree) -> bytes:
    if isinstance(child, dict):
        return b"%s %s\0%s" % (_FOLDER, name, _tree_id(child))
    return b"%s %s\0%s" % (_EXECUTABLE if child.executable else _FILE, name, child.blob)
