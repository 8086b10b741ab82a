"""Pages of mined assets: what was declared, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.pages.cells import NOTHING, Badge, Day, Link, Number, Text
from api.pages.references import digest, evidence, notification_link, number_phrase, recorded
from api.pages.views import Column, Fact, Listing, Notice, Record, Table

if TYPE_CHECKING:
    from api.pages.cells import Cell
    from api.pages.references import People
    from api.services import Services
    from ledger.paging import Page
    from ledger.types import MinedAssetId
    from mining_registry.mined.model import MinedAsset

__all__ = ["MinedPages", "mined_table"]

_ROWS = 50


def mined_table(
    page: Page[MinedAsset], people: People, heading: str, more: str | None = None
) -> Table:
    """Mined assets: what, how much, whose, and how they stand."""
    return Table(
        heading,
        (
            Column("page-mined-number"),
            Column("page-mined-asset"),
            Column("page-mined-amount", figure=True),
            Column("page-mined-owner"),
            Column("page-mined-state"),
        ),
        tuple(
            (
                Link(f"/mined/{each.id}", Text(str(each.id))),
                Text(each.asset, code=True),
                Number(each.amount),
                _owner(each, people),
                _state(each),
            )
            for each in page.items
        ),
        "page-mined-empty",
        page.total,
        more if page.next else None,
    )


@dataclass(frozen=True)
class MinedPages:
    """Builds the pages of mined assets."""

    services: Services
    people: People

    def assets(self, after: str | None) -> Listing:
        """The list of mined assets, the newest first."""
        page = self.services.mining.mined.assets(_ROWS, after)
        return Listing(
            title="page-mined-title",
            lead="page-mined-lead",
            table=mined_table(page, self.people, "page-mined-title"),
            href="/mined",
            next=f"/mined?after={page.next}" if page.next else None,
            later=after is not None,
            api_href="/v1/mined-assets",
        )

    def asset(self, number: MinedAssetId) -> Record:
        """One mined asset; NotFound("mined.unknown")."""
        found = self.services.mining.mined.asset(number)
        to = found.offered_to
        return Record(
            register="page-mined-title",
            register_href="/mined",
            title=number_phrase("page-mined-one", found.id),
            name=None,
            badges=(_state(found),),
            notices=(Notice("page-mined-notice"),),
            facts=(
                Fact("page-mined-owner", _owner(found, self.people)),
                Fact("page-mined-asset", Text(found.asset, code=True)),
                Fact("page-mined-amount", Number(found.amount)),
                Fact("page-mined-notification", notification_link(found.notification)),
                Fact("page-mined-from", Day(found.first_day)),
                Fact("page-mined-until", Day(found.last_day)),
                Fact("page-mined-evidence", digest(found.evidence, whole=True)),
                Fact("page-mined-offered-to", self.people.numbered(to) if to else NOTHING),
                Fact("page-mined-retracted", recorded(found.retracted)),
            ),
            evidence=evidence(found.declared),
            sections=(self._owners(found),),
            api_href=f"/v1/mined-assets/{found.id}",
        )

    def _owners(self, found: MinedAsset) -> Table:
        rows = tuple(
            (self.people.numbered(each.owner), recorded(each.recorded)) for each in found.ownerships
        )
        columns = (Column("page-mined-owner"), Column("page-mined-since"))
        return Table("page-mined-owners", columns, rows, "page-mined-empty")


def _owner(mined: MinedAsset, people: People) -> Cell:
    return NOTHING if mined.owner is None else people.numbered(mined.owner)


def _state(mined: MinedAsset) -> Badge:
    if mined.retracted is not None:
        return Badge("page-mined-retracted", "ended")
    if mined.offered_to is not None:
        return Badge("page-mined-offered", "wait")
    return Badge("page-mined-owned", "good")
