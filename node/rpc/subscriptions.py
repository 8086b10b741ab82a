"""What a connection can subscribe to, and the messages that a chain has for its subscribers."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import orjson

from node.rpc.codec import as_address, as_bool, as_object, as_quantity, hexed
from node.rpc.errors import INVALID_PARAMS, METHOD_NOT_FOUND, RpcError
from node.rpc.eth import logs, transactions
from node.rpc.objects import header_object

if TYPE_CHECKING:
    from eth_typing import Address

    from node.headers import Header
    from node.rpc.arrivals import Arrivals
    from node.rpc.backend import Backend

__all__ = ["Kind", "Listener", "News", "Subscription"]

Json = dict[str, Any]
Who = TypeVar("Who", bound=Hashable)
_NO_BOUND = 2**63
_AT_ONCE = 256
_log = logging.getLogger(__name__)


class Kind(Enum):
    """The subscriptions of `eth_subscribe`."""

    HEADS = "newHeads"
    LOGS = "logs"
    PENDING = "newPendingTransactions"


@dataclass(frozen=True)
class Subscription:
    """One subscription: it is told of blocks above `after` and of transactions not yet seen."""

    id: str
    kind: Kind
    after: int
    wanted: logs.LogFilter | None = None
    full: bool = False

    @classmethod
    def parse(cls, name: Any, option: Any, after: int) -> Subscription:
        """Read the parameters of `eth_subscribe`.

        Raises RpcError `METHOD_NOT_FOUND` for a kind that does not exist, `INVALID_PARAMS` for
        an option that makes no sense.
        """
        try:
            kind = Kind(name)
        except ValueError:
            message = f'no "{str(name)[:80]}" subscription in eth namespace'
            raise RpcError(METHOD_NOT_FOUND, message) from None
        identity = "0x" + secrets.token_hex(16)
        if kind is Kind.LOGS:
            wanted = logs.LogFilter.parse({} if option is None else as_object(option))
            return cls(identity, kind, after, wanted=wanted)
        if kind is Kind.PENDING:
            return cls(identity, kind, after, full=False if option is None else as_bool(option))
        if option is not None:
            raise RpcError(INVALID_PARAMS, "too many arguments, want at most 1")
        return cls(identity, kind, after)


@dataclass(frozen=True)
class Listener(Generic[Who]):
    """A subscription and whose it is."""

    who: Who
    subscription: Subscription


class News:
    """Follows one chain for all subscribers together; one caller at a time."""

    def __init__(self, backend: Backend, arrivals: Arrivals) -> None:
        self._backend = backend
        self._arrivals = arrivals
        self._number = self.head
        self._position: int | None = None
        every = logs.LogLimits(logs=_NO_BOUND)
        self._logs_of = logs.methods(backend, every)["eth_getLogs"].call
        self._transaction = transactions.methods(backend)["eth_getTransactionByHash"].call

    @property
    def head(self) -> int:
        """The height of the chain."""
        return self._backend.chain.head.header.block_number

    def restart(self) -> None:
        """Forget what happened while nobody listened."""
        self._number = self.head
        self.unwatch()

    def watch(self) -> None:
        """Watch what comes to wait from now on; `next` may run meanwhile."""
        if self._position is None:
            self._position = self._arrivals.watch()

    def unwatch(self) -> None:
        """No longer watch what waits; not while `next` runs."""
        if self._position is not None:
            self._arrivals.unwatch()
            self._position = None

    def next(self, listeners: Iterable[Listener[Who]]) -> list[tuple[Who, str]]:
        """What each has to be told now: first what waits, then block after block."""
        by_kind: dict[Kind, list[Listener[Who]]] = {kind: [] for kind in Kind}
        for listener in listeners:
            by_kind[listener.subscription.kind].append(listener)
        told = list(self._pending(by_kind[Kind.PENDING]))
        head = min(self.head, self._number + _AT_ONCE)
        for number in range(self._number + 1, head + 1):
            header = self._backend.chain.records.header_at(number)
            told += self._heads(header, by_kind[Kind.HEADS])
            told += self._logs(header, by_kind[Kind.LOGS])
        self._number = head
        return told

    def _pending(self, listeners: list[Listener[Who]]) -> Iterable[tuple[Who, str]]:
        if self._position is None:
            return
        try:
            fresh, self._position = self._arrivals.since(self._position)
        except RpcError as error:  # this process slept for long: there is no catching up
            _log.warning("subscribers miss transactions: %s", error.message)
            self.unwatch()
            self.watch()
            return
        for transaction_hash in fresh:
            name = hexed(transaction_hash)
            found = self._transaction([name]) if _any_full(listeners) else None
            for listener in listeners:
                yield _message(listener, found if listener.subscription.full else name)

    def _heads(self, header: Header, listeners: list[Listener[Who]]) -> Iterable[tuple[Who, str]]:
        if not listeners:
            return
        total = self._backend.chain.records.total_difficulty(header.hash)
        answer = header_object(header, total)
        for listener in listeners:
            if listener.subscription.after < header.block_number:
                yield _message(listener, answer)

    def _logs(self, header: Header, listeners: list[Listener[Who]]) -> Iterable[tuple[Who, str]]:
        if not listeners:
            return
        for log in self._logs_of([{"blockHash": hexed(header.hash)}]):
            address, topics = as_address(log["address"]), [as_quantity(t) for t in log["topics"]]
            for listener in listeners:
                if _asks(listener.subscription, header, address, topics):
                    yield _message(listener, log)


def _asks(subscription: Subscription, header: Header, address: Address, topics: list[int]) -> bool:
    return (
        subscription.wanted is not None
        and subscription.after < header.block_number
        and subscription.wanted.matches(address, topics)
    )


def _any_full(listeners: list[Listener[Who]]) -> bool:
    return any(listener.subscription.full for listener in listeners)


def _message(listener: Listener[Who], result: Any) -> tuple[Who, str]:
    """A notification of `eth_subscription`."""
    parameters = {"subscription": listener.subscription.id, "result": result}
    message = {"jsonrpc": "2.0", "method": "eth_subscription", "params": parameters}
    return listener.who, orjson.dumps(message).decode()
