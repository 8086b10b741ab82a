"""Rows of the index for tests of what only reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depository.batches.projection import AWAITED
from depository.batches.tables import BatchRow
from depository.tables import DepositRow

if TYPE_CHECKING:
    from ledger.types import Digest

__all__ = ["batch_row", "deposit_row"]


def deposit_row(number: int, root: Digest, status: str = "deposited", **more: Any) -> DepositRow:
    """A deposit of one participant, as the indexer enters it before anybody has decided."""
    return DepositRow(
        number=number,
        root=root,
        size="1",
        kind=1,
        limited=False,
        origin=0,
        status=status,
        possessor=1,
        block=1,
        transaction="0x",
        **more,
    )


def batch_row(number: int, root: Digest, size: int, content: Digest) -> BatchRow:
    """A batch of one participant, as the indexer enters it before it reads the list."""
    return BatchRow(
        number=number,
        root=root,
        size=size,
        list=content,
        possessor=1,
        status="deposited",
        block=1,
        transaction="0x",
        changed=1,
        state=AWAITED,
    )
