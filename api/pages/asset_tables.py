"""The tables about digital assets that more than one page shows, and how a class stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.pages.cells import NOTHING, Badge, Moment, Number, Phrase
from api.pages.references import asset_link, recorded, transaction_link
from api.pages.views import Column, Table
from ledger.assets.model import BackingKind
from ledger.types import ZERO_ADDRESS

if TYPE_CHECKING:
    from api.pages.cells import Cell, Tone
    from api.pages.references import People
    from ledger.assets.model import Access, AssetClass, Holding, Movement, Redemption
    from ledger.paging import Page

__all__ = [
    "access_table",
    "asset_state",
    "assets_table",
    "circulation_badges",
    "frozen",
    "holdings_table",
    "movements_table",
    "redemption_badge",
]

_REDEMPTION: dict[str, Tone] = {
    "requested": "wait",
    "closed": "good",
    "refused": "bad",
    "withdrawn": "ended",
}
_EXEMPTION: dict[bool, tuple[str, Tone]] = {
    True: ("page-asset-exempt", "good"),
    False: ("page-asset-not-exempt", "bad"),
}


def asset_state(asset: AssetClass, now: int) -> Badge:
    """Whether the backing is attested, in force at `now` (timestamp), and enough.

    Of an unbacked class, whether the exemption stands without which it may not circulate (A-3).
    """
    if asset.backing_kind is BackingKind.UNBACKED:
        return Badge(*_EXEMPTION[asset.exempt])
    if asset.backing is None:
        return Badge("page-asset-unattested", "wait")
    if asset.shortfall:
        return Badge("page-asset-short", "bad")
    if asset.backing.valid_until < now:
        return Badge("page-asset-expired", "bad")
    return Badge("page-asset-covered", "good")


def circulation_badges(asset: AssetClass) -> tuple[Badge, ...]:
    """What stops issue and transfer of a class whatever its backing (A-6)."""
    badges = []
    if asset.system is None:
        badges.append(Badge("page-asset-no-system", "wait"))
    if asset.paused:
        badges.append(Badge("page-asset-paused", "bad"))
    return tuple(badges)


def redemption_badge(redemption: Redemption) -> Badge:
    """Where a request for redemption stands."""
    status = redemption.status.value
    return Badge(f"page-redemption-{status}", _REDEMPTION[status])


def assets_table(page: Page[AssetClass], people: People, now: int, heading: str) -> Table:
    """Classes: what each certifies, its issuer, supply against backing."""
    return Table(
        heading,
        (
            Column("page-asset-number"),
            Column("page-asset-backing-kind"),
            Column("page-asset-issuer"),
            Column("page-asset-supply", figure=True),
            Column("page-asset-attested", figure=True),
            Column("page-asset-coverage"),
        ),
        tuple(
            (
                asset_link(each.id),
                Phrase(f"page-asset-backing-{each.backing_kind.value}"),
                people.numbered(each.issuer),
                Number(each.supply),
                Number(each.backing.amount) if each.backing else NOTHING,
                asset_state(each, now),
            )
            for each in page.items
        ),
        "page-assets-empty",
        page.total,
    )


def holdings_table(page: Page[Holding], heading: str, *, more: str | None = None) -> Table:
    """What an account holds of each class."""
    return Table(
        heading,
        (
            Column("page-asset-number"),
            Column("page-asset-amount", figure=True),
            Column("page-asset-frozen", figure=True),
        ),
        tuple(
            (asset_link(each.class_id), Number(each.amount), frozen(each)) for each in page.items
        ),
        "page-account-holdings-empty",
        page.total,
        more,
        more_words="page-list-then",
    )


def access_table(page: Page[Access], people: People, *, more: str | None = None) -> Table:
    """Who was given access to a class, and when."""
    columns = (Column("page-asset-participant"), Column("page-asset-granted-at"))
    rows = tuple((people.numbered(each.participant), recorded(each.granted)) for each in page.items)
    heading, empty = "page-asset-access", "page-asset-access-empty"
    return Table(heading, columns, rows, empty, page.total, more)


def frozen(holding: Holding) -> Cell:
    """What is frozen of a holding, nothing for zero."""
    return Number(holding.frozen) if holding.frozen else NOTHING


def movements_table(
    page: Page[Movement],
    people: People,
    heading: str,
    *,
    with_class: bool = False,
    more: str | None = None,
) -> Table:
    """Entries in the book of holders, newest first."""
    columns = [
        Column("page-movement-time"),
        Column("page-movement-from"),
        Column("page-movement-to"),
        Column("page-asset-amount", figure=True),
        Column("page-transaction-hash"),
    ]
    if with_class:
        columns.insert(1, Column("page-asset-number"))
    return Table(
        heading,
        tuple(columns),
        tuple(_movement_row(each, people, with_class) for each in page.items),
        "page-asset-movements-empty",
        page.total,
        more,
    )


def _movement_row(movement: Movement, people: People, with_class: bool) -> tuple[Cell, ...]:
    issued, redeemed = movement.sender == ZERO_ADDRESS, movement.recipient == ZERO_ADDRESS
    row: list[Cell] = [
        Moment(movement.block.timestamp),
        Phrase("page-movement-issue") if issued else people.account(movement.sender),
        Phrase("page-movement-redemption") if redeemed else people.account(movement.recipient),
        Number(movement.amount),
        transaction_link(movement.transaction),
    ]
    if with_class:
        row.insert(1, asset_link(movement.class_id))
    return tuple(row)
