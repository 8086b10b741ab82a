"""Classes of digital assets, holdings and movements, as they are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from api.schemas.records import AsOf, Place, as_of, place
from api.schemas.types import Amount, Given, Response, hex_of, moment
from ledger.assets.model import BackingKind
from ledger.records import Recorded

if TYPE_CHECKING:
    from ledger.assets.model import (
        Access,
        AssetClass,
        Backing,
        Document,
        Holding,
        Movement,
    )

__all__ = [
    "AccessOut",
    "AssetOut",
    "BackingName",
    "DocumentOut",
    "HolderOut",
    "HoldingOut",
    "MovementOut",
    "RightOut",
    "access_out",
    "asset_out",
    "backing_of",
    "holder_out",
    "holding_out",
    "movement_out",
]

BackingName = Literal["goods", "services", "other-property-rights", "unbacked"]


class BackingOut(Response):
    """The latest attestation of backing."""

    amount: Amount
    valid_until: Given
    attestor: str
    evidence: str
    recorded: Place


class RightOut(Response):
    """A certified right: its code and the digest of its text."""

    code: str
    text: str


class DocumentOut(Response):
    """A version of a document of a class."""

    name: str
    version: int
    digest: str
    recorded: Place


class AssetOut(Response):
    """A class of tokens. A digital asset is not a means of payment (A-1, A-4).

    `system` is the digest of the issuer's attested system, without which nothing is issued or
    moved; `exempt` says the same of an unbacked class; `paused` holds while all classes are paused.
    """

    id: int
    issuer: int
    backing_kind: BackingName
    decision: str
    rights: tuple[RightOut, ...]
    documents: tuple[DocumentOut, ...]
    uri: str
    supply: Amount
    redeemed: Amount
    backing: BackingOut | None
    shortfall: Amount
    system: str | None
    exempt: bool
    paused: bool
    registered: Place


class AccessOut(Response):
    """A participant's access to a class, besides the issuer's own."""

    class_id: int
    participant: int
    granted: Place


class HoldingOut(Response):
    """How much of a class an account holds, and how much the authorised body has frozen of it."""

    class_id: int
    account: str
    amount: Amount
    frozen: Amount
    as_of: AsOf


class HolderOut(HoldingOut):
    """An account and the rights that it holds by holding a class: none while the amount is zero."""

    rights: tuple[RightOut, ...]


class MovementOut(Response):
    """An issue (`from` is null), a redemption (`to` is null) or a transfer."""

    class_id: int
    from_: str | None = Field(serialization_alias="from")
    to: str | None
    amount: Amount
    operator: str
    recorded: Place
    log_index: int
    position: int


_NAMES: dict[BackingKind, BackingName] = {
    BackingKind.GOODS: "goods",
    BackingKind.SERVICES: "services",
    BackingKind.OTHER_PROPERTY_RIGHTS: "other-property-rights",
    BackingKind.UNBACKED: "unbacked",
}
_KINDS = {name: kind for kind, name in _NAMES.items()}
_ZERO = "0x" + "0" * 40


def backing_of(name: BackingName) -> BackingKind:
    """The kind of backing given by name."""
    return _KINDS[name]


def asset_out(asset: AssetClass) -> AssetOut:
    """A class as it is answered."""
    return AssetOut(
        id=asset.id,
        issuer=asset.issuer,
        backing_kind=_NAMES[asset.backing_kind],
        decision=hex_of(asset.decision),
        rights=tuple(RightOut(code=r.code, text=hex_of(r.text)) for r in asset.rights),
        documents=tuple(_document_out(each) for each in asset.documents),
        uri=asset.uri,
        supply=str(asset.supply),
        redeemed=str(asset.redeemed),
        backing=None if asset.backing is None else _backing_out(asset.backing),
        shortfall=str(asset.shortfall),
        system=None if asset.system is None else hex_of(asset.system),
        exempt=asset.exempt,
        paused=asset.paused,
        registered=place(asset.registered),
    )


def access_out(access: Access) -> AccessOut:
    """An access as it is answered."""
    return AccessOut(
        class_id=access.class_id,
        participant=access.participant,
        granted=place(access.granted),
    )


def holding_out(holding: Holding) -> HoldingOut:
    """A holding as it is answered."""
    return HoldingOut(
        class_id=holding.class_id,
        account=holding.account,
        amount=str(holding.amount),
        frozen=str(holding.frozen),
        as_of=as_of(holding.as_of),
    )


def holder_out(holding: Holding, asset: AssetClass) -> HolderOut:
    """An account as a holder of the rights that a class certifies, fixed before its first issue."""
    held = asset.rights if holding.amount else ()
    return HolderOut(
        **holding_out(holding).model_dump(),
        rights=tuple(RightOut(code=r.code, text=hex_of(r.text)) for r in held),
    )


def movement_out(movement: Movement) -> MovementOut:
    """A movement as it is answered."""
    return MovementOut(
        class_id=movement.class_id,
        from_=None if movement.sender == _ZERO else movement.sender,
        to=None if movement.recipient == _ZERO else movement.recipient,
        amount=str(movement.amount),
        operator=movement.operator,
        recorded=place(Recorded(movement.block, movement.transaction)),
        log_index=movement.log_index,
        position=movement.position,
    )


def _document_out(document: Document) -> DocumentOut:
    return DocumentOut(
        name=document.name,
        version=document.version,
        digest=hex_of(document.digest),
        recorded=place(document.recorded),
    )


def _backing_out(backing: Backing) -> BackingOut:
    return BackingOut(
        amount=str(backing.amount),
        valid_until=moment(backing.valid_until),
        attestor=backing.attestor,
        evidence=hex_of(backing.evidence),
        recorded=place(backing.recorded),
    )
