"""Where each object of a git pack lies, what it is, and its bytes, unpacked within bounds."""

from __future__ import annotations

import hashlib
import zlib
from array import array
from bisect import bisect_left
from typing import IO, TYPE_CHECKING, Final, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable

    from depository.archive.gate import Gate

__all__ = ["BLOB", "COMMIT", "NO_BASE", "TAG", "TREE", "WORDS", "Inflating", "Layout"]

COMMIT: Final = 1
TREE: Final = 2
BLOB: Final = 3
TAG: Final = 4
WORDS: Final = {COMMIT: b"commit", TREE: b"tree", BLOB: b"blob", TAG: b"tag"}
NO_BASE: Final = -1

_BY_OFFSET: Final = 6
_BY_NAME: Final = 7
_OBJECTS_PER_FILE: Final = 10
_OBJECTS_FREE: Final = 1000
_MOST_OBJECTS: Final = 1 << 24
_MOST_BY_NAME: Final = 100_000
_PIECE: Final = 64 << 10
_PACK_HEADER: Final = 12
_OBJECT_HEADER: Final = 48
_TRAILER: Final = 20


class Layout:
    """The objects of a pack in their order: some 50 bytes of memory each.

    `at` is where an object's packed bytes begin, `size` how many they unpack to, `kind` what it is
    (of a delta, once that is known), `base` the index of what a delta changes or NO_BASE, `ids`
    20 bytes each. `by_name` holds the deltas that name their base by its id.
    """

    def __init__(self, file: IO[bytes], start: int, gate: Gate) -> None:
        """Unpack and hash all of the pack that begins at `start` and ends with the file.

        Raises through the gate "archive.damaged", "archive.truncated", "archive.foreign-data",
        "archive.too-many-files" and what `counted` was given to raise.
        """
        self.at = array("Q")
        self.size = array("Q")
        self.kind = bytearray()
        self.base = array("q")
        self.ids = bytearray()
        self.by_name: dict[bytes, list[int]] = {}
        self.length = file.seek(0, 2) - start
        self._named = 0
        self._file = file
        self._gate = gate
        self._work = _Work(self.length, gate)
        self._starts = array("Q")
        at = start + _PACK_HEADER
        for _ in range(self._counted(start)):
            at = self._object(at)
        self._check_end(start, at)

    def id(self, index: int) -> bytes:
        """The id of an object."""
        return bytes(self.ids[20 * index : 20 * index + 20])

    def count(self, size: int) -> None:
        """Add bytes that were made. Raises through the gate when there are too many."""
        self._work.count(size)

    def inflated(self, index: int) -> bytes:
        """Return an object or a delta as it stands in the pack."""
        pieces: list[bytes] = []
        self._pour(self.at[index], self.size[index], pieces.append)
        return b"".join(pieces)

    def _counted(self, start: int) -> int:
        self._file.seek(start)
        head = self._file.read(_PACK_HEADER)
        if len(head) < _PACK_HEADER:
            self._gate.fail("archive.truncated")
        if head[:4] != b"PACK" or head[4:8] not in {b"\0\0\0\2", b"\0\0\0\3"}:
            self._damaged()
        count = int.from_bytes(head[8:], "big")
        most = _OBJECTS_PER_FILE * self._gate.limits.max_files + _OBJECTS_FREE
        if count > min(most, _MOST_OBJECTS):
            self._gate.fail("archive.too-many-files", limit=self._gate.limits.max_files)
        return count

    def _object(self, start: int) -> int:
        """Take in the object that begins at `start`; return where it ends."""
        self._file.seek(start)
        head = self._file.read(_OBJECT_HEADER)
        try:
            kind, size, length = _kind_and_size(head)
            base, length = self._base(kind, head, length, start)
        except IndexError:
            self._gate.fail("archive.truncated")
        self._starts.append(start)
        self.at.append(start + length)
        self.size.append(size)
        self.base.append(base)
        self.kind.append(kind)
        word = WORDS.get(kind)
        hashed = hashlib.sha1(b"%s %d\0" % (word or b"", size), usedforsecurity=False)
        end = self._pour(start + length, size, hashed.update)
        self.ids += hashed.digest() if word else bytes(20)
        return end

    def _base(self, kind: int, head: bytes, length: int, start: int) -> tuple[int, int]:
        """Return the base of a delta as far as it is known, and where the packed bytes begin."""
        if kind == _BY_OFFSET:
            back, length = _offset(head, length)
            base = bisect_left(self._starts, start - back) if back <= start else len(self._starts)
            if base == len(self._starts) or self._starts[base] != start - back:
                self._damaged()
            return base, length
        if kind == _BY_NAME:
            self._named += 1
            if self._named > _MOST_BY_NAME:
                self._gate.fail("archive.too-many-files", limit=self._gate.limits.max_files)
            self.by_name.setdefault(head[length : length + 20], []).append(len(self._starts))
            return NO_BASE, length + 20
        if kind not in WORDS:
            self._damaged()
        return NO_BASE, length

    def _pour(self, at: int, size: int, sink: Callable[[bytes], object]) -> int:
        """Unpack exactly `size` bytes into `sink`; return where their packed form ends."""
        self._work.count(size)
        inflating = Inflating(self._file, at, size, self._gate)
        while piece := inflating.read(_PIECE):
            sink(piece)
        return inflating.end

    def _check_end(self, start: int, end: int) -> None:
        """The pack ends with the SHA-1 of all of it, and the file with the pack."""
        length = end - start
        if self.length < length + _TRAILER:
            self._gate.fail("archive.truncated")
        if self.length > length + _TRAILER:
            self._gate.fail("archive.foreign-data")
        self._file.seek(start)
        whole = hashlib.sha1(usedforsecurity=False)
        while length:
            piece = self._file.read(min(length, 1 << 20))
            whole.update(piece)
            length -= len(piece)
        if self._file.read(_TRAILER) != whole.digest():
            self._damaged()

    def _damaged(self) -> NoReturn:
        self._gate.fail("archive.damaged", name="")


