"""Turns bytes into the blocks of a file while they stream by."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, Self

from depository.cid import DAG_PB, Cid, cid_of, leaf_cid
from depository.hashing import Lanes
from depository.unixfs.node import Kind, Link, Node, encode
from ledger.types import Digest

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from depository.blocks import Batch
    from depository.hashing import Hash

__all__ = ["CHUNK_BYTES", "LINKS_PER_NODE", "BuiltFile", "FileBuilder", "Readable"]

CHUNK_BYTES = 1 << 20
"""Bytes in a leaf (IPIP-499: fixed-size chunks of 1 MiB)."""

LINKS_PER_NODE = 1024
"""Children of a node at most (IPIP-499: DAG width)."""


class Readable(Protocol):
    """What a file's bytes are taken from."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, fewer if need be, none at the end only."""


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """A file in blocks: `size` of its bytes, `total` of its blocks, `sha256` of the whole."""

    cid: Cid
    size: int
    total: int
    sha256: Digest


class FileBuilder:
    """Builds files into one batch; memory is constant in their sizes.

    A leaf is hashed here, the whole file mostly by a thread beside: each byte is hashed twice, and
    once where the file is one leaf. It is a context: leaving it ends the thread.
    """

    def __init__(self, batch: Batch, progress: Callable[[int], None] | None = None) -> None:
        """`progress` is told of each piece of a file: its number of bytes."""
        self._batch = batch
        self._progress = progress
        self._beside = ThreadPoolExecutor(1, "whole-file-sha256")

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the thread."""
        self._beside.shutdown(cancel_futures=True)

    def build(self, source: Readable, also: Hash | None = None) -> BuiltFile:
        """Read `source` to its end, put its blocks, and return the file.

        `also` is given every byte too; it is done with them on return.
        """
        chunk = _chunk(source)
        following = _chunk(source) if len(chunk) == CHUNK_BYTES else b""
        if not following:
            if also is not None:
                also.update(chunk)
            link = self._leaf(chunk)
            return BuiltFile(link.cid, link.total, link.total, link.cid.digest)
        return self._large(source, (chunk, following), also)

    def _large(self, source: Readable, begun: tuple[bytes, bytes], also: Hash | None) -> BuiltFile:
        whole = hashlib.sha256()
        lanes = Lanes(self._beside, [each for each in (whole, also) if each is not None])
        chunk, following = begun
        tree = _Tree(self._batch)
        while chunk:
            lanes.update(chunk)
            tree.add(self._leaf(chunk), len(chunk))
            chunk, following = following, _chunk(source) if following else b""
        lanes.finish()
        link, size = tree.finish()
        return BuiltFile(link.cid, size, link.total, Digest(whole.digest()))

    def _leaf(self, chunk: bytes) -> Link:
        cid = leaf_cid(Digest(hashlib.sha256(chunk).digest()))
        self._batch.put(cid, chunk)
        if self._progress is not None:
            self._progress(len(chunk))
        return Link("", cid, len(chunk))


class _Tree:
    """The balanced layout: every leaf equally deep, a level closed only when one more comes."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._levels: list[list[tuple[Link, int]]] = [[]]

    def add(self, link: Link, size: int, level: int = 0) -> None:
        if level == len(self._levels):
            self._levels.append([])
        if len(self._levels[level]) == LINKS_PER_NODE:
            self._close(level)
        self._levels[level].append((link, size))

    def finish(self) -> tuple[Link, int]:
        level = 0
        while level + 1 < len(self._levels) or len(self._levels[level]) > 1:
            self._close(level)
            level += 1
        return self._levels[level][0]

    def _close(self, level: int) -> None:
        children, self._levels[level] = self._levels[level], []
        node = Node(Kind.FILE, tuple(link for link, _ in children), tuple(n for _, n in children))
        block = encode(node)
        cid = cid_of(DAG_PB, block)
        self._batch.put(cid, block)
        total = len(block) + sum(link.total for link in node.links)
        self.add(Link("", cid, total), node.size, level + 1)


def _chunk(source: Readable) -> bytes:
    first = source.read(CHUNK_BYTES)
    if len(first) in {0, CHUNK_BYTES}:
        return first
    pieces, missing = [first], CHUNK_BYTES - len(first)
    while missing and (piece := source.read(missing)):
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces) if len(pieces) > 1 else first
