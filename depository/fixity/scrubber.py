"""The scrubber: hashes every block again, finds what is missing, sets aside, repairs (D-8)."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from depository.cid import RAW, root_cid
from depository.fixity.checkpoint import Progress
from depository.fixity.events import DAMAGED, MISSING, Events
from depository.fixity.model import RANGES, Concerned, DepositCheck, Scrub
from depository.fixity.shelves import leaf
from depository.fixity.told import Told
from depository.unixfs.reader import read_node
from ledger.errors import NotFound, Unavailable, VerificationError
from ledger.types import Digest, Timestamp

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from depository.blocks import BlockStore
    from depository.cid import Cid
    from depository.fixity.checkpoint import Checkpoint
    from depository.fixity.model import Holding, Range
    from depository.fixity.pace import Pace
    from depository.fixity.store import Checks, Holdings
    from ledger.journal.log import Log

__all__ = ["Checked", "Scrubber"]

_ENTRIES_AT_ONCE: Final = 500
_KEEP_SECONDS: Final = 1.0
_DAMAGED: Final = frozenset({"content.damaged", "content.not-readable"})
_UNREACHABLE: Final = "content.unreachable"
_BLOCKS_AT_ONCE: Final = 256
_NOBODYS: Final = Concerned()


class Checked(Protocol):
    """A store that can be checked. In a `shared` one lie blocks of others too, which are let be.

    `ranges` gives the ranges from `first` on, with the damaged blocks of each; `check` hashes a
    block unless `ranges` has, and gives the bytes that it read or None: it raises as the store's
    `get`. `set_aside` moves a damaged block where no reader finds it; `keep` sees to it that
    what is under a root is not taken away.
    """

    @property
    def store(self) -> BlockStore: ...
    @property
    def shared(self) -> bool: ...
    def ranges(self, first: int, spend: Callable[[int], None]) -> Iterator[Range]: ...
    def check(self, cid: Cid) -> int | None: ...
    def set_aside(self, digest: Digest) -> bool: ...
    def is_aside(self, digest: Digest) -> bool: ...
    def keep(self, root: Cid) -> None: ...


@dataclass(frozen=True, slots=True)
class _Followed:
    """What was met under a root: blocks, those not good, those hashed again and their bytes."""

    blocks: int
    faulty: int
    checked: int
    size: int


@dataclass(frozen=True)
class Scrubber:
    """Checks a store from one end to the other, a range of digests and then a deposit at a time.

    What is found is in the log before anything is done about it, and how far the scrub has come is
    on the disk every second: killed at any point, it goes on from there and tells the same.
    `replica` is a second store, None where there is none; `clock` is aware of its zone.
    """

    shelves: Checked
    replica: BlockStore | None
    holdings: Holdings
    checks: Checks
    log: Log
    checkpoint: Checkpoint
    pace: Pace
    clock: Callable[[], dt.datetime]

    def run(self, enough: Callable[[Progress], bool]) -> Scrub | None:
        """Go on with the scrub; None when it stopped before its end, since that was `enough`.

        1. Every block is hashed again; damaged ones are set aside and, where the second store has
        them, written anew. 2. Every deposit on record is walked from its root, and then every list
        and record of batches; missing blocks are written anew likewise. Raises Unavailable as the
        store and the vault do.
        """
        progress = self.checkpoint.read() or self._begin()
        # 1.
        if progress.ranges < RANGES:
            progress = self._ranges(progress, enough)
        if progress.ranges < RANGES:
            return None
        # 2.
        for holding in self.holdings.after(progress.deposit):
            if enough(progress):
                return None
            progress = self._walk(progress, holding)
            self.checkpoint.write(progress)
        return self._batches(progress, enough)

    def _begin(self) -> Progress:
        progress = Progress(secrets.token_hex(8), self._now(), self.log.size())
        self.checkpoint.write(progress)
        return progress

    def _ranges(self, progress: Progress, enough: Callable[[Progress], bool]) -> Progress:
        """Hash the blocks of one range after another; how far it came, which is kept."""
        if enough(progress):
            return progress
        kept = self.pace.clock()
        for read in self.shelves.ranges(progress.ranges, self.pace.spend):
            if read.damaged:
                self._mend(progress.run, DAMAGED, read.damaged)
            progress = progress.past_range(read.checked, read.size)
            if enough(progress):
                break
            if self.pace.clock() - kept >= _KEEP_SECONDS:
                self.checkpoint.write(progress)
                kept = self.pace.clock()
        self.checkpoint.write(progress)
        return progress

    def _batches(self, progress: Progress, enough: Callable[[Progress], bool]) -> Scrub | None:
        """Walk the lists and records of batches, and end."""
        kept = self.pace.clock()
        for part in self.holdings.batches.after(progress.batch, progress.place):
            if enough(progress):
                self.checkpoint.write(progress)
                return None
            place = part.batch, part.place
            whose = Concerned(records=[f"{part.batch}/{part.place}"])
            found = self._follow(progress.run, part.cid, whose)
            progress = progress.past_part(place, found.checked, found.size)
            if self.pace.clock() - kept >= _KEEP_SECONDS:
                self.checkpoint.write(progress)
                kept = self.pace.clock()
        return self._end(progress)

    def _walk(self, progress: Progress, holding: Holding) -> Progress:
        """Follow a deposit from its root, and keep what was found."""
        whose = Concerned(deposits=[holding.number])
        found = self._follow(progress.run, root_cid(holding.root), whose)
        at = Timestamp(int(self.clock().timestamp()))
        self.checks.keep(DepositCheck(holding.number, at, found.blocks, found.faulty))
        return progress.past_deposit(holding.number, found.checked, found.size)

    def _follow(self, run: str, root: Cid, whose: Concerned) -> _Followed:
        """Follow blocks from a root; below a node that is lost nothing can be followed."""
        seen: set[Digest] = set()
        faulty = checked = size = 0
        waiting = [root]
        while waiting:
            cid = waiting.pop()
            if cid.digest in seen:
                continue
            seen.add(cid.digest)
            detail, links, read = self._look(cid)
            if read is not None:
                checked, size = checked + 1, size + read
                self.pace.spend(read)
            if detail is not None:
                if not self._mend(run, detail, [cid.digest], whose):
                    faulty += 1
                    continue
                links = self._look(cid)[1]
            waiting.extend(links)
        if not faulty:
            self.shelves.keep(root)
        return _Followed(len(seen), faulty, checked, size)

    def _look(self, cid: Cid) -> tuple[str | None, Sequence[Cid], int | None]:
        """What is wrong with a block if anything is, what it links to, the bytes that were hashed.

        Bytes that are the recorded ones and no node lead nowhere.
        """
        read = None
        try:
            read = self.shelves.check(cid)
            node = None if cid.codec == RAW else read_node(self.shelves.store, cid)
        except NotFound:
            return MISSING, (), read
        except (VerificationError, Unavailable) as error:
            if error.code == _UNREACHABLE:
                raise
            hashed = 0 if self.shelves.shared else read
            return (DAMAGED if error.code in _DAMAGED else None), (), hashed
        return None, () if node is None else tuple(link.cid for link in node.links), read

    def _mend(
        self, run: str, detail: str, digests: list[Digest], whose: Concerned = _NOBODYS
    ) -> bool:
        """Log what is wrong with blocks, set damaged ones aside, recover; whether all are good."""
        events = self._events(run)
        concerned = self.holdings.concerned(digests)
        if self.shelves.shared:
            digests = [each for each in digests if concerned[each] or whose]
        self._append(events.found(each, detail, concerned[each] or whose) for each in digests)
        if detail == DAMAGED:
            moved = [each for each in digests if self.shelves.set_aside(each)]
            self._append(map(events.aside, moved))
        recovered = self._recover(digests)
        self._append(map(events.recovered, recovered))
        return all(self._is_there(each) for each in digests)

    def _recover(self, digests: Sequence[Digest]) -> list[Digest]:
        """Write blocks anew that the second store has in good order, on the disk at the end."""
        if self.replica is None:
            return []
        written: list[Digest] = []
        for start in range(0, len(digests), _BLOCKS_AT_ONCE):
            # A store that passes over what it has may keep a damaged block, and refuse the batch.
            with suppress(VerificationError), self.shelves.store.batch() as batch:
                for digest in digests[start : start + _BLOCKS_AT_ONCE]:
                    with suppress(NotFound, VerificationError):
                        batch.put(leaf(digest), self.replica.get(leaf(digest)))
                        written.append(digest)
                batch.sync()
        return [each for each in written if self._is_there(each)]

    def _is_there(self, digest: Digest) -> bool:
        """Whether a block is good that was damaged or missing: what was damaged is aside."""
        try:
            self.shelves.check(leaf(digest))
        except (NotFound, VerificationError):
            return False
        except Unavailable as error:
            if error.code == _UNREACHABLE:
                raise
            return False
        return True

    def _end(self, progress: Progress) -> Scrub:
        """Sum the run up from its entries in the log, which a kill has not lost."""
        told = Told.of_run(self.log, progress)
        events = self._events(progress.run)
        lost = [each for each in told.damaged - told.aside if self.shelves.is_aside(each)]
        self._append(map(events.aside, lost))
        absent = [each for each in told.found if not self._is_there(each)]
        recovered = self._recover(absent)
        self._append(map(events.recovered, recovered))
        faulty = len(absent) - len(recovered)
        figures = {
            "checked": progress.checked,
            "bytes": progress.size,
            "damaged": len(told.damaged),
            "missing": len(told.found - told.damaged),
            "recovered": len(told.found) - faulty,
        }
        place = self.log.append(events.ended(faulty, figures))
        figures["size"] = figures.pop("bytes")
        scrub = Scrub(place, progress.began_at, events.at, faulty=faulty, **figures)
        self.checks.keep_scrub(scrub)
        self.checkpoint.clear()
        return scrub

    def _append(self, entries: Iterable[dict[str, object]]) -> None:
        some = list(entries)
        for start in range(0, len(some), _ENTRIES_AT_ONCE):
            self.log.append(*some[start : start + _ENTRIES_AT_ONCE])

    def _events(self, run: str) -> Events:
        return Events(run, self._now())

    def _now(self) -> str:
        return self.clock().isoformat(timespec="seconds").replace("+00:00", "Z")
