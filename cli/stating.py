"""Beside the indexer: the statements of records are kept, so that each can be proven."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.processes import beside
from cli.wiring import keeper

if TYPE_CHECKING:
    import threading
    from contextlib import AbstractContextManager

    from cli.settings import Settings

__all__ = ["stating"]


def stating(settings: Settings, stop: threading.Event) -> AbstractContextManager[None]:
    """Keep statements by a thread beside, until `stop` is set."""
    return beside("proofs", keeper(settings).run, stop)
