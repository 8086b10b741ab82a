"""How many movements there are of a class, or of an account's of a class, at any block."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlmodel import col, func, select

from ledger.assets.held import until_commit
from ledger.assets.pairs import rows_of
from ledger.assets.tables import AssetClassRow, MovementCountRow
from ledger.database import add_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from sqlmodel import Session

    from ledger.assets.pairs import Asked

__all__ = ["EVERYONE", "count_movement", "counted_until", "load_counts"]

EVERYONE: Final = ""
"""Stands for the account where the movements of all are counted."""

_COUNTS: Final = "assets-counts"
_COUNTED: Final = (
    "(SELECT count FROM movement_count AS t WHERE t.account = a.account"
    " AND t.class_id = a.class_id ORDER BY t.block DESC LIMIT 1)"
)


@dataclass(slots=True)
class _Counts:
    """Counts by account and class, as they are now and at the end of each block."""

    now: dict[tuple[str, int], int] = field(default_factory=dict)
    by_block: dict[tuple[str, int, int], int] = field(default_factory=dict)


def load_counts(session: Session, keys: Sequence[Asked]) -> None:
    """Read at once what `count_movement` will add to."""
    counts = _counts(session).now
    for (class_id, account), found in rows_of(session, _COUNTED, keys):
        counts[account, class_id] = found or 0


def count_movement(session: Session, class_id: int, accounts: AbstractSet[str], block: int) -> None:
    """Count one more movement of a class, for those whom it concerns and for everyone.

    Rows are written just before the unit of work is committed.
    """
    counts = _counts(session)
    for account in (EVERYONE, *accounts):
        key = (account, class_id)
        if key not in counts.now:
            with session.no_autoflush:
                counts.now[key] = counted_until(session, class_id, account, None)
        counts.now[key] += 1
        counts.by_block[account, class_id, block] = counts.now[key]


def _counts(session: Session) -> _Counts:
    return until_commit(session, _COUNTS, _Counts, _write_counts)


def _write_counts(session: Session, counts: _Counts) -> None:
    rows = [
        {"account": account, "class_id": class_id, "block": block, "count": count}
        for (account, class_id, block), count in counts.by_block.items()
    ]
    add_rows(session, {MovementCountRow: rows})


def counted_until(
    session: Session, class_id: int | None, account: str | None, block: int | None
) -> int:
    """How many there were of one class or of all at the end of a block, or are now.

    Each class is one step down a key, so that it takes as long however many movements there are.
    """
    whose = EVERYONE if account is None else account
    if class_id is not None:
        return session.exec(select(_last(whose, class_id, block))).one() or 0
    of_each = _last(whose, col(AssetClassRow.id), block)
    query = select(func.coalesce(func.sum(of_each), 0)).select_from(AssetClassRow)
    return int(session.exec(query).one())


def _last(account: str, class_id: Any, block: int | None) -> Any:
    count = select(MovementCountRow.count).where(
        MovementCountRow.account == account, MovementCountRow.class_id == class_id
    )
    if block is not None:
        count = count.where(MovementCountRow.block <= block)
    last = count.order_by(col(MovementCountRow.block).desc()).limit(1)
    return last.correlate(AssetClassRow).scalar_subquery()
