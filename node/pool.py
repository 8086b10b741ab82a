"""Transactions that were acknowledged and are not in a block yet; they survive a kill."""

from __future__ import annotations

import itertools
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eth_typing import Address
from lru import LRU

from node.errors import Rejected
from node.storage.store import Changes, Store, Table
from node.transactions import Transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from eth_typing import Hash32

__all__ = ["Pool", "PoolLimits"]

_REMEMBERED = 10_000  # senders whose last sealed nonce is known without asking the head


@dataclass(frozen=True)
class PoolLimits:
    """How much the pool takes: transactions in all, of one sender, and ahead of a missing nonce.

    `held` are the seconds for which a transaction waits for a missing nonce before it.
    """

    total: int = 50_000
    per_sender: int = 10_000
    ahead: int = 1_024
    held: float = 600.0


@dataclass(frozen=True)
class _Entry:
    arrival: int
    since: float
    transaction: Transaction


class Pool:
    """The waiting transactions by sender and nonce, mirrored in the store.

    What `take` has taken is on disk when the next `settle` returns; callers that come together
    share one write. When another process seals, it has a pool of its own over the same table: it
    alone deletes from the table, and sees by `refresh` what has come; the one that admits is told
    by `drop` what has gone.

    Two transactions of one sender and nonce cannot both be sealed. At a fee of zero there is
    nothing by which the second could outbid the first, so the first stands; who has made a mistake
    sends the next nonce. A transaction whose nonce is ahead of a missing one is held for a time,
    since its predecessors may be on their way, and dropped then.
    """

    def __init__(
        self,
        store: Store,
        limits: PoolLimits | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Read back what waited when the store was closed, or when its process died.

        `now` tells seconds, by which the time is counted that a transaction has waited here.
        """
        self._store = store
        self._limits = limits or PoolLimits()
        self._now = now
        self._last = -1  # the last arrival that is known
        self._by_sender: dict[Address, dict[int, _Entry]] = {}
        self._by_hash: dict[Hash32, _Entry] = {}
        self._ends: dict[Address, int] = {}  # where the nonces without a gap of each sender end
        self._unsynced: list[_Entry] = []
        self._next: LRU[Address, int] = LRU(_REMEMBERED)
        self._lock = threading.Lock()  # the fields above; held for moments only
        self._disk = threading.Lock()  # the store's table; taken before _lock, never after
        self.arrived = threading.Event()
        """Set when a transaction arrives; whoever waits for it clears it."""
        self._on_arrival: Callable[[], object] = self.arrived.set
        self.refresh()

    def on_arrival(self, act: Callable[[], object]) -> None:
        """Have something else done, instead of setting `arrived`, when a transaction is on disk."""
        self._on_arrival = act

    def refresh(self) -> None:
        """Read what has come into the table since the last look."""
        found = False
        for key, value in self._store.items(Table.POOL, _key(self._last + 1)):
            arrival = int.from_bytes(key, "big")
            transaction = Transaction.stored(value[20:], Address(value[:20]))
            with self._lock:
                self._keep(_Entry(arrival, self._now(), transaction))
            found = True
        if found:
            self.arrived.set()

    def __len__(self) -> int:
        return len(self._by_hash)

    def get(self, transaction_hash: Hash32) -> Transaction | None:
        """A waiting transaction by hash, or None."""
        entry = self._by_hash.get(transaction_hash)
        return None if entry is None else entry.transaction

    def next_nonce(self, sender: Address, nonce: int) -> int:
        """The first nonce from `nonce` on that no waiting transaction of the sender has."""
        with self._lock:
            return self._next_nonce(sender, nonce)

    def add(self, transaction: Transaction, nonce: int) -> None:
        """Take an admitted transaction, and return when it is on disk. Raises as `take`."""
        self.take(transaction, nonce)
        self.settle()

    def take(self, transaction: Transaction, nonce: int) -> None:
        """Take an admitted transaction, `nonce` being the sender's at the head.

        Raises Rejected `transaction.already-known`, `.nonce-too-low` when a block has come since,
        `.replacement-refused`, `.nonce-too-high`, `.pool-full`. At a fee of zero there is nothing
        to outbid: the first one stands.
        """
        with self._lock:
            self._check(transaction, nonce)
            entry = _Entry(self._last + 1, self._now(), transaction)
            self._keep(entry)
            self._unsynced.append(entry)

    def ready(self, nonce_of: Callable[[Address], int]) -> Iterator[Transaction]:
        """The waiting transactions in order of arrival, each sender's by nonce without gaps.

        `nonce_of` tells a sender's nonce at the head. Stops being up to date when `add` is called.
        """
        with self._lock:
            entries = {sender: dict(waiting) for sender, waiting in self._by_sender.items()}
        runs: list[_Entry] = []
        for sender, waiting in entries.items():
            latest = -1
            for nonce in itertools.count(nonce_of(sender)):
                entry = waiting.get(nonce)
                if entry is None:
                    break
                latest = max(latest, entry.arrival)  # it cannot go before the nonces it waits for
                runs.append(_Entry(latest, entry.since, entry.transaction))
        runs.sort(key=lambda entry: (entry.arrival, entry.transaction.inner.nonce))
        return (entry.transaction for entry in runs)

    @property
    def removing(self) -> threading.Lock:
        """Hold this from before `forget` until its changes are written."""
        return self._disk

    def seal(self, changes: Changes, transactions: Iterable[Transaction]) -> None:
        """Drop the transactions of a block; their removal from disk joins its changes."""
        self._delete(changes, transactions)
        self.drop([each.hash for each in transactions], sealed=True)

    def forget(self, changes: Changes, transactions: Iterable[Transaction]) -> None:
        """Drop transactions that no block will hold; their removal from disk joins the changes."""
        self._delete(changes, transactions)
        self.drop([each.hash for each in transactions])

    def drop(self, hashes: Iterable[Hash32], *, sealed: bool = False) -> None:
        """Let transactions go that have left the table.

        When they were sealed, who has looked at the head before can add none of their nonces.
        """
        for each in hashes:
            with self._lock:  # for one at a time: those who send meanwhile have turns too
                entry = self._by_hash.pop(each, None)
                if entry is not None:
                    self._let_go(entry.transaction, sealed)

    def _let_go(self, transaction: Transaction, sealed: bool) -> None:
        sender, nonce = transaction.sender, transaction.inner.nonce
        waiting = self._by_sender[sender]
        del waiting[nonce]
        if not waiting:
            del self._by_sender[sender]
        if sealed:
            self._next[sender] = nonce + 1
        if not sealed or not waiting:
            self._ends.pop(sender, None)

    def stale(self, nonce_of: Callable[[Address], int]) -> list[Transaction]:
        """Waiting transactions whose nonce is behind the head's: another one took their place."""
        with self._lock:
            return [
                entry.transaction
                for sender, waiting in self._by_sender.items()
                for nonce, entry in waiting.items()
                if nonce < nonce_of(sender)
            ]

    def expired(self, nonce_of: Callable[[Address], int]) -> list[Transaction]:
        """Transactions that have waited behind a missing nonce for longer than they are held."""
        latest = self._now() - self._limits.held
        with self._lock:
            old = [each for each in self._by_hash.values() if each.since <= latest]
            return [
                entry.transaction
                for entry in old
                if entry.transaction.inner.nonce
                > self._next_nonce(entry.transaction.sender, nonce_of(entry.transaction.sender))
            ]

    def overdue(self) -> bool:
        """Whether anything has waited for longer than a transaction is held."""
        latest = self._now() - self._limits.held
        with self._lock:
            return any(entry.since <= latest for entry in self._by_hash.values())

    def waiting(self) -> tuple[Transaction, ...]:
        """All waiting transactions, in no particular order."""
        with self._lock:
            return tuple(entry.transaction for entry in self._by_hash.values())

    def _next_nonce(self, sender: Address, nonce: int) -> int:
        waiting = self._by_sender.get(sender, {})
        nonce = max(nonce, self._ends.get(sender, 0))
        while nonce in waiting:
            nonce += 1
        if waiting:
            self._ends[sender] = nonce
        return nonce

    def _check(self, transaction: Transaction, nonce: int) -> None:
        if transaction.hash in self._by_hash:
            raise Rejected("transaction.already-known")
        nonce = max(nonce, self._next.get(transaction.sender, 0))
        found = transaction.inner.nonce
        if found < nonce:
            raise Rejected("transaction.nonce-too-low", expected=nonce, found=str(found))
        waiting = self._by_sender.get(transaction.sender, {})
        if found in waiting:
            raise Rejected("transaction.replacement-refused", nonce=str(found))
        expected = self._next_nonce(transaction.sender, nonce)
        if found > expected + self._limits.ahead:
            raise Rejected("transaction.nonce-too-high", expected=expected, found=str(found))
        if len(self._by_hash) >= self._limits.total or len(waiting) >= self._limits.per_sender:
            raise Rejected("transaction.pool-full", waiting=len(self._by_hash))

    def settle(self) -> None:
        """Return when all that was taken is on disk; who comes while another writes finds it done.

        Whoever seals is told of what was written.
        """
        with self._disk:
            with self._lock:
                entries = [e for e in self._unsynced if e.transaction.hash in self._by_hash]
                self._unsynced.clear()
            if entries:
                changes = Changes()
                for entry in entries:
                    value = entry.transaction.sender + entry.transaction.raw
                    changes.put(Table.POOL, _key(entry.arrival), value)
                try:
                    self._store.write(changes)
                except BaseException:
                    with self._lock:  # so that nobody who came along believes it was written
                        self._unsynced[:0] = entries
                    raise
        if entries:
            self._on_arrival()

    def _keep(self, entry: _Entry) -> None:
        transaction = entry.transaction
        self._last = entry.arrival
        self._by_sender.setdefault(transaction.sender, {})[transaction.inner.nonce] = entry
        self._by_hash[transaction.hash] = entry

    def _delete(self, changes: Changes, transactions: Iterable[Transaction]) -> None:
        with self._lock:
            for each in transactions:
                entry = self._by_hash.get(each.hash)
                if entry is not None:
                    changes.delete(Table.POOL, _key(entry.arrival))


def _key(arrival: int) -> bytes:
    return arrival.to_bytes(8, "big")
