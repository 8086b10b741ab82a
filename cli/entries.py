"""What the three processes do, and the work on the chain's files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cli.installation import node_errors, node_password, settle_password
from cli.processes import end_with_parent, stop_signal
from cli.wiring import api_settings, connect, index_engine, indexer, log_to_stderr, services

if TYPE_CHECKING:
    from collections.abc import Callable

    from cli.settings import Settings

__all__ = ["index_status", "rebuild_index", "run_api", "run_indexer", "run_node"]


def run_node(settings: Settings, *, supervised: bool) -> None:
    """Seal and serve JSON-RPC until SIGINT or SIGTERM.

    Raises NotFound `home.missing` when there is no chain, and as the node does.
    """
    from node.running import run

    log_to_stderr(settings)
    settle_password(settings)
    with node_errors():
        password = node_password(settings)
        if supervised:
            end_with_parent()
        run(settings.home, password, settings.node_host, settings.node_port)


def run_indexer(settings: Settings, *, supervised: bool) -> None:
    """Follow the chain into SQL until SIGINT or SIGTERM."""
    log_to_stderr(settings)
    if supervised:
        end_with_parent()
    with stop_signal() as stop:
        indexer(settings).run(stop)


def index_status(settings: Settings) -> dict[str, Any]:
    """How far the index has come, and how far the chain."""
    from ledger.index.store import IndexStore

    indexed = IndexStore(index_engine(settings)).head()
    final = connect(settings).final_head()
    number = indexed.number if indexed else None
    return {
        "indexed": number,
        "final": final.number,
        "behind": final.number - (-1 if number is None else number),
    }


def rebuild_index(settings: Settings, progress: Callable[[int, int], None]) -> dict[str, Any]:
    """Drop the index and build it again."""
    head = indexer(settings).rebuild(progress)
    return {"indexed": head.number, "hash": head.hash}


def run_api(settings: Settings, *, supervised: bool) -> None:
    """Serve HTTP until SIGINT or SIGTERM."""
    import uvicorn

    from api.app import create_app

    log_to_stderr(settings)
    if supervised:
        end_with_parent()
    application = create_app(services(settings), api_settings(settings))
    uvicorn.run(
        application,
        host=settings.api_host,
        port=settings.api_port,
        log_config=None,
        log_level=settings.log_level,
        access_log=settings.log_level == "debug",
        server_header=False,
        timeout_graceful_shutdown=5,
    )
