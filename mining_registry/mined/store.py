"""The only SQL over mined assets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlmodel import Session, col, select

from ledger.database import MAX_INTEGER, reading
from ledger.errors import NotFound
from ledger.index.keyset import Keyset
from ledger.index.translate import refs_of
from ledger.paging import Page
from ledger.participants.history import accounts_at
from ledger.participants.tables import ParticipantRow
from ledger.records import Recorded
from ledger.types import (
    Address,
    Digest,
    MinedAssetId,
    NotificationId,
    ParticipantId,
    Timestamp,
    TxHash,
)
from mining_registry.mined.model import Exemption, MinedAsset, Ownership
from mining_registry.mined.tables import ExemptionRow, MinedAssetRow, OwnershipRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Engine

    from ledger.records import BlockRef

__all__ = ["MinedAssetStore"]

_NEWEST_FIRST = Keyset({"id": (col(MinedAssetRow.id), int)}, descending=True)


@dataclass(frozen=True)
class MinedAssetStore:
    """Mined assets at the indexed head."""

    engine: Engine

    def asset(self, number: MinedAssetId) -> MinedAsset:
        """One mined asset; NotFound("mined.unknown", number)."""
        with reading(self.engine) as session:
            row = session.get(MinedAssetRow, number) if number <= MAX_INTEGER else None
            if row is None:
                raise NotFound("mined.unknown", number=number)
            return _assets(session, [row])[0]

    def owner(self, number: MinedAssetId, at: BlockRef | None) -> Ownership | None:
        """Whose a mined asset is, or was at the end of a block, with the key of then; None once it
        was retracted.

        Raises NotFound("mined.unknown", number), NotFound("mined.not-yet", number, block).
        """
        with reading(self.engine) as session:
            asset = session.get(MinedAssetRow, number) if number <= MAX_INTEGER else None
            if asset is None:
                raise NotFound("mined.unknown", number=number)
            until = MAX_INTEGER if at is None else at.number
            if asset.block > until:
                raise NotFound("mined.not-yet", number=number, block=str(until))
            if asset.retracted_block is not None and asset.retracted_block <= until:
                return None
            mine = (OwnershipRow.asset == number, col(OwnershipRow.block) <= until)
            newest = select(OwnershipRow).where(*mine).order_by(col(OwnershipRow.position).desc())
            row = session.exec(newest.limit(1)).one()
            then = accounts_at(session, {row.owner}, until)
            blocks = refs_of(session, {row.block})
            return _to_ownership(row, then, blocks)

    def assets(
        self,
        limit: int,
        after: str | None,
        notification: NotificationId | None,
        owner: ParticipantId | None,
    ) -> Page[MinedAsset]:
        """A page, the newest first: all, those under a notification, those of a present owner.

        What is retracted belongs to no one and is not among an owner's.
        """
        query = select(MinedAssetRow)
        if notification is not None:
            query = query.where(MinedAssetRow.notification == min(notification, MAX_INTEGER))
        if owner is not None:
            query = query.where(MinedAssetRow.owner == min(owner, MAX_INTEGER))
            query = query.where(col(MinedAssetRow.retracted_block).is_(None))
        with reading(self.engine) as session:
            rows, total, following = _NEWEST_FIRST.page(session, query, limit, after)
            return Page(_assets(session, rows), total, following)

    def exemption(self, asset: str) -> Exemption | None:
        """The exemption recorded last for an asset, None when there never was one."""
        with reading(self.engine) as session:
            row = session.get(ExemptionRow, asset)
            if row is None:
                return None
            return Exemption(
                asset=row.asset,
                until=Timestamp(int(row.until)),
                basis=Digest(bytes.fromhex(row.basis)),
                recorded=_recorded(row.block, row.transaction, refs_of(session, {row.block})),
            )


@dataclass(frozen=True, slots=True)
class _Facts:
    """What stands beside the rows: owners by asset in their order, keys, blocks."""

    ownerships: Sequence[OwnershipRow]
    accounts: Mapping[int, Address]
    blocks: Mapping[int, BlockRef]


def _assets(session: Session, rows: Sequence[MinedAssetRow]) -> tuple[MinedAsset, ...]:
    wanted = col(OwnershipRow.asset).in_([row.id for row in rows])
    ownerships = session.exec(
        select(OwnershipRow).where(wanted).order_by(col(OwnershipRow.position))
    ).all()
    owners = {each.owner for each in ownerships}
    people = session.exec(select(ParticipantRow).where(col(ParticipantRow.number).in_(owners)))
    blocks = {each.block for each in ownerships} | {row.block for row in rows}
    blocks |= {row.retracted_block for row in rows if row.retracted_block is not None}
    facts = _Facts(
        ownerships=ownerships,
        accounts={each.number: Address(each.account) for each in people},
        blocks=refs_of(session, blocks),
    )
    return tuple(_to_asset(row, facts) for row in rows)


def _to_asset(row: MinedAssetRow, facts: _Facts) -> MinedAsset:
    retracted = None
    if row.retracted_block is not None and row.retracted_transaction is not None:
        retracted = _recorded(row.retracted_block, row.retracted_transaction, facts.blocks)
    return MinedAsset(
        id=MinedAssetId(row.id),
        notification=NotificationId(row.notification),
        owner=ParticipantId(row.owner) if retracted is None else None,
        account=facts.accounts[row.owner] if retracted is None else None,
        asset=row.asset,
        amount=int(row.amount),
        mined_from=Timestamp(row.mined_from),
        mined_until=Timestamp(row.mined_until),
        evidence=Digest(bytes.fromhex(row.evidence)),
        declared=_recorded(row.block, row.transaction, facts.blocks),
        retracted=retracted,
        offered_to=None if row.offered_to is None else ParticipantId(row.offered_to),
        ownerships=tuple(
            _to_ownership(each, facts.accounts, facts.blocks)
            for each in facts.ownerships
            if each.asset == row.id
        ),
    )


def _to_ownership(
    row: OwnershipRow, accounts: Mapping[Any, Address], blocks: Mapping[int, BlockRef]
) -> Ownership:
    return Ownership(
        owner=ParticipantId(row.owner),
        account=accounts[row.owner],
        recorded=_recorded(row.block, row.transaction, blocks),
    )


def _recorded(block: int, transaction: str, blocks: Mapping[int, BlockRef]) -> Recorded:
    return Recorded(block=blocks[block], transaction=TxHash(transaction))