class Inflating:
    """Unpacks one object, never more at once than is asked for, to its stated size."""

    def __init__(self, file: IO[bytes], at: int, size: int, gate: Gate) -> None:
        """The packed bytes begin at `at` of the file."""
        self._file = file
        self._at = at
        self._left = size
        self._gate = gate
        self._inflater = zlib.decompressobj()

    @property
    def end(self) -> int:
        """Where the packed bytes end, once all has been read."""
        return self._at - len(self._inflater.unused_data)

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes. Raises through the gate "archive.damaged" and "…truncated"."""
        piece = b""
        while size and not piece and not self._inflater.eof:
            packed = self._inflater.unconsumed_tail or self._more()
            try:
                piece = self._inflater.decompress(packed, size)
            except zlib.error:
                self._gate.fail("archive.damaged", name="")
            if not packed and not piece and not self._inflater.eof:
                self._gate.fail("archive.truncated")
        self._left -= len(piece)
        if self._left < 0 or (size and not piece and self._left):
            self._gate.fail("archive.damaged", name="")
        return piece

    def _more(self) -> bytes:
        self._file.seek(self._at)
        packed = self._file.read(min(_PIECE, self._left + 64))
        self._at += len(packed)
        return packed


class _Work:
    """How much has been unpacked and made in all, deltas' results among it."""

    def __init__(self, length: int, gate: Gate) -> None:
        self._gate = gate
        self._made = 0
        limits = gate.limits
        # A history repeats itself far more than one tree does, and is passed over twice.
        self._ratio = 10 * limits.max_ratio
        self._most = max(64 << 20, length * self._ratio)
        self._total = 4 * limits.max_total_bytes

    def count(self, size: int) -> None:
        self._made += size
        if self._made > self._most:
            self._gate.fail("archive.expands-too-much", limit=self._ratio)
        if self._made > self._total + (1 << 20):
            self._gate.fail("archive.too-large", limit=self._gate.limits.max_total_bytes)


def _kind_and_size(head: bytes) -> tuple[int, int, int]:
    """Return kind, size and where the header ends: four bits of the size, then seven a byte."""
    size, shift, at = head[0] & 0x0F, 4, 1
    while head[at - 1] & 0x80:
        size |= (head[at] & 0x7F) << shift
        shift, at = shift + 7, at + 1
        if at > 10:
            raise IndexError
    return head[0] >> 4 & 7, size, at


def _offset(head: bytes, at: int) -> tuple[int, int]:
    """Return how far back a delta's base begins: seven bits a byte, the highest first."""
    back = head[at] & 0x7F
    while head[at] & 0x80:
        at += 1
        back = (back + 1) << 7 | head[at] & 0x7F
    return back, at + 1
