"""Routes of the explorer: the same pages under /kk, /ru and /en."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request  # noqa: TC002 - FastAPI reads the annotation
from starlette.responses import RedirectResponse, Response

from api.context import application_of
from api.languages import LANGUAGES, Catalogue, negotiate
from api.metering import ASKED, SUGGEST, TRACE, charge
from api.pages.contracts import Asked
from api.pages.deposits import deposit_status_of
from api.pages.given import account_of, given_proof, number_of
from api.pages.histories import verifications
from api.pages.home import home
from api.pages.lists import list_routes
from api.pages.live import live_router
from api.pages.network import act_of
from api.pages.notifications import region_of, status_of
from api.pages.participants import role_of
from api.pages.portal.router import portal_routes
from api.pages.proof import proof_router
from api.pages.rendering import Renderer
from api.pages.search import NEWEST, Search, only_hit
from api.pages.signers import over_of
from api.pages.site import Site, page_route
from api.pages.static import StaticFiles, static_router
from api.pages.statistics import statistics, unit_of
from api.pages.traces import sealed_transaction
from api.pages.verify import COMMANDS, asked_question, verdict
from api.routes.verifications import validated_proof
from api.sending.reasons import Reasons
from api.validation.validator import Validator
from ledger.errors import NotFound, Unavailable
from ledger.types import (
    BatchId,
    ClassId,
    DepositId,
    MinedAssetId,
    NotificationId,
    ParticipantId,
    TxHash,
)

if TYPE_CHECKING:
    from api.pages.site import Visit
    from api.services import Services
    from api.validation.model import Validation

__all__ = ["pages_router"]

After = Annotated[str | None, Query()]
Word = Annotated[str | None, Query()]
Words = Annotated[tuple[Annotated[str, Query(max_length=256)], ...], Query(max_length=8)]
_LONGEST: Final = 200
"""Letters of a query that are read; the field takes no more."""


def pages_router(services: Services, catalogue: Catalogue) -> APIRouter:
    """All routes of the explorer: the language chosen at `/`, the pages, the static files."""
    static = StaticFiles.read()
    router = APIRouter(include_in_schema=False)
    router.include_router(static_router(static))
    router.include_router(proof_router(catalogue))
    router.include_router(live_router())

    @router.get("/")
    def choose_language(request: Request) -> Response:
        language = negotiate(request.headers.get("accept-language"))
        return RedirectResponse(f"/{language}/", 302, headers={"Vary": "Accept-Language"})

    reasons = Reasons(services.chain)
    for language in LANGUAGES:
        site = Site(services, Renderer.of(catalogue, language, static), reasons)
        router.include_router(_pages(site), prefix=f"/{language}")
    return router


def _pages(site: Site) -> APIRouter:
    router = APIRouter(include_in_schema=False, route_class=page_route(site))
    _front(router, site)
    _chain(router, site)
    _transactions(router, site)
    _registers(router, site)
    _batches(router, site)
    _mining(router, site)
    _people(router, site)
    list_routes(router, site)
    portal_routes(router, site)

    @router.get("/{rest:path}")
    def missing(rest: str) -> Response:
        raise NotFound("route.unknown", path=rest[:200])

    return router


def _front(router: APIRouter, site: Site) -> None:
    @router.get("/")
    def first_page(request: Request) -> Response:
        visit = site.visit()
        view = home(site.services, visit.people, visit.head)
        return site.page(request, visit, "home.html", home=view)

    @router.get("/statistics")
    def counts(request: Request, by: Word = None) -> Response:
        visit, unit = site.visit(), unit_of(by)
        view = statistics(site.services, site.renderer.language, visit.head, unit)
        return site.page(request, visit, "statistics.html", view=view)

    @router.get("/search")
    def search(request: Request, q: Word = None) -> Response:
        visit, query = site.visit(), (q or "").strip()[:_LONGEST]
        found = Search(site.services, site.renderer.language).find(query)
        hit = only_hit(found)
        if hit:
            return RedirectResponse(site.renderer.href(hit.href), 303)
        bounds = NEWEST if found.by_title else None
        context = {"query": query, "found": found.groups, "searched_newest": bounds}
        return site.page(request, visit, "search.html", **context)

    @router.get("/suggest")
    def suggest(request: Request, q: Word = None) -> Response:
        charge(request, SUGGEST)
        found = Search(site.services, site.renderer.language).suggest((q or "")[:_LONGEST])
        return site.suggestions(found)

    @router.get("/verify")
    def verify(request: Request, digest: Word = None) -> Response:
        visit, asked = site.visit(), (digest or "").strip()[:_LONGEST]
        question = asked_question(asked) if asked else None
        found = None if question is None else Validator(site.services).validate(question)
        return _verdict(site, request, visit, found, asked)

    @router.post("/verify")
    async def verify_proof(request: Request) -> Response:
        document = await given_proof(request)
        return await run_in_threadpool(_proof_verdict, site, request, document)


def _proof_verdict(site: Site, request: Request, document: bytes) -> Response:
    found = validated_proof(application_of(request), document)
    return _verdict(site, request, site.visit(), found, "")


def _verdict(
    site: Site, request: Request, visit: Visit, found: Validation | None, asked: str
) -> Response:
    messages, malformed = site.renderer.messages, bool(asked) and found is None
    context = {
        "asked": asked,
        "commands": COMMANDS,
        "problem": "page-verify-malformed" if malformed else None,
        "verdict": None if found is None else verdict(found, messages, visit.people),
    }
    return site.page(request, visit, "verify.html", **context)


def _chain(router: APIRouter, site: Site) -> None:
    @router.get("/blocks")
    def blocks(request: Request, after: After = None) -> Response:
        return site.listing(request, lambda visit: visit.chain.blocks(after))

    @router.get("/blocks/{block}")
    def block(request: Request, block: str) -> Response:
        wanted = block.lower() if block.startswith("0x") else number_of(block, "block.unknown")
        return site.record(request, lambda visit: visit.chain.block(wanted))

    @router.get("/signers")
    def signers(request: Request, over: Word = None) -> Response:
        blocks = over_of(over)
        charge(request, ASKED)
        return site.record(request, lambda visit: visit.signers.signers(blocks))

    @router.get("/contracts")
    def contracts(request: Request) -> Response:
        return site.listing(request, lambda visit: visit.contracts.contracts())

    @router.get("/contracts/{name}")
    def contract(request: Request, name: str, view: Word = None, argument: Words = ()) -> Response:
        asked = None if view is None else Asked(view[:_LONGEST], argument)
        return site.record(request, lambda visit: visit.contracts.contract(name, visit.head, asked))


def _transactions(router: APIRouter, site: Site) -> None:
    @router.get("/transactions")
    def transactions(request: Request, after: After = None) -> Response:
        return site.listing(request, lambda visit: visit.transactions.transactions(after))

    @router.get("/transactions/{transaction}")
    def transaction(request: Request, transaction: str) -> Response:
        history = site.historian.of(TxHash(transaction.lower()))
        return site.record(request, lambda visit: visit.transactions.transaction(history))

    @router.get("/transactions/{transaction}/trace")
    def trace(request: Request, transaction: str) -> Response:
        found = sealed_transaction(site.services, transaction.lower())
        charge(request, TRACE)
        doors = application_of(request).traces
        with doors.place(Unavailable("trace.busy", limit=doors.places)):
            return site.record(request, lambda visit: visit.traces.trace(found))


def _registers(router: APIRouter, site: Site) -> None:
    @router.get("/deposits")
    def deposits(request: Request, after: After = None, status: Word = None) -> Response:
        chosen = deposit_status_of(status)
        return site.listing(request, lambda visit: visit.deposits.deposits(after, chosen))

    @router.get("/deposits/{number}")
    def deposit(request: Request, number: str, after: After = None) -> Response:
        wanted = DepositId(number_of(number, "deposit.unknown"))
        return site.record(request, lambda visit: visit.deposits.deposit(wanted, after))

    @router.get("/verifications")
    def yearly(request: Request, after: After = None) -> Response:
        return site.listing(request, lambda _: verifications(site.services, after))

    @router.get("/logs")
    def logs(request: Request, after: After = None) -> Response:
        return site.listing(request, lambda visit: visit.logs.logs(after))

    @router.get("/logs/{name}")
    def log(request: Request, name: str, after: After = None) -> Response:
        return site.record(request, lambda visit: visit.logs.log(name, after))

    @router.get("/assets")
    def assets(request: Request, after: After = None) -> Response:
        return site.listing(request, lambda visit: visit.assets.assets(after))

    @router.get("/assets/{number}")
    def asset(request: Request, number: str) -> Response:
        wanted = ClassId(number_of(number, "asset.unknown"))
        return site.record(request, lambda visit: visit.assets.asset(wanted))


def _batches(router: APIRouter, site: Site) -> None:
    @router.get("/batches")
    def batches(request: Request, after: After = None) -> Response:
        return site.listing(request, lambda visit: visit.batches.batches(after))

    @router.get("/batches/{number}")
    def batch(request: Request, number: str, after: After = None) -> Response:
        wanted = BatchId(number_of(number, "batch.unknown"))
        return site.record(request, lambda visit: visit.batches.batch(wanted, after))


def _mining(router: APIRouter, site: Site) -> None:
    @router.get("/notifications")
    def notifications(
        request: Request, after: After = None, status: Word = None, region: Word = None
    ) -> Response:
        chosen, where = status_of(status), region_of(region)
        return site.listing(
            request, lambda visit: visit.notifications.notifications(after, chosen, where)
        )

    @router.get("/notifications/{number}")
    def notification(request: Request, number: str) -> Response:
        wanted = NotificationId(number_of(number, "notification.unknown"))
        return site.record(request, lambda visit: visit.notifications.notification(wanted))

    @router.get("/mined")
    def mined(request: Request, after: After = None) -> Response:
        return site.listing(request, lambda visit: visit.mined.assets(after))

    @router.get("/mined/{number}")
    def mined_asset(request: Request, number: str) -> Response:
        wanted = MinedAssetId(number_of(number, "mined.unknown"))
        return site.record(request, lambda visit: visit.mined.asset(wanted))


def _people(router: APIRouter, site: Site) -> None:
    @router.get("/participants")
    def participants(request: Request, after: After = None, role: Word = None) -> Response:
        chosen = role_of(role)
        return site.listing(request, lambda visit: visit.participants.participants(after, chosen))

    @router.get("/participants/{number}")
    def participant(request: Request, number: str) -> Response:
        wanted = ParticipantId(number_of(number, "participant.unknown"))
        return site.record(request, lambda visit: visit.participants.participant(wanted))

    @router.get("/nodes")
    def nodes(request: Request, after: After = None) -> Response:
        return site.listing(request, lambda visit: visit.network.nodes(after))

    @router.get("/enforcement")
    def enforcement(request: Request, after: After = None, act: Word = None) -> Response:
        chosen = act_of(act)
        return site.listing(request, lambda visit: visit.network.enforcement(after, chosen))

    @router.get("/accounts/{address}")
    def account(request: Request, address: str) -> Response:
        wanted = account_of(address)
        return site.record(request, lambda visit: visit.participants.account(wanted))
