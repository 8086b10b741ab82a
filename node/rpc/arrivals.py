"""The transactions of a chain in the order in which they are first seen, waiting or sealed."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING

from node.primitives import keccak
from node.rpc.errors import LIMIT, RpcError

if TYPE_CHECKING:
    from eth_typing import Hash32

    from node.rpc.backend import Backend

__all__ = ["Arrivals"]

_KEPT = 65_536


class Arrivals:
    """Looks at the pool and at new blocks when it is asked, so that nobody has to tell it.

    A transaction that is admitted and sealed between two looks is found in its block. While nobody
    watches, nothing is remembered. Safe from any thread.
    """

    def __init__(self, backend: Backend, kept: int = _KEPT) -> None:
        """`kept` hashes are remembered for watchers that ask late."""
        self._backend = backend
        self._lock = threading.Lock()
        self._watchers = 0
        self._number = 0
        self._waiting: dict[Hash32, int] = {}
        self._hashes: deque[Hash32] = deque(maxlen=kept)
        self._count = 0

    def watch(self) -> int:
        """Begin to watch; return the position that stands for now. Pair with `unwatch`."""
        with self._lock:
            if self._watchers == 0:
                waiting = self._backend.pool.waiting()
                self._number = self._backend.chain.head.header.block_number
                self._waiting = {each.hash: self._number for each in waiting}
                self._hashes.clear()
            else:
                self._look()
            self._watchers += 1
            return self._count

    def unwatch(self) -> None:
        """End one watch."""
        with self._lock:
            self._watchers -= 1
            if self._watchers == 0:
                self._waiting.clear()
                self._hashes.clear()

    def since(self, position: int) -> tuple[list[Hash32], int]:
        """The hashes that came after a position, and the position that stands for now.

        Raises RpcError `LIMIT` with the code `too-many-arrivals` when more came than are kept.
        """
        with self._lock:
            self._look()
            missing = self._count - position
            if missing > len(self._hashes):
                kept = self._hashes.maxlen
                facts = {"code": "too-many-arrivals", "limit": kept}
                raise RpcError(LIMIT, f"more than {kept} transactions since the last poll", facts)
            return list(self._hashes)[len(self._hashes) - missing :], self._count

    def _look(self) -> None:
        """Remember what is new. The pool comes first: what has left it is in a block by then."""
        waiting = self._backend.pool.waiting()
        number = self._backend.chain.head.header.block_number
        before = self._number
        for height in range(before + 1, number + 1):
            header = self._backend.chain.records.header_at(height)
            for raw in self._backend.chain.records.raw_transactions(header.hash):
                self._see(keccak(raw), before)
        for each in waiting:
            self._see(each.hash, number)
        # A transaction leaves the pool a moment before its block is the head: it is remembered
        # until the chain has grown twice without it.
        if number > before:
            self._waiting = {h: seen for h, seen in self._waiting.items() if seen >= before}
        self._number = number

    def _see(self, transaction_hash: Hash32, number: int) -> None:
        if transaction_hash not in self._waiting:
            self._hashes.append(transaction_hash)
            self._count += 1
        self._waiting[transaction_hash] = number
