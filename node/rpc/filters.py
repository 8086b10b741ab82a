"""Filters: what has happened since a client last asked, for clients without a WebSocket."""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from node.rpc.arrivals import Arrivals
from node.rpc.codec import anything, as_block, as_bool, as_object, hexed
from node.rpc.errors import INVALID_PARAMS, LIMIT, SERVER, RpcError
from node.rpc.eth import transactions
from node.rpc.eth.logs import LogFilter
from node.rpc.eth.logs import methods as log_methods
from node.rpc.limits import Limits
from node.rpc.protocol import Method

if TYPE_CHECKING:
    from collections.abc import Callable

    from node.rpc.backend import Backend
    from node.rpc.protocol import Methods

__all__ = ["methods"]

Json = dict[str, Any]


@dataclass
class _Filter:
    """One filter: `next_block` has not been told of, nor what came after `position`."""

    next_block: int
    asked: float
    request: Json | None = None
    position: int | None = None
    full: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)


class _Filters:
    def __init__(self, backend: Backend, limits: Limits, now: Callable[[], float]) -> None:
        self._backend = backend
        self._limits = limits
        self._now = now
        self._arrivals = Arrivals(backend)
        self._query = log_methods(backend)["eth_getLogs"].call
        self._transaction = transactions.methods(backend)["eth_getTransactionByHash"].call
        self._filters: dict[str, _Filter] = {}
        self._lock = threading.Lock()

    def new_logs(self, request: Json) -> str:
        LogFilter.parse(request)
        if request.get("blockHash") is not None:
            raise RpcError(INVALID_PARAMS, "a filter follows the chain, it has no blockHash")
        for bound in ("fromBlock", "toBlock"):
            if request.get(bound) is not None:
                as_block(request[bound])
        return self._add(_Filter(self._head() + 1, self._now(), request=request))

    def new_blocks(self) -> str:
        return self._add(_Filter(self._head() + 1, self._now()))

    def new_pending(self, full: bool) -> str:
        made = _Filter(0, self._now(), position=self._arrivals.watch(), full=full)
        try:
            return self._add(made)
        except RpcError:
            self._arrivals.unwatch()
            raise

    def changes(self, identity: Any) -> list[Any]:
        found = self._find(identity)
        with found.lock:
            if found.position is not None:
                return self._pending_changes(found, found.position)
            first, head = found.next_block, self._head()
            if first > head:
                return []
            answer: list[Any]
            if found.request is None:
                hash_at = self._backend.chain.records.hash_at
                answer = [hexed(hash_at(number)) for number in range(first, head + 1)]
            else:
                answer = self._logs_between(found.request, first, head)
            found.next_block = head + 1
            return answer

    def logs(self, identity: Any) -> list[Json]:
        found = self._find(identity)
        if found.request is None:
            raise RpcError(SERVER, "filter not found")
        answer: list[Json] = self._query([found.request])
        return answer

    def uninstall(self, identity: Any) -> bool:
        with self._lock:
            self._forget_idle()
            return self._drop(str(identity))

    def _logs_between(self, request: Json, first: int, last: int) -> list[Json]:
        """The logs of new blocks that lie in the filter's own range."""
        lower, upper = self._bound(request.get("fromBlock")), self._bound(request.get("toBlock"))
        first = first if lower is None else max(first, lower)
        last = last if upper is None else min(last, upper)
        if first > last:
            return []
        between = {**request, "fromBlock": hex(first), "toBlock": hex(last)}
        answer: list[Json] = self._query([between])
        return answer

    def _bound(self, value: Any) -> int | None:
        """A bound that is a number; a tag such as `latest` moves along and bounds nothing."""
        return None if value is None else as_block(value).number

    def _pending_changes(self, found: _Filter, position: int) -> list[Any]:
        try:
            fresh, found.position = self._arrivals.since(position)
        except RpcError:
            self._drop_found(found)
            raise
        names = [hexed(each) for each in fresh]
        return [self._transaction([name]) for name in names] if found.full else names

    def _drop_found(self, found: _Filter) -> None:
        """Drop a filter whose client cannot be told all that it asked for."""
        with self._lock:
            for identity in [key for key, each in self._filters.items() if each is found]:
                self._drop(identity)

    def _head(self) -> int:
        return self._backend.chain.head.header.block_number

    def _add(self, made: _Filter) -> str:
        identity = "0x" + secrets.token_hex(16)
        with self._lock:
            self._forget_idle()
            most = self._limits.filters
            if len(self._filters) >= most:
                facts = {"code": "too-many-filters", "limit": most}
                raise RpcError(LIMIT, f"too many filters, want at most {most}", facts)
            self._filters[identity] = made
        return identity

    def _find(self, identity: Any) -> _Filter:
        with self._lock:
            self._forget_idle()
            found = self._filters.get(str(identity))
            if found is None:
                raise RpcError(SERVER, "filter not found")
            found.asked = self._now()
            return found

    def _forget_idle(self) -> None:
        oldest = self._now() - self._limits.filter_idle
        for identity in [key for key, each in self._filters.items() if each.asked < oldest]:
            self._drop(identity)

    def _drop(self, identity: str) -> bool:
        found = self._filters.pop(identity, None)
        if found is not None and found.position is not None:
            self._arrivals.unwatch()
        return found is not None


def methods(
    backend: Backend, limits: Limits | None = None, now: Callable[[], float] = time.monotonic
) -> Methods:
    """The methods of filters; `now` counts seconds."""
    room = _Filters(backend, limits or Limits(), now)
    return {
        "eth_newFilter": Method(room.new_logs, (as_object,)),
        "eth_newBlockFilter": Method(room.new_blocks),
        "eth_newPendingTransactionFilter": Method(room.new_pending, (as_bool,), (False,)),
        "eth_getFilterChanges": Method(room.changes, (anything,)),
        "eth_getFilterLogs": Method(room.logs, (anything,)),
        "eth_uninstallFilter": Method(room.uninstall, (anything,)),
    }
