"""The first page: the state of the register and its newest records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.pages.asset_tables import asset_state
from api.pages.cells import Badge, Hash, Link, Moment, Number, Phrase, Several
from api.pages.contracts import contract_facts
from api.pages.histories import yearly_facts
from api.pages.network import register_facts
from api.pages.redemptions import redemption_facts
from api.pages.references import asset_link, number_phrase, text
from api.pages.refused import failed_facts
from api.pages.signers import signer_facts
from api.pages.tables import deposit_badges, miner, notification_badge, regions
from api.pages.views import Fact
from ledger.errors import Unavailable
from ledger.types import ClassId

if TYPE_CHECKING:
    from api.pages.cells import Cell
    from api.pages.references import People
    from api.services import Services
    from depository.model import Deposit
    from ledger.assets.model import AssetClass
    from ledger.chain.model import Block
    from ledger.paging import Page
    from ledger.records import BlockRef
    from mining_registry.model import Notification

__all__ = ["Count", "Entry", "Home", "Newest", "home"]

_NEWEST = 5


@dataclass(frozen=True)
class Count:
    """How many records a register holds."""

    label: str
    value: int
    href: str


@dataclass(frozen=True)
class Entry:
    """One of the newest records: where it is, how it stands, and a line about it."""

    link: Cell
    badges: tuple[Badge, ...]
    notes: tuple[Cell, ...]


@dataclass(frozen=True)
class Newest:
    """The newest records of one register."""

    heading: str
    href: str
    empty: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Home:
    """The view of the first page."""

    state: tuple[Fact, ...]
    counts: tuple[Count, ...]
    newest: tuple[Newest, ...]


def home(services: Services, people: People, head: BlockRef | None) -> Home:
    """Gather the first page; `head` is the indexed head."""
    deposits = services.depository.deposits(_NEWEST)
    assets = services.assets.assets(1)
    notifications = services.mining.notifications(_NEWEST)
    participants = services.participants.participants(1)
    counts = (
        Count("page-count-deposits", deposits.total, "/deposits"),
        Count("page-count-assets", assets.total, "/assets"),
        Count("page-count-notifications", notifications.total, "/notifications"),
        Count("page-count-participants", participants.total, "/participants"),
        Count("page-count-transactions", services.index.counts().transactions, "/transactions"),
    )
    newest = (
        _deposits(deposits, people),
        _assets(_newest_assets(services), people, head),
        _notifications(notifications, people),
        _blocks(services.index.blocks(_NEWEST)),
    )
    return Home(_state(services, head), counts, newest)


def _deposits(page: Page[Deposit], people: People) -> Newest:
    entries = tuple(
        Entry(
            Link(
                f"/deposits/{each.number}",
                text(each.title, people.language)
                if each.title
                else number_phrase("page-deposit-title", each.number),
            ),
            deposit_badges(each),
            (
                number_phrase("page-deposit-title", each.number),
                people.numbered(each.possessor),
                Moment(each.recorded.block.timestamp),
            ),
        )
        for each in page.items
    )
    return Newest("page-newest-deposits", "/deposits", "page-deposits-empty", entries)


def _newest_assets(services: Services) -> tuple[AssetClass, ...]:
    """The newest classes, last first: their list begins with the oldest, numbers have no gaps."""
    last = services.assets.assets(1).total
    numbers = range(last, max(0, last - _NEWEST), -1)
    return tuple(services.assets.asset(ClassId(number)) for number in numbers)


def _assets(assets: tuple[AssetClass, ...], people: People, head: BlockRef | None) -> Newest:
    now = head.timestamp if head else 0
    entries = tuple(
        Entry(
            asset_link(each.id),
            (asset_state(each, now),),
            (
                Phrase(f"page-asset-backing-{each.backing_kind.value}"),
                people.numbered(each.issuer),
                Moment(each.registered.block.timestamp),
            ),
        )
        for each in assets
    )
    return Newest("page-newest-assets", "/assets", "page-assets-empty", entries)


def _notifications(page: Page[Notification], people: People) -> Newest:
    entries = tuple(
        Entry(
            Link(f"/notifications/{each.number}", miner(each, people.language)),
            (notification_badge(each),),
            (
                number_phrase("page-notification-title", each.number),
                *regions(each.regions, people.language).cells,
                Moment(each.submitted.block.timestamp),
            ),
        )
        for each in page.items
    )
    return Newest(
        "page-newest-notifications", "/notifications", "page-notifications-empty", entries
    )


def _blocks(page: Page[Block]) -> Newest:
    entries = tuple(
        Entry(
            Link(f"/blocks/{each.number}", number_phrase("page-block-title", each.number)),
            (),
            (
                Number(len(each.transactions), "page-count-transactions"),
                Moment(each.timestamp),
                Hash(each.hash),
            ),
        )
        for each in page.items
    )
    return Newest("page-newest-blocks", "/blocks", "page-blocks-empty", entries)


def _state(services: Services, head: BlockRef | None) -> tuple[Fact, ...]:
    facts = [Fact("page-state-index", _index_state(services, head))]
    if head:
        facts = [
            Fact("page-state-head", Link(f"/blocks/{head.number}", Number(head.number))),
            Fact("page-state-time", Moment(head.timestamp)),
            Fact("page-state-hash", Hash(head.hash, f"/blocks/{head.number}")),
            *facts,
            *yearly_facts(services.depository.yearly(), head.timestamp),
            Fact("page-logs", Link("/logs", Number(services.journal.streams(1).total))),
            *redemption_facts(services),
            *failed_facts(services),
            *signer_facts(services),
            *register_facts(services),
            *contract_facts(services),
        ]
    return tuple(facts)


def _index_state(services: Services, head: BlockRef | None) -> Cell:
    try:
        final = services.chain.final_head()
    except Unavailable:
        return Badge("page-state-unreachable", "bad")
    if head is None:
        return Badge("page-state-empty", "wait")
    behind = final.number - head.number
    if behind <= 0:
        return Badge("page-state-current", "good")
    return Several(
        (Badge("page-state-late", "wait"), Phrase("page-state-behind", (("number", behind),)))
    )
