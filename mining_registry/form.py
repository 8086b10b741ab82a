"""The form of a mining notification (A-9), typed and bounded."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from ledger.errors import Rejected
from ledger.identifiers import check_bin, check_iin
from mining_registry.values import (
    Bic,
    Cidr,
    DigestText,
    Email,
    Iban,
    Kato,
    Kilowatts,
    Latitude,
    Longitude,
    PayoutAddress,
    Phone,
    Tenge,
    Text,
    Token,
)

__all__ = [
    "Bank",
    "Bin",
    "Coordinates",
    "Dates",
    "EntityKind",
    "Equipment",
    "HashUnit",
    "Miner",
    "Mining",
    "Names",
    "Network",
    "NotificationForm",
    "Part",
    "Power",
    "PowerSource",
    "Site",
    "Supply",
    "TitleKind",
]


class EntityKind(StrEnum):
    """What the miner is before the law."""

    LEGAL = "legal"
    ENTREPRENEUR = "entrepreneur"
    INDIVIDUAL = "individual"


class TitleKind(StrEnum):
    """How the miner holds the premises."""

    OWN = "own"
    LEASE = "lease"


class PowerSource(StrEnum):
    """Where the electricity comes from."""

    GRID_AUCTION = "grid-auction"
    RENEWABLE = "renewable"
    IMPORTED = "imported"
    OFF_GRID = "off-grid"

    @property
    def has_supplier(self) -> bool:
        """Whether one with a BIN supplies it: neither a foreign supplier nor the miner itself."""
        return self in {PowerSource.GRID_AUCTION, PowerSource.RENEWABLE}


class HashUnit(StrEnum):
    """Unit of a rated hash rate, per second."""

    KILO = "kH/s"
    MEGA = "MH/s"
    GIGA = "GH/s"
    TERA = "TH/s"
    PETA = "PH/s"


def _bin(value: str) -> str:
    try:
        check_bin(value)
    except Rejected as refusal:
        detail = str(refusal.facts.get("fault", ""))
        raise PydanticCustomError("form.bin", "wrong", {"detail": detail}) from refusal
    return value


def _iin(value: str) -> str:
    try:
        check_iin(value)
    except Rejected as refusal:
        detail = str(refusal.facts.get("fault", ""))
        raise PydanticCustomError("form.iin", "wrong", {"detail": detail}) from refusal
    return value


_TWELVE_DIGITS: dict[str, JsonValue] = {"pattern": "^[0-9]{12}$"}

Bin = Annotated[str, AfterValidator(_bin), Field(json_schema_extra=_TWELVE_DIGITS)]
"""Business identification number of a legal entity, twelve digits with a check digit."""


class Part(BaseModel):
    """Any part of the form: frozen, exact in types, with no field that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Names(Part):
    """A name in Kazakh and Russian, and in English if there is one."""

    kk: Text
    ru: Text
    en: Text | None = None


class Bank(Part):
    """Where the miner banks."""

    name: Text
    bic: Bic
    iban: Iban


class Miner(Part):
    """Who mines. `bin_or_iin` is a BIN of a legal entity, an IIN of anyone else."""

    kind: EntityKind
    names: Names
    bin_or_iin: str = Field(json_schema_extra=_TWELVE_DIGITS)
    residency_proof: DigestText
    legal_address: Text
    phones: tuple[Phone, ...] = Field(min_length=1, max_length=10)
    email: Email
    bank: Bank

    @field_validator("bin_or_iin")
    @classmethod
    def _checked(cls, value: str, info: ValidationInfo) -> str:
        kind = info.data.get("kind")
        if kind is None:
            return value
        return _bin(value) if kind is EntityKind.LEGAL else _iin(value)


class Coordinates(Part):
    """Where a site stands (WGS 84), as decimal strings: canonical JSON has no floats."""

    latitude: Latitude
    longitude: Longitude


class Site(Part):
    """Premises where equipment stands. `title_document` is the digest of the deed or lease.

    `owner_bin` may be left out only where the miner owns the premises.
    """

    address: Text
    kato: Kato
    coordinates: Coordinates
    title: TitleKind
    title_document: DigestText
    owner_bin: Bin | None = None


class Supply(Part):
    """One contract of supply, in whole kilowatts.

    `supplier_bin` may be left out only where the supplier is foreign or the miner itself.
    """

    source: PowerSource
    supplier_bin: Bin | None = None
    contracted_kw: Kilowatts


class Power(Part):
    """Electricity asked for and contracted."""

    requested_kw: Kilowatts
    supplies: tuple[Supply, ...] = Field(min_length=1, max_length=20)
    technical_conditions: DigestText


class Network(Part):
    """Link to the internet."""

    provider: Text
    ip_ranges: tuple[Cidr, ...] = Field(min_length=1, max_length=256)


class Equipment(Part):
    """Machines of one model. `count` equals the number of serial numbers; rate and watts per piece.

    `title_document` is the digest of the customs declaration or of the deed.
    """

    maker: Token
    model: Token
    algorithm: Token
    hash_rate: int = Field(ge=1, le=10**12)
    hash_rate_unit: HashUnit
    watts: int = Field(ge=1, le=1_000_000)
    count: int = Field(ge=1, le=10_000)
    serial_numbers: tuple[Token, ...] = Field(min_length=1, max_length=10_000)
    title_document: DigestText


class Mining(Part):
    """What is mined, in which pool, and to which addresses it is paid out."""

    chain: Token
    pool: Token
    payout_addresses: tuple[PayoutAddress, ...] = Field(min_length=1, max_length=50)


class Dates(Part):
    """Days in Kazakhstan time: on which the form was filled in, and on which mining begins."""

    submitted: dt.date
    start: dt.date


class NotificationForm(Part):
    """A whole notification. What of it may be published stands in `mining_registry.public`."""

    miner: Miner
    sites: tuple[Site, ...] = Field(min_length=1, max_length=50)
    power: Power
    network: Network
    equipment: tuple[Equipment, ...] = Field(min_length=1, max_length=200)
    mining: tuple[Mining, ...] = Field(min_length=1, max_length=20)
    jobs: int = Field(ge=0, le=1_000_000)
    investment_kzt: Tenge
    dates: Dates
