"""Rows that change often, found once per unit of work and written once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from ledger.assets.tables import AssetClassRow, HoldingRow

if TYPE_CHECKING:
    from sqlmodel import Session

__all__ = ["drop", "find", "keep"]

_HELD = "assets"
_R = TypeVar("_R", AssetClassRow, HoldingRow)


def find(session: Session, table: type[_R], key: Any) -> _R | None:
    """Get a row once per unit of work and hold it: the session itself would let go of it.

    Nothing is flushed between events, so that a row that changes often is written once.
    """
    held = session.info.setdefault(_HELD, {})
    if (table, key) not in held:
        with session.no_autoflush:
            row = session.get(table, key)
        if row is None:
            return None
        held[table, key] = row
    found: _R = held[table, key]
    return found


def keep(session: Session, row: AssetClassRow | HoldingRow, key: Any) -> None:
    """Add a row and hold it."""
    session.add(row)
    session.info.setdefault(_HELD, {})[type(row), key] = row


def drop(session: Session, row: HoldingRow, key: Any) -> None:
    """Delete at once: the same key may come back within the unit of work."""
    del session.info[_HELD][HoldingRow, key]
    session.flush()
    session.delete(row)
    session.flush()
