"""The namespace `clique`: who seals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from node.primitives import as_checksummed
from node.rpc.codec import BlockId, as_block
from node.rpc.protocol import Method

if TYPE_CHECKING:
    from node.rpc.backend import Backend
    from node.rpc.protocol import Methods

__all__ = ["methods"]

_LATEST = BlockId(tag="latest")


def methods(backend: Backend) -> Methods:
    """All methods that begin with `clique_`; read-only."""

    def signers(block: BlockId) -> list[str]:
        """Who may seal after a block."""
        snapshot = backend.chain.snapshot(backend.header(block))
        return [as_checksummed(each) for each in snapshot.signers]

    return {"clique_getSigners": Method(signers, (as_block,), (_LATEST,))}
