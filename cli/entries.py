"""What the three processes do, and the work on the chain's files."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from cli.exits import UsageError
from cli.installation import node_errors, node_password, settle_password
from cli.processes import end_with_parent, stop_signal
from cli.serving import service
from cli.wiring import (
    api_settings,
    connect,
    index_engine,
    indexer,
    log_to_stderr,
    services,
)
from ledger.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cli.settings import Settings

__all__ = [
    "export_chain",
    "import_chain",
    "index_status",
    "rebuild_index",
    "run_api",
    "run_indexer",
    "run_node",
    "verify_index",
]


def run_node(settings: Settings, *, supervised: bool) -> None:
    """Seal and serve JSON-RPC until SIGINT or SIGTERM.

    Raises NotFound `home.missing` when there is no chain, and as the node does.
    """
    from node.running import run

    if not (settings.node_folder / "deployment.json").is_file():
        raise NotFound("home.missing", path=str(settings.node_folder))
    log_to_stderr(settings)
    settle_password(settings)
    password = node_password(settings)
    if supervised:
        end_with_parent()
    with node_errors():
        run(service(settings), password)


def export_chain(
    settings: Settings, target: Path, progress: Callable[[int, int], None]
) -> dict[str, Any]:
    """Write the chain of a home whose node is stopped to a new file.

    Raises UsageError `input.output-exists` (path), `input.file-unwritable` (path).
    """
    from node.export import export_chain

    try:
        with target.open("xb") as file, node_errors():
            blocks = export_chain(settings.home, file, progress)
    except FileExistsError as error:
        raise UsageError("input.output-exists", path=str(target)) from error
    except OSError as error:
        raise UsageError("input.file-unwritable", path=str(target)) from error
    return {"file": str(target), "blocks": blocks}


def import_chain(
    settings: Settings, source: Path, genesis: Path, progress: Callable[[int, int], None]
) -> dict[str, Any]:
    """Execute the blocks of a file in a home that has no chain.

    Raises UsageError `input.file-unreadable` (path).
    """
    from node.export import import_chain

    try:
        with source.open("rb") as file, node_errors():
            head = import_chain(settings.home, genesis.read_bytes(), file, progress)
    except OSError as error:
        raise UsageError("input.file-unreadable", path=str(error.filename)) from error
    return {"head": head}


def run_indexer(settings: Settings, *, supervised: bool) -> None:
    """Follow the chain into SQL, bring events to webhooks, keep proofs, until SIGINT or SIGTERM."""
    log_to_stderr(settings)
    if supervised:
        end_with_parent()
    from cli.figures import figures_of_index, showing
    from cli.hooking import delivering
    from cli.stating import stating
    from node.interpreter import keep_what_is_there

    port, figures = settings.index_metrics_port, partial(figures_of_index, settings)
    with (
        showing(settings.metrics_host, port, figures),
        stop_signal() as stop,
        delivering(settings, stop),
        stating(settings, stop),
    ):
        following = indexer(settings)
        keep_what_is_there()
        following.run(stop)


def index_status(settings: Settings) -> dict[str, Any]:
    """How far the index has come, and how far the chain."""
    from ledger.index.store import IndexStore, behind

    indexed = IndexStore(index_engine(settings)).head()
    final = connect(settings).final_head()
    return {
        "indexed": indexed.number if indexed else None,
        "final": final.number,
        "behind": behind(indexed, final),
    }


def rebuild_index(settings: Settings, progress: Callable[[int, int], None]) -> dict[str, Any]:
    """Drop the index and build it again."""
    from node.interpreter import keep_what_is_there

    rebuilding = indexer(settings)
    keep_what_is_there()
    head = rebuilding.rebuild(progress)
    return {"indexed": head.number, "hash": head.hash}


def verify_index(
    settings: Settings, sample: int | None, progress: Callable[[int], None]
) -> dict[str, Any]:
    """Compare the index with the contracts: a sample of each table, or with None every row.

    Raises VerificationError `index.differs` (what, block, index, chain).
    """
    from depository import claims as of_deposits
    from depository.batches import claims as of_batches
    from ledger.assets import claims as of_assets
    from ledger.enforcement import claims as of_enforcement
    from ledger.index.verifying import verify
    from ledger.network import claims as of_nodes
    from ledger.participants import claims as of_participants
    from mining_registry.mined import claims as of_mined

    rooms = (
        of_participants,
        of_nodes,
        of_assets,
        of_enforcement,
        of_deposits,
        of_batches,
        of_mined,
    )
    sources = [source for room in rooms for source in room.SOURCES]
    engine = index_engine(settings)
    found = verify(connect(settings), engine, sources, sample, progress)
    return {"indexed": found.block.number, "hash": found.block.hash, "compared": found.compared}


def run_api(settings: Settings, *, supervised: bool) -> None:
    """Serve HTTP until SIGINT or SIGTERM."""
    from api.app import create_app
    from cli.figures import showing
    from cli.server import configured, serve
    from node.interpreter import keep_what_is_there

    log_to_stderr(settings)
    if supervised:
        end_with_parent()
    app = create_app(services(settings), api_settings(settings))
    port, figures = settings.api_metrics_port, app.state.application.metrics
    with showing(settings.metrics_host, port, lambda: figures):
        keep_what_is_there()
        serve(configured(app, settings), app.state.application.closing)
