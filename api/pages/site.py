"""The explorer in one language: what a page is built from, and how its answer is made."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from fastapi.routing import APIRoute
from starlette.responses import JSONResponse

from api.access.model import NOBODY
from api.pages.accounts import AccountLists
from api.pages.asset_lists import AssetLists
from api.pages.assets import AssetPages
from api.pages.batches import BatchPages
from api.pages.chain import ChainPages
from api.pages.contracts import ContractPages
from api.pages.deposits import DepositPages
from api.pages.desk import DeskPage
from api.pages.logs import LogPages
from api.pages.mined import MinedPages
from api.pages.network import NetworkPages
from api.pages.notifications import NotificationPages
from api.pages.participants import ParticipantPages
from api.pages.portal.acts import acts_on
from api.pages.portal.who import listed
from api.pages.problems import FAULT, ProblemPage, problem_page
from api.pages.redemptions import RedemptionPages
from api.pages.references import People
from api.pages.refused import RefusedPages
from api.pages.signers import SignerPages
from api.pages.traces import TracePages
from api.pages.transactions import TransactionPages
from api.sending.history import Historian
from api.sending.store import SentStore
from ledger.errors import QoimaError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from starlette.requests import Request
    from starlette.responses import Response

    from api.pages.rendering import Renderer
    from api.pages.search import Hit
    from api.pages.views import Listing, Record
    from api.sending.reasons import Reasons
    from api.services import Services
    from ledger.records import BlockRef

__all__ = ["Site", "Visit", "page_route"]

_LOG: Final = logging.getLogger("qoima.api.pages")


@dataclass(frozen=True)
class Visit:
    """One request: the head that it stands on, and participants asked for once."""

    services: Services
    renderer: Renderer
    people: People
    head: BlockRef | None

    @property
    def chain(self) -> ChainPages:
        """Pages of blocks."""
        return ChainPages(self.services, self.renderer.messages, self.people)

    @property
    def transactions(self) -> TransactionPages:
        """Pages of transactions."""
        return TransactionPages(self.renderer.messages, self.people, self.chain)

    @property
    def traces(self) -> TracePages:
        """Pages of what transactions did inside."""
        return TracePages(self.services, self.renderer.messages, self.people, self.chain)

    @property
    def signers(self) -> SignerPages:
        """The page of who seals."""
        return SignerPages(self.services, self.renderer.messages, self.people)

    @property
    def contracts(self) -> ContractPages:
        """Pages of the contracts."""
        return ContractPages(self.services, self.renderer.messages, self.people)

    @property
    def participants(self) -> ParticipantPages:
        """Pages of participants and accounts."""
        return ParticipantPages(self.services, self.renderer.messages, self.people, self.chain)

    @property
    def network(self) -> NetworkPages:
        """Pages of nodes and of acts of enforcement."""
        return NetworkPages(self.services, self.people)

    @property
    def deposits(self) -> DepositPages:
        """Pages of the depository."""
        return DepositPages(self.services, self.people)

    @property
    def batches(self) -> BatchPages:
        """Pages of batches."""
        return BatchPages(self.services, self.people)

    @property
    def logs(self) -> LogPages:
        """Pages of logs."""
        return LogPages(self.services, self.people)

    @property
    def assets(self) -> AssetPages:
        """Pages of digital assets."""
        now = self.head.timestamp if self.head else 0
        return AssetPages(self.services, self.renderer.messages, self.people, now)

    @property
    def asset_lists(self) -> AssetLists:
        """Whole lists of digital assets."""
        return AssetLists(self.services, self.renderer.messages, self.people)

    @property
    def account_lists(self) -> AccountLists:
        """Whole lists of accounts."""
        return AccountLists(self.services, self.renderer.messages, self.people)

    @property
    def redemptions(self) -> RedemptionPages:
        """Pages of requests for redemption."""
        return RedemptionPages(self.services, self.people, self.head.timestamp if self.head else 0)

    @property
    def desk(self) -> DeskPage:
        """The page of what waits."""
        return DeskPage(self.services, self.renderer.messages, self.people, self.head)

    @property
    def refused(self) -> RefusedPages:
        """The page of acts that were refused."""
        return RefusedPages(self.services, self.renderer.messages, self.people)

    @property
    def notifications(self) -> NotificationPages:
        """Pages of mining notifications."""
        return NotificationPages(self.services, self.people)

    @property
    def mined(self) -> MinedPages:
        """Pages of mined assets."""
        return MinedPages(self.services, self.people)


@dataclass(frozen=True)
class Site:
    """Answers with pages in one language; `reasons` remembers why transactions failed."""

    services: Services
    renderer: Renderer
    reasons: Reasons

    @property
    def historian(self) -> Historian:
        """What tells how far a transaction has come."""
        return Historian(self.services, SentStore(self.services.vault), self.reasons)

    def visit(self) -> Visit:
        """Begin a page: read the head once."""
        people = People(self.services.participants, self.renderer.language)
        return Visit(self.services, self.renderer, people, self.services.index.head())

    def page(self, request: Request, visit: Visit, template: str, **context: Any) -> Response:
        """Answer with a template."""
        return self.renderer.page(request, template, visit.head, **context)

    def record(self, request: Request, make: Callable[[Visit], Record]) -> Response:
        """Answer with the page of one record, which leads to the acts on it."""
        visit = self.visit()
        record, messages = make(visit), self.renderer.messages
        acts = tuple(
            (listed(kind, NOBODY, messages), query)
            for kind, query in acts_on(record.api_href or "")
        )
        return self.page(request, visit, "record.html", record=record, acts=acts)

    def listing(self, request: Request, make: Callable[[Visit], Listing]) -> Response:
        """Answer with the page of one register."""
        visit = self.visit()
        listing = make(visit)
        stands_on = listing.stands_on or visit.head
        return self.renderer.page(request, "listing.html", stands_on, listing=listing)

    def suggestions(self, hits: tuple[Hit, ...]) -> Response:
        """Answer with what a field of search suggests, for its script."""
        renderer = self.renderer
        shown = [
            {
                "href": renderer.href(hit.href),
                "title": renderer.phrase(hit.title),
                "name": hit.name.value if hit.name else None,
            }
            for hit in hits
        ]
        said = renderer.messages("page-suggest-count", count=len(shown))
        headers = {"Content-Language": renderer.language, "Cache-Control": "no-cache"}
        return JSONResponse({"hits": shown, "said": said}, headers=headers)

    def refusal(self, request: Request, error: QoimaError) -> Response:
        """Answer with a refusal in words."""
        shown = problem_page(error, self.renderer.messages)
        if shown.status >= 500:
            _LOG.error("page %s: %s", request.url.path, error)
        return self._problem(request, shown)

    def fault(self, request: Request) -> Response:
        """Answer a fault; the page tells nothing of it, the log all."""
        _LOG.exception("page %s failed", request.url.path)
        return self._problem(request, FAULT)

    def _problem(self, request: Request, shown: ProblemPage) -> Response:
        page = self.renderer.page(request, "problem.html", None, shown.status, problem=shown)
        if shown.status == 503:
            page.headers["Retry-After"] = "5"
        return page


def page_route(site: Site) -> type[APIRoute]:
    """The class of routes that answer refusals and faults with pages of `site`."""

    class PageRoute(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def guarded(request: Request) -> Response:
                try:
                    return await handle(request)
                except QoimaError as error:
                    return site.refusal(request, error)
                except Exception:  # noqa: BLE001 - the edge: logged whole, told in words
                    return site.fault(request)

            return guarded

    return PageRoute
