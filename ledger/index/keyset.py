"""Keyset paging: a page begins after the last row of the one before, whatever was added since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, literal, tuple_
from sqlmodel import select

from ledger.paging import (
    check_limit,
    decode_cursor,
    direction_of,
    encode_cursor,
    sorted_from,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlmodel import Session

    from ledger.paging import Sort

__all__ = ["Keyset", "count"]


@dataclass(frozen=True, slots=True)
class Keyset:
    """A total order of rows: columns with their types, all ascending or all descending.

    The columns together are unique and belong to the selected row class, under these names.
    """

    columns: Mapping[str, tuple[Any, type[int | str]]]
    descending: bool = False
    sort: Sort | None = None
    """The direction, where it was asked for: then the cursors tell it."""

    def towards(self, after: str | None) -> tuple[Keyset, str | None]:
        """The order that is asked for, and the place in it; Rejected("page.bad-cursor")."""
        sort, cursor = direction_of(after)
        if sort is None:
            return self, cursor
        return Keyset(self.columns, sort == "desc", sort), cursor

    def page(
        self,
        session: Session,
        query: Any,
        limit: int,
        after: str | None,
        *,
        total: int | None = None,
    ) -> tuple[list[Any], int, str | None]:
        """Return the rows of a page, the number of rows on all pages, and the next cursor.

        `after` may tell another direction. The rows are counted unless their `total` is known.

        Raises Rejected("page.bad-limit") or Rejected("page.bad-cursor").
        """
        check_limit(limit)
        order, cursor = self.towards(after)
        total = count(session, query) if total is None else total
        return order.cut(order.part(session, query, limit, cursor), total, limit)

    def part(self, session: Session, query: Any, limit: int, after: str | None) -> list[Any]:
        """Return the rows of a page in their order, and the one after them if there is one."""
        check_limit(limit)
        kinds = (kind for _, kind in self.columns.values())
        keys = None if after is None else decode_cursor(after, *kinds)
        return self.rows(session, query, limit + 1, keys)

    def rows(
        self, session: Session, query: Any, most: int, keys: tuple[Any, ...] | None
    ) -> list[Any]:
        """Return at most so many rows after the place that `keys` name."""
        columns = [column for column, _ in self.columns.values()]
        if keys is not None:
            place = tuple_(*columns)
            bound = tuple_(*(literal(key) for key in keys))
            query = query.where(place < bound if self.descending else place > bound)
        order = [column.desc() if self.descending else column.asc() for column in columns]
        return list(session.exec(query.order_by(*order).limit(most)))

    def cut(self, rows: list[Any], total: int, limit: int) -> tuple[list[Any], int, str | None]:
        """Make a page of the rows that `part` returned."""
        if len(rows) <= limit:
            return rows, total, None
        following = encode_cursor(*self.key(rows[limit - 1]))
        return rows[:limit], total, sorted_from(self.sort, following) if self.sort else following

    def key(self, row: Any) -> tuple[Any, ...]:
        """The place of a row in the order."""
        return tuple(getattr(row, name) for name in self.columns)


def count(session: Session, query: Any) -> int:
    """Count the rows of a query."""
    return session.exec(select(func.count()).select_from(query.subquery())).one()
