"""The indexer: follows final blocks into SQL, and stops loudly when the chain contradicts it."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import select

from ledger.database import reading, writing
from ledger.errors import Conflict, Unavailable, VerificationError
from ledger.index.projection import Prepared
from ledger.index.tables import MetaRow
from ledger.index.translate import indexed_head, refs_of
from ledger.index.writer import clear_blocks, write_blocks

if TYPE_CHECKING:
    import threading
    from collections.abc import Generator, Iterable, Iterator, Sequence

    from sqlalchemy import Engine
    from sqlmodel import Session

    from ledger.chain import Chain, SealedBlock
    from ledger.index.projection import Later, Projection
    from ledger.records import BlockRef

__all__ = ["Indexer", "Progress"]

Progress = Callable[[int, int], None]
"""Called with the number of the last indexed block and of the block to be reached."""

_FULL = 2_000
"""Transactions in a range: while it is written the next one is read, and both are in memory."""

_FIRST = 4
"""Blocks of the first range, before it is known how full they are."""

_AHEAD = 2
"""Ranges asked for before one is written: the thread that reads never waits for the writer."""

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Indexer:
    """Writes final blocks and what the projections derive from them.

    One SQL transaction per range of blocks: killed at any point, it goes on where it was. Two
    indexers on one database do no harm, nor does a rebuild beside one: the slower one gives way.
    """

    chain: Chain
    engine: Engine
    projections: Sequence[Projection]
    range_size: int = 50
    """Blocks per SQL transaction and per batch of calls, at most: fewer where they are full."""
    later: Sequence[Later] = ()
    """What is read from elsewhere once the blocks are indexed."""

    def catch_up(self, progress: Progress | None = None) -> BlockRef:
        """Index all final blocks that are missing, and what there is to be read `later`; return the
        last indexed block. Raises as `follow`.
        """
        head = self.follow(progress)
        while self._settle():
            head = self.follow(progress)
        return head

    def follow(self, progress: Progress | None = None) -> BlockRef:
        """Index all final blocks that are missing; return the last indexed block.

        1. The index was built for this chain by these projections: Conflict("index.other-chain" |
        "index.other-projections", expected=, found=). 2. What is indexed is still on the chain,
        and each block follows the one before: VerificationError("index.parent-mismatch", block=,
        expected=, found=). Both ask for `rebuild`. Unavailable as the chain and the database have.
        """
        # 1.
        head = self._begin()
        # 2.
        target = self.chain.final_head()
        self._check_still_there(head, target)
        while head is None or head.number < target.number:
            head = self._follow(head, target, progress)
        return head

    def _follow(
        self, head: BlockRef | None, target: BlockRef, progress: Progress | None
    ) -> BlockRef | None:
        """Index up to `target`, or until another indexer has been faster; return the head."""
        with closing(self._ahead(0 if head is None else head.number + 1, target.number)) as ranges:
            for blocks in ranges:
                head = self._index(head, blocks)
                if progress is not None and head is not None:
                    progress(head.number, target.number)
                if head != blocks[-1].block.ref:
                    break
        return head

    def _ahead(self, first: int, last: int) -> Generator[Sequence[SealedBlock]]:
        """Blocks range by range; while one is written, the node is asked for the next."""
        size = min(_FIRST, self.range_size)
        if last - first < size:
            yield self.chain.sealed(first, last)
            return
        asked: deque[Future[list[SealedBlock]]] = deque()
        with ThreadPoolExecutor(1, "ahead") as thread, _cancelled(asked):
            while first <= last or asked:
                while first <= last and len(asked) < _AHEAD:
                    until = min(last, first + size - 1)
                    asked.append(thread.submit(self.chain.sealed, first, until))
                    first = until + 1
                blocks = asked.popleft().result()
                size = self._fitting(blocks)
                yield blocks

    def _fitting(self, blocks: Sequence[SealedBlock]) -> int:
        """How many blocks to read next, if they are as full as these; twice as many at most, for
        they may be fuller.
        """
        transactions = sum(len(each.transactions) for each in blocks)
        fitting = len(blocks) * _FULL // max(1, transactions)
        return max(1, min(self.range_size, 2 * len(blocks), fitting))

    def run(self, stop: threading.Event, poll_seconds: float = 0.25) -> None:
        """Catch up again and again until `stop` is set; blocks come before what is read later.

        A chain or a database that does not answer is waited for; every other error leaves.
        """
        while not stop.is_set():
            more = False
            try:
                self.follow()
                more = self._settle()
            except Unavailable as error:
                _LOG.warning("waiting: %s", error)
            if not more:
                stop.wait(poll_seconds)

    def rebuild(self, progress: Progress | None = None) -> BlockRef:
        """Delete everything in the index and build it anew from the chain."""
        with writing(self.engine) as session:
            for projection in self.projections:
                projection.clear(session)
            clear_blocks(session)
        return self.catch_up(progress)

    def _settle(self) -> bool:
        """Do one piece of what is read later; whether there was anything to do."""
        return any(each.settle() for each in self.later)

    def _begin(self) -> BlockRef | None:
        """Check what the index was built for, or write it into an empty one; return its head."""
        with reading(self.engine) as session:
            stored = _purpose(session)
            head = indexed_head(session)
        if not stored:
            with writing(self.engine) as session:
                stored = _purpose(session)
                if not stored:
                    stored = self._wanted()
                    session.add_all(MetaRow(key=key, value=stored[key]) for key in stored)
        _check_purpose(self._wanted(), stored)
        return head

    def _wanted(self) -> dict[str, str]:
        deployment = self.chain.deployment
        return {
            "chain": f"{deployment.chain_id} {deployment.genesis_hash}",
            "projections": " ".join(sorted(projection.name for projection in self.projections)),
        }

    def _check_still_there(self, head: BlockRef | None, target: BlockRef) -> None:
        """A chain that is behind the index must be the same chain as far as it goes.

        A block that is gone is no contradiction: somebody rebuilds the index meanwhile.
        """
        if head is None or target.number > head.number:
            return
        with reading(self.engine) as session:
            stored = refs_of(session, [target.number]).get(target.number)
        if stored is not None and stored.hash != target.hash:
            raise _mismatch(target.number, stored.hash, target.hash)

    def _index(self, head: BlockRef | None, blocks: Sequence[SealedBlock]) -> BlockRef | None:
        """Write blocks that follow `head`; return the index's head, another's if one was faster."""
        _check_links(head, blocks)
        with writing(self.engine) as session:
            stored = indexed_head(session)
            if stored != head:
                return stored
            events = write_blocks(session, blocks)
            for prepared in self.projections:
                if isinstance(prepared, Prepared):
                    prepared.prepare(session, events)
            for event in events:
                for projection in self.projections:
                    projection.apply(session, event)
        return blocks[-1].block.ref


@contextmanager
def _cancelled(asked: Iterable[Future[list[SealedBlock]]]) -> Iterator[None]:
    """What is still asked for in the end, and not begun, is given up."""
    try:
        yield
    finally:
        for each in asked:
            each.cancel()


def _check_purpose(wanted: dict[str, str], stored: dict[str, str]) -> None:
    chain, projections = stored.get("chain", ""), stored.get("projections", "")
    if chain != wanted["chain"]:
        raise Conflict("index.other-chain", expected=wanted["chain"], found=chain)
    if projections != wanted["projections"]:
        raise Conflict("index.other-projections", expected=wanted["projections"], found=projections)


def _purpose(session: Session) -> dict[str, str]:
    return {row.key: row.value for row in session.exec(select(MetaRow))}


def _check_links(head: BlockRef | None, blocks: Sequence[SealedBlock]) -> None:
    before = head
    for sealed in blocks:
        block = sealed.block
        if before is not None and block.parent_hash != before.hash:
            raise _mismatch(block.number, before.hash, block.parent_hash)
        before = block.ref


def _mismatch(number: int, expected: str, found: str) -> VerificationError:
    return VerificationError("index.parent-mismatch", block=number, expected=expected, found=found)
