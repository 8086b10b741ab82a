"""Mined assets and their owners as the chain records them, and what a miner declares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from ledger.errors import Rejected
from mining_registry.rules import day_in_kazakhstan
from mining_registry.values import AssetName

if TYPE_CHECKING:
    import datetime as dt

    from ledger.records import Recorded
    from ledger.types import (
        Address,
        Digest,
        MinedAssetId,
        NotificationId,
        ParticipantId,
        Timestamp,
    )

__all__ = ["Declaration", "Exemption", "MinedAsset", "Ownership", "check_asset_name"]

_NAME: TypeAdapter[str] = TypeAdapter(AssetName)


def check_asset_name(asset: str) -> None:
    """Refuse a name that is not of CAIP-19's form: Rejected("mined.asset-name", asset)."""
    try:
        _NAME.validate_python(asset)
    except ValidationError as error:
        raise Rejected("mined.asset-name", asset=asset[:140]) from error


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a miner declares of mined assets under a notification of its own.

    `asset` names chain and asset (CAIP-19), `amount` is in its smallest unit, `evidence` is the
    digest of what shows that it was mined; the days, both included, are Kazakhstan time.
    """

    notification: NotificationId
    asset: str
    amount: int
    mined_from: dt.date
    mined_until: dt.date
    evidence: Digest


@dataclass(frozen=True, slots=True)
class Ownership:
    """An owner of a mined asset, and where that was recorded."""

    owner: ParticipantId
    account: Address
    recorded: Recorded


@dataclass(frozen=True, slots=True)
class MinedAsset:
    """A mined asset at the indexed head.

    `owner` is a participant, `account` its present key; both are None once the declaration is
    retracted. `offered_to` may accept it. `ownerships` runs from the miner to the present owner.
    """

    id: MinedAssetId
    notification: NotificationId
    owner: ParticipantId | None
    account: Address | None
    asset: str
    amount: int
    mined_from: Timestamp
    mined_until: Timestamp
    evidence: Digest
    declared: Recorded
    retracted: Recorded | None
    offered_to: ParticipantId | None
    ownerships: tuple[Ownership, ...]

    @property
    def first_day(self) -> dt.date:
        """First day in Kazakhstan on which it was mined."""
        return day_in_kazakhstan(self.mined_from)

    @property
    def last_day(self) -> dt.date:
        """Last day in Kazakhstan on which it was mined."""
        return day_in_kazakhstan(self.mined_until)


@dataclass(frozen=True, slots=True)
class Exemption:
    """The exemption recorded last for an asset: its last second, 0 once it was ended (A-3).

    `basis` is the digest of the decision that recorded or ended it.
    """

    asset: str
    until: Timestamp
    basis: Digest
    recorded: Recorded

    def in_force(self, now: Timestamp) -> bool:
        """Whether the asset may pass from owner to owner at this time."""
        return now <= self.until
