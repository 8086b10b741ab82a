"""Acts of issuers, attestors and holders about digital assets, as they are asked for."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from api.schemas.assets import BackingName
from api.schemas.types import AddressIn, AmountIn, DigestIn, Request, digest_of
from ledger.assets.model import Right

__all__ = [
    "AccessChange",
    "Attestation",
    "DocumentIn",
    "Issue",
    "Registration",
    "RightIn",
    "Transfer",
    "rights_of",
]

_URI_BYTES = 256
_CODE_BYTES = 32
_NAME_BYTES = 64
_RIGHTS = 16


def _fitting(most: int) -> AfterValidator:
    """A text that the contract's `String[most]` holds: it counts bytes of UTF-8."""

    def check(text: str) -> str:
        if len(text.encode()) > most:
            raise PydanticCustomError("string_too_long", "too long", {"max_length": most})
        return text

    return AfterValidator(check)


class RightIn(Request):
    """A right that a token certifies: a short code, and the digest of its text."""

    code: Annotated[str, Field(min_length=1, max_length=_CODE_BYTES), _fitting(_CODE_BYTES)]
    text: DigestIn


class Registration(Request):
    """Register a class; `decision` is the digest of the decision on issue, `uri` describes it."""

    sender: AddressIn
    backing: BackingName
    decision: DigestIn
    rights: tuple[RightIn, ...] = Field(min_length=1, max_length=_RIGHTS, strict=False)
    uri: Annotated[str, Field(max_length=_URI_BYTES), _fitting(_URI_BYTES)]


class DocumentIn(Request):
    """Record a document of a class, or a new version of it, by its digest."""

    sender: AddressIn
    name: Annotated[str, Field(min_length=1, max_length=_NAME_BYTES), _fitting(_NAME_BYTES)]
    digest: DigestIn


class AccessChange(Request):
    """Give or take a participant's access to a class."""

    sender: AddressIn
    participant: int = Field(ge=1, le=2**53 - 1)


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


def rights_of(rights: tuple[RightIn, ...]) -> tuple[Right, ...]:
    """Certified rights as they are recorded."""
    return tuple(Right(each.code, digest_of(each.text)) for each in rights)
