"""Routes of whole lists: of digital assets, of accounts, of what waits, of refused acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request  # noqa: TC002 - FastAPI reads the annotation
from starlette.responses import Response  # noqa: TC002 - the same

from api.metering import ASKED, DESK, REFUSED, charge
from api.pages.accounts import Period
from api.pages.given import account_of, number_of
from api.pages.moments import Then
from api.pages.redemptions import redemption_status_of
from api.pages.states import states
from ledger.types import ClassId, ParticipantId, RedemptionId

if TYPE_CHECKING:
    from api.pages.site import Site

__all__ = ["list_routes"]

Given = Annotated[str | None, Query()]


def list_routes(router: APIRouter, site: Site) -> None:
    """Add the routes to those of a language."""
    _assets(router, site)
    _accounts(router, site)

    @router.get("/desk")
    def desk(request: Request) -> Response:
        charge(request, DESK)
        visit = site.visit()
        return site.page(request, visit, "desk.html", parts=visit.desk.parts())

    @router.get("/redemptions")
    def redemptions(request: Request, after: Given = None, status: Given = None) -> Response:
        chosen = redemption_status_of(status)
        return site.listing(request, lambda visit: visit.redemptions.redemptions(after, chosen))

    @router.get("/redemptions/{number}")
    def redemption(request: Request, number: str) -> Response:
        wanted = RedemptionId(number_of(number, "redemption.unknown"))
        return site.record(request, lambda visit: visit.redemptions.redemption(wanted))

    @router.get("/participants/{number}/states")
    def participant_states(request: Request, number: str, after: Given = None) -> Response:
        wanted = ParticipantId(number_of(number, "participant.unknown"))
        return site.listing(request, lambda _: states(site.services, wanted, after))

    @router.get("/refused")
    def refused(request: Request, after: Given = None) -> Response:
        charge(request, REFUSED)
        return site.listing(request, lambda visit: visit.refused.refused(after, site.reasons))


def _assets(router: APIRouter, site: Site) -> None:
    @router.get("/assets/{number}/holders")
    def holders(
        request: Request,
        number: str,
        after: Given = None,
        day: Given = None,
        block: Given = None,
    ) -> Response:
        wanted, then = _asset(number), Then.of(day, block)
        return site.listing(request, lambda visit: visit.asset_lists.holders(wanted, after, then))

    @router.get("/assets/{number}/movements")
    def movements(request: Request, number: str, after: Given = None) -> Response:
        wanted = _asset(number)
        return site.listing(request, lambda visit: visit.asset_lists.movements(wanted, after))

    @router.get("/assets/{number}/access")
    def access(request: Request, number: str, after: Given = None) -> Response:
        wanted = _asset(number)
        return site.listing(request, lambda visit: visit.asset_lists.access(wanted, after))

    @router.get("/assets/{number}/supply")
    def supply(request: Request, number: str, after: Given = None) -> Response:
        wanted = _asset(number)
        charge(request, ASKED)
        return site.listing(request, lambda visit: visit.asset_lists.supply(wanted, after))


def _accounts(router: APIRouter, site: Site) -> None:
    @router.get("/accounts/{address}/holdings")
    def holdings(
        request: Request,
        address: str,
        after: Given = None,
        day: Given = None,
        block: Given = None,
    ) -> Response:
        whose, then = account_of(address), Then.of(day, block)
        return site.listing(request, lambda visit: visit.account_lists.holdings(whose, after, then))

    @router.get("/accounts/{address}/movements")
    def movements(request: Request, address: str, after: Given = None) -> Response:
        whose = account_of(address)
        return site.listing(request, lambda visit: visit.account_lists.movements(whose, after))

    @router.get("/accounts/{address}/transactions")
    def transactions(request: Request, address: str, after: Given = None) -> Response:
        whose = account_of(address)
        return site.listing(request, lambda visit: visit.account_lists.transactions(whose, after))

    @router.get("/accounts/{address}/statement")
    def statement(
        request: Request,
        address: str,
        first: Annotated[str | None, Query(alias="from")] = None,
        to: Given = None,
        after: Given = None,
    ) -> Response:
        whose, period = account_of(address), Period.of(first, to)
        return site.record(
            request, lambda visit: visit.account_lists.statement(whose, period, after)
        )


def _asset(number: str) -> ClassId:
    return ClassId(number_of(number, "asset.unknown"))
