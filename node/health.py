"""Whether the node is alive, and whether it is ready for work."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from node.primitives import hexed

if TYPE_CHECKING:
    from collections.abc import Callable

    from node.rpc.backend import Backend

__all__ = ["Health"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Health:
    """Looks at a node from outside of JSON-RPC.

    `failure` is what ended the work on the chain: sealing, or following. An old head is none: a
    chain without transactions makes no blocks.
    """

    backend: Backend
    failure: Callable[[], BaseException | None] = lambda: None
    now: Callable[[], float] = time.time

    def ready(self) -> tuple[bool, dict[str, Any]]:
        """Whether requests can be answered and the chain can grow, and what speaks for it."""
        if self.failure() is not None:
            return False, {"ready": False, "reason": "worker-failed"}
        try:
            header = self.backend.chain.head.header
            self.backend.chain.records.encoded_block(header.hash)
        except Exception:  # noqa: BLE001 - whatever it is, the node is not fit for work
            _log.exception("the head cannot be read")
            return False, {"ready": False, "reason": "store-unreadable"}
        head = {
            "number": header.block_number,
            "hash": hexed(header.hash),
            "age_seconds": max(0, int(self.now()) - header.timestamp),
        }
        return True, {"ready": True, "head": head, "waiting": len(self.backend.pool)}
