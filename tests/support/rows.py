"""Rows of the index for tests of what only reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from depository.tables import DepositRow

if TYPE_CHECKING:
    from ledger.types import Digest

__all__ = ["deposit_row"]


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
