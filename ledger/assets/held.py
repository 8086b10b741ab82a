"""Rows that change often, found once per unit of work and written once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from ledger.assets.tables import AssetClassRow, BalanceRow, FreezeRow, HoldingRow, SupplyRow

if TYPE_CHECKING:
    from sqlmodel import Session

__all__ = ["find", "keep"]

_HELD = "assets"
_BY_BLOCK = (BalanceRow, FreezeRow, SupplyRow)
_R = TypeVar("_R", AssetClassRow, HoldingRow, BalanceRow, FreezeRow, SupplyRow)


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
