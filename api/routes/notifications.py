"""Notifications of digital mining: filing, amendment, acknowledgement, cessation."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Response

from api.context import Desk, Limit
from api.documentation import problems
from api.schemas.notifications import (
    Acknowledgement,
    Cessation,
    Filing,
    NotificationOut,
    NotificationReturn,
    StatusName,
    notification_out,
)
from api.schemas.records import Listing, Single, as_of, listing
from api.schemas.types import digest_of
from api.signing import Deed, signed
from ledger.types import Address, NotificationId
from mining_registry.model import Status

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["notifications"])

_READ: Final = problems(400, 404, 422, 503)
_ACT: Final = signed(404)
Number = Annotated[int, Path(ge=1, le=2**53 - 1)]


@router.get("/notifications", operation_id="listNotifications", responses=_READ)
def notifications(
    desk: Desk,
    paging: Limit,
    region: Annotated[str | None, Query(max_length=16, examples=["KZ-55"])] = None,
    status: Annotated[StatusName | None, Query()] = None,
) -> Listing[NotificationOut]:
    """Notifications, the newest first: all, or those of a region or in a status."""
    head = desk.head()
    page = desk.services.mining.notifications(
        paging.limit, paging.after, region, None if status is None else Status(status)
    )
    return listing(page, head, notification_out)


@router.get("/notifications/{number}", operation_id="getNotification", responses=_READ)
def notification(desk: Desk, number: Number) -> Single[NotificationOut]:
    """The public part of one notification."""
    head = desk.head()
    found = desk.services.mining.notification(NotificationId(number))
    return Single(data=notification_out(found), as_of=as_of(head))


@router.post("/notifications", operation_id="fileNotification", **_ACT)
def notify(desk: Desk, body: Filing, deed: Deed) -> Response:
    """Keep a form and answer with the notification to sign; signed by the miner."""
    mining = desk.services.mining
    return deed.draft(body, lambda: mining.draft(Address(body.sender), mining.read(body.form)))


@router.post("/notifications/{number}/amendments", operation_id="amendNotification", **_ACT)
def amend(desk: Desk, number: Number, body: Filing, deed: Deed) -> Response:
    """Keep an amended form and answer with the amendment to sign; signed by the miner."""
    mining, wanted = desk.services.mining, NotificationId(number)
    return deed.draft(
        body,
        lambda: mining.draft_amendment(
            Address(body.sender), wanted, mining.read(body.form, wanted)
        ),
    )


@router.post(
    "/notifications/{number}/acknowledgements", operation_id="acknowledgeNotification", **_ACT
)
def acknowledge(desk: Desk, number: Number, body: Acknowledgement, deed: Deed) -> Response:
    """Acknowledge the version that is named; signed by the authority."""
    return deed.sign(
        body,
        lambda: desk.services.mining.draft_acknowledgement(
            Address(body.sender),
            NotificationId(number),
            digest_of(body.digest),
            digest_of(body.basis),
        ),
    )


@router.post("/notifications/{number}/returns", operation_id="returnNotification", **_ACT)
def return_notification(
    desk: Desk, number: Number, body: NotificationReturn, deed: Deed
) -> Response:
    """Return the version that is named, with a reason; signed by the authority."""
    return deed.sign(
        body,
        lambda: desk.services.mining.draft_return(
            Address(body.sender),
            NotificationId(number),
            digest_of(body.digest),
            body.reason,
            digest_of(body.basis),
        ),
    )


@router.post("/notifications/{number}/cessations", operation_id="ceaseMining", **_ACT)
def cease(desk: Desk, number: Number, body: Cessation, deed: Deed) -> Response:
    """Report that mining stopped; signed by the miner."""
    return deed.sign(
        body,
        lambda: desk.services.mining.draft_cessation(
            Address(body.sender), NotificationId(number), body.ended_on
        ),
    )
