"""Who holds what, now or at any indexed block."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import repeat
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import orjson
from sqlalchemy import text
from sqlmodel import col, select

from ledger.assets.pairs import PAIRS
from ledger.assets.tables import AssetClassRow, BalanceRow, FreezeRow, HoldingRow, SupplyRow
from ledger.assets.translate import to_holdings
from ledger.database import MAX_INTEGER, reading
from ledger.errors import NotFound
from ledger.index.keyset import Keyset
from ledger.index.streaming import stream
from ledger.index.translate import indexed_head
from ledger.index.values import amount_to_text
from ledger.paging import Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Engine, TextClause
    from sqlmodel import Session

    from ledger.assets.model import Holding
    from ledger.assets.pairs import Asked
    from ledger.records import BlockRef
    from ledger.types import Address

__all__ = ["NOTHING", "Amounts", "Ownership", "balance_at", "known_class"]

_LARGEST: Final = Keyset(
    {"amount": (col(HoldingRow.amount), str), "account": (col(HoldingRow.account), str)},
    descending=True,
)
_BY_ACCOUNT: Final = Keyset({"account": (col(HoldingRow.account), str)})
_BY_KEY: Final = Keyset(
    {"class_id": (col(HoldingRow.class_id), int), "account": (col(HoldingRow.account), str)}
)
_BY_CLASS: Final = Keyset({"class_id": (col(HoldingRow.class_id), int)})
NOTHING: Final = amount_to_text(0)
"""An amount as the rows have it; every other is greater as a text."""


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
            row = _Held(class_id, account, found[0] or NOTHING, found[1])
            return to_holdings([row], at or indexed_head(session))[0]

    def every(
        self, class_id: int | None, account: Address | None, at: BlockRef
    ) -> Iterator[Holding]:
        """All holdings at the end of a block, by class and account; raises as `stream` does."""
        query = _held(at)
        if class_id is not None:
            with reading(self.engine) as session:
                known_class(session, class_id, at)
            query = query.where(HoldingRow.class_id == class_id)
        if account is not None:
            query = query.where(HoldingRow.account == account)
        return stream(self.engine, _BY_KEY, [query], at, lambda _, rows: to_holdings(rows, at))

    def many(self, asked: Sequence[Asked], at: BlockRef) -> list[Amounts | None]:
        """What each account held of a class at the end of a block, in their order.

        None stands for a class that is not there, or was not yet.
        """
        with reading(self.engine) as session:
            connection = session.connection()
            dialect = connection.dialect.name
            ids = {class_id for class_id, _ in asked if class_id <= MAX_INTEGER}
            known = {"ids": orjson.dumps([*ids]).decode(), "block": at.number}
            rows = connection.execute(_known(dialect), known)
            classes = {row[0]: row[1] for row in rows}
            some = [each for each in asked if each[0] in classes]
            given = {**PAIRS[dialect].parameters(some), "block": at.number}
            query = _many(dialect, frozen=any(classes.values()))
            amounts, frozen = connection.execute(query, given).one()
        found = zip(_decimals(amounts), _decimals(frozen) or repeat("0"), strict=False)
        if len(some) == len(asked):
            return list(found)
        return [next(found) if class_id in classes else None for class_id, _ in asked]


Amounts = tuple[str, str]
"""What is held, and what of it is frozen, in decimal."""


@dataclass(frozen=True, slots=True)
class _Held:
    class_id: int
    account: str
    amount: str
    frozen: str | None


class Known(NamedTuple):
    """Of a class the block of its registration, and by how many how much of it is held."""

    block: int
    holders: int
    supply: str


def known_class(session: Session, class_id: int, at: BlockRef | None = None) -> Known:
    """A class as it is now, which is there at a block; raises as `Ownership` says."""
    query = select(AssetClassRow.block, AssetClassRow.holders, AssetClassRow.supply)
    found = None
    if 0 < class_id <= MAX_INTEGER:
        found = session.exec(query.where(AssetClassRow.id == class_id)).first()
    if found is None:
        raise NotFound("asset.unknown", asset=str(class_id)[:80])
    if at is not None and found[0] > at.number:
        raise NotFound("asset.not-yet", asset=str(class_id), block=str(at.number))
    return Known(*found)


def _held(at: BlockRef | None) -> Any:
    """The rows of holdings that are not nothing, with what of them is frozen."""
    then, frozen = _amounts(at, (col(HoldingRow.class_id), col(HoldingRow.account)))
    amount = col(HoldingRow.amount) if at is None else then
    columns = (col(HoldingRow.class_id), col(HoldingRow.account))
    shown = select(*columns, amount.label("amount"), frozen.label("frozen"))
    return shown.where(amount > NOTHING)


def _amounts(at: BlockRef | None, key: tuple[Any, Any]) -> tuple[Any, Any]:
    """What was held and what was frozen under a class and an account, each the last of its rows."""
    block = None if at is None else at.number
    return balance_at(block, key), _last(FreezeRow, block, key)


def balance_at(block: int | None, key: tuple[Any, Any]) -> Any:
    """What was held of a class by an account, at the end of a block or at last; NULL for never."""
    return _last(BalanceRow, block, key)


def _last(table: type[BalanceRow | FreezeRow], block: Any, key: tuple[Any, Any]) -> Any:
    query = select(table.amount).where(table.class_id == key[0], table.account == key[1])
    if block is not None:
        query = query.where(table.block <= block)
    return query.order_by(col(table.block).desc()).limit(1).scalar_subquery()


def _holders_at(session: Session, class_id: int, at: BlockRef) -> int:
    query = select(SupplyRow.holders).where(
        SupplyRow.class_id == class_id, SupplyRow.block <= at.number
    )
    return session.exec(query.order_by(col(SupplyRow.block).desc()).limit(1)).first() or 0


@cache
def _known(dialect: str) -> TextClause:
    """Which of some classes were there at a block, and whether anything of each was ever frozen."""
    frozen = "EXISTS (SELECT 1 FROM asset_freeze AS f WHERE f.class_id = c.id)"
    return text(
        f"SELECT c.id, {frozen} FROM asset_class AS c"  # noqa: S608 - our own names
        f" WHERE c.block <= :block AND c.id IN ({_IDS[dialect]})"
    )


@cache
def _many(dialect: str, *, frozen: bool) -> TextClause:
    """The amounts under all pairs in their order, and what of them is frozen, each as one text:
    a row for each pair would cost more than what is done to find it.
    """
    held, stopped = (_LAST_OF.format(table=name) for name in ("balance", "asset_freeze"))
    source = PAIRS[dialect].source
    if dialect == "postgresql":
        joined = "string_agg(coalesce(ltrim({of}.amount, '0'), ''), ' ' ORDER BY place)"
        columns = [joined.format(of="held"), joined.format(of="stopped") if frozen else "NULL"]
        found = f"a LEFT JOIN LATERAL ({held}) AS held ON true"
        if frozen:
            found += f" LEFT JOIN LATERAL ({stopped}) AS stopped ON true"
        return text(f"{source} SELECT {', '.join(columns)} FROM {found}")  # noqa: S608 - our own names
    shown = "coalesce(ltrim(({one}), '0'), '')"
    columns = [shown.format(one=held), shown.format(one=stopped) if frozen else "NULL"]
    ordered = f"SELECT {columns[0]} AS held, {columns[1]} AS frozen FROM a ORDER BY a.place"  # noqa: S608 - as above
    joined = "group_concat(held, ' '), group_concat(frozen, ' ')"
    return text(f"{source} SELECT {joined} FROM ({ordered}) AS found")  # noqa: S608 - as above


_LAST_OF: Final = (
    "SELECT amount FROM {table} AS t WHERE t.class_id = a.class_id AND t.account = a.account"
    " AND t.block <= :block ORDER BY t.block DESC LIMIT 1"
)

_IDS: Final = {
    "sqlite": "SELECT value FROM json_each(:ids)",
    "postgresql": "SELECT CAST(jsonb_array_elements(CAST(:ids AS jsonb)) AS bigint)",
}


def _decimals(joined: str | None) -> list[str]:
    return [] if joined is None else [each or "0" for each in joined.split(" ")]
