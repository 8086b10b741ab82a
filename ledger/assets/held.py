"""Rows that change often, found once per unit of work and written once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import event, insert

from ledger.assets.tables import AssetClassRow, FreezeRow, HoldingRow, SupplyRow

if TYPE_CHECKING:
    from sqlmodel import Session

__all__ = ["add_later", "find", "keep"]

_HELD = "assets"
_LATER = "assets-later"
_BY_BLOCK = (FreezeRow, SupplyRow)
_R = TypeVar("_R", AssetClassRow, HoldingRow, FreezeRow, SupplyRow)


def find(session: Session, table: type[_R], key: Any) -> _R | None:
    """Get a row once per unit of work and hold it: the session itself would let go of it.

    Nothing is flushed between events, so that a row that changes often is written once. A row that
    belongs to a block is looked for among what is held only: no unit of work parts a block.
    """
    held = session.info.setdefault(_HELD, {})
    if (table, key) not in held:
        if table in _BY_BLOCK:
            return None
        with session.no_autoflush:
            row = session.get(table, key)
        if row is None:
            return None
        held[table, key] = row
    found: _R = held[table, key]
    return found


def keep(session: Session, row: _R, key: Any) -> None:
    """Add a row and hold it."""
    session.add(row)
    session.info.setdefault(_HELD, {})[type(row), key] = row


def add_later(session: Session, table: type[Any], row: dict[str, Any], key: Any = None) -> None:
    """Add a row in bulk, with all others, just before the unit of work is committed.

    A later row under the same key takes the place of an earlier one. For rows that nothing reads
    within a unit of work: they cost far less than rows of the session.
    """
    if _LATER not in session.info:
        session.info[_LATER] = {}
        event.listen(session, "before_commit", _add_all, once=True)
    rows = session.info[_LATER].setdefault(table, {})
    rows[len(rows) if key is None else key] = row


def _add_all(session: Session) -> None:
    for table, rows in session.info.pop(_LATER).items():
        session.execute(insert(table), list(rows.values()))
