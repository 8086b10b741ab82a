"""Pages of requests for redemption: the queue, and each request with its delay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from api.pages.asset_tables import redemption_badge
from api.pages.cells import NOTHING, Hash, Link, Number, Phrase, Text
from api.pages.moments import query_of
from api.pages.references import asset_link, digest, evidence, number_phrase, recorded
from api.pages.views import Column, Fact, Listing, Notice, Record, Table
from ledger.assets.model import RedemptionStatus
from ledger.assets.queue import Queue
from ledger.errors import NotFound

if TYPE_CHECKING:
    from api.pages.cells import Cell
    from api.pages.references import People
    from api.services import Services
    from ledger.assets.model import Redemption
    from ledger.types import RedemptionId

__all__ = ["RedemptionPages", "redemption_facts", "redemption_status_of"]

_ROWS: Final = 50
_DAY: Final = 86_400
_OPEN: Final = RedemptionStatus.REQUESTED


def redemption_status_of(word: str | None) -> RedemptionStatus:
    """How the listed requests stand, open without a word; NotFound("route.unknown")."""
    if word is None:
        return _OPEN
    try:
        return RedemptionStatus(word)
    except ValueError as error:
        raise NotFound("route.unknown", path=f"/redemptions?status={word[:40]}") from error


def redemption_facts(services: Services) -> tuple[Fact, ...]:
    """How many requests are open, with a link to their queue."""
    total = Queue(services.index.engine).requests(_OPEN, 1).total
    return (Fact("page-redemptions-open", Link("/redemptions", Number(total))),)


@dataclass(frozen=True)
class RedemptionPages:
    """Builds the pages; `now` is the time of the head, up to which an open request has waited."""

    services: Services
    people: People
    now: int

    def redemptions(self, after: str | None, status: RedemptionStatus) -> Listing:
        """Open requests, the longest waiting first; or those that were decided, newest first."""
        queue, waiting = Queue(self.services.index.engine), status is _OPEN
        page = queue.requests(status, _ROWS, after, oldest_first=waiting)
        word = None if waiting else status.value
        columns = (
            Column("page-redemption-number"),
            Column("page-asset-number"),
            Column("page-asset-holder"),
            Column("page-asset-amount", figure=True),
            Column("page-redemption-requested"),
            Column("page-redemption-waits" if waiting else "page-redemption-took"),
            Column("page-redemption-status"),
        )
        return Listing(
            title="page-redemptions",
            lead="page-redemptions-lead",
            table=Table(
                "page-redemptions",
                columns,
                tuple(self._row(each) for each in page.items),
                "page-redemptions-empty",
                page.total,
            ),
            href=query_of("/redemptions", status=word),
            next=query_of("/redemptions", status=word, after=page.next) if page.next else None,
            later=after is not None,
            filters=tuple(_filter(each, status) for each in RedemptionStatus),
            notices=(Notice("page-redemption-term"),),
        )

    def redemption(self, number: RedemptionId) -> Record:
        """One request; NotFound("redemption.unknown")."""
        found = self.services.assets.redemption(number)
        open_still = found.status is _OPEN
        outcome = NOTHING if found.outcome is None else digest(found.outcome, whole=True)
        return Record(
            register="page-redemptions",
            register_href="/redemptions",
            title=number_phrase("page-redemption-title", found.number),
            name=None,
            badges=(redemption_badge(found),),
            notices=(Notice("page-redemption-term"),),
            facts=(
                Fact("page-asset-number", asset_link(found.class_id)),
                Fact("page-asset-holder", self.people.numbered(found.holder)),
                Fact(
                    "page-account-address",
                    Hash(found.account, f"/accounts/{found.account}", whole=True),
                ),
                Fact("page-asset-amount", Number(found.amount)),
                Fact("page-redemption-demand", digest(found.demand, whole=True)),
                Fact(
                    "page-redemption-waits" if open_still else "page-redemption-took",
                    self._days(found),
                ),
                Fact("page-redemption-decided", recorded(found.decided)),
                Fact("page-redemption-outcome", outcome),
            ),
            evidence=evidence(found.requested),
            api_href=f"/v1/redemptions/{found.number}",
        )

    def _row(self, each: Redemption) -> tuple[Cell, ...]:
        return (
            Link(f"/redemptions/{each.number}", Text(str(each.number))),
            asset_link(each.class_id),
            self.people.numbered(each.holder),
            Number(each.amount),
            recorded(each.requested),
            self._days(each),
            redemption_badge(each),
        )

    def _days(self, each: Redemption) -> Phrase:
        """Whole days from the request to the decision, or to now."""
        until = self.now if each.decided is None else each.decided.block.timestamp
        days = max(0, until - each.requested.block.timestamp) // _DAY
        return Phrase("page-redemption-days", (("days", days),))


def _filter(each: RedemptionStatus, chosen: RedemptionStatus) -> tuple[str, str, bool]:
    word = None if each is _OPEN else each.value
    label = "page-redemptions-open" if each is _OPEN else f"page-redemption-{each.value}"
    return label, query_of("/redemptions", status=word), each is chosen
