"""The tables that more than one page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.pages.cells import NOTHING, Badge, Link, Moment, Number, Phrase, Several, Text
from api.pages.fields import act
from api.pages.references import (
    asset_link,
    number_phrase,
    text,
    transaction_link,
)
from api.pages.views import Column, Table
from ledger.types import ZERO_ADDRESS
from mining_registry.regions import REGIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.languages import Language, Messages
    from api.pages.cells import Cell, Tone
    from api.pages.references import People
    from depository.model import Deposit
    from ledger.assets.model import AssetClass, Holding, Movement
    from ledger.chain.model import Transaction
    from ledger.paging import Page
    from mining_registry.model import Notification

__all__ = [
    "asset_state",
    "assets_table",
    "deposit_badges",
    "deposits_table",
    "holdings_table",
    "miner",
    "movements_table",
    "notification_badge",
    "notifications_table",
    "regions",
    "transaction_badge",
    "transactions_table",
]

_TRANSACTION: dict[str, Tone] = {"pending": "wait", "succeeded": "good", "failed": "bad"}
_DEPOSIT: dict[str, Tone] = {
    "deposited": "wait",
    "accepted": "good",
    "returned": "bad",
    "annulled": "bad",
}
_NOTIFICATION: dict[str, Tone] = {
    "submitted": "wait",
    "amended": "wait",
    "returned": "bad",
    "acknowledged": "good",
    "ceased": "ended",
}


def transaction_badge(status: str) -> Badge:
    """The status of a transaction."""
    return Badge(f"page-status-{status}", _TRANSACTION[status])


def transactions_table(
    page: Page[Transaction], messages: Messages, people: People, heading: str
) -> Table:
    """Transactions: what each did, who signed it, when, and how it ended."""
    return Table(
        heading,
        (
            Column("page-transaction-act"),
            Column("page-transaction-sender"),
            Column("page-block-time"),
            Column("page-transaction-status"),
            Column("page-transaction-hash"),
        ),
        tuple(_transaction_row(each, messages, people) for each in page.items),
        "page-transactions-none",
        page.total,
    )


def _transaction_row(
    transaction: Transaction, messages: Messages, people: People
) -> tuple[Cell, ...]:
    call, receipt = transaction.call, transaction.receipt
    what: Cell = Phrase("page-transaction-plain")
    if call:
        what = act(messages, call)
    elif transaction.to is None:
        what = Phrase("page-transaction-creation")
    return (
        what,
        people.account(transaction.sender),
        Moment(receipt.block.timestamp) if receipt else NOTHING,
        transaction_badge(transaction.status),
        transaction_link(transaction.hash),
    )


def deposit_badges(deposit: Deposit) -> tuple[Badge, ...]:
    """Decision on a deposit, whether others claim its content, whether a newer version stands."""
    status = deposit.status.value
    badges = [Badge(f"page-deposit-{status}", _DEPOSIT[status])]
    if deposit.rivals and deposit.status.stands:
        badges.append(Badge("page-deposit-claimed", "wait"))
    if deposit.superseded:
        badges.append(Badge("page-deposit-superseded", "ended"))
    return tuple(badges)


def deposits_table(page: Page[Deposit], people: People, heading: str) -> Table:
    """Deposits: title, kind, possessor, status, day."""
    language = people.language
    return Table(
        heading,
        (
            Column("page-deposit-number"),
            Column("page-deposit-name"),
            Column("page-deposit-kind"),
            Column("page-deposit-possessor"),
            Column("page-deposit-level", figure=True),
            Column("page-deposit-status"),
            Column("page-deposit-recorded"),
        ),
        tuple(
            (
                Link(f"/deposits/{each.number}", Text(str(each.number))),
                _deposit_name(each, language),
                Phrase(f"page-deposit-kind-{each.kind.value}"),
                people.numbered(each.possessor),
                Number(each.level),
                Several(deposit_badges(each)),
                Moment(each.recorded.block.timestamp),
            )
            for each in page.items
        ),
        "page-deposits-empty",
        page.total,
    )


def _deposit_name(deposit: Deposit, language: Language) -> Cell:
    if deposit.title is None:
        return NOTHING
    return Link(f"/deposits/{deposit.number}", text(deposit.title, language))


def asset_state(asset: AssetClass, now: int) -> Badge:
    """Whether the backing is attested, in force at `now` (timestamp), and enough."""
    if asset.backing is None:
        return Badge("page-asset-unattested", "wait")
    if asset.shortfall:
        return Badge("page-asset-short", "bad")
    if asset.backing.valid_until < now:
        return Badge("page-asset-expired", "bad")
    return Badge("page-asset-covered", "good")


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


def holdings_table(page: Page[Holding], heading: str) -> Table:
    """What an account holds of each class."""
    return Table(
        heading,
        (Column("page-asset-number"), Column("page-asset-amount", figure=True)),
        tuple((asset_link(each.class_id), Number(each.amount)) for each in page.items),
        "page-account-holdings-empty",
        page.total,
    )


def movements_table(
    page: Page[Movement], people: People, heading: str, *, with_class: bool = False
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
    )


def _movement_row(movement: Movement, people: People, with_class: bool) -> tuple[Cell, ...]:
    issued = movement.sender == ZERO_ADDRESS
    row: list[Cell] = [
        Moment(movement.block.timestamp),
        Phrase("page-movement-issue") if issued else people.account(movement.sender),
        people.account(movement.recipient),
        Number(movement.amount),
        transaction_link(movement.transaction),
    ]
    if with_class:
        row.insert(1, asset_link(movement.class_id))
    return tuple(row)


def notification_badge(notification: Notification) -> Badge:
    """Where a notification stands."""
    return Badge(
        f"page-notification-{notification.status.value}", _NOTIFICATION[notification.status.value]
    )


def regions(codes: Sequence[str], language: Language) -> Several:
    """Names of regions by their codes (`KZ-55`)."""
    names = tuple(text(REGIONS[code], language) for code in codes if code in REGIONS)
    return Several(names, stacked=True)


def notifications_table(page: Page[Notification], people: People, heading: str) -> Table:
    """Notifications: the miner, where, since when, and how they stand."""
    return Table(
        heading,
        (
            Column("page-notification-number"),
            Column("page-notification-miner"),
            Column("page-notification-region"),
            Column("page-notification-status"),
            Column("page-notification-submitted"),
        ),
        tuple(
            (
                Link(f"/notifications/{each.number}", Text(str(each.number))),
                Link(f"/notifications/{each.number}", miner(each, people.language)),
                regions(each.regions, people.language),
                notification_badge(each),
                Moment(each.submitted.block.timestamp),
            )
            for each in page.items
        ),
        "page-notifications-empty",
        page.total,
    )


def miner(notification: Notification, language: Language) -> Text | Phrase:
    """The miner's public name, or the number where no name is public."""
    if notification.name:
        return text(notification.name, language)
    return number_phrase("page-participant-title", notification.miner)
