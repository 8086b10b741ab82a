"""Movements, holders and holdings by offset, each list bounded by whoever asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlmodel import col, select

from ledger.assets.ownership import NOTHING, known_class
from ledger.assets.tables import HoldingRow, MovementRow, SupplyRow
from ledger.assets.translate import to_movements
from ledger.database import MAX_INTEGER, reading
from ledger.index.values import text_to_amount
from ledger.types import Address, ClassId

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from ledger.assets.book import Wanted
    from ledger.assets.model import Movement
    from ledger.index.spans import Span
    from ledger.records import BlockRef

__all__ = ["AssetSpans", "Held"]

_PLACE: Final = (
    col(MovementRow.block),
    col(MovementRow.log_index),
    col(MovementRow.position),
)


class Held(NamedTuple):
    """How much of a class an account holds, never zero."""

    class_id: ClassId
    account: Address
    amount: int


@dataclass(frozen=True, slots=True)
class AssetSpans:
    """Reads the index; a class that is not there is NotFound("asset.unknown", asset=)."""

    engine: Engine

    def movements(self, wanted: Wanted, span: Span) -> tuple[Movement, ...]:
        """Movements in some blocks: each query reads no more rows than the page ends at."""
        end = span.skip + span.take
        order = [each.desc() if span.descending else each for each in _PLACE]
        within = col(MovementRow.block).between(span.first, min(span.last, MAX_INTEGER))
        with reading(self.engine) as session:
            if wanted.class_id is not None:
                known_class(session, wanted.class_id)
            found = [
                row
                for query in wanted.queries()
                for row in session.exec(query.where(within).order_by(*order).limit(end))
            ]
            found.sort(key=_place, reverse=span.descending)
            return to_movements(session, found[span.skip : end])

    def holders(self, class_id: int, span: Span) -> list[Held]:
        """The holders of a class, the largest first."""
        amount, account = col(HoldingRow.amount), col(HoldingRow.account)
        query = _held().where(HoldingRow.class_id == class_id)
        return self._held(query.order_by(amount.desc(), account.desc()), span, class_id)

    def holdings(self, account: Address, span: Span) -> list[Held]:
        """What an account holds, by class."""
        query = _held().where(HoldingRow.account == account)
        return self._held(query.order_by(col(HoldingRow.class_id)), span, None)

    def holder_count(self, class_id: int) -> int:
        """How many hold a class."""
        with reading(self.engine) as session:
            return known_class(session, class_id).holders

    def supply(self, class_id: int, at: BlockRef | None = None) -> int:
        """How much of a class there is, or was at the end of a block.

        Raises NotFound("asset.not-yet") too.
        """
        with reading(self.engine) as session:
            row = known_class(session, class_id, at)
            if at is None:
                return text_to_amount(row.supply)
            then = select(SupplyRow.supply).where(
                SupplyRow.class_id == class_id, SupplyRow.block <= at.number
            )
            found = session.exec(then.order_by(col(SupplyRow.block).desc()).limit(1)).first()
            return text_to_amount(found or "0")

    def _held(self, query: Any, span: Span, class_id: int | None) -> list[Held]:
        with reading(self.engine) as session:
            if class_id is not None:
                known_class(session, class_id)
            rows = session.exec(query.offset(span.skip).limit(span.take))
            return [
                Held(ClassId(row.class_id), Address(row.account), text_to_amount(row.amount))
                for row in rows
            ]


def _held() -> Any:
    columns = (HoldingRow.class_id, HoldingRow.account, HoldingRow.amount)
    return select(*columns).where(HoldingRow.amount > NOTHING)


def _place(row: MovementRow) -> tuple[int, int, int]:
    return row.block, row.log_index, row.position
