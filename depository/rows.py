"""What the stores of the depository read alike: keys of participants, places on the chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from ledger.participants.tables import ParticipantRow
from ledger.records import Recorded
from ledger.types import Address, TxHash

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlmodel import Session

    from ledger.records import BlockRef

__all__ = ["place_of", "present_accounts"]


def present_accounts(session: Session, numbers: set[int]) -> dict[int, Address]:
    """The present keys of participants by number."""
    rows = session.exec(select(ParticipantRow).where(col(ParticipantRow.number).in_(numbers)))
    return {row.number: Address(row.account) for row in rows}


def place_of(
    blocks: Mapping[int, BlockRef], block: int | None, transaction: str | None
) -> Recorded | None:
    """Where a fact was recorded; None while it was not."""
    if block is None or transaction is None:
        return None
    return Recorded(blocks[block], TxHash(transaction))
