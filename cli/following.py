"""What `qoima node follow` and `compare` do, between the node's room and the program's."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cli.installation import node_errors
from cli.processes import end_with_parent
from cli.wiring import log_to_stderr
from ledger.errors import VerificationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from cli.settings import Settings

__all__ = ["Manner", "Trust", "compare_nodes", "follow_node"]


@dataclass(frozen=True)
class Trust:
    """Files and digest that a follower begins with; none of them in a home that exists."""

    genesis: Path | None = None
    sha256: str | None = None
    deployment: Path | None = None


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
    from node.follow.roots import read_roots
    from node.follow.running import Following, catch_up, follow
    from node.running import Service

    log_to_stderr(settings)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs every question
    if manner.supervised:
        end_with_parent()
    with node_errors():
        roots = None
        if trust.genesis is not None:
            roots = read_roots(trust.genesis, trust.sha256, trust.deployment)
        following = Following(url, roots, forwards=manner.forward, progress=progress)
        if manner.once:
            number, block_hash = catch_up(settings.home, following)
            return {"head": number, "hash": block_hash}
        follow(Service(settings.home, settings.node_host, settings.node_port), following)
    return None


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
