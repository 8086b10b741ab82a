"""Pages of mining notifications: the public part and the course of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.pages.cells import NOTHING, Day, Number, Text
from api.pages.references import digest, evidence, number_phrase, recorded, text
from api.pages.tables import notification_badge, notifications_table, regions
from api.pages.views import Fact, Listing, Notice, Record, Step, Timeline
from ledger.errors import NotFound
from mining_registry.model import Status

if TYPE_CHECKING:
    from api.pages.references import People
    from api.services import Services
    from ledger.types import NotificationId
    from mining_registry.model import Notification

__all__ = ["NotificationPages", "status_of"]

_ROWS = 50


@dataclass(frozen=True)
class NotificationPages:
    """Builds the pages of notifications from their public part."""

    services: Services
    people: People

    def notifications(self, after: str | None, status: Status | None) -> Listing:
        """The list of notifications, all or those of one status."""
        page = self.services.mining.notifications(_ROWS, after, status=status)
        asked = f"status={status.value}" if status else ""
        address = f"/notifications?{asked}" if asked else "/notifications"
        following = f"{address}{'&' if asked else '?'}after={page.next}"
        return Listing(
            title="page-notifications-title",
            lead="page-notifications-lead",
            table=notifications_table(page, self.people, "page-notifications-title"),
            href=address,
            next=following if page.next else None,
            later=after is not None,
            filters=_filters(status),
            api_href="/v1/notifications",
        )

    def notification(self, number: NotificationId) -> Record:
        """One notification; NotFound("notification.unknown")."""
        found = self.services.mining.notification(number)
        language = self.people.language
        ended = Day(found.ended_on) if found.ended_on else NOTHING
        return Record(
            register="page-notifications-title",
            register_href="/notifications",
            title=number_phrase("page-notification-title", found.number),
            name=text(found.name, language) if found.name else None,
            badges=(notification_badge(found),),
            notices=(Notice("page-notification-public"),),
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
            sections=(Timeline("page-notification-course", _course(found)),),
            api_href=f"/v1/notifications/{found.number}",
        )


def status_of(word: str | None) -> Status | None:
    """The status of a filter's word, None for all; NotFound("route.unknown") for another word."""
    if word is None:
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
    if found.ceased:
        steps.append(Step("page-notification-ceased", recorded(found.ceased), "ended"))
    return tuple(steps)


def _filters(chosen: Status | None) -> tuple[tuple[str, str, bool], ...]:
    every = [("page-filter-all", "/notifications", chosen is None)]
    for status in Status:
        label = f"page-notification-{status.value}"
        every.append((label, f"/notifications?status={status.value}", status is chosen))
    return tuple(every)
