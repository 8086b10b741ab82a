"""Pages of digital assets: classes, their backing, who holds them, how they moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.pages.asset_lists import percent_of
from api.pages.asset_tables import (
    access_table,
    asset_state,
    assets_table,
    circulation_badges,
    frozen,
    movements_table,
    redemption_badge,
)
from api.pages.cells import NOTHING, Link, Moment, Number, Phrase, Text
from api.pages.references import digest, evidence, moment, number_phrase, recorded
from api.pages.views import Column, Coverage, Fact, Facts, Listing, Notice, Record, Section, Table

if TYPE_CHECKING:
    from api.languages import Messages
    from api.pages.references import People
    from api.services import Services
    from ledger.assets.model import AssetClass, Holding, Redemption
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
            related=(
                Link("/redemptions", Phrase("page-redemptions")),
                Link("/enforcement", Phrase("page-enforcement")),
            ),
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
            badges=(asset_state(asset, self.now), *circulation_badges(asset)),
            notices=(Notice("page-asset-notice"),),
            facts=(
                Fact("page-asset-issuer", self.people.numbered(asset.issuer)),
                Fact(
                    "page-asset-backing-kind",
                    Phrase(f"page-asset-backing-{asset.backing_kind.value}"),
                ),
                Fact("page-asset-supply", Number(asset.supply)),
                Fact("page-supply", Link(f"/assets/{asset.id}/supply", Phrase("page-supply-link"))),
                Fact("page-asset-redeemed", Number(asset.redeemed)),
                Fact(
                    "page-asset-system",
                    digest(asset.system, whole=True) if asset.system else NOTHING,
                ),
                Fact("page-asset-decision", digest(asset.decision, whole=True)),
                Fact("page-asset-uri", Text(asset.uri, code=True) if asset.uri else NOTHING),
            ),
            evidence=evidence(asset.registered),
            sections=(
                _rights(asset),
                *_backing(asset, self.people, self.now),
                self._holders(holders, asset),
                access_table(
                    self.services.assets.access(class_id, _PART),
                    self.people,
                    more=f"/assets/{asset.id}/access",
                ),
                self._redemptions(self.services.assets.redemptions(class_id, _PART)),
                movements_table(
                    movements,
                    self.people,
                    "page-asset-movements",
                    more=f"/assets/{asset.id}/movements",
                ),
                *_documents(asset),
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
                Column("page-asset-frozen", figure=True),
            ),
            tuple(
                (
                    self.people.account(each.account),
                    Number(each.amount),
                    percent_of(each.amount, asset.supply, self.messages),
                    frozen(each),
                )
                for each in page.items
            ),
            "page-asset-holders-empty",
            page.total,
            f"/assets/{asset.id}/holders",
            more_words="page-list-then",
        )

    def _redemptions(self, page: Page[Redemption]) -> Table:
        return Table(
            "page-asset-redemptions",
            (
                Column("page-redemption-number"),
                Column("page-asset-holder"),
                Column("page-asset-amount", figure=True),
                Column("page-redemption-status"),
                Column("page-redemption-requested"),
                Column("page-redemption-decided"),
            ),
            tuple(
                (
                    Link(f"/redemptions/{each.number}", Text(str(each.number))),
                    self.people.numbered(each.holder),
                    Number(each.amount),
                    redemption_badge(each),
                    recorded(each.requested),
                    recorded(each.decided),
                )
                for each in page.items
            ),
            "page-asset-redemptions-empty",
            page.total,
        )


def _rights(asset: AssetClass) -> Table:
    """What a token certifies (A-2)."""
    return Table(
        "page-asset-rights",
        (Column("page-right-code"), Column("page-right-text")),
        tuple((Text(each.code), digest(each.text, whole=True)) for each in asset.rights),
        "page-asset-rights",
    )


def _documents(asset: AssetClass) -> tuple[Section, ...]:
    """Every version of every document; nothing while none is recorded."""
    if not asset.documents:
        return ()
    columns = (
        Column("page-document-name"),
        Column("page-document-version"),
        Column("page-document-digest"),
        Column("page-document-recorded"),
    )
    rows = tuple(
        (
            Text(each.name),
            Text(str(each.version)),
            digest(each.digest),
            Moment(each.recorded.block.timestamp),
        )
        for each in asset.documents
    )
    return (Table("page-asset-documents", columns, rows, "page-asset-documents", len(rows)),)


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
