"""What changes often, found once per unit of work and written once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import event, update

from ledger.assets.pairs import rows_of
from ledger.assets.tables import AssetClassRow, BalanceRow, FreezeRow, HoldingRow, SupplyRow
from ledger.database import add_rows
from ledger.index.values import amount_to_text, text_to_amount

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlmodel import Session

    from ledger.assets.pairs import Asked

__all__ = ["add_later", "balance_of", "find", "keep", "load_balances", "set_balance"]
__all__ += ["until_commit"]

_HELD = "assets"
_LATER = "assets-later"
_BALANCES = "assets-balances"
_BY_BLOCK = (FreezeRow, SupplyRow)
_H = TypeVar("_H")
_R = TypeVar("_R", AssetClassRow, FreezeRow, SupplyRow)

_HOLDINGS = (
    "(SELECT amount FROM holding AS t WHERE t.class_id = a.class_id AND t.account = a.account)"
)


@dataclass(slots=True)
class _Balances:
    """What accounts hold of classes by all events so far, and what is to be written of it.

    `stored` are those that have a row, `changed` the last amount of each that is to be written,
    `by_block` what each was at the end of a block.
    """

    amounts: dict[Asked, int] = field(default_factory=dict)
    stored: set[Asked] = field(default_factory=set)
    changed: dict[Asked, int] = field(default_factory=dict)
    by_block: dict[tuple[Asked, int], int] = field(default_factory=dict)


def until_commit(
    session: Session, name: str, make: Callable[[], _H], write: Callable[[Session, _H], None]
) -> _H:
    """What a unit of work holds under a name, made when it is first asked for; it is handed to
    `write` just before the commit.
    """
    if name not in session.info:
        session.info[name] = make()
        event.listen(session, "before_commit", lambda of: write(of, of.info.pop(name)), once=True)
    held: _H = session.info[name]
    return held


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
    for key, amount in rows_of(session, _HOLDINGS, keys):
        balances.amounts[key] = text_to_amount(amount or "0")
        if amount is not None:
            balances.stored.add(key)


def balance_of(session: Session, key: Asked) -> int:
    """What an account holds by all events so far."""
    amounts = _balances(session).amounts
    if key not in amounts:
        load_balances(session, [key])
    return amounts[key]


def set_balance(session: Session, key: Asked, amount: int, block: int) -> None:
    """Let an account hold so much; rows are written just before the unit of work is committed."""
    balances = _balances(session)
    balances.amounts[key] = balances.changed[key] = balances.by_block[key, block] = amount


def _balances(session: Session) -> _Balances:
    return until_commit(session, _BALANCES, _Balances, _write_balances)


def _write_balances(session: Session, balances: _Balances) -> None:
    rows: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    for key, amount in balances.changed.items():
        rows[key in balances.stored].append(_row(key, amount))
    ends = [
        _row(key, amount) | {"block": block} for (key, block), amount in balances.by_block.items()
    ]
    add_rows(session, {HoldingRow: rows[False], BalanceRow: ends})
    if rows[True]:
        session.execute(update(HoldingRow), rows[True])


def _row(key: Asked, amount: int) -> dict[str, Any]:
    return {"class_id": key[0], "account": key[1], "amount": amount_to_text(amount)}


def add_later(session: Session, table: type[Any], row: dict[str, Any]) -> None:
    """Add a row in bulk, with all others, just before the unit of work is committed.

    For rows that nothing reads within a unit of work: they cost far less than rows of the session.
    """
    until_commit(session, _LATER, _later, add_rows)[table].append(row)


def _later() -> dict[type[Any], list[dict[str, Any]]]:
    return defaultdict(list)
