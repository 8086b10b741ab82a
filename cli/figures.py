"""Figures for Prometheus: shown on a port of their own, which no visitor of the pages reaches."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from prometheus_client import start_http_server

from cli.wiring import connect, index_engine, vault_engine
from ledger.errors import Unavailable
from ledger.figures import Figures
from ledger.hooks.store import Hooks
from ledger.index.store import IndexStore, behind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cli.settings import Settings

__all__ = ["figures_of_index", "showing"]


@contextmanager
def showing(host: str, port: int, made: Callable[[], Figures]) -> Iterator[None]:
    """Show figures at `/metrics` of a port; where it is 0 they are not even made.

    Raises Unavailable `port.in-use` (host, port).
    """
    if not port:
        yield
        return
    try:
        server, thread = start_http_server(port, host, made().registry)
    except OSError as error:
        raise Unavailable("port.in-use", host=host, port=port) from error
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def figures_of_index(settings: Settings) -> Figures:
    """What the process of the index does: how far it is, and its webhooks."""
    index, hooks, chain = (
        IndexStore(index_engine(settings)),
        Hooks(vault_engine(settings)),
        connect(settings),
    )

    def height() -> int:
        head = index.head()
        return -1 if head is None else head.number

    figures = Figures()
    figures.gauge("index_height", "The last indexed block; -1 before any.", height)
    figures.gauge(
        "index_lag_blocks",
        "Final blocks that are not indexed yet.",
        lambda: behind(index.head(), chain.final_head()),
    )
    figures.gauge("webhooks", "Webhooks.", lambda: len(hooks.all()))
    figures.gauge(
        "webhooks_failing",
        "Webhooks whose receiver did not take the last request.",
        lambda: sum(1 for each in hooks.all() if each.attempts),
    )
    figures.gauge(
        "webhooks_paused",
        "Webhooks that tell nothing until somebody resumes them.",
        lambda: sum(1 for each in hooks.all() if each.paused),
    )
    figures.gauge("webhook_dead_letters", "What no webhook could bring.", hooks.dead)
    return figures
