"""Reads a store from one end to the other, threads ahead of whoever asks."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from typing import TYPE_CHECKING, Final

from depository.blocks import MAX_BLOCK_BYTES
from depository.fixity.model import RANGES, Range

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

    from depository.fixity.shelves import Examined, Shelves
    from ledger.types import Digest

__all__ = ["read_ranges"]

_READERS: Final = 2
_AHEAD: Final = 3
_HANDFUL: Final = 16


def read_ranges(shelves: Shelves, first: int, spend: Callable[[int], None]) -> Iterator[Range]:
    """Hash the blocks of each range from `first` on again.

    Nothing is read further ahead than three handfuls, across the ends of ranges; `spend` is told
    how many bytes were read. Raises Unavailable("content.not-readable").
    """
    found = Range()
    for blocks, ends in _examined(shelves, first):
        found.checked += len(blocks)
        found.damaged += [each.digest for each in blocks if not each.good]
        size = sum(each.size for each in blocks)
        found.size += size
        spend(size)
        if ends:
            yield found
            found = Range()


def _examined(shelves: Shelves, first: int) -> Iterator[tuple[list[Examined], bool]]:
    """Hashed handfuls, and whether a range ends with each; one without blocks ends too."""
    waiting: deque[tuple[Future[list[Examined]], bool]] = deque()
    # A handful takes the memory of one that is done: to get it anew costs as much as to hash.
    rooms = cycle([memoryview(bytearray(MAX_BLOCK_BYTES + 1)) for _ in range(_AHEAD + 1)])
    with ThreadPoolExecutor(_READERS, "scrub") as readers:
        for some, ends in _handfuls(shelves, first):
            waiting.append((readers.submit(shelves.examine, some, next(rooms)), ends))
            if len(waiting) > _AHEAD:
                yield _first(waiting)
        while waiting:
            yield _first(waiting)


def _first(waiting: deque[tuple[Future[list[Examined]], bool]]) -> tuple[list[Examined], bool]:
    done, ends = waiting.popleft()
    return done.result(), ends


def _handfuls(shelves: Shelves, first: int) -> Iterator[tuple[list[Digest], bool]]:
    for number in range(first, RANGES):
        digests = shelves.digests(number)
        last = max(len(digests) - _HANDFUL, 0)
        for start in range(0, max(len(digests), 1), _HANDFUL):
            yield digests[start : start + _HANDFUL], start >= last
