"""What rows about deposits claim that the contract answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlmodel import col

from depository.tables import TenureRow
from ledger.index.keyset import Keyset
from ledger.index.verifying import Claim, Source
from ledger.participants.history import accounts_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlmodel import Session

__all__ = ["SOURCES"]


def _tenures(session: Session, rows: Sequence[TenureRow]) -> Iterator[Claim]:
    """A possessor who had passed the deposit on within the same block claims nothing."""
    for row in rows:
        following = session.get(TenureRow, (row.deposit, row.position + 1))
        if following is None or following.block > row.block:
            account = accounts_at(session, {row.possessor}, row.block).get(row.possessor)  # type: ignore[call-overload] # its number
            yield Claim(("depository", "owner_of", (row.deposit,), row.block), account)


_BY_DEPOSIT: Final = Keyset(
    {"deposit": (col(TenureRow.deposit), int), "position": (col(TenureRow.position), int)}
)

SOURCES: Final = (Source(TenureRow, _BY_DEPOSIT, _tenures),)
"""Possessors of deposits, at every block in which one began to be."""
