"""What `qoima node follow`, `witness` and `compare` do, between the program and the node."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cli.installation import node_errors
from cli.keys import find, password_file, read_password
from cli.processes import end_with_parent
from cli.serving import service
from cli.wiring import log_to_stderr
from ledger.errors import VerificationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from eth_keys.datatypes import PrivateKey

    from cli.settings import Settings
    from node.follow.roots import Roots

__all__ = ["Manner", "Trust", "compare_nodes", "follow_node", "witness_key", "witness_node"]


@dataclass(frozen=True)
class Trust:
    """Files and digest that a follower begins with; none of them in a home that exists."""

    genesis: Path | None = None
    sha256: str | None = None
    deployment: Path | None = None

    def roots(self) -> Roots | None:
        """What was given, held to its digest. Raises as `node.follow.roots.read_roots`."""
        from node.follow.roots import read_roots

        if self.genesis is None:
            return None
        return read_roots(self.genesis, self.sha256, self.deployment)


@dataclass(frozen=True)
class Manner:
    """How to follow: once up to the source's head, passing transactions on, under a supervisor."""

    once: bool = False
    forward: bool = False
    supervised: bool = False


def follow_node(
    settings: Settings,
    url: str,
    trust: Trust,
    manner: Manner,
    progress: Callable[[int, int], None],
) -> dict[str, Any] | None:
    """Follow until SIGINT or SIGTERM; with `once` until the source has no more, and say where."""
    from node.follow.running import Following, catch_up, follow

    _begin(settings, manner)
    with node_errors():
        following = Following(url, trust.roots(), forwards=manner.forward, progress=progress)
        if manner.once:
            number, block_hash = catch_up(settings.home, following)
            return {"head": number, "hash": block_hash}
        follow(service(settings), following)
    return None


def witness_node(
    settings: Settings,
    url: str,
    trust: Trust,
    manner: Manner,
    key: PrivateKey,
) -> dict[str, Any] | None:
    """The same with a key that signs what was verified and publishes it to the node."""
    from node.follow.running import Following
    from node.witness.running import witness, witness_once

    _begin(settings, manner)
    with node_errors():
        following = Following(url, trust.roots(), forwards=manner.forward)
        if manner.once:
            number, block_hash, published = witness_once(settings.home, following, key)
            return {"head": number, "hash": block_hash, "published": published}
        witness(service(settings), following, key)
    return None


def witness_key(settings: Settings, name: str) -> PrivateKey:
    """Open the keystore of a witness. Raises as `cli.keys.find`, and `key.*` of the node."""
    from node.keys import read_key

    found = find(settings, name)
    password = read_password(password_file(settings, found.path.parent), found.name)
    with node_errors():
        return read_key(found.path, password)


def _begin(settings: Settings, manner: Manner) -> None:
    log_to_stderr(settings)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs every question
    if manner.supervised:
        end_with_parent()


@contextmanager
def compare_nodes(
    urls: Sequence[str], progress: Callable[[int, int], None], *, full: bool
) -> Iterator[dict[str, Any]]:
    """Yield what to show; in the end VerificationError `compare.differs` if they differ.

    Raises Unavailable `source.*`.
    """
    from node.compare import compare

    with node_errors():
        found = compare(urls, full=full, progress=progress)
    yield found.as_json()
    if found.difference is not None:
        raise VerificationError("compare.differs", number=found.difference.number)
