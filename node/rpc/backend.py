"""What the methods work with: the chain, the pool and the door, and blocks found by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from node.errors import NotFound, Unavailable

if TYPE_CHECKING:
    from node.admission import Admission
    from node.chain import Chain
    from node.headers import Header
    from node.pool import Pool
    from node.rpc.codec import BlockId

__all__ = ["Backend"]


@dataclass(frozen=True)
class Backend:
    """A node as its methods see it; without `admission` it only reads."""

    chain: Chain
    pool: Pool
    admission: Admission | None

    def header(self, block: BlockId) -> Header:
        """The header a caller means. Raises NotFound `block.unknown`.

        With one signer each block is final when it is sealed, so `safe` and `finalized` are the
        head; with more, the last one that n // 2 further signers have built upon. `pending` is the
        head too: what waits is not executed before it is sealed.
        """
        if block.hash is not None:
            return self.chain.records.header(block.hash)
        if block.number is not None:
            return self.chain.records.header_at(block.number)
        if block.tag == "earliest":
            return self.chain.records.header_at(0)
        head = self.chain.head
        if block.tag in ("safe", "finalized") and len(head.snapshot.signers) > 1:
            depth = head.snapshot.limit
            return self.chain.records.header_at(max(0, head.header.block_number - depth))
        return head.header

    def find(self, block: BlockId) -> Header | None:
        """The same, with None for a block that is not there."""
        try:
            return self.header(block)
        except NotFound:
            return None

    @property
    def door(self) -> Admission:
        """What admits transactions. Raises Unavailable `node.read-only`."""
        if self.admission is None:
            raise Unavailable("node.read-only")
        return self.admission
