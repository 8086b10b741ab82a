"""Transactions that were acknowledged and are not in a block yet; they survive a kill."""

from __future__ import annotations

import itertools
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lru import LRU

from node.errors import Rejected
from node.storage.store import Changes, Store, Table
from node.transactions import Transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from eth_typing import Address, Hash32

__all__ = ["Pool", "PoolLimits"]

_REMEMBERED = 10_000  # senders whose last sealed nonce is known without asking the head


@dataclass(frozen=True)
class PoolLimits:
    """How much the pool takes: transactions in all, of one sender, and ahead of a missing nonce."""

    total: int = 50_000
    per_sender: int = 10_000
    ahead: int = 256


@dataclass(frozen=True)
class _Entry:
    arrival: int
    transaction: Transaction


class Pool:
    """The waiting transactions by sender and nonce, mirrored in the store.

    `add` returns when the transaction is on disk; callers that come together share one write.
    """

    def __init__(self, store: Store, limits: PoolLimits | None = None) -> None:
        """Read back what waited when the store was closed, or when its process died."""
        self._store = store
        self._limits = limits or PoolLimits()
        self._arrivals = itertools.count()
        self._by_sender: dict[Address, dict[int, _Entry]] = {}
        self._by_hash: dict[Hash32, Transaction] = {}
        self._unsynced: list[_Entry] = []
        self._next: LRU[Address, int] = LRU(_REMEMBERED)
        self._lock = threading.Lock()  # the fields above; held for moments only
        self._disk = threading.Lock()  # the store's table; taken before _lock, never after
        self.arrived = threading.Event()
        """Set when a transaction arrives; whoever waits for it clears it."""
        self._load()

    def __len__(self) -> int:
        return len(self._by_hash)

    def get(self, transaction_hash: Hash32) -> Transaction | None:
        """A waiting transaction by hash, or None."""
        return self._by_hash.get(transaction_hash)

    def next_nonce(self, sender: Address, nonce: int) -> int:
        """The first nonce from `nonce` on that no waiting transaction of the sender has."""
        with self._lock:
            return self._next_nonce(sender, nonce)

    def add(self, transaction: Transaction, nonce: int) -> None:
        """Take an admitted transaction, `nonce` being the sender's at the head.

        Raises Rejected `transaction.already-known`, `.nonce-too-low` when a block has come since,
        `.replacement-refused`, `.nonce-too-high`, `.pool-full`. At a fee of zero there is nothing
        to outbid: the first one stands.
        """
        with self._lock:
            self._check(transaction, nonce)
            entry = _Entry(next(self._arrivals), transaction)
            self._by_sender.setdefault(transaction.sender, {})[transaction.inner.nonce] = entry
            self._by_hash[transaction.hash] = transaction
            self._unsynced.append(entry)
        self._sync()
        self.arrived.set()

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
                runs.append(_Entry(latest, entry.transaction))
        runs.sort(key=lambda entry: (entry.arrival, entry.transaction.inner.nonce))
        return (entry.transaction for entry in runs)

    @property
    def removing(self) -> threading.Lock:
        """Hold this from before `forget` until its changes are written."""
        return self._disk

    def seal(self, changes: Changes, transactions: Iterable[Transaction]) -> None:
        """Drop the transactions of a block; their removal from disk joins its changes.

        Who has looked at the head before that block can add none of their nonces any more.
        """
        with self._lock:
            for each in transactions:
                self._next[each.sender] = each.inner.nonce + 1
        self.forget(changes, transactions)

    def forget(self, changes: Changes, transactions: Iterable[Transaction]) -> None:
        """Drop transactions; their removal from disk joins the changes of a block."""
        with self._lock:
            for transaction in transactions:
                changes.delete(Table.POOL, transaction.hash)
                self._by_hash.pop(transaction.hash, None)
                waiting = self._by_sender.get(transaction.sender, {})
                entry = waiting.get(transaction.inner.nonce)
                if entry is not None and entry.transaction.hash == transaction.hash:
                    del waiting[transaction.inner.nonce]
                if not waiting:
                    self._by_sender.pop(transaction.sender, None)

    def stale(self, nonce_of: Callable[[Address], int]) -> list[Transaction]:
        """Waiting transactions whose nonce is behind the head's: another one took their place."""
        with self._lock:
            return [
                entry.transaction
                for sender, waiting in self._by_sender.items()
                for nonce, entry in waiting.items()
                if nonce < nonce_of(sender)
            ]

    def waiting(self) -> tuple[Transaction, ...]:
        """All waiting transactions, in no particular order."""
        with self._lock:
            return tuple(self._by_hash.values())

    def _next_nonce(self, sender: Address, nonce: int) -> int:
        waiting = self._by_sender.get(sender, {})
        while nonce in waiting:
            nonce += 1
        return nonce

    def _check(self, transaction: Transaction, nonce: int) -> None:
        if transaction.hash in self._by_hash:
            raise Rejected("transaction.already-known")
        nonce = max(nonce, self._next.get(transaction.sender, 0))
        if transaction.inner.nonce < nonce:
            found = str(transaction.inner.nonce)
            raise Rejected("transaction.nonce-too-low", expected=nonce, found=found)
        waiting = self._by_sender.get(transaction.sender, {})
        found = transaction.inner.nonce
        if found in waiting:
            raise Rejected("transaction.replacement-refused", nonce=str(found))
        expected = self._next_nonce(transaction.sender, nonce)
        if found > expected + self._limits.ahead:
            raise Rejected("transaction.nonce-too-high", expected=expected, found=str(found))
        if len(self._by_hash) >= self._limits.total or len(waiting) >= self._limits.per_sender:
            raise Rejected("transaction.pool-full", waiting=len(self._by_hash))

    def _sync(self) -> None:
        """Write what has gathered; whoever comes while another writes finds it done."""
        with self._disk:
            with self._lock:
                entries = [e for e in self._unsynced if e.transaction.hash in self._by_hash]
                self._unsynced.clear()
            if entries:
                changes = Changes()
                for entry in entries:
                    value = entry.arrival.to_bytes(8, "big") + entry.transaction.raw
                    changes.put(Table.POOL, entry.transaction.hash, value)
                try:
                    self._store.write(changes)
                except BaseException:
                    with self._lock:  # so that nobody who came along believes it was written
                        self._unsynced[:0] = entries
                    raise

    def _load(self) -> None:
        stored = sorted((value[:8], value[8:]) for _, value in self._store.items(Table.POOL))
        for arrival, raw in stored:
            transaction = Transaction.decode(raw)
            entry = _Entry(int.from_bytes(arrival, "big"), transaction)
            self._by_sender.setdefault(transaction.sender, {})[transaction.inner.nonce] = entry
            self._by_hash[transaction.hash] = transaction
        if stored:
            self._arrivals = itertools.count(int.from_bytes(stored[-1][0], "big") + 1)
            self.arrived.set()
