"""Quarterly reports on mining, mined assets and whose they are."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Response

from api.context import Desk, Limit
from api.documentation import problems
from api.moments import Stand
from api.schemas.mining import (
    Declaring,
    Disposal,
    Exempting,
    ExemptionEnd,
    ExemptionOut,
    MinedAssetOut,
    OfferTo,
    OwnershipOut,
    Reporting,
    ReportOut,
    declaration_of,
    exemption_out,
    mined_asset_out,
    ownership_out,
    report_out,
)
from api.schemas.records import Listing, Single, as_of, listing
from api.schemas.types import digest_of
from api.signing import Deed, signed
from ledger.types import Address, MinedAssetId, NotificationId, ParticipantId

__all__ = ["router"]

router = APIRouter(prefix="/v1", tags=["notifications"])

_READ: Final = problems(400, 404, 422, 503)
_ACT: Final = signed(404)
Number = Annotated[int, Path(ge=1, le=2**53 - 1)]
Some = Annotated[int | None, Query(ge=1, le=2**53 - 1)]


@router.get("/notifications/{number}/reports", operation_id="listMiningReports", responses=_READ)
def reports(desk: Desk, number: Number) -> Single[tuple[ReportOut, ...]]:
    """All quarterly reports under a notification, the newest quarter first."""
    head = desk.head()
    found = desk.services.mining.reports.reports(NotificationId(number))
    return Single(data=tuple(report_out(each) for each in found), as_of=as_of(head))


@router.post("/notifications/{number}/reports", operation_id="fileMiningReport", **_ACT)
def report(desk: Desk, number: Number, body: Reporting, deed: Deed) -> Response:
    """Keep a quarterly report and answer with its record to sign; signed by the miner."""
    service, wanted = desk.services.mining.reports, NotificationId(number)
    return deed.draft(
        body, lambda: service.draft(Address(body.sender), wanted, service.read(body.form))
    )


@router.get("/mined-assets", operation_id="listMinedAssets", responses=_READ)
def mined_assets(
    desk: Desk, paging: Limit, notification: Some = None, owner: Some = None
) -> Listing[MinedAssetOut]:
    """Mined assets, the newest first: all, those under a notification, those of an owner."""
    head = desk.head()
    page = desk.services.mining.mined.assets(
        paging.limit,
        paging.after,
        None if notification is None else NotificationId(notification),
        None if owner is None else ParticipantId(owner),
    )
    return listing(page, head, mined_asset_out)


@router.get("/mined-assets/{number}", operation_id="getMinedAsset", responses=_READ)
def mined_asset(desk: Desk, number: Number) -> Single[MinedAssetOut]:
    """A mined asset, its owner and those it had."""
    head = desk.head()
    found = desk.services.mining.mined.asset(MinedAssetId(number))
    return Single(data=mined_asset_out(found), as_of=as_of(head))


@router.post("/notifications/{number}/mined-assets", operation_id="declareMinedAsset", **_ACT)
def declare(desk: Desk, number: Number, body: Declaring, deed: Deed) -> Response:
    """Declare what was mined; signed by the miner, who is its owner from then on."""
    declared = declaration_of(NotificationId(number), body)
    mined = desk.services.mining.mined
    return deed.sign(body, lambda: mined.draft_declaration(Address(body.sender), declared))


@router.get("/mined-assets/{number}/owner", operation_id="getMinedOwner", responses=_READ)
def mined_owner(desk: Desk, number: Number, stand: Stand) -> Single[OwnershipOut | None]:
    """Whose a mined asset is, now or at a block or moment; null once it was retracted (A-8)."""
    found = desk.services.mining.mined.owner(MinedAssetId(number), stand.at)
    answer = None if found is None else ownership_out(found)
    return Single(data=answer, as_of=as_of(stand.head))


@router.post("/mined-assets/{number}/retractions", operation_id="retractMinedAsset", **_ACT)
def retract(desk: Desk, number: Number, body: Disposal, deed: Deed) -> Response:
    """Retract a declaration made in error; signed by the miner."""
    mined, wanted = desk.services.mining.mined, MinedAssetId(number)
    return deed.sign(body, lambda: mined.draft_retraction(Address(body.sender), wanted))


@router.post("/mined-assets/{number}/offers", operation_id="offerMinedAsset", **_ACT)
def offer(desk: Desk, number: Number, body: OfferTo, deed: Deed) -> Response:
    """Offer a mined asset to a participant; signed by the owner."""
    mined, wanted, to = desk.services.mining.mined, MinedAssetId(number), ParticipantId(body.to)
    return deed.sign(body, lambda: mined.draft_offer(Address(body.sender), wanted, to))


@router.post("/mined-assets/{number}/withdrawals", operation_id="withdrawMinedOffer", **_ACT)
def withdraw(desk: Desk, number: Number, body: Disposal, deed: Deed) -> Response:
    """Withdraw an offer that is not accepted yet; signed by the owner."""
    mined, wanted = desk.services.mining.mined, MinedAssetId(number)
    return deed.sign(body, lambda: mined.draft_withdrawal(Address(body.sender), wanted))


@router.post("/mined-assets/{number}/acceptances", operation_id="acceptMinedAsset", **_ACT)
def accept(desk: Desk, number: Number, body: Disposal, deed: Deed) -> Response:
    """Accept a mined asset; signed by the one to whom it is offered, its owner from then on."""
    mined, wanted = desk.services.mining.mined, MinedAssetId(number)
    return deed.sign(body, lambda: mined.draft_acceptance(Address(body.sender), wanted))


@router.get("/exemptions", operation_id="getExemption", responses=_READ)
def exemption(
    desk: Desk, asset: Annotated[str, Query(min_length=1, max_length=128)]
) -> Single[ExemptionOut | None]:
    """The exemption recorded last for an asset, null when there never was one (A-3)."""
    head = desk.head()
    found = desk.services.mining.mined.exemption(asset)
    answer = None if found is None else exemption_out(found, found.in_force(head.timestamp))
    return Single(data=answer, as_of=as_of(head))


@router.post("/exemptions", operation_id="exemptAsset", **_ACT)
def exempt(desk: Desk, body: Exempting, deed: Deed) -> Response:
    """Let an asset pass from owner to owner until the end of a day; signed by the authority."""
    mined, basis = desk.services.mining.mined, digest_of(body.basis)
    return deed.sign(
        body,
        lambda: mined.draft_exemption(Address(body.sender), body.asset, body.last_day, basis),
    )


@router.post("/exemptions/ends", operation_id="endExemption", **_ACT)
def end_exemption(desk: Desk, body: ExemptionEnd, deed: Deed) -> Response:
    """End an asset's exemption at once; signed by the authority."""
    mined, basis = desk.services.mining.mined, digest_of(body.basis)
    return deed.sign(
        body, lambda: mined.draft_exemption_end(Address(body.sender), body.asset, basis)
    )
