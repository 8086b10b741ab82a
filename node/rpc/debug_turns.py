"""Executing again for callers of JSON-RPC: one at a time, and not for long."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from node.rpc.errors import SERVER, RpcError
from node.rpc.eth.calls_request import CallLimits, in_time
from node.trace.replay import Replayed, replay
from node.trace.watcher import Deadline, Watcher

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eth_typing import Hash32

    from node.rpc.backend import Backend

__all__ = ["Turns"]


@dataclass(frozen=True)
class Turns:
    """Executes again, one caller at a time: traces compete with the sealer for one interpreter."""

    backend: Backend
    limits: CallLimits
    lock: threading.Lock = field(default_factory=threading.Lock)

    @contextlib.contextmanager
    def turn(self, seconds: float) -> Iterator[Deadline]:
        """Wait for one's turn, and say until when it lasts. Raises RpcError `SERVER`."""
        if not self.lock.acquire(timeout=seconds):
            raise RpcError(SERVER, "too many traces at once", {"code": "trace-busy", "limit": 1})
        try:
            with in_time():
                yield Deadline(seconds)
        finally:
            self.lock.release()

    def watched(self, transaction_hash: Hash32, watcher: Watcher, seconds: float) -> Replayed:
        """A sealed transaction, executed again. Raises RpcError `SERVER` for any other."""
        place = self.backend.chain.records.place(transaction_hash)
        if place is None:
            raise RpcError(SERVER, "transaction not found")
        header = self.backend.chain.records.header_at(place[0])
        with self.turn(seconds) as deadline:
            (done,) = replay(
                self.backend.chain,
                header,
                lambda index: watcher if index == place[1] else None,
                deadline,
                place[1],
            )
        return done
