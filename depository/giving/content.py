"""Bytes that are made of literal pieces and of stored files, read from any place on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from depository.unixfs.reader import read_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from depository.blocks import BlockStore
    from depository.cid import Cid

__all__ = ["Content", "Segment", "Stored", "content_of", "length_of"]

_LEAST: Final = 256 << 10


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored file: its CID and size in bytes."""

    cid: Cid
    size: int


Segment = bytes | Stored


@dataclass(frozen=True, slots=True)
class Content:
    """What is given: `size` in bytes, what tells it from any other, and its bytes.

    `read(start, stop)` raises at once what can be known at once, and while it is read
    VerificationError("content.damaged", cid=…): each block is hashed again.
    """

    size: int
    tag: str
    read: Callable[[int, int], Iterator[bytes]]


def length_of(segments: Iterable[Segment]) -> int:
    """The number of bytes."""
    return sum(each.size if isinstance(each, Stored) else len(each) for each in segments)


def content_of(
    store: BlockStore, segments: Iterable[Segment], start: int, stop: int
) -> Iterator[bytes]:
    """Yield the bytes from `start` to `stop`, small ones joined; nothing before them is read."""
    gathered = bytearray()
    for piece in _pieces(store, segments, start, stop):
        gathered += piece
        if len(gathered) >= _LEAST:
            yield bytes(gathered)
            gathered.clear()
    if gathered:
        yield bytes(gathered)


def _pieces(
    store: BlockStore, segments: Iterable[Segment], start: int, stop: int
) -> Iterator[bytes]:
    at = 0
    for each in segments:
        size = each.size if isinstance(each, Stored) else len(each)
        first, at = at, at + size
        if first >= stop:
            return
        if at <= start:
            continue
        low, high = max(0, start - first), min(size, stop - first)
        if isinstance(each, Stored):
            yield from read_file(store, each.cid, low, high)
        else:
            yield each[low:high]
