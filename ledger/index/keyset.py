"""Keyset paging: a page begins after the last row of the one before, whatever was added since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, literal, tuple_
from sqlmodel import select

from ledger.paging import check_limit, decode_cursor, encode_cursor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlmodel import Session

__all__ = ["Keyset", "count"]


@dataclass(frozen=True, slots=True)
class Keyset:
    """A total order of rows: columns with their types, all ascending or all descending.

    The columns together are unique and belong to the selected row class, under these names.
    """

    columns: Mapping[str, tuple[Any, type[int | str]]]
    descending: bool = False

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

        The rows are counted unless their `total` is known.

        Raises Rejected("page.bad-limit") or Rejected("page.bad-cursor").
        """
        check_limit(limit)
        total = count(session, query) if total is None else total
        columns = [column for column, _ in self.columns.values()]
        if after is not None:
            keys = decode_cursor(after, *(kind for _, kind in self.columns.values()))
            place = tuple_(*columns)
            bound = tuple_(*(literal(key) for key in keys))
            query = query.where(place < bound if self.descending else place > bound)
        order = [column.desc() if self.descending else column.asc() for column in columns]
        rows = list(session.exec(query.order_by(*order).limit(limit + 1)))
        if len(rows) <= limit:
            return rows, total, None
        last = rows[limit - 1]
        return rows[:limit], total, encode_cursor(*(getattr(last, name) for name in self.columns))


def count(session: Session, query: Any) -> int:
    """Count the rows of a query."""
    return session.exec(select(func.count()).select_from(query.subquery())).one()
