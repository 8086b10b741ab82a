"""The values of the HTTP edge: how each quantity is written in JSON and read back."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, Final

from fastapi import Path
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer
from pydantic_core import PydanticCustomError, PydanticKnownError

from ledger.addresses import parse_address
from ledger.errors import Rejected
from ledger.types import Address, Digest

__all__ = [
    "AddressIn",
    "Amount",
    "AmountIn",
    "AnyAmountIn",
    "Day",
    "DigestIn",
    "Exact",
    "Given",
    "HexDigest",
    "Moment",
    "PathInside",
    "Request",
    "Response",
    "Texts",
    "Where",
    "digest_of",
    "hex_of",
    "moment",
]

_EXACT_BELOW: Final = 2**53
_MAX_UINT256: Final = 2**256 - 1
_DIGEST: Final = re.compile(r"0x[0-9a-f]{64}")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


Where = Annotated[
    str,
    Path(
        max_length=80,
        description="The account's address.",
        json_schema_extra={"pattern": "^0x[0-9a-fA-F]{40}$"},  # else address.malformed
    ),
]
"""An account in a path."""

PathInside = Annotated[
    str,
    Path(
        min_length=1,
        max_length=2048,
        description="A file's path inside the package.",
        json_schema_extra={"pattern": "^[^\\x00-\\x1f]+$"},  # no file has another
    ),
]
"""A path inside a package, at the end of a path."""


class Request(BaseModel):
    """A body: frozen, exact in types, with no field that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Response(BaseModel):
    """An answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _address(text: str) -> Address:
    try:
        return parse_address(text)
    except Rejected as refusal:
        raise PydanticCustomError(refusal.code, "not an address") from None


def _digest(text: str) -> str:
    if not _DIGEST.fullmatch(text):
        raise PydanticCustomError("digest.malformed", "not a digest")
    return text


def _amount(text: str) -> str:
    if int(text) > _MAX_UINT256:
        raise PydanticCustomError("amount.too-large", "not a uint256")
    return text


def _exact(value: int) -> int | str:
    return value if abs(value) <= _EXACT_BELOW else str(value)


def _day(given: object) -> object:
    if isinstance(given, str) and not _DAY.fullmatch(given):
        raise PydanticKnownError("date_parsing", {"error": "not a full-date of RFC 3339"})
    return given


Day = Annotated[date, BeforeValidator(_day)]
"""A day as `2026-01-31`; the library by itself would take seconds since 1970, too."""

AddressIn = Annotated[
    str,
    Field(
        json_schema_extra={"pattern": "^0x[0-9a-fA-F]{40}$"},
        examples=["0x52908400098527886E0F7030069857D2E4169EE7"],
    ),
    AfterValidator(_address),
]
"""An address in a request; mixed case must carry the checksum of ERC-55."""

DigestIn = Annotated[
    str,
    Field(
        json_schema_extra={"pattern": "^0x[0-9a-f]{64}$"},
        examples=["0x" + "5a" * 32],
    ),
    AfterValidator(_digest),
]
"""Thirty-two bytes in a request."""

AmountIn = Annotated[
    str,
    Field(pattern=r"^[1-9][0-9]{0,77}$", examples=["1000"]),
    AfterValidator(_amount),
]
"""A positive amount of tokens in a request: a decimal string, exact."""

AnyAmountIn = Annotated[
    str,
    Field(pattern=r"^(0|[1-9][0-9]{0,77})$", examples=["1000"]),
    AfterValidator(_amount),
]
"""An amount of tokens in a request that may be zero."""

HexDigest = Annotated[str, Field(pattern=r"^0x[0-9a-f]{64}$")]
Amount = Annotated[str, Field(pattern=r"^(0|[1-9][0-9]*)$")]
"""An amount in an answer: a decimal string, exact."""

Exact = Annotated[int, PlainSerializer(_exact, return_type=int | str, when_used="json")]
"""An integer in an answer; above 2^53 it is written as a decimal string."""

Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
"""RFC 3339, UTC."""

Given = Annotated[
    str,
    Field(json_schema_extra={"anyOf": [{"format": "date-time"}, {"pattern": "^[0-9]{1,78}$"}]}),
]
"""A moment that a signer chose: RFC 3339, UTC; seconds since 1970 where no calendar has it."""


class Texts(Response):
    """A text in the three languages."""

    kk: str
    ru: str
    en: str


def digest_of(text: str) -> Digest:
    """The bytes of a digest that passed `DigestIn`."""
    return Digest(bytes.fromhex(text[2:]))


def hex_of(data: bytes) -> str:
    """Bytes as `0x` and lower-case hex."""
    return "0x" + data.hex()


def moment(timestamp: int) -> str:
    """Seconds since 1970 as RFC 3339 in UTC; moments past the year 9999 as plain seconds."""
    try:
        return datetime.fromtimestamp(timestamp, UTC).isoformat().replace("+00:00", "Z")
    except (ValueError, OverflowError, OSError):
        return str(timestamp)
