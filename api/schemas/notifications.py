"""Notifications of digital mining, as they are asked for and answered."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from api.schemas.records import Place, place
from api.schemas.types import AddressIn, DigestIn, Given, Request, Response, Texts, hex_of, moment

if TYPE_CHECKING:
    from mining_registry.model import Notification, Version

__all__ = [
    "Acknowledgement",
    "Cessation",
    "Filing",
    "NotificationOut",
    "NotificationReturn",
    "StatusName",
    "VersionOut",
    "notification_out",
]

StatusName = Literal["submitted", "amended", "returned", "acknowledged", "ceased"]


class Filing(Request):
    """A form and who files it; `form` is as `/v1/forms/mining-notification` describes it.

    Its member `form` names the edition (`mining-notification/1`), which must be the one in force;
    without it, the one in force is meant.
    """

    sender: AddressIn
    form: dict[str, Any]


class Acknowledgement(Request):
    """Acknowledge the version of the form with this digest, which must be the one in force.

    `basis` is the digest of the decision.
    """

    sender: AddressIn
    digest: DigestIn
    basis: DigestIn


class NotificationReturn(Request):
    """Return the version of the form with this digest; the chain receives a salted digest of why.

    `basis` is the digest of the decision.
    """

    sender: AddressIn
    digest: DigestIn
    reason: str = Field(min_length=1, max_length=10_000)
    basis: DigestIn


class Cessation(Request):
    """Report that mining stopped during the day `ended_on` (Kazakhstan time)."""

    sender: AddressIn
    ended_on: dt.date = Field(strict=False)


class VersionOut(Response):
    """One version of a notification: its form's salted digest and its start.

    `account` recorded it. `basis` is the digest of the decision by which it was acknowledged or
    returned, `reason` the salted digest of why it was returned.
    """

    number: int
    digest: str
    account: str
    starts_at: Given
    recorded: Place
    acknowledged: Place | None
    returned: Place | None
    reason: str | None
    basis: str | None


class NotificationOut(Response):
    """The public part of a notification; days in Kazakhstan time.

    `ceased_late` tells that the end of mining was reported after its ten days.
    """

    number: int
    miner: int
    account: str
    name: Texts | None
    bin: str | None
    regions: tuple[str, ...]
    status: StatusName
    submitted_on: dt.date
    starts_on: dt.date
    amended_on: dt.date | None
    ended_on: dt.date | None
    digest: str
    version: int
    versions: tuple[VersionOut, ...]
    ceased: Place | None
    ceased_late: bool


def notification_out(notification: Notification) -> NotificationOut:
    """A notification as it is answered."""
    name = notification.name
    return NotificationOut(
        number=notification.number,
        miner=notification.miner,
        account=notification.account,
        name=None if name is None else Texts(**name.as_json()),
        bin=notification.bin,
        regions=notification.regions,
        status=notification.status.value,
        submitted_on=notification.submitted_on,
        starts_on=notification.starts_on,
        amended_on=notification.amended_on,
        ended_on=notification.ended_on,
        digest=hex_of(notification.digest),
        version=notification.version,
        versions=tuple(_version_out(version) for version in notification.versions),
        ceased=None if notification.ceased is None else place(notification.ceased),
        ceased_late=notification.ceased_late,
    )


def _version_out(version: Version) -> VersionOut:
    return VersionOut(
        number=version.number,
        digest=hex_of(version.digest),
        starts_at=moment(version.starts_at),
        recorded=place(version.recorded),
        account=version.account,
        acknowledged=None if version.acknowledged is None else place(version.acknowledged),
        returned=None if version.returned is None else place(version.returned),
        reason=None if version.reason is None else hex_of(version.reason),
        basis=None if version.basis is None else hex_of(version.basis),
    )
