"""Notifications of digital mining, as they are asked for and answered."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from api.schemas.records import Place, place
from api.schemas.types import AddressIn, DigestIn, Moment, Request, Response, Texts, hex_of, moment

if TYPE_CHECKING:
    from mining_registry.model import Notification, Version

__all__ = [
    "Acknowledgement",
    "Cessation",
    "Filing",
    "NotificationOut",
    "StatusName",
    "VersionOut",
    "notification_out",
]

StatusName = Literal["submitted", "amended", "acknowledged", "ceased"]


class Filing(Request):
    """A form and who files it; `form` is as `/v1/forms/mining-notification` describes it."""

    sender: AddressIn
    form: dict[str, Any]


class Acknowledgement(Request):
    """Acknowledge the version in force; `basis` is the digest of the decision."""

    sender: AddressIn
    basis: DigestIn


class Cessation(Request):
    """Report that mining stopped during the day `ended_on` (Kazakhstan time)."""

    sender: AddressIn
    ended_on: dt.date = Field(strict=False)


class VersionOut(Response):
    """One version of a notification: its form's salted digest and its start."""

    number: int
    digest: str
    starts_at: Moment
    recorded: Place
    acknowledged: Place | None


class NotificationOut(Response):
    """The public part of a notification; days in Kazakhstan time."""

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
    )


def _version_out(version: Version) -> VersionOut:
    return VersionOut(
        number=version.number,
        digest=hex_of(version.digest),
        starts_at=moment(version.starts_at),
        recorded=place(version.recorded),
        acknowledged=None if version.acknowledged is None else place(version.acknowledged),
    )
