"""Takes away content that nobody recorded: of uploads that were never deposited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from depository.cid import RAW, root_cid
from depository.fixity.model import RANGES
from depository.fixity.shelves import leaf
from depository.unixfs.reader import read_node
from ledger.errors import Conflict, VerificationError
from ledger.types import Digest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from depository.cid import Cid
    from depository.fixity.shelves import Shelves
    from depository.fixity.store import Holdings

__all__ = ["Collector", "Space"]

_MALFORMED: Final = "content.malformed"
_DIGEST_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Space:
    """What lies in the store: all blocks, and of these what nobody recorded and put for long."""

    blocks: int
    size: int
    unrecorded: int
    unrecorded_size: int


@dataclass(frozen=True)
class Collector:
    """Weighs the store and takes away what no deposit on record and no draft of late reaches.

    What is reached is written to `notes`, a folder with a file for each range, so that memory
    grows with a 256th of the store. `deposits` tells how many deposits and batches the chain has.
    """

    shelves: Shelves
    holdings: Holdings
    deposits: Callable[[], int]
    notes: Path

    def weigh(self, before: float) -> Space:
        """What there is, and what `collect` would take away; raises as it does."""
        return self._each_range(before, take=False)

    def collect(self, before: float) -> Space:
        """Take away what nobody recorded and nobody has put since `before`, seconds since 1970.

        1. The index has every deposit and batch of the chain, and has read each list that is here.
        2. Every deposit, list and record that was ever here and every draft put since `before` is
        walked whole: what they reach stays. 3. Of the rest a range at a time is removed while
        nobody puts a block; what was put again meanwhile stays.
        Raises Conflict("content.index-behind", indexed, recorded),
        Conflict("content.list-not-read", batch), and
        NotFound("content.missing", cid) or VerificationError("content.damaged", cid) when a node
        on record is lost, since what lay below it cannot be told from what nobody recorded.
        """
        return self._each_range(before, take=True)

    def _each_range(self, before: float, *, take: bool) -> Space:
        self._note_reached(before)
        blocks = size = unrecorded = unrecorded_size = 0
        for number in range(RANGES):
            here = self._here(number)
            reached = self._noted(number)
            old = {
                digest: length
                for digest, (length, put_at) in here.items()
                if digest not in reached and put_at < before
            }
            gone = len(old), sum(old.values())
            if take and old:
                gone = self.shelves.take_away(old, before)
            blocks, size = blocks + len(here), size + sum(length for length, _ in here.values())
            unrecorded, unrecorded_size = unrecorded + gone[0], unrecorded_size + gone[1]
        return Space(blocks, size, unrecorded, unrecorded_size)

    def _here(self, number: int) -> dict[Digest, tuple[int, float]]:
        """The blocks of a range with their bytes and when they were last put."""
        told = {each: self.shelves.size_and_time(each) for each in self.shelves.digests(number)}
        return {each: found for each, found in told.items() if found is not None}

    def _note_reached(self, before: float) -> None:
        self.notes.mkdir(parents=True, exist_ok=True)
        for number in range(RANGES):
            self._note(number).write_bytes(b"")
        walked = 0
        for holding in self.holdings.after(0):
            walked += 1
            if holding.described or self._is_here(holding.root):
                self._walk(root_cid(holding.root))
        walked += self._note_batches()
        recorded = self.deposits()
        if walked < recorded:
            raise Conflict("content.index-behind", indexed=walked, recorded=recorded)
        for root in self.holdings.drafts():
            told = self.shelves.size_and_time(root)
            if told is not None and told[1] >= before:
                self._walk(root_cid(root))

    def _note_batches(self) -> int:
        """Note what the lists and the records of batches reach; how many batches there are.

        The records of a list that is here and was not read are not known: the index is behind.
        """
        for part in self.holdings.batches.after():
            here = self._is_here(part.cid.digest)
            if part.awaited and here:
                raise Conflict("content.list-not-read", batch=part.batch)
            if part.held or here:
                self._walk(part.cid)
        return self.holdings.batches.count()

    def _walk(self, root: Cid) -> None:
        """Note every block under a root."""
        seen: set[Digest] = set()
        waiting = [root]
        while waiting:
            cid = waiting.pop()
            if cid.digest in seen:
                continue
            seen.add(cid.digest)
            if cid.codec != RAW:
                waiting.extend(self._links(cid))
        by_range: dict[int, list[bytes]] = {}
        for digest in seen:
            by_range.setdefault(digest[0], []).append(digest)
        for number, some in by_range.items():
            with self._note(number).open("ab") as file:
                file.write(b"".join(some))

    def _links(self, cid: Cid) -> list[Cid]:
        """What a node links to; bytes that are the recorded ones and no node lead nowhere."""
        try:
            return [link.cid for link in read_node(self.shelves.store, cid).links]
        except VerificationError as error:
            if error.code != _MALFORMED:
                raise
            return []

    def _noted(self, number: int) -> set[Digest]:
        data = self._note(number).read_bytes()
        starts = range(0, len(data), _DIGEST_BYTES)
        return {Digest(data[start : start + _DIGEST_BYTES]) for start in starts}

    def _note(self, number: int) -> Path:
        return self.notes / f"{number:02x}"

    def _is_here(self, root: Digest) -> bool:
        """Whether a root is in the store, or lies damaged beside it."""
        return self.shelves.store.has(leaf(root)) or self.shelves.is_aside(root)
