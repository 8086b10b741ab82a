"""Pages of mining notifications: the public part and the course of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.pages.cells import NOTHING, Badge, Day, Link, Number, Phrase, Text
from api.pages.mined import mined_table
from api.pages.moments import query_of
from api.pages.references import digest, evidence, number_phrase, recorded, text
from api.pages.tables import notification_badge, notifications_table, regions
from api.pages.views import (
    Column,
    Fact,
    Form,
    Input,
    Listing,
    Notice,
    Record,
    Step,
    Table,
    Timeline,
)
from ledger.errors import NotFound
from mining_registry.model import Status
from mining_registry.regions import REGIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.pages.cells import Cell
    from api.pages.references import People
    from api.services import Services
    from ledger.types import NotificationId
    from mining_registry.model import Notification
    from mining_registry.reports.model import Report

__all__ = ["NotificationPages", "region_of", "status_of"]

_ROWS = 50
_PART = 25


@dataclass(frozen=True)
class NotificationPages:
    """Builds the pages of notifications from their public part."""

    services: Services
    people: People

    def notifications(
        self, after: str | None, status: Status | None, region: str | None = None
    ) -> Listing:
        """The list of notifications: all, those of one status, of one region, or of both."""
        page = self.services.mining.notifications(_ROWS, after, status=status, region=region)
        chosen = {"region": region, "status": status.value if status else None}
        return Listing(
            title="page-notifications-title",
            lead="page-notifications-lead",
            table=notifications_table(page, self.people, "page-notifications-title"),
            href=query_of("/notifications", **chosen),
            next=query_of("/notifications", **chosen, after=page.next) if page.next else None,
            later=after is not None,
            filters=_filters(status, region),
            form=self._form(status, region),
            related=(Link("/statistics", Phrase("page-statistics-regions")),),
            api_href="/v1/notifications",
        )

    def _form(self, status: Status | None, region: str | None) -> Form:
        """Region and status to choose from."""
        every = ("", Phrase("page-filter-all"))
        named = sorted(
            ((code, text(REGIONS[code], self.people.language)) for code in REGIONS),
            key=lambda each: each[1].value,
        )
        states = ((each.value, Phrase(f"page-notification-{each.value}")) for each in Status)
        return Form(
            "page-filter",
            "/notifications",
            (
                Input(
                    "region",
                    "page-notification-region",
                    "select",
                    region or "",
                    (every, *named),
                ),
                Input(
                    "status",
                    "page-notification-status",
                    "select",
                    status.value if status else "",
                    (every, *states),
                ),
            ),
            "page-then-go",
        )

    def notification(self, number: NotificationId) -> Record:
        """One notification; NotFound("notification.unknown")."""
        found = self.services.mining.notification(number)
        language = self.people.language
        ended = Day(found.ended_on) if found.ended_on else NOTHING
        mining, number = self.services.mining, found.number
        return Record(
            register="page-notifications-title",
            register_href="/notifications",
            title=number_phrase("page-notification-title", found.number),
            name=text(found.name, language) if found.name else None,
            badges=(notification_badge(found),),
            notices=_notices(found),
            facts=(
                Fact("page-notification-miner", self.people.numbered(found.miner)),
                Fact("page-notification-bin", Text(found.bin, code=True) if found.bin else NOTHING),
                Fact("page-notification-region", regions(found.regions, language)),
                Fact("page-notification-starts", Day(found.starts_on)),
                Fact("page-notification-ended", ended),
                Fact("page-notification-version", Number(found.version)),
                Fact("page-notification-digest", digest(found.digest, whole=True)),
            ),
            evidence=evidence(found.recorded),
            sections=(
                Timeline("page-notification-course", _course(found)),
                _reports(mining.reports.reports(number)),
                mined_table(
                    mining.mined.assets(_PART, notification=number),
                    self.people,
                    "page-mined-title",
                    "/mined",
                ),
            ),
            api_href=f"/v1/notifications/{found.number}",
        )


def status_of(word: str | None) -> Status | None:
    """The status of a filter's word, None for all; NotFound("route.unknown") for another word."""
    if not word:
        return None
    try:
        return Status(word)
    except ValueError as error:
        raise NotFound("route.unknown", path=f"/notifications?status={word[:40]}") from error


def _course(found: Notification) -> tuple[Step, ...]:
    steps: list[Step] = []
    for version in found.versions:
        first = version.number == 1
        filed = "page-notification-submitted" if first else "page-notification-amended"
        steps.append(Step(filed, recorded(version.recorded), "wait"))
        if version.acknowledged:
            seen = recorded(version.acknowledged)
            steps.append(Step("page-notification-acknowledged", seen, "good"))
        if version.returned:
            back = recorded(version.returned)
            steps.append(Step("page-notification-returned", back, "bad"))
    if found.ceased:
        steps.append(Step("page-notification-ceased", recorded(found.ceased), "ended"))
    return tuple(steps)


def _notices(found: Notification) -> tuple[Notice, ...]:
    notices = [Notice("page-notification-public")]
    if found.status is Status.RETURNED:
        notices.append(Notice("page-notification-returned-notice", "bad"))
    if found.ceased_late:
        notices.append(Notice("page-notification-ceased-late", "bad"))
    return tuple(notices)


def _reports(reports: Sequence[Report]) -> Table:
    """Quarterly reports: which quarter, until when, when it came, whether in time."""
    return Table(
        "page-reports-title",
        (
            Column("page-report-quarter"),
            Column("page-report-due"),
            Column("page-report-filed"),
            Column("page-report-state"),
            Column("page-notification-version", figure=True),
            Column("page-report-digest"),
        ),
        tuple(_report(each) for each in reports),
        "page-reports-empty",
        len(reports),
    )


def _report(report: Report) -> tuple[Cell, ...]:
    named = (("year", str(report.quarter.year)), ("quarter", str(report.quarter.quarter)))
    late = Badge("page-report-late", "bad")
    return (
        Phrase("page-report-quarter-of", named),
        Day(report.quarter.due_on),
        recorded(report.filed),
        late if report.late else Badge("page-report-in-time", "good"),
        Number(report.current.number),
        digest(report.current.digest),
    )


def region_of(code: str | None) -> str | None:
    """The region of a filter, None for all; NotFound("route.unknown") for another word."""
    if not code:
        return None
    if code not in REGIONS:
        raise NotFound("route.unknown", path=f"/notifications?region={code[:40]}")
    return code


def _filters(chosen: Status | None, region: str | None) -> tuple[tuple[str, str, bool], ...]:
    every = [("page-filter-all", query_of("/notifications", region=region), chosen is None)]
    for status in Status:
        href = query_of("/notifications", region=region, status=status.value)
        every.append((f"page-notification-{status.value}", href, status is chosen))
    return tuple(every)
