"""Pages of digital assets: classes, their backing, who holds them, how they moved."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from api.pages.cells import NOTHING, Number, Phrase, Text
from api.pages.references import digest, evidence, moment, number_phrase, recorded
from api.pages.tables import asset_state, assets_table, movements_table
from api.pages.views import Column, Coverage, Fact, Facts, Listing, Notice, Record, Section, Table

if TYPE_CHECKING:
    from api.languages import Messages
    from api.pages.references import People
    from api.services import Services
    from ledger.assets.model import AssetClass, Holding
    from ledger.paging import Page
    from ledger.types import ClassId

__all__ = ["AssetPages"]

_ROWS = 50
_PART = 25


@dataclass(frozen=True)
class AssetPages:
    """Builds the pages of assets; `now` is the time of the head, by which backing lapses."""

    services: Services
    messages: Messages
    people: People
    now: int

    def assets(self, after: str | None) -> Listing:
        """The list of classes."""
        page = self.services.assets.assets(_ROWS, after)
        return Listing(
            title="page-assets",
            lead="page-assets-lead",
            table=assets_table(page, self.people, self.now, "page-assets"),
            href="/assets",
            next=f"/assets?after={page.next}" if page.next else None,
            later=after is not None,
            api_href="/v1/assets",
        )

    def asset(self, class_id: ClassId) -> Record:
        """One class; NotFound("asset.unknown")."""
        asset = self.services.assets.asset(class_id)
        holders = self.services.assets.holders(class_id, _PART)
        movements = self.services.assets.movements(class_id=class_id, limit=_PART)
        return Record(
            register="page-assets",
            register_href="/assets",
            title=number_phrase("page-asset-title", asset.id),
            name=None,
            badges=(asset_state(asset, self.now),),
            notices=(Notice("page-asset-notice"),),
            facts=(
                Fact("page-asset-issuer", self.people.numbered(asset.issuer)),
                Fact(
                    "page-asset-backing-kind",
                    Phrase(f"page-asset-backing-{asset.backing_kind.value}"),
                ),
                Fact("page-asset-supply", Number(asset.supply)),
                Fact("page-asset-rights", digest(asset.rights, whole=True)),
                Fact("page-asset-decision", digest(asset.decision, whole=True)),
                Fact("page-asset-uri", Text(asset.uri, code=True) if asset.uri else NOTHING),
            ),
            evidence=evidence(asset.registered),
            sections=(
                *_backing(asset, self.people, self.now),
                self._holders(holders, asset),
                movements_table(movements, self.people, "page-asset-movements"),
            ),
            api_href=f"/v1/assets/{asset.id}",
        )

    def _holders(self, page: Page[Holding], asset: AssetClass) -> Table:
        return Table(
            "page-asset-holders",
            (
                Column("page-asset-holder"),
                Column("page-asset-amount", figure=True),
                Column("page-asset-share", figure=True),
            ),
            tuple(
                (
                    self.people.account(each.account),
                    Number(each.amount),
                    Phrase("page-percent", (("percent", self._share(each.amount, asset.supply)),)),
                )
                for each in page.items
            ),
            "page-asset-holders-empty",
            page.total,
        )

    def _share(self, amount: int, supply: int) -> str:
        """Percents to two decimals with the language's decimal mark."""
        return self.messages.number(round(Decimal(amount) * 100 / supply, 2))


def _backing(asset: AssetClass, people: People, now: int) -> tuple[Section, ...]:
    """Coverage and the attestation that it rests on; nothing while none is recorded."""
    backing = asset.backing
    if backing is None:
        return ()
    ratio = backing.amount * 100 // asset.supply if asset.supply else None
    state = asset_state(asset, now)
    facts = (
        Fact("page-asset-attested", Number(backing.amount)),
        Fact("page-asset-attestor", people.account(backing.attestor)),
        Fact("page-asset-attested-at", recorded(backing.recorded)),
        Fact("page-asset-valid-until", moment(backing.valid_until)),
        Fact("page-asset-evidence", digest(backing.evidence, whole=True)),
    )
    return (
        Coverage("page-asset-coverage", asset.supply, backing.amount, ratio, state),
        Facts("page-asset-attestation", facts),
    )
