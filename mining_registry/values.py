"""The small values that a notification is made of, each with its own bounds."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError, core_schema

from mining_registry.regions import region_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue

__all__ = [
    "Amount",
    "AssetName",
    "Bic",
    "Cidr",
    "DigestText",
    "Email",
    "Iban",
    "Kato",
    "KilowattHours",
    "Kilowatts",
    "Latitude",
    "Longitude",
    "PayoutAddress",
    "Phone",
    "Shape",
    "Tenge",
    "Text",
    "Token",
]

_LATITUDES = (Decimal("40.5"), Decimal("55.5"))
_LONGITUDES = (Decimal("46.4"), Decimal("87.4"))


def _clean(text: str) -> str:
    """Text as people write it: composed letters, no control signs, no spaces at the ends."""
    if text != text.strip() or not text.isprintable():
        raise PydanticCustomError("form.text-unclean", "control signs or spaces at the ends")
    if not unicodedata.is_normalized("NFC", text):
        raise PydanticCustomError("form.text-unclean", "letters are not composed (NFC)")
    return text


@dataclass(frozen=True)
class Shape:
    """A text that a pattern matches whole; refused by `reason`, told in the JSON Schema."""

    pattern: str
    reason: str

    def check(self, text: str) -> str:
        """Return the text; PydanticCustomError with `reason` if it is not of this shape."""
        if re.fullmatch(self.pattern, text, re.ASCII) is None:
            raise PydanticCustomError(self.reason, "not of the form asked for")
        return text

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Check after the text itself has been checked."""
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Add the pattern (JSON Schema: unanchored, so it is anchored here)."""
        return {**handler(schema), "pattern": f"^({self.pattern})$"}


def _known_place(kato: str) -> str:
    if region_of(kato) is None:
        raise PydanticCustomError("form.kato-unknown", "no region has this code")
    return kato


def _within(bounds: tuple[Decimal, Decimal]) -> Callable[[str], str]:
    lowest, highest = bounds

    def check(text: str) -> str:
        if not lowest <= Decimal(text) <= highest:
            detail = f"{lowest}–{highest}"
            raise PydanticCustomError("form.coordinate", "outside", {"detail": detail})
        return text

    return check


def _network(text: str) -> str:
    """One IPv4 or IPv6 range in its canonical CIDR form, host bits zero."""
    try:
        canonical = str(ipaddress.ip_network(text, strict=True))
    except ValueError:
        canonical = ""
    if not canonical or canonical != text:
        raise PydanticCustomError("form.ip-range", "not a range", {"detail": canonical})
    return text


def _iban(text: str) -> str:
    """An account number of Kazakhstan: form and check digits (ISO 13616, ISO 7064 mod 97-10)."""
    turned = text[4:] + text[:4]
    if int("".join(str(int(sign, 36)) for sign in turned)) % 97 != 1:
        raise PydanticCustomError("form.iban", "wrong check digits")
    return text


_DEGREES = Shape(r"[0-9]{2}(\.[0-9]{1,6})?", "form.coordinate")

Text = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_clean)]
"""A line of prose in any language, up to 500 signs."""

Token = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_clean)]
"""A short name: of a model, a pool, a chain, an algorithm; a serial number."""

DigestText = Annotated[str, Shape(r"0x[0-9a-f]{64}", "form.digest")]
"""SHA-256 of a document that the miner keeps: `0x` and 64 lower-case hex digits."""

Kato = Annotated[str, Shape(r"[0-9]{9}", "form.kato"), AfterValidator(_known_place)]
"""Nine digits of the classifier of administrative-territorial objects."""

Latitude = Annotated[str, _DEGREES, AfterValidator(_within(_LATITUDES))]
"""Degrees north as a decimal string, up to six places, within Kazakhstan."""

Longitude = Annotated[str, _DEGREES, AfterValidator(_within(_LONGITUDES))]
"""Degrees east as a decimal string, up to six places, within Kazakhstan."""

Cidr = Annotated[str, StringConstraints(max_length=43), AfterValidator(_network)]
"""A range of addresses as CIDR (RFC 4632, RFC 5952), host bits zero."""

Phone = Annotated[str, Shape(r"\+[1-9][0-9]{6,14}", "form.phone")]
"""A number as ITU-T E.164 writes it: `+` and up to fifteen digits."""

Email = Annotated[
    str,
    Field(max_length=254),
    Shape(
        r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@([A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}",
        "form.email",
    ),
]
"""An address as RFC 5321 routes it, without quotes or comments."""

Iban = Annotated[str, Shape(r"KZ[0-9]{5}[A-Z0-9]{13}", "form.iban"), AfterValidator(_iban)]
"""An account of a bank of Kazakhstan: twenty signs with check digits."""

Bic = Annotated[
    str,
    Shape(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?", "form.bic"),
]
"""Code of a bank (ISO 9362): eight or eleven signs."""

PayoutAddress = Annotated[
    str,
    Shape(r"[A-Za-z0-9:._-]{14,128}", "form.payout-address"),
]
"""An address of the mined chain, in that chain's own letters."""

AssetName = Annotated[
    str,
    Shape(
        r"[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}/[-a-z0-9]{3,8}:[-.%a-zA-Z0-9]{1,77}",
        "form.asset-name",
    ),
]
"""A mined asset with its chain, as CAIP-19 names them, in the 128 signs that the contract takes."""

Kilowatts = Annotated[int, Field(strict=True, ge=1, le=10_000_000)]
"""Whole kilowatts; a float or a boolean is refused."""

KilowattHours = Annotated[int, Field(strict=True, ge=0, le=10**12)]
"""Whole kilowatt-hours; a float or a boolean is refused."""

Amount = Annotated[int, Field(strict=True, ge=1, le=2**256 - 1)]
"""A number of an asset's smallest unit, as the contract holds it."""

Tenge = Annotated[int, Field(strict=True, ge=0, le=10**15)]
"""Whole tenge."""
