"""Who holds what, now or at any indexed block."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlmodel import col, select

from ledger.assets.tables import AssetClassRow, BalanceRow, FreezeRow, HoldingRow, SupplyRow
from ledger.assets.translate import to_holdings
from ledger.database import MAX_INTEGER, reading
from ledger.errors import NotFound
from ledger.index.keyset import Keyset
from ledger.index.translate import indexed_head
from ledger.index.values import amount_to_text
from ledger.paging import Page

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session

    from ledger.assets.model import Holding
    from ledger.records import BlockRef
    from ledger.types import Address

__all__ = ["Ownership", "known_class"]

_LARGEST: Final = Keyset(
    {"amount": (col(HoldingRow.amount), str), "account": (col(HoldingRow.account), str)},
    descending=True,
)
_BY_ACCOUNT: Final = Keyset({"account": (col(HoldingRow.account), str)})
_BY_CLASS: Final = Keyset({"class_id": (col(HoldingRow.class_id), int)})
_NOTHING: Final = amount_to_text(0)


@dataclass(frozen=True, slots=True)
class Ownership:
    """Holdings at the indexed head, or at the end of an indexed block `at`.

    A list of a block does not change while its pages are read, nor ever. Lists raise
    Rejected("page.bad-limit") and Rejected("page.bad-cursor"); a class that is not there is
    NotFound("asset.unknown", asset=), one that was not at that block
    NotFound("asset.not-yet", asset=, block=).
    """

    engine: Engine

    def holders(
        self, class_id: int, limit: int, after: str | None, at: BlockRef | None = None
    ) -> Page[Holding]:
        """List the holders of a class: the largest first, those of a block by their accounts."""
        with reading(self.engine) as session:
            known = known_class(session, class_id, at)
            query = _held(at).where(HoldingRow.class_id == class_id)
            keyset = _LARGEST if at is None else _BY_ACCOUNT
            total = known.holders if at is None else _holders_at(session, class_id, at)
            rows, total, following = keyset.page(session, query, limit, after, total=total)
            return Page(to_holdings(rows, at or indexed_head(session)), total, following)

    def holdings(
        self, account: Address, limit: int, after: str | None, at: BlockRef | None = None
    ) -> Page[Holding]:
        """List what an account holds, by class."""
        query = _held(at).where(HoldingRow.account == account)
        with reading(self.engine) as session:
            rows, total, following = _BY_CLASS.page(session, query, limit, after)
            return Page(to_holdings(rows, at or indexed_head(session)), total, following)

    def holding(self, class_id: int, account: Address, at: BlockRef | None = None) -> Holding:
        """What an account holds of a class, be it nothing."""
        amount, frozen = _amounts(at, (class_id, account))
        with reading(self.engine) as session:
            known_class(session, class_id, at)
            found = session.exec(select(amount, frozen)).one()
            row = _Held(class_id, account, found[0] or _NOTHING, found[1])
            return to_holdings([row], at or indexed_head(session))[0]


@dataclass(frozen=True, slots=True)
class _Held:
    class_id: int
    account: str
    amount: str
    frozen: str | None


def known_class(session: Session, class_id: int, at: BlockRef | None = None) -> AssetClassRow:
    """The row of a class; raises as `Ownership` says."""
    row = session.get(AssetClassRow, class_id) if 0 < class_id <= MAX_INTEGER else None
    if row is None:
        raise NotFound("asset.unknown", asset=str(class_id)[:80])
    if at is not None and row.block > at.number:
        raise NotFound("asset.not-yet", asset=str(class_id), block=str(at.number))
    return row


def _held(at: BlockRef | None) -> Any:
    """The rows of holdings that are not nothing, with what of them is frozen."""
    then, frozen = _amounts(at, (col(HoldingRow.class_id), col(HoldingRow.account)))
    amount = col(HoldingRow.amount) if at is None else then
    columns = (col(HoldingRow.class_id), col(HoldingRow.account))
    shown = select(*columns, amount.label("amount"), frozen.label("frozen"))
    return shown.where(amount > _NOTHING)


def _amounts(at: BlockRef | None, key: tuple[Any, Any]) -> tuple[Any, Any]:
    """What was held and what was frozen under a class and an account, each the last of its rows."""
    return _last(BalanceRow, at, key), _last(FreezeRow, at, key)


def _last(table: type[BalanceRow | FreezeRow], at: BlockRef | None, key: tuple[Any, Any]) -> Any:
    query = select(table.amount).where(table.class_id == key[0], table.account == key[1])
    if at is not None:
        query = query.where(table.block <= at.number)
    return query.order_by(col(table.block).desc()).limit(1).scalar_subquery()


def _holders_at(session: Session, class_id: int, at: BlockRef) -> int:
    query = select(SupplyRow.holders).where(
        SupplyRow.class_id == class_id, SupplyRow.block <= at.number
    )
    return session.exec(query.order_by(col(SupplyRow.block).desc()).limit(1)).first() or 0
