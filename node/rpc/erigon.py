"""The namespace `erigon`: the one method by which Otterscan knows a node that can serve it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from node.rpc.codec import as_block
from node.rpc.objects import header_object
from node.rpc.protocol import Method

if TYPE_CHECKING:
    from node.rpc.backend import Backend
    from node.rpc.codec import BlockId
    from node.rpc.protocol import Methods

__all__ = ["methods"]


def methods(backend: Backend) -> Methods:
    """All methods that begin with `erigon_`."""

    def header(block: BlockId) -> dict[str, Any] | None:
        found = backend.find(block)
        if found is None:
            return None
        return header_object(found, backend.chain.records.total_difficulty(found.hash))

    return {"erigon_getHeaderByNumber": Method(header, (as_block,))}
