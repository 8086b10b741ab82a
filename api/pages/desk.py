"""The regulator's desk: what waits for whom, since when, and until when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from api.explain import explain
from api.pages.asset_tables import asset_state
from api.pages.cells import NOTHING, Badge, Day, Link, Moment, Phrase, Several, Text
from api.pages.desk_rows import COLUMNS, Clock, Part
from api.pages.histories import yearly_badge
from api.pages.references import (
    asset_link,
    batch_link,
    moment,
    notification_link,
    number_phrase,
    text,
)
from api.pages.tables import miner, notification_badge
from api.pages.views import Table
from depository.model import Status as DepositStatus
from ledger.assets.model import RedemptionStatus
from ledger.assets.queue import Queue
from ledger.assets.uncovered import Uncovered
from ledger.errors import Unavailable
from ledger.paging import sorted_from
from mining_registry.model import Status
from mining_registry.reports.owed import Overdue
from mining_registry.rules import last_second

if TYPE_CHECKING:
    from api.languages import Messages
    from api.pages.cells import Cell
    from api.pages.references import People
    from api.services import Services
    from depository.batches.register import Batch
    from depository.model import Deposit
    from ledger.assets.model import AssetClass, Redemption
    from ledger.decisions.model import Proposal
    from ledger.records import BlockRef
    from mining_registry.model import Notification
    from mining_registry.reports.owed import Owed

__all__ = ["DeskPage"]

_ROWS: Final = 20
_FILED: Final = (Status.SUBMITTED, Status.AMENDED)


@dataclass(frozen=True)
class DeskPage:
    """Builds the page as of `head`, the indexed head; without one nothing waits."""

    services: Services
    messages: Messages
    people: People
    head: BlockRef | None

    @property
    def _clock(self) -> Clock:
        return Clock(self.head.timestamp if self.head else 0)

    def parts(self) -> tuple[Part, ...]:
        """Everything that waits."""
        return (
            self._deposits(),
            self._batches(),
            self._filed(),
            self._returned(),
            self._reports(),
            self._yearly(),
            self._assets(),
            self._redemptions(),
            self._proposals(),
        )

    def _deposits(self) -> Part:
        first = sorted_from("asc", None)
        page = self.services.depository.deposits(_ROWS, first, status=DepositStatus.DEPOSITED)
        rows = tuple(self._deposit(each) for each in page.items)
        lists = (Link("/deposits?status=deposited", Phrase("page-deposits")),)
        return _part("deposits", "operator", "page-desk-no-term", rows, page.total, lists)

    def _deposit(self, each: Deposit) -> tuple[Cell, ...]:
        named = Link(f"/deposits/{each.number}", number_phrase("page-deposit-title", each.number))
        title = (text(each.title, self.people.language),) if each.title else ()
        about = Several((*title, self.people.numbered(each.possessor)), stacked=True)
        return named, about, *self._clock.since(each.recorded.block.timestamp), NOTHING

    def _batches(self) -> Part:
        first = sorted_from("asc", None)
        store = self.services.batches.store
        page = store.batches(_ROWS, first, None, DepositStatus.DEPOSITED)
        rows = tuple(self._batch(each) for each in page.items)
        lists = (Link("/batches", Phrase("page-batches")),)
        return _part("batches", "operator", "page-desk-no-term", rows, page.total, lists)

    def _batch(self, each: Batch) -> tuple[Cell, ...]:
        count = Phrase("page-desk-records", (("records", each.size),))
        about = Several((count, self.people.numbered(each.possessor)), stacked=True)
        named = batch_link(each.number)
        return named, about, *self._clock.since(each.recorded.block.timestamp), NOTHING

    def _filed(self) -> Part:
        page = self.services.mining.waiting(_FILED, _ROWS)
        rows = tuple(self._notification(each, each.recorded.block.timestamp) for each in page.items)
        lists = tuple(_notifications(each) for each in _FILED)
        return _part("filed", "authority", "page-desk-filed-term", rows, page.total, lists)

    def _returned(self) -> Part:
        page = self.services.mining.waiting((Status.RETURNED,), _ROWS)
        rows = tuple(
            self._notification(each, (each.returned or each.recorded).block.timestamp)
            for each in page.items
        )
        lists = (_notifications(Status.RETURNED),)
        return _part("returned", "miner", "page-desk-returned-term", rows, page.total, lists)

    def _notification(self, each: Notification, since: int) -> tuple[Cell, ...]:
        name = miner(each, self.people.language)
        who = Link(f"/participants/{each.miner}", name)
        begins = Several((Phrase("page-desk-begins"), Day(each.starts_on)), stacked=True)
        return (
            notification_link(each.number),
            Several((who, notification_badge(each)), stacked=True),
            *self._clock.since(since),
            begins,
        )

    def _reports(self) -> Part:
        found, more = Overdue(self.services.index.engine).reports(self._clock.today)
        rows = tuple(self._report(each) for each in found[:_ROWS])
        lists = (Link("/notifications", Phrase("page-notifications-title")),)
        part = _part("reports", "miner", "page-desk-reports-term", rows, len(found), lists)
        return replace(part, more=more)

    def _report(self, each: Owed) -> tuple[Cell, ...]:
        quarter = (("year", str(each.quarter.year)), ("quarter", str(each.quarter.quarter)))
        missing = each.filed_at is None
        state = Badge("page-desk-missing" if missing else "page-report-late", "bad")
        named = Several(
            (notification_link(each.notification), Phrase("page-report-quarter-of", quarter)),
            stacked=True,
        )
        since, waited = self._clock.since(last_second(each.due_on), each.filed_at)
        return (
            named,
            Several((self.people.numbered(each.miner), state), stacked=True),
            since,
            waited,
            Day(each.due_on),
        )

    def _yearly(self) -> Part:
        yearly, now = self.services.depository.yearly(), self._clock.now
        rows: tuple[tuple[Cell, ...], ...] = ()
        if self.head and yearly.due_at is not None:
            state = yearly_badge(yearly.due_at, now)
            if state.tone != "good":
                last = yearly.last.verified_at if yearly.last else None
                rows = (self._verification(last, yearly.due_at, state),)
        lists = (Link("/verifications", Phrase("page-yearly")),)
        return _part("yearly", "authority", "page-desk-yearly-term", rows, len(rows), lists)

    def _verification(self, last: int | None, due_at: int, state: Badge) -> tuple[Cell, ...]:
        since = (Phrase("page-yearly-never"), NOTHING) if last is None else self._clock.since(last)
        named = Link("/verifications", Phrase("page-yearly"))
        return named, state, *since, moment(due_at)

    def _assets(self) -> Part:
        page = Uncovered(self.services.index.engine).classes(_ROWS, self._clock.now)
        rows = tuple(self._asset(each) for each in page.items)
        lists = (Link("/assets", Phrase("page-assets")),)
        return _part("backing", "attestor", "page-desk-backing-term", rows, page.total, lists)

    def _asset(self, each: AssetClass) -> tuple[Cell, ...]:
        backing = each.backing
        since: int = (backing.recorded if backing else each.registered).block.timestamp
        if backing and not each.shortfall:
            since = backing.valid_until
        about = Several(
            (self.people.numbered(each.issuer), asset_state(each, self._clock.now)), stacked=True
        )
        until = moment(backing.valid_until) if backing else NOTHING
        return asset_link(each.id), about, *self._clock.since(since), until

    def _redemptions(self) -> Part:
        queue = Queue(self.services.index.engine)
        page = queue.requests(RedemptionStatus.REQUESTED, _ROWS, oldest_first=True)
        rows = tuple(self._redemption(each) for each in page.items)
        lists = (Link("/redemptions", Phrase("page-redemptions")),)
        return _part("redemptions", "issuer", "page-redemption-term", rows, page.total, lists)

    def _redemption(self, each: Redemption) -> tuple[Cell, ...]:
        named = Link(
            f"/redemptions/{each.number}", number_phrase("page-redemption-title", each.number)
        )
        about = Several(
            (asset_link(each.class_id), self.people.numbered(each.holder)), stacked=True
        )
        return named, about, *self._clock.since(each.requested.block.timestamp), NOTHING

    def _proposals(self) -> Part:
        lists = (Link("/portal/decisions", Phrase("portal-decisions")),)
        found: tuple[Proposal, ...] = ()
        total: int | None = 0
        more, empty = False, "page-desk-empty"
        if self.head:
            try:
                found, more = self.services.decisions.open_at(self.head, _ROWS)
                total = len(found)
            except Unavailable:
                total, empty = None, "page-desk-unread"
        rows = tuple(self._proposal(each) for each in found)
        table = Table("page-desk-proposals", COLUMNS, rows, empty, total)
        return Part(
            "proposals", "page-desk-authority", "page-desk-proposals-term", table, lists, more
        )

    def _proposal(self, each: Proposal) -> tuple[Cell, ...]:
        asks = (Text(explain(each.call, self.messages).summary),) if each.call else ()
        counts = (("agreed", each.agreed), ("required", each.required))
        return (
            number_phrase("portal-proposal", each.number),
            Several((*asks, Phrase("portal-proposal-count", counts)), stacked=True),
            *self._clock.since(each.proposed_at),
            Moment(each.expires_at),
        )


def _part(
    name: str,
    whom: str,
    term: str,
    rows: tuple[tuple[Cell, ...], ...],
    total: int,
    lists: tuple[Link, ...],
) -> Part:
    table = Table(f"page-desk-{name}", COLUMNS, rows, "page-desk-empty", total)
    return Part(name, f"page-desk-{whom}", term, table, lists)


def _notifications(status: Status) -> Link:
    href = f"/notifications?status={status.value}"
    return Link(href, Phrase(f"page-notification-{status.value}"))
