"""Requests for redemption of all classes, and the supply of a class through time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from ledger.assets.ownership import known_class
from ledger.assets.tables import RedemptionRow, SupplyRow
from ledger.assets.translate import to_redemptions
from ledger.database import reading
from ledger.index.keyset import Keyset
from ledger.index.translate import refs_of
from ledger.index.values import text_to_amount
from ledger.paging import Page

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from ledger.assets.model import Redemption, RedemptionStatus
    from ledger.records import BlockRef

__all__ = ["Queue", "Supplied"]

_OLDEST = Keyset({"number": (col(RedemptionRow.number), int)})
_NEWEST = Keyset(_OLDEST.columns, descending=True)
_SUPPLIES = Keyset({"block": (col(SupplyRow.block), int)}, descending=True)


@dataclass(frozen=True, slots=True)
class Supplied:
    """The supply of a class and how many held it, from a block until the next change."""

    block: BlockRef
    supply: int
    holders: int


@dataclass(frozen=True, slots=True)
class Queue:
    """Reads lists; they raise Rejected("page.bad-limit") and Rejected("page.bad-cursor")."""

    engine: Engine

    def requests(
        self,
        status: RedemptionStatus,
        limit: int,
        after: str | None = None,
        *,
        oldest_first: bool = False,
    ) -> Page[Redemption]:
        """Requests of all classes that stand so."""
        query = select(RedemptionRow).where(RedemptionRow.status == status.value)
        keyset = _OLDEST if oldest_first else _NEWEST
        with reading(self.engine) as session:
            rows, total, following = keyset.page(session, query, limit, after)
            return Page(to_redemptions(session, rows), total, following)

    def supplies(self, class_id: int, limit: int, after: str | None = None) -> Page[Supplied]:
        """Changes of the supply of a class, newest first; NotFound("asset.unknown")."""
        query: Any = select(SupplyRow).where(SupplyRow.class_id == class_id)
        with reading(self.engine) as session:
            known_class(session, class_id)
            rows, total, following = _SUPPLIES.page(session, query, limit, after)
            blocks = refs_of(session, {row.block for row in rows})
            items = tuple(
                Supplied(blocks[row.block], text_to_amount(row.supply), row.holders) for row in rows
            )
        return Page(items, total, following)
