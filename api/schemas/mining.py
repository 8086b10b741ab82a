"""Quarterly reports and mined assets, as they are asked for and answered."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from pydantic import Field

from api.schemas.records import Place, place
from api.schemas.types import (
    AddressIn,
    Amount,
    AmountIn,
    DigestIn,
    Given,
    Request,
    Response,
    digest_of,
    hex_of,
    moment,
)
from mining_registry.mined.model import Declaration

if TYPE_CHECKING:
    from ledger.types import NotificationId
    from mining_registry.mined.model import Exemption, MinedAsset, Ownership
    from mining_registry.reports.model import Report

__all__ = [
    "Declaring",
    "Disposal",
    "Exempting",
    "ExemptionEnd",
    "ExemptionOut",
    "MinedAssetOut",
    "OfferTo",
    "OwnershipOut",
    "ReportOut",
    "ReportVersionOut",
    "Reporting",
    "declaration_of",
    "exemption_out",
    "mined_asset_out",
    "ownership_out",
    "report_out",
]

_ASSET = "bip122:000000000019d6689c085ae165831e93/slip44:0"


class Reporting(Request):
    """A quarterly report and who files it; `form` is as `/v1/forms/mining-report` describes it.

    Its member `form` names the edition (`mining-report/1`), which must be the one in force; without
    it, the one in force is meant.
    """

    sender: AddressIn
    form: dict[str, Any]


class ReportVersionOut(Response):
    """One version of a report: its form's salted digest, and the account that recorded it."""

    number: int
    digest: str
    account: str
    recorded: Place


class ReportOut(Response):
    """What is recorded of a report on a quarter.

    `late` tells that the first version came after `due_on`, by the chain's own reckoning in
    calendar days.
    """

    notification: int
    year: int
    quarter: int
    due_on: dt.date
    late: bool
    filed: Place
    digest: str
    version: int
    versions: tuple[ReportVersionOut, ...]


class Declaring(Request):
    """Declare mined assets under one's own notification.

    `asset` names chain and asset (CAIP-19), `amount` counts its smallest unit, `evidence` is the
    digest of what shows that it was mined; both days are included, Kazakhstan time.
    """

    sender: AddressIn
    asset: str = Field(min_length=1, max_length=128, examples=[_ASSET])
    amount: AmountIn
    mined_from: dt.date = Field(strict=False)
    mined_until: dt.date = Field(strict=False)
    evidence: DigestIn


class Disposal(Request):
    """Retract a declaration, withdraw an offer, or accept one."""

    sender: AddressIn


class OfferTo(Request):
    """Offer a mined asset, whole, to the participant with the number `to`."""

    sender: AddressIn
    to: int = Field(ge=1, le=2**53 - 1)


class Exempting(Request):
    """Let an asset pass from owner to owner until the end of a day; `basis` is the decision's."""

    sender: AddressIn
    asset: str = Field(min_length=1, max_length=128, examples=[_ASSET])
    last_day: dt.date = Field(strict=False)
    basis: DigestIn


class ExemptionEnd(Request):
    """End an asset's exemption at once; `basis` is the digest of the decision."""

    sender: AddressIn
    asset: str = Field(min_length=1, max_length=128, examples=[_ASSET])
    basis: DigestIn


class OwnershipOut(Response):
    """An owner of a mined asset: participant, present key, and where it was recorded."""

    owner: int
    account: str
    recorded: Place


class MinedAssetOut(Response):
    """A mined asset; days in Kazakhstan time.

    `owner` is a participant and `account` its present key, both null once the declaration is
    retracted. `ownerships` runs from the miner to the present owner.
    """

    id: int
    notification: int
    owner: int | None
    account: str | None
    asset: str
    amount: Amount
    mined_from: dt.date
    mined_until: dt.date
    evidence: str
    declared: Place
    retracted: Place | None
    offered_to: int | None
    ownerships: tuple[OwnershipOut, ...]


class ExemptionOut(Response):
    """The exemption recorded last for an asset, and whether it is in force at the indexed head."""

    asset: str
    until: Given
    in_force: bool
    basis: str
    recorded: Place


def report_out(report: Report) -> ReportOut:
    """A report as it is answered."""
    return ReportOut(
        notification=report.notification,
        year=report.quarter.year,
        quarter=report.quarter.quarter,
        due_on=report.quarter.due_on,
        late=report.late,
        filed=place(report.filed),
        digest=hex_of(report.current.digest),
        version=report.current.number,
        versions=tuple(
            ReportVersionOut(
                number=version.number,
                digest=hex_of(version.digest),
                account=version.account,
                recorded=place(version.recorded),
            )
            for version in report.versions
        ),
    )


def declaration_of(number: NotificationId, body: Declaring) -> Declaration:
    """What a request declares."""
    return Declaration(
        notification=number,
        asset=body.asset,
        amount=int(body.amount),
        mined_from=body.mined_from,
        mined_until=body.mined_until,
        evidence=digest_of(body.evidence),
    )


def mined_asset_out(mined: MinedAsset) -> MinedAssetOut:
    """A mined asset as it is answered."""
    return MinedAssetOut(
        id=mined.id,
        notification=mined.notification,
        owner=mined.owner,
        account=mined.account,
        asset=mined.asset,
        amount=str(mined.amount),
        mined_from=mined.first_day,
        mined_until=mined.last_day,
        evidence=hex_of(mined.evidence),
        declared=place(mined.declared),
        retracted=None if mined.retracted is None else place(mined.retracted),
        offered_to=mined.offered_to,
        ownerships=tuple(ownership_out(each) for each in mined.ownerships),
    )


def ownership_out(ownership: Ownership) -> OwnershipOut:
    """An owner of a mined asset as it is answered."""
    return OwnershipOut(
        owner=ownership.owner, account=ownership.account, recorded=place(ownership.recorded)
    )


def exemption_out(exemption: Exemption, in_force: bool) -> ExemptionOut:
    """An exemption as it is answered."""
    return ExemptionOut(
        asset=exemption.asset,
        until=moment(exemption.until),
        in_force=in_force,
        basis=hex_of(exemption.basis),
        recorded=place(exemption.recorded),
    )
