"""The tables that more than one page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.pages.cells import NOTHING, Badge, Link, Moment, Number, Phrase, Several, Text
from api.pages.fields import act
from api.pages.references import (
    number_phrase,
    text,
    transaction_link,
)
from api.pages.views import Column, Table
from mining_registry.regions import REGIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.languages import Language, Messages
    from api.pages.cells import Cell, Tone
    from api.pages.references import People
    from depository.model import Deposit, Status
    from ledger.chain.model import Transaction
    from ledger.paging import Page
    from mining_registry.model import Notification

__all__ = [
    "deposit_badges",
    "deposits_table",
    "miner",
    "notification_badge",
    "notifications_table",
    "regions",
    "status_badge",
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
    page: Page[Transaction],
    messages: Messages,
    people: People,
    heading: str,
    more: str | None = None,
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
        more,
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


def status_badge(status: Status) -> Badge:
    """The decision on a deposit, a batch or a record of one."""
    return Badge(f"page-deposit-{status.value}", _DEPOSIT[status.value])


def deposit_badges(deposit: Deposit) -> tuple[Badge, ...]:
    """Decision on a deposit, whether others claim its content, whether a newer version stands."""
    badges = [status_badge(deposit.status)]
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
