"""A git pack, every object of which has been hashed, and little of which is in memory."""

from __future__ import annotations

import hashlib
from array import array
from bisect import bisect_left
from collections import OrderedDict
from typing import IO, TYPE_CHECKING, Final

from depository.archive.git_delta import apply_delta
from depository.archive.git_layout import BLOB, COMMIT, NO_BASE, TAG, TREE, WORDS, Inflating, Layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depository.archive.gate import Gate
    from depository.archive.model import Source

__all__ = ["BLOB", "COMMIT", "MAX_IN_MEMORY", "TAG", "TREE", "Pack"]

MAX_IN_MEMORY: Final = 32 << 20
"""The most bytes of an object that must be whole in memory: all but files without a delta."""

_CACHE: Final = 64 << 20
_INDEX_BITS: Final = 24


class Pack:
    """The objects of a pack (gitformat-pack(5)) by git's ids of them, all of which are reckoned.

    In memory are some 100 bytes an object and of contents at most 160 MiB.
    """

    def __init__(self, file: IO[bytes], start: int, gate: Gate) -> None:
        """Read the pack that begins at `start` and ends with the file.

        Raises through the gate what `Layout` raises, "archive.git-object-too-large" for an object
        that would have to be whole in memory, and "archive.git-incomplete" for a delta without
        its base.
        """
        self._file = file
        self._gate = gate
        self._layout = Layout(file, start, gate)
        self._size = array("Q", self._layout.size)
        self._family = array("q", [NO_BASE]) * len(self._size)
        self._cache: OrderedDict[int, bytes] = OrderedDict()
        self._cached = 0
        self._resolve()
        ids = (self._layout.id(index) for index in range(len(self._size)))
        keys = sorted(_key(each) << _INDEX_BITS | index for index, each in enumerate(ids))
        self._sorted = array("Q", keys)

    @property
    def length(self) -> int:
        """The size of the pack in bytes."""
        return self._layout.length

    def find(self, name: bytes) -> int | None:
        """Return the index of the object with this id of 20 bytes."""
        at = bisect_left(self._sorted, _key(name) << _INDEX_BITS)
        while at < len(self._sorted) and self._sorted[at] >> _INDEX_BITS == _key(name):
            index = self._sorted[at] & ((1 << _INDEX_BITS) - 1)
            if self._layout.id(index) == name:
                return index
            at += 1
        return None

    def id(self, index: int) -> bytes:
        """Return an object's id, 20 bytes."""
        return self._layout.id(index)

    def kind(self, index: int) -> int:
        """Return what an object is: COMMIT, TREE, BLOB or TAG."""
        return self._layout.kind[index]

    def size(self, index: int) -> int:
        """Return an object's size in bytes."""
        return self._size[index]

    def family(self, index: int) -> int:
        """Return the object from which the deltas start that lead to an object."""
        return self._family[index]

    def open(self, index: int) -> Source:
        """Return an object's bytes to be read piece by piece, once."""
        if self._layout.base[index] == NO_BASE:
            return Inflating(self._file, self._layout.at[index], self._size[index], self._gate)
        return _Made(self, index)

    def content(self, index: int) -> bytes:
        """Return the whole of an object; raises through the gate as the constructor does."""
        base, steps = self._layout.base, []
        while index not in self._cache and base[index] != NO_BASE:
            steps.append(index)
            index = base[index]
        if index in self._cache:
            self._cache.move_to_end(index)
            data = self._cache[index]
        else:
            data = self._keep(index, self._inflated(index))
        for step in reversed(steps):
            data = self._keep(step, self._applied(step, data))
        return data

    def _resolve(self) -> None:
        """Make each delta once, right after its base or a sister."""
        layout, waiting = self._layout, array("q")
        first, following = self._children()
        for root in range(len(self._size)):
            if layout.kind[root] not in WORDS:
                continue
            waiting.append(root)
            while waiting:
                index = waiting.pop()
                self._family[index] = root
                if layout.base[index] != NO_BASE:
                    self._name(index)
                for child in layout.by_name.pop(layout.id(index), ()):
                    layout.base[child] = index
                    waiting.append(child)
                waiting.extend(_line(first[index], following))
        if layout.by_name:
            self._gate.fail("archive.git-incomplete")

    def _children(self) -> tuple[array[int], array[int]]:
        """Return the first delta on each object, and the next on the same base after each."""
        base, count = self._layout.base, len(self._size)
        first, following = array("q", [NO_BASE]) * count, array("q", [NO_BASE]) * count
        for index in range(count):
            if base[index] != NO_BASE:
                following[index] = first[base[index]]
                first[base[index]] = index
        return first, following

    def _name(self, index: int) -> None:
        """Reckon kind, size and id of a delta whose base has them."""
        data, layout = self.content(index), self._layout
        kind = layout.kind[layout.base[index]]
        layout.kind[index], self._size[index] = kind, len(data)
        hashed = hashlib.sha1(b"%s %d\0" % (WORDS[kind], len(data)), usedforsecurity=False)
        hashed.update(data)
        layout.ids[20 * index : 20 * index + 20] = hashed.digest()

    def _applied(self, index: int, base: bytes) -> bytes:
        try:
            data = apply_delta(base, self._inflated(index), MAX_IN_MEMORY)
        except ValueError:
            self._gate.fail("archive.damaged", name="")
        if data is None:
            self._gate.fail("archive.git-object-too-large", limit=MAX_IN_MEMORY)
        self._layout.count(len(data))
        return data

    def _inflated(self, index: int) -> bytes:
        if self._layout.size[index] > MAX_IN_MEMORY:
            self._gate.fail("archive.git-object-too-large", limit=MAX_IN_MEMORY)
        return self._layout.inflated(index)

    def _keep(self, index: int, data: bytes) -> bytes:
        self._cache[index] = data
        self._cached += len(data)
        while self._cached > _CACHE:
            _, dropped = self._cache.popitem(last=False)
            self._cached -= len(dropped)
        return data


class _Made:
    """The bytes of an object that deltas make, which are made when first asked for."""

    def __init__(self, pack: Pack, index: int) -> None:
        self._pack = pack
        self._index = index
        self._data: bytes | None = None
        self._at = 0

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes."""
        if self._data is None:
            self._data = self._pack.content(self._index)
        piece = self._data[self._at : self._at + size]
        self._at += len(piece)
        return piece


def _key(name: bytes) -> int:
    return int.from_bytes(name[:5], "big")


def _line(child: int, following: array[int]) -> Iterator[int]:
    while child != NO_BASE:
        yield child
        child = following[child]
