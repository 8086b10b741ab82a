"""Classes of digital assets, holdings and movements, as they are asked for and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from api.schemas.records import AsOf, Place, as_of, place
from api.schemas.types import (
    AddressIn,
    Amount,
    AmountIn,
    DigestIn,
    Moment,
    Request,
    Response,
    hex_of,
    moment,
)
from ledger.assets.model import BackingKind
from ledger.records import Recorded

if TYPE_CHECKING:
    from ledger.assets.model import AssetClass, Backing, Holding, Movement

__all__ = [
    "AssetOut",
    "Attestation",
    "BackingName",
    "HoldingOut",
    "Issue",
    "MovementOut",
    "Registration",
    "Transfer",
    "asset_out",
    "backing_of",
    "holding_out",
    "movement_out",
]

BackingName = Literal["goods", "services", "other-property-rights"]


_URI_BYTES = 256


def _fitting(text: str) -> str:
    """A text that the contract's `String[256]` holds: it counts bytes of UTF-8."""
    if len(text.encode()) > _URI_BYTES:
        raise PydanticCustomError("string_too_long", "too long", {"max_length": _URI_BYTES})
    return text


class Registration(Request):
    """Register a class; `decision` and `rights` are digests of the texts, `uri` names them."""

    sender: AddressIn
    backing: BackingName
    decision: DigestIn
    rights: DigestIn
    uri: Annotated[str, Field(max_length=_URI_BYTES), AfterValidator(_fitting)]


class Attestation(Request):
    """Attest the backing of a class until `valid_until` (seconds since 1970)."""

    sender: AddressIn
    amount: AmountIn
    valid_until: int = Field(ge=0, le=253_402_300_799)
    evidence: DigestIn


class Issue(Request):
    """Issue tokens of a class, within its attested backing."""

    sender: AddressIn
    to: AddressIn
    amount: AmountIn


class Transfer(Request):
    """Transfer the sender's tokens of a class to another participant."""

    sender: AddressIn
    to: AddressIn
    amount: AmountIn


class BackingOut(Response):
    """The latest attestation of backing."""

    amount: Amount
    valid_until: Moment
    attestor: str
    evidence: str
    recorded: Place


class AssetOut(Response):
    """A class of tokens. A digital asset is not a means of payment (A-1, A-4)."""

    id: int
    issuer: int
    backing_kind: BackingName
    decision: str
    rights: str
    uri: str
    supply: Amount
    backing: BackingOut | None
    shortfall: Amount
    registered: Place


class HoldingOut(Response):
    """How much of a class an account holds."""

    class_id: int
    account: str
    amount: Amount
    as_of: AsOf


class MovementOut(Response):
    """An issue (`from` is null) or a transfer."""

    class_id: int
    from_: str | None = Field(serialization_alias="from")
    to: str
    amount: Amount
    operator: str
    recorded: Place
    log_index: int
    position: int


_NAMES: dict[BackingKind, BackingName] = {
    BackingKind.GOODS: "goods",
    BackingKind.SERVICES: "services",
    BackingKind.OTHER_PROPERTY_RIGHTS: "other-property-rights",
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
        rights=hex_of(asset.rights),
        uri=asset.uri,
        supply=str(asset.supply),
        backing=None if asset.backing is None else _backing_out(asset.backing),
        shortfall=str(asset.shortfall),
        registered=place(asset.registered),
    )


def holding_out(holding: Holding) -> HoldingOut:
    """A holding as it is answered."""
    return HoldingOut(
        class_id=holding.class_id,
        account=holding.account,
        amount=str(holding.amount),
        as_of=as_of(holding.as_of),
    )


def movement_out(movement: Movement) -> MovementOut:
    """A movement as it is answered."""
    return MovementOut(
        class_id=movement.class_id,
        from_=None if movement.sender == _ZERO else movement.sender,
        to=movement.recipient,
        amount=str(movement.amount),
        operator=movement.operator,
        recorded=place(Recorded(movement.block, movement.transaction)),
        log_index=movement.log_index,
        position=movement.position,
    )


def _backing_out(backing: Backing) -> BackingOut:
    return BackingOut(
        amount=str(backing.amount),
        valid_until=moment(backing.valid_until),
        attestor=backing.attestor,
        evidence=hex_of(backing.evidence),
        recorded=place(backing.recorded),
    )
