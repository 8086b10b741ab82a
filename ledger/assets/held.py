"""What changes often, found once per unit of work and written once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import event, update
from sqlmodel import select

from ledger.assets.tables import AssetClassRow, FreezeRow, HoldingRow, SupplyRow
from ledger.database import add_rows
from ledger.index.values import amount_to_text, text_to_amount

if TYPE_CHECKING:
    from sqlmodel import Session

__all__ = ["add_later", "balance_of", "find", "keep", "set_balance"]

_HELD = "assets"
_LATER = "assets-later"
_BALANCES = "assets-balances"
_BY_BLOCK = (FreezeRow, SupplyRow)
_R = TypeVar("_R", AssetClassRow, FreezeRow, SupplyRow)

Key = tuple[int, str]
"""A class and an account."""


@dataclass(slots=True)
class _Balance:
    """What an account holds of a class; whether a row has it, and whether that is out of date."""

    amount: int
    stored: bool
    changed: bool = False


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


def balance_of(session: Session, key: Key) -> int:
    """What an account holds by all events so far."""
    return _balance(session, key).amount


def set_balance(session: Session, key: Key, amount: int) -> None:
    """Let an account hold so much; the row is written just before the unit of work is committed."""
    held = _balance(session, key)
    held.amount, held.changed = amount, True


def _balance(session: Session, key: Key) -> _Balance:
    if _BALANCES not in session.info:
        session.info[_BALANCES] = {}
        event.listen(session, "before_commit", _write_balances, once=True)
    balances: dict[Key, _Balance] = session.info[_BALANCES]
    if key not in balances:
        asked = select(HoldingRow.amount).where(
            HoldingRow.class_id == key[0], HoldingRow.account == key[1]
        )
        with session.no_autoflush:
            found = session.exec(asked).first()
        balances[key] = _Balance(text_to_amount(found or "0"), found is not None)
    return balances[key]


def _write_balances(session: Session) -> None:
    changed = {k: held for k, held in session.info.pop(_BALANCES).items() if held.changed}
    rows: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    for (class_id, account), held in changed.items():
        row = {"class_id": class_id, "account": account, "amount": amount_to_text(held.amount)}
        rows[held.stored].append(row)
    add_rows(session, {HoldingRow: rows[False]})
    if rows[True]:
        session.execute(update(HoldingRow), rows[True])


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
    later = session.info.pop(_LATER)
    add_rows(session, {table: list(rows.values()) for table, rows in later.items()})
