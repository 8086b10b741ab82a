"""Bindings of accounts to organisations, in JSON."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from api.schemas.types import AddressIn, HexDigest, Moment, Request, Response, hex_of, moment
from ledger.errors import Rejected

if TYPE_CHECKING:
    from ledger.identities.model import Binding, Challenge, Held, Identity

__all__ = [
    "BindingIn",
    "BindingOut",
    "IdentityChallengeIn",
    "IdentityChallengeOut",
    "IdentityOut",
    "WithdrawalIn",
    "binding_out",
    "challenge_out",
    "cms_of",
    "identity_out",
]

PurposeName = Literal["admission", "confirmation", "withdrawal"]
_MESSAGE = Annotated[str, Field(max_length=8192)]
_SIGNATURE = Annotated[str, Field(max_length=4096, examples=["0x…"])]


class IdentityChallengeIn(Request):
    """Which account is to be bound, or no more, and what for."""

    account: AddressIn
    purpose: PurposeName


class IdentityChallengeOut(Response):
    """What to sign: `message`, byte by byte in UTF-8, in the caller's language."""

    message: str
    account: str
    purpose: PurposeName
    nonce: str
    issued_at: Moment
    expires_at: Moment


class BindingIn(Request):
    """A message with both signatures: `cms` is a detached signature by the key of the
    organisation's certificate (RFC 5652, DER in base64), `signature` that of the account's key as
    `personal_sign` makes it (ERC-191).
    """

    message: _MESSAGE
    cms: Annotated[str, Field(max_length=131072, pattern=r"^[A-Za-z0-9+/]*={0,2}$")]
    signature: _SIGNATURE


class WithdrawalIn(Request):
    """A message for withdrawal, signed by the account's key (ERC-191)."""

    message: _MESSAGE
    signature: _SIGNATURE


class BindingOut(Response):
    """That an account was bound; `digest` is what the chain gets, and all that it gets."""

    id: str
    account: str
    purpose: PurposeName
    digest: HexDigest
    bound_at: Moment
    withdrawn_at: Moment | None


class HeldOut(Response):
    """What is kept by consent. With `salt`, whoever has the certificate reckons the digest again:
    SHA-256 of the canonical JSON of certificate (SHA-256), kind, names, number and salt.
    """

    organisation: str
    bin: str
    signer: str
    issuer: str
    serial: str
    valid_from: Moment
    valid_until: Moment
    certificate: str
    message: str
    cms: str
    signature: str
    salt: HexDigest


class IdentityOut(BindingOut):
    """A binding with what is kept of it, null once consent was withdrawn.

    `recorded` tells whether the participant was admitted with this digest.
    """

    recorded: bool
    held: HeldOut | None


def cms_of(text: str) -> bytes:
    """The bytes of a signature in base64; Rejected("identity.cms-malformed")."""
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise Rejected("identity.cms-malformed") from None


def challenge_out(challenge: Challenge) -> IdentityChallengeOut:
    """A challenge in JSON."""
    said = challenge.statement
    return IdentityChallengeOut(
        message=challenge.text,
        account=said.account,
        purpose=said.purpose.value,
        nonce=said.nonce,
        issued_at=moment(said.issued_at),
        expires_at=moment(said.expires_at),
    )


def binding_out(binding: Binding) -> BindingOut:
    """A binding in JSON."""
    ended = binding.withdrawn_at
    return BindingOut(
        id=binding.id,
        account=binding.account,
        purpose=binding.purpose.value,
        digest=hex_of(binding.digest),
        bound_at=moment(binding.bound_at),
        withdrawn_at=None if ended is None else moment(ended),
    )


def identity_out(identity: Identity, *, recorded: bool) -> IdentityOut:
    """An identity in JSON."""
    held = identity.held
    return IdentityOut(
        **binding_out(identity.binding).model_dump(),
        recorded=recorded,
        held=None if held is None else _held_out(held),
    )


def _held_out(held: Held) -> HeldOut:
    told = held.certified
    return HeldOut(
        organisation=told.organisation,
        bin=told.bin,
        signer=told.signer,
        issuer=told.issuer,
        serial=told.serial,
        valid_from=moment(told.not_before),
        valid_until=moment(told.not_after),
        certificate=base64.b64encode(told.der).decode(),
        message=held.text,
        cms=base64.b64encode(held.cms).decode(),
        signature=held.signature,
        salt=hex_of(held.salt),
    )
