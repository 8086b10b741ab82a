"""What changes often, found once per unit of work and written once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import event, update

from ledger.assets.pairs import rows_of
from ledger.assets.tables import AssetClassRow, FreezeRow, HoldingRow, SupplyRow
from ledger.database import add_rows
from ledger.index.values import amount_to_text, text_to_amount

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel import Session

    from ledger.assets.pairs import Asked

__all__ = ["add_later", "balance_of", "find", "keep", "load_balances", "set_balance"]

_HELD = "assets"
_LATER = "assets-later"
_BALANCES = "assets-balances"
_BY_BLOCK = (FreezeRow, SupplyRow)
_R = TypeVar("_R", AssetClassRow, FreezeRow, SupplyRow)

_HOLDINGS = (
    "(SELECT amount FROM holding AS t WHERE t.class_id = a.class_id AND t.account = a.account)"
)


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


def load_balances(session: Session, keys: Sequence[Asked]) -> None:
    """Read at once what `balance_of` will be asked for."""
    balances = _balances(session)
    for (class_id, account), amount in rows_of(session, _HOLDINGS, keys):
        balances[class_id, account] = _Balance(text_to_amount(amount or "0"), amount is not None)


def balance_of(session: Session, key: Asked) -> int:
    """What an account holds by all events so far."""
    return _balance(session, key).amount


def set_balance(session: Session, key: Asked, amount: int) -> None:
    """Let an account hold so much; the row is written just before the unit of work is committed."""
    held = _balance(session, key)
    held.amount, held.changed = amount, True


def _balance(session: Session, key: Asked) -> _Balance:
    balances = _balances(session)
    if key not in balances:
        load_balances(session, [key])
    return balances[key]


def _balances(session: Session) -> dict[Asked, _Balance]:
    if _BALANCES not in session.info:
        session.info[_BALANCES] = {}
        event.listen(session, "before_commit", _write_balances, once=True)
    balances: dict[Asked, _Balance] = session.info[_BALANCES]
    return balances


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
