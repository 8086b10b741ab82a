"""A follower at work: opened from its home, following, serving read-only, closed cleanly."""

from __future__ import annotations

import contextlib
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from node.chain import Chain
from node.clock import Clock, SystemClock
from node.deployment import Home
from node.errors import VerificationError
from node.follow.follower import Follower, Verified
from node.follow.roots import Roots, settle
from node.follow.source import Source
from node.genesis import Genesis
from node.metrics import Metrics
from node.pool import Pool
from node.rpc.backend import Backend
from node.rpc.codec import as_bytes, hexed, quantity
from node.rpc.methods import all_methods
from node.rpc.protocol import Method
from node.running import Service, serve
from node.storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from node.export import Progress
    from node.rpc.protocol import Methods

__all__ = ["Following", "catch_up", "follow", "open_follower"]


@dataclass(frozen=True)
class Following:
    """Whom to follow, from which roots (None in a home that exists), and how.

    With `forwards`, transactions are passed on to the source; else they are refused. `watcher`
    makes what is told of each verified block; `more` makes methods that are served besides.
    """

    url: str
    roots: Roots | None = None
    forwards: bool = False
    progress: Progress | None = None
    watcher: Callable[[Chain, Source], Verified] | None = None
    more: Callable[[Backend], Methods] | None = None


@contextlib.contextmanager
def open_follower(
    home: Path, following: Following, clock: Clock
) -> Iterator[tuple[Backend, Follower, Source]]:
    """Open a follower's home, made when there is none; nothing is fetched yet.

    Raises what `settle` raises, Conflict `chain.in-use`, VerificationError `store.*`.
    """
    settle(home, following.roots, clock)
    with contextlib.ExitStack() as stack:
        store = Store(Home(home).chain)
        stack.callback(store.close)
        chain = Chain(store, clock)
        if chain.genesis != Genesis.parse(Home(home).genesis.read_bytes()):
            raise VerificationError("store.other-genesis")
        source = Source(following.url)
        stack.callback(source.close)
        verified = following.watcher(chain, source) if following.watcher else None
        follower = Follower(chain, source, clock, verified)
        if following.progress is not None:
            follower.on_progress(following.progress)
        yield Backend(chain, Pool(store), admission=None), follower, source


def catch_up(home: Path, following: Following, clock: Clock | None = None) -> tuple[int, str]:
    """Follow until the source has no more; return the head's number and hash.

    Raises as `open_follower` and `Follower.catch_up`.
    """
    with open_follower(home, following, clock or SystemClock()) as (backend, follower, _):
        number = follower.catch_up()
        return number, hexed(backend.chain.head.header.hash)


def follow(service: Service, following: Following, clock: Clock | None = None) -> None:
    """Follow and serve until SIGTERM or SIGINT.

    Raises as `open_follower`, and what ended the following: VerificationError
    `follow.disagreement`, `block.*`, `clique.*`.
    """
    opened = open_follower(service.home, following, clock or SystemClock())
    with opened as (backend, follower, source):
        methods = {**all_methods(backend, service.limits), **_own_methods(follower)}
        if following.more is not None:
            methods.update(following.more(backend))
        if following.forwards:
            methods["eth_sendRawTransaction"] = _forwarding(source)
        metrics = Metrics(backend)
        behind = "Blocks of the source that are still to come; NaN while it has said nothing."
        metrics.gauge("lag_blocks", behind, lambda: _lag(follower))
        follower.start()
        try:
            serve(backend, methods, service, follower, metrics)
        finally:
            follower.stop()
        if follower.failure is not None:
            raise follower.failure


def _lag(follower: Follower) -> float:
    lag = follower.status.lag
    return math.nan if lag is None else lag


def _own_methods(follower: Follower) -> Methods:
    def syncing() -> dict[str, str] | bool:
        status = follower.status
        if not status.lag or status.source_head is None:
            return False
        return {
            "startingBlock": quantity(0),
            "currentBlock": quantity(status.head),
            "highestBlock": quantity(status.source_head),
        }

    def following() -> dict[str, Any]:
        return follower.status.as_json()

    return {"eth_syncing": Method(syncing), "qoima_following": Method(following)}


def _forwarding(source: Source) -> Method:
    def send(raw: bytes) -> Any:
        return source.call("eth_sendRawTransaction", hexed(raw))

    return Method(send, (as_bytes,))
