"""What rows about mined assets claim that the contract answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlmodel import col

from ledger.index.keyset import Keyset
from ledger.index.verifying import Claim, Source
from ledger.participants.history import accounts_at
from mining_registry.mined.tables import MinedAssetRow, OwnershipRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlmodel import Session

__all__ = ["SOURCES"]


def _owners(session: Session, rows: Sequence[OwnershipRow]) -> Iterator[Claim]:
    """What was passed on or retracted within the same block claims nothing."""
    for row in rows:
        following = session.get(OwnershipRow, (row.asset, row.position + 1))
        asset = session.get_one(MinedAssetRow, row.asset)
        ends = (following and following.block, asset.retracted_block)
        if row.block not in ends:
            account = accounts_at(session, {row.owner}, row.block).get(row.owner)  # type: ignore[call-overload] # its number
            yield Claim(("mining_registry", "owner_of_mined", (row.asset,), row.block), account)


_BY_ASSET: Final = Keyset(
    {"asset": (col(OwnershipRow.asset), int), "position": (col(OwnershipRow.position), int)}
)

SOURCES: Final = (Source(OwnershipRow, _BY_ASSET, _owners),)
"""Owners of mined assets, at every block in which one began to be."""
