"""Classes of tokens whose attested backing is over, or is less than their supply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import and_, col, or_, select

from ledger.assets.model import BackingKind
from ledger.assets.tables import AssetClassRow
from ledger.assets.translate import to_classes
from ledger.database import reading
from ledger.index.keyset import count
from ledger.index.values import amount_to_text
from ledger.paging import Page, check_limit

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from ledger.assets.model import AssetClass

__all__ = ["Uncovered"]


@dataclass(frozen=True, slots=True)
class Uncovered:
    """Reads what the projection wrote."""

    engine: Engine

    def classes(self, limit: int, now: int) -> Page[AssetClass]:
        """The classes that stand so at `now` (timestamp), the longest over first, then the others.

        An unbacked class has no backing to be over. Raises Rejected("page.bad-limit").
        """
        check_limit(limit)
        row = AssetClassRow
        short = or_(
            and_(col(row.attested).is_(None), row.supply > amount_to_text(0)),
            col(row.supply) > col(row.attested),
        )
        over = col(row.valid_until) < amount_to_text(max(0, now))
        query = select(row).where(row.backing_kind != BackingKind.UNBACKED.value, or_(short, over))
        order = (col(row.valid_until).is_(None), col(row.valid_until), col(row.id))
        with reading(self.engine) as session:
            total = count(session, query)
            rows = session.exec(query.order_by(*order).limit(limit)).all()
            return Page(to_classes(session, rows), total, None)
