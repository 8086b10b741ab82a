"""Routes of the portal in one language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Query
from starlette.requests import Request  # noqa: TC002 - FastAPI reads the annotation
from starlette.responses import Response  # noqa: TC002 - as above

from api.context import application_of
from api.pages.portal.acts import GROUPS, kind_of
from api.pages.portal.building import FormMaker
from api.pages.portal.decisions import Decided
from api.pages.portal.deposits_acts import DEPOSIT
from api.pages.portal.naming import Names
from api.pages.portal.sent import sent_view
from api.pages.portal.who import caller_of, listed, me_of
from api.pages.portal.words import network, words
from ledger.errors import NotFound
from ledger.forms.schema import schema_of
from ledger.types import TxHash

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.access.model import Caller
    from api.pages.portal.inputs import Input
    from api.pages.portal.kinds import Kind
    from api.pages.site import Site, Visit
    from api.pages.views import Section

__all__ = ["portal_routes"]

_AUTHORITY: Final = "portal-group-authority"
_AGREEING: Final = frozenset({"confirm", "withdraw-agreement"})
_HASH: Final = re.compile(r"0x[0-9a-f]{64}")
_LONGEST: Final = 200


def portal_routes(router: APIRouter, site: Site) -> None:
    """Add the pages of the portal to those of a language."""
    portal = _Portal(site)

    @router.get("/portal")
    def front(request: Request) -> Response:
        return portal.front(request)

    @router.get("/portal/acts/{slug}")
    def act(request: Request, slug: str) -> Response:
        return portal.act(request, kind_of(slug))

    @router.get("/portal/decisions")
    def decisions(
        request: Request, after: Annotated[str | None, Query(max_length=512)] = None
    ) -> Response:
        return portal.decisions(request, after)

    @router.get("/portal/sent/{transaction}")
    def sent(request: Request, transaction: str) -> Response:
        return portal.sent(request, transaction.lower())


@dataclass(frozen=True)
class _Portal:
    """Answers with the pages of the portal; none of them is kept by a cache."""

    site: Site

    def front(self, request: Request) -> Response:
        """What can be done here, and by whom."""
        caller = caller_of(request)
        messages = self.site.renderer.messages
        groups = tuple(
            {
                "heading": group.heading,
                "link": "/portal/decisions" if group.heading == _AUTHORITY else None,
                "acts": tuple(listed(each, caller, messages) for each in group.kinds),
            }
            for group in GROUPS
        )
        return self._page(request, caller, "portal.html", groups=groups)

    def act(self, request: Request, kind: Kind) -> Response:
        """The form of an act, and room for what will be signed."""
        caller, messages = caller_of(request), self.site.renderer.messages
        given = {name: value[:_LONGEST] for name, value in request.query_params.items()}
        return self._page(
            request,
            caller,
            f"portal-{_page_of(kind)}.html",
            act=listed(kind, caller, messages),
            inputs=self._inputs(kind, given),
            sections=self._sections(kind, given),
            script=f"portal/{_page_of(kind)}.js",
        )

    def decisions(self, request: Request, after: str | None) -> Response:
        """Proposals of the authorised body."""
        table, following = self._decided(self.site.visit()).table(after)
        context = {"table": table, "next": following}
        return self._page(request, caller_of(request), "portal-decisions.html", **context)

    def sent(self, request: Request, transaction: str) -> Response:
        """How far a transaction is; NotFound("transaction.unknown") for what is no hash."""
        if not _HASH.fullmatch(transaction):
            raise NotFound("transaction.unknown", transaction=transaction[:_LONGEST])
        told = application_of(request).historian.of(TxHash(transaction))
        view = sent_view(told, self.site.renderer.messages)
        return self._page(request, caller_of(request), "portal-sent.html", sent=view)

    def _inputs(self, kind: Kind, given: Mapping[str, str]) -> tuple[Input, ...]:
        messages, law = self.site.renderer.messages, None
        if kind.form is not None:
            form = self.site.services.forms.form(kind.form)
            law = schema_of(form, form.at(self.site.services.mining.today()))
        return FormMaker(kind, Names(messages, kind.contract, kind.slug), law).made(given)

    def _sections(self, kind: Kind, given: Mapping[str, str]) -> tuple[Section, ...]:
        """What must be read before agreeing."""
        number = given.get("number", "")
        if kind.slug not in _AGREEING or not re.fullmatch(r"[1-9][0-9]{0,8}", number):
            return ()
        return (self._decided(self.site.visit()).facts(int(number)),)

    def _decided(self, visit: Visit) -> Decided:
        return Decided(self.site.services, self.site.renderer.messages, visit.people)

    def _page(self, request: Request, caller: Caller, template: str, **context: Any) -> Response:
        visit, messages = self.site.visit(), self.site.renderer.messages
        access, deployment = application_of(request).access, self.site.services.chain.deployment
        page = self.site.page(
            request,
            visit,
            template,
            me=me_of(caller, visit.people),
            words=words(messages),
            network=network(deployment, access.site, messages),
            **context,
        )
        page.headers["Cache-Control"] = "no-store"
        return page


def _page_of(kind: Kind) -> str:
    """What the template and the script of an act are called."""
    return "deposit" if kind is DEPOSIT else "act"
