"""The book of movements: pages of it, and what an account had before and after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import or_
from sqlmodel import col, select

from ledger.assets.counts import counted_until
from ledger.assets.model import Line, Statement
from ledger.assets.ownership import NOTHING, balance_at, known_class
from ledger.assets.tables import BalanceRow, HoldingRow, MovementRow
from ledger.assets.translate import to_movements
from ledger.database import reading
from ledger.errors import Rejected
from ledger.index.keyset import Keyset
from ledger.index.streaming import stream
from ledger.index.values import text_to_amount
from ledger.paging import Page
from ledger.types import ClassId

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine
    from sqlmodel import Session

    from ledger.assets.model import Movement
    from ledger.records import BlockRef
    from ledger.types import Address

__all__ = ["MOST_LINES", "Book", "Wanted"]

MOST_LINES: Final = 200
"""The most classes that one statement has."""

_PLACE: Final = {
    "block": (col(MovementRow.block), int),
    "log_index": (col(MovementRow.log_index), int),
    "position": (col(MovementRow.position), int),
}
_NEWEST_FIRST: Final = Keyset(_PLACE, descending=True)
_OLDEST_FIRST: Final = Keyset(_PLACE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Movements of a class, of an account, after the end of a block, up to the end of another."""

    class_id: int | None = None
    account: Address | None = None
    since: BlockRef | None = None
    until: BlockRef | None = None

    def queries(self) -> list[Any]:
        """Queries that together have each of these movements once, each upon one index."""
        query = select(MovementRow)
        if self.class_id is not None:
            query = query.where(MovementRow.class_id == self.class_id)
        if self.since is not None:
            query = query.where(MovementRow.block > self.since.number)
        if self.until is not None:
            query = query.where(MovementRow.block <= self.until.number)
        if self.account is None:
            return [query]
        sent = MovementRow.sender == self.account
        came = (MovementRow.recipient == self.account, MovementRow.sender != self.account)
        return [query.where(sent), query.where(*came)]


@dataclass(frozen=True, slots=True)
class Book:
    """Reads movements; lists raise Rejected("page.bad-limit") and Rejected("page.bad-cursor")."""

    engine: Engine

    def movements(
        self, wanted: Wanted, limit: int, after: str | None, *, oldest_first: bool = False
    ) -> Page[Movement]:
        """List movements, newest first if not said otherwise; NotFound("asset.unknown")."""
        with reading(self.engine) as session:
            if wanted.class_id is not None:
                known_class(session, wanted.class_id)
            return _page(session, wanted, limit, after, oldest_first=oldest_first)

    def whole(self, wanted: Wanted, until: BlockRef) -> Iterator[Movement]:
        """All movements up to a block, oldest first; raises as `movements` and `stream` do."""
        if wanted.class_id is not None:
            with reading(self.engine) as session:
                known_class(session, wanted.class_id)
        queries = replace(wanted, until=until).queries()
        return stream(self.engine, _OLDEST_FIRST, queries, until, to_movements)

    def statement(
        self, wanted: Wanted, until: BlockRef, limit: int, after: str | None
    ) -> Statement:
        """What an account had, what moved, oldest first, and what it had then.

        Raises Rejected("statement.backwards"), Rejected("statement.too-wide", most=) for an account
        with more classes, each of which may be asked for, and NotFound("asset.unknown").
        """
        since = wanted.since
        if since is not None and since.number > until.number:
            raise Rejected("statement.backwards")
        with reading(self.engine) as session:
            if wanted.class_id is not None:
                known_class(session, wanted.class_id)
            lines = _lines(session, wanted, until)
            page = _page(session, wanted, limit, after, oldest_first=True)
        return Statement(since, until, lines, page)


def _page(
    session: Session, wanted: Wanted, limit: int, after: str | None, *, oldest_first: bool
) -> Page[Movement]:
    order = _OLDEST_FIRST if oldest_first else _NEWEST_FIRST
    (keyset, cursor), queries = order.towards(after), wanted.queries()
    found = [row for query in queries for row in keyset.part(session, query, limit, cursor)]
    found.sort(key=keyset.key, reverse=keyset.descending)
    total = _counted(session, wanted)
    rows, total, following = keyset.cut(found[: limit + 1], total, limit)
    return Page(to_movements(session, rows), total, following)


def _counted(session: Session, wanted: Wanted) -> int:
    until = None if wanted.until is None else wanted.until.number
    total = counted_until(session, wanted.class_id, wanted.account, until)
    if wanted.since is None:
        return total
    return total - counted_until(session, wanted.class_id, wanted.account, wanted.since.number)


def _lines(session: Session, wanted: Wanted, until: BlockRef) -> tuple[Line, ...]:
    key = (col(HoldingRow.class_id), col(HoldingRow.account))
    first = wanted.since.number if wanted.since else -1
    opening, closing = balance_at(first, key), balance_at(until.number, key)
    moved = select(BalanceRow.block).where(
        BalanceRow.class_id == HoldingRow.class_id,
        BalanceRow.account == HoldingRow.account,
        BalanceRow.block > first,
        BalanceRow.block <= until.number,
    )
    query = select(HoldingRow.class_id, opening, closing).where(
        HoldingRow.account == wanted.account, or_(opening > NOTHING, moved.exists())
    )
    if wanted.class_id is not None:
        query = query.where(HoldingRow.class_id == wanted.class_id)
    rows = session.exec(query.order_by(key[0]).limit(MOST_LINES + 1)).all()
    if len(rows) > MOST_LINES:
        raise Rejected("statement.too-wide", most=MOST_LINES)
    return tuple(
        Line(ClassId(row[0]), text_to_amount(row[1] or "0"), text_to_amount(row[2] or "0"))
        for row in rows
    )
