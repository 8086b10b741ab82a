"""The follower: takes over the source's blocks one by one, or stops and says why."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from node.blocks import decode_block
from node.compare import first_difference
from node.errors import Unavailable, VerificationError
from node.follow.status import Standing, Status
from node.primitives import hexed

if TYPE_CHECKING:
    from collections.abc import Callable

    from node.blocks import Block
    from node.chain import Chain
    from node.clock import Clock
    from node.export import Progress
    from node.follow.source import Source

__all__ = ["Follower", "Verified"]

_log = logging.getLogger(__name__)
_POLL = 0.5
_AHEAD = 15
"""Seconds that a source's clock may be ahead of ours; geth has the same bound."""


class Verified:
    """What is done with blocks that were verified; by itself nothing."""

    def verified(self, block: Block) -> None:
        """A block was checked, executed and stored."""

    def settled(self) -> None:
        """There is nothing more to verify at this moment."""


class Follower:
    """Follows one source in one thread of its own; the chain is written by nobody else.

    1. The source's hash at a height that both have must be ours, genesis included.
    2. Each further block is checked and executed by `Chain.import_block`.
    3. A source that is behind or silent is waited for; one that differs ends the following.
    """

    def __init__(
        self, chain: Chain, source: Source, clock: Clock, verified: Verified | None = None
    ) -> None:
        self._chain = chain
        self._source = source
        self._clock = clock
        self._verified = verified or Verified()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="follower")
        self._on_failure: Callable[[], object] = lambda: None
        self._progress: Progress = lambda _done, _total: None
        self._is_same_chain = False
        self.failure: BaseException | None = None
        self.status = self._status(Standing.STARTING, None)

    def on_failure(self, act: Callable[[], object]) -> None:
        """Have something done when following has to end; at once if that has happened already."""
        self._on_failure = act
        if self.failure is not None:
            act()

    def on_progress(self, act: Progress) -> None:
        """Be told of the blocks that are there and those that the source has."""
        self._progress = act

    def start(self) -> None:
        """Begin to follow."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the block under way and return when no more will come."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join()

    def catch_up(self) -> int:
        """Follow, in the caller's thread, until the source has no more; return the head's number.

        Raises Unavailable `source.*`, and `follow.not-yet` while blocks are ahead of the clock or
        the source is behind us; VerificationError `follow.disagreement`, `block.*`, `clique.*`.
        """
        while self.round():
            pass
        if self.status.standing is not Standing.FOLLOWING:
            raise Unavailable("follow.not-yet", standing=str(self.status.standing))
        return self._chain.head.header.block_number

    def round(self) -> bool:
        """Look at the source once and take over a batch; say whether there is more at once.

        Raises as `catch_up`, but for `follow.not-yet`.
        """
        own = self._chain.head.header.block_number
        theirs = self._source.head()
        self._compare(min(own, theirs))
        if theirs < own:
            self._say(Standing.SOURCE_BEHIND, theirs)
            return False
        if theirs > own:
            self._say(Standing.CATCHING_UP, theirs)
            if not self._take(own + 1, theirs):
                return False
        if self._chain.head.header.block_number < theirs:
            return not self._stopping.is_set()
        self._verified.settled()
        self._say(Standing.FOLLOWING, theirs)
        return False

    def _compare(self, number: int) -> None:
        """Hold the source's hash at a height to ours; tell the first height that differs."""
        if not self._is_same_chain:
            self._check_genesis()
        records = self._chain.records
        if self._source.hash_at(number) == records.hash_at(number):
            return
        at = first_difference(
            lambda n: self._source.hash_at(n) == records.hash_at(n), same=0, other=number
        )
        raise VerificationError(
            "follow.disagreement",
            number=at,
            ours=hexed(records.hash_at(at)),
            theirs=hexed(self._source.hash_at(at)),
        )

    def _check_genesis(self) -> None:
        ours, theirs = self._chain.genesis.chain_id, self._source.chain_id()
        if ours != theirs:
            raise VerificationError("follow.other-chain-id", ours=ours, theirs=theirs)
        genesis, other = self._chain.records.hash_at(0), self._source.hash_at(0)
        if genesis != other:
            raise VerificationError(
                "follow.disagreement", number=0, ours=hexed(genesis), theirs=hexed(other)
            )
        self._is_same_chain = True

    def _take(self, first: int, last: int) -> bool:
        """Import a batch; False when the next block has to wait for the clock."""
        for encoded in self._source.raw_blocks(first, last):
            if self._stopping.is_set():
                return False
            try:
                block = decode_block(encoded)
                self._chain.import_block(block)
            except VerificationError as error:
                if error.code == "block.in-future" and self._is_near(error):
                    self._say(Standing.AHEAD_OF_CLOCK, last)
                    return False
                _log.critical("refused a block after %d: %s", self._head_number, error)
                raise
            self._verified.verified(block)
            self._progress(block.number, last)
        return True

    @property
    def _head_number(self) -> int:
        return self._chain.head.header.block_number

    def _is_near(self, error: VerificationError) -> bool:
        return int(error.facts["timestamp"]) <= self._clock.now() + _AHEAD

    def _say(self, standing: Standing, source_head: int | None, detail: str | None = None) -> None:
        before, now = self.status, self._status(standing, source_head, detail)
        if (before.standing, before.detail) == (standing, detail):
            self.status = replace(now, since=before.since)
            return
        self.status = now
        level = logging.INFO
        if standing not in (Standing.FOLLOWING, Standing.CATCHING_UP):
            level = logging.WARNING
        told = "unknown" if source_head is None else source_head
        suffix = f": {detail}" if detail else ""
        _log.log(level, "%s, head %d, source %s%s", standing, self._head_number, told, suffix)

    def _status(
        self, standing: Standing, source_head: int | None, detail: str | None = None
    ) -> Status:
        return Status(
            source=self._source.url,
            standing=standing,
            head=self._head_number,
            source_head=source_head,
            since=int(self._clock.now()),
            detail=detail,
        )

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                if not self._patient_round():
                    self._stopping.wait(_POLL)
        except BaseException as error:  # noqa: BLE001 - reported by whoever watches the thread
            _log.critical("following has ended: %s", error)
            self.failure = error
            self._on_failure()

    def _patient_round(self) -> bool:
        try:
            return self.round()
        except Unavailable as error:
            self._say(Standing.SOURCE_UNREACHABLE, self.status.source_head, str(error))
            return False
