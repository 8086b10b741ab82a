"""Git packs and bundles made byte by byte (gitformat-pack(5), gitformat-bundle(5))."""

from __future__ import annotations

import hashlib
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "BLOB",
    "COMMIT",
    "TAG",
    "TREE",
    "PackMaker",
    "bundle",
    "copies",
    "delta",
    "entry",
    "of_tree",
    "size_of",
]

COMMIT, TREE, BLOB, TAG = 1, 2, 3, 4
_WORDS = {COMMIT: b"commit", TREE: b"tree", BLOB: b"blob", TAG: b"tag"}


class PackMaker:
    """A pack that grows object by object."""

    def __init__(self) -> None:
        self._body = bytearray()
        self._count = 0

    def add(self, kind: int, data: bytes, size: int | None = None) -> bytes:
        """Add an object and return its id; `size` is what its header states."""
        self._put(kind, data, len(data) if size is None else size)
        return _sha1(b"%s %d\0%s" % (_WORDS[kind], len(data), data))

    def add_by_offset(self, back: int, change: bytes, kind: int = 6) -> int:
        """Add a delta on what begins `back` bytes before it; return where the delta begins."""
        at = len(self._body)
        base = [back & 0x7F]
        while back := back >> 7:
            back -= 1
            base.insert(0, 0x80 | back & 0x7F)
        self._put(kind, change, len(change), bytes(base))
        return at

    def add_by_name(self, base: bytes, change: bytes) -> None:
        """Add a delta on the object of an id."""
        self._put(7, change, len(change), base)

    @property
    def place(self) -> int:
        """Where the next object will begin, counted from the first."""
        return len(self._body)

    def pack(self, count: int | None = None, version: int = 2) -> bytes:
        """The pack, which may state another number of objects."""
        stated = self._count if count is None else count
        whole = b"PACK" + version.to_bytes(4, "big") + stated.to_bytes(4, "big") + self._body
        return whole + _sha1(whole)

    def _put(self, kind: int, data: bytes, size: int, base: bytes = b"") -> None:
        head = [kind << 4 | size & 0x0F]
        size >>= 4
        while size:
            head[-1] |= 0x80
            head.append(size & 0x7F)
            size >>= 7
        self._body += bytes(head) + base + zlib.compress(data)
        self._count += 1


def _sha1(data: bytes) -> bytes:
    return hashlib.sha1(data, usedforsecurity=False).digest()


def bundle(pack: bytes, refs: dict[str, bytes], head: str = "# v2 git bundle\n") -> bytes:
    """A bundle with these refs."""
    lines = "".join(f"{target.hex()} {name}\n" for name, target in refs.items())
    return (head + lines).encode() + b"\n" + pack


def entry(mode: str, name: str | bytes, target: bytes) -> bytes:
    """An entry of a tree."""
    raw = name.encode() if isinstance(name, str) else name
    return mode.encode() + b" " + raw + b"\0" + target


def of_tree(maker: PackMaker, entries: Iterable[bytes]) -> bytes:
    """A bundle whose HEAD is a commit of a tree with these entries."""
    tree = maker.add(TREE, b"".join(entries))
    commit = maker.add(COMMIT, b"tree %s\n\n" % tree.hex().encode())
    return bundle(maker.pack(), {"HEAD": commit})


def size_of(size: int) -> bytes:
    """A number as deltas have it: seven bits a byte, the lowest first."""
    said = bytearray()
    while size > 0x7F:
        said.append(0x80 | size & 0x7F)
        size >>= 7
    return bytes([*said, size])


def delta(base: int, result: int, orders: bytes) -> bytes:
    """A delta that states these sizes."""
    return size_of(base) + size_of(result) + orders


def copies(count: int, size: int) -> bytes:
    """Orders to copy the first `size` bytes so many times; at most 2^24 - 1."""
    return (b"\xf0" + size.to_bytes(3, "little")) * count
