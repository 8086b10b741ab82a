"""What rows about participants claim that the contract answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlmodel import col

from ledger.index.keyset import Keyset
from ledger.index.verifying import Claim, Source
from ledger.participants.tables import ParticipantStateRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlmodel import Session

__all__ = ["SOURCES"]


def _states(_: Session, rows: Sequence[ParticipantStateRow]) -> Iterator[Claim]:
    for row in rows:
        args = (row.number,)
        yield Claim(("participants", "account_of", args, row.block), row.account)
        of_account = (row.account,)
        yield Claim(("participants", "roles_of", of_account, row.block), row.roles)
        yield Claim(("participants", "is_active", of_account, row.block), not row.suspended)


_BY_NUMBER: Final = Keyset(
    {
        "number": (col(ParticipantStateRow.number), int),
        "block": (col(ParticipantStateRow.block), int),
    }
)

SOURCES: Final = (Source(ParticipantStateRow, _BY_NUMBER, _states),)
"""Keys, roles and suspensions of participants, at every block that changed them."""
