"""Classes of tokens and requests for redemption in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from ledger.assets.ownership import known_class
from ledger.assets.tables import (
    AccessRow,
    AssetClassRow,
    RedemptionRow,
)
from ledger.assets.translate import (
    to_access,
    to_classes,
    to_redemptions,
)
from ledger.database import MAX_INTEGER, reading
from ledger.errors import NotFound
from ledger.index.keyset import Keyset
from ledger.paging import Page

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from ledger.assets.model import Access, AssetClass, Redemption

__all__ = ["AssetStore"]

_CLASSES = Keyset({"id": (col(AssetClassRow.id), int)})
_ACCESS = Keyset({"participant": (col(AccessRow.participant), int)})
_REDEMPTIONS = Keyset({"number": (col(RedemptionRow.number), int)}, descending=True)


@dataclass(frozen=True, slots=True)
class AssetStore:
    """Reads what the projection wrote."""

    engine: Engine

    def asset(self, class_id: int) -> AssetClass:
        """Return a class; NotFound("asset.unknown", asset=)."""
        with reading(self.engine) as session:
            known_class(session, class_id)
            return to_classes(session, [session.get_one(AssetClassRow, class_id)])[0]

    def assets(self, limit: int, after: str | None) -> Page[AssetClass]:
        """List classes by number."""
        with reading(self.engine) as session:
            rows, total, following = _CLASSES.page(session, select(AssetClassRow), limit, after)
            return Page(to_classes(session, rows), total, following)

    def access(self, class_id: int, limit: int, after: str | None) -> Page[Access]:
        """List who was given access to a class, by number; NotFound("asset.unknown")."""
        query = select(AccessRow).where(AccessRow.class_id == class_id)
        with reading(self.engine) as session:
            known_class(session, class_id)
            rows, total, following = _ACCESS.page(session, query, limit, after)
            return Page(to_access(session, rows), total, following)

    def redemption(self, number: int) -> Redemption:
        """Return a request for redemption; NotFound("redemption.unknown", redemption=)."""
        with reading(self.engine) as session:
            known = 0 < number <= MAX_INTEGER
            row = session.get(RedemptionRow, number) if known else None
            if row is None:
                raise NotFound("redemption.unknown", redemption=str(number)[:80])
            return to_redemptions(session, [row])[0]

    def redemptions(self, class_id: int, limit: int, after: str | None) -> Page[Redemption]:
        """List the requests of a class, newest first; NotFound("asset.unknown")."""
        query = select(RedemptionRow).where(RedemptionRow.class_id == class_id)
        with reading(self.engine) as session:
            known_class(session, class_id)
            rows, total, following = _REDEMPTIONS.page(session, query, limit, after)
            return Page(to_redemptions(session, rows), total, following)
