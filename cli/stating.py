"""Beside the indexer: the statements of records are kept, so that each can be proven."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cli.wiring import keeper

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.settings import Settings

__all__ = ["stating"]


@contextmanager
def stating(settings: Settings, stop: threading.Event) -> Iterator[None]:
    """Keep statements by a thread beside, until `stop` is set."""
    thread = threading.Thread(target=keeper(settings).run, args=(stop,), name="proofs")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
