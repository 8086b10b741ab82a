"""What rows about enforcement claim that the contract answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlmodel import col, select

from ledger.enforcement.model import Act
from ledger.enforcement.tables import EnforcementRow
from ledger.index.keyset import Keyset
from ledger.index.tables import EventRow
from ledger.index.values import text_to_amount
from ledger.index.verifying import Claim, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlmodel import Session

__all__ = ["SOURCES"]

_CONTRACT: Final = "digital_assets"
_PAUSES: Final = {Act.PAUSE: True, Act.RESUME: False}
_FREEZES: Final = frozenset({Act.FREEZE, Act.UNFREEZE})


def _acts(session: Session, rows: Sequence[EnforcementRow]) -> Iterator[Claim]:
    """An act claims nothing if the same block has a later event that may have changed its trace:
    a forced transfer unfreezes what it takes, and who claims for a new key takes freezes along.
    """
    for row in rows:
        act = Act(row.act)
        if act in _PAUSES and not _followed(session, row, "Paused", "Resumed"):
            yield Claim((_CONTRACT, "paused", (row.asset,), row.block), _PAUSES[act])
        elif act in _FREEZES and row.amount and not _followed(session, row, "Frozen"):
            asked: tuple[Any, ...] = (row.account, row.asset)
            claimed = text_to_amount(row.amount)
            yield Claim((_CONTRACT, "getFrozenTokens", asked, row.block), claimed)


def _followed(session: Session, row: EnforcementRow, *names: str) -> bool:
    query = select(EventRow.block).where(
        EventRow.block == row.block,
        EventRow.log_index > row.log_index,
        EventRow.contract == row.contract,
        col(EventRow.name).in_(names),
    )
    return session.exec(query.limit(1)).first() is not None


_BY_PLACE: Final = Keyset(
    {
        "block": (col(EnforcementRow.block), int),
        "log_index": (col(EnforcementRow.log_index), int),
    }
)

SOURCES: Final = (Source(EnforcementRow, _BY_PLACE, _acts),)
"""Freezes and pauses, at every block that changed them; other acts are in other tables' claims."""
