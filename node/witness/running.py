"""A witness at work: a follower with a key and a store of its own statements."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from node.clock import Clock, SystemClock
from node.follow.roots import settle
from node.follow.running import Following, catch_up, follow
from node.witness.rpc import methods
from node.witness.serving import witness_folder
from node.witness.store import Bounds, WitnessStore
from node.witness.witness import Witness

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from eth_keys.datatypes import PrivateKey

    from node.running import Service

__all__ = ["witness", "witness_once"]

_OWN: Final = Bounds(witnesses=1, statements=2**40, size=1 << 36)
"""Its own statements a witness never forgets, or it could contradict itself."""


def witness(
    service: Service, following: Following, key: PrivateKey, clock: Clock | None = None
) -> None:
    """Follow, sign, publish and serve until SIGTERM or SIGINT.

    Raises as `follow`, and VerificationError `witness.refused`, `witness.own-contradiction`.
    """
    clock = clock or SystemClock()
    with _signing(service.home, following, key, clock) as (signing, _):
        follow(service, signing, clock)


def witness_once(
    home: Path, following: Following, key: PrivateKey, clock: Clock | None = None
) -> tuple[int, str, int]:
    """Follow until the source has no more; return number and hash of the head, and how far
    statements were taken by the sealing side. Raises as `witness`.
    """
    clock = clock or SystemClock()
    with _signing(home, following, key, clock) as (signing, store):
        number, block_hash = catch_up(home, signing, clock)
        return number, block_hash, store.published()


@contextlib.contextmanager
def _signing(
    home: Path, following: Following, key: PrivateKey, clock: Clock
) -> Iterator[tuple[Following, WitnessStore]]:
    settle(home, following.roots, clock)  # the home is made whole before the store lies in it
    store = WitnessStore(witness_folder(home), _OWN)
    try:
        signing = replace(
            following,
            watcher=lambda chain, source: Witness(chain, source, store, key),
            more=lambda backend: methods(backend, store, None),
        )
        yield signing, store
    finally:
        store.close()
