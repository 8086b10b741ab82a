"""Content through the trustless gateway of the server: each block hashed here on arrival."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from depository.blocks import MAX_BLOCK_BYTES, NoStore, check_block

if TYPE_CHECKING:
    from depository.blocks import Batch
    from depository.cid import Cid
    from qoima.client.http import Client

__all__ = ["GatewayStore"]


@dataclass(frozen=True)
class GatewayStore:
    """A BlockStore to read from; it takes nothing."""

    client: Client

    def get(self, cid: Cid) -> bytes:
        """The block, if its bytes hash to `cid`: VerificationError("content.damaged") otherwise.

        Raises ProblemError and Unavailable as the client does, for a larger block too.
        """
        data = self.client.read(f"/ipfs/{cid}", MAX_BLOCK_BYTES, format="raw")
        return check_block(cid, data)

    def has(self, cid: Cid) -> bool:  # noqa: ARG002 - asking costs as much as getting
        """Say yes: `get` tells."""
        return True

    def batch(self) -> Batch:
        """A batch that drops each block."""
        return NoStore().batch()
