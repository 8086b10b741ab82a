"""The first page: the state of the register and its newest records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.pages.cells import Badge, Hash, Link, Moment, Number, Phrase, Several
from api.pages.chain import blocks_table
from api.pages.tables import assets_table, deposits_table, notifications_table
from api.pages.views import Fact
from ledger.errors import Unavailable

if TYPE_CHECKING:
    from api.pages.cells import Cell
    from api.pages.references import People
    from api.pages.views import Table
    from api.services import Services
    from ledger.records import BlockRef

__all__ = ["Count", "Home", "home"]

_NEWEST = 5


@dataclass(frozen=True)
class Count:
    """How many records a register holds."""

    label: str
    value: int
    href: str


@dataclass(frozen=True)
class Home:
    """The view of the first page."""

    state: tuple[Fact, ...]
    counts: tuple[Count, ...]
    newest: tuple[Table, ...]


def home(services: Services, people: People, head: BlockRef | None) -> Home:
    """Gather the first page; `head` is the indexed head."""
    now = head.timestamp if head else 0
    deposits = services.depository.deposits(_NEWEST, None)
    assets = services.assets.assets(_NEWEST)
    notifications = services.mining.notifications(_NEWEST)
    participants = services.participants.participants(1)
    counts = (
        Count("page-count-deposits", deposits.total, "/deposits"),
        Count("page-count-assets", assets.total, "/assets"),
        Count("page-count-notifications", notifications.total, "/notifications"),
        Count("page-count-participants", participants.total, "/participants"),
        Count("page-count-transactions", services.index.counts().transactions, "/blocks"),
    )
    blocks = services.index.blocks(_NEWEST)
    newest = (
        deposits_table(deposits, people, "page-newest-deposits", "/deposits"),
        assets_table(assets, people, now, "page-newest-assets", "/assets"),
        notifications_table(notifications, people, "page-newest-notifications", "/notifications"),
        blocks_table(blocks, "page-newest-blocks", "/blocks"),
    )
    return Home(_state(services, head), counts, newest)


def _state(services: Services, head: BlockRef | None) -> tuple[Fact, ...]:
    facts = [Fact("page-state-index", _index_state(services, head))]
    if head:
        facts = [
            Fact("page-state-head", Link(f"/blocks/{head.number}", Number(head.number))),
            Fact("page-state-time", Moment(head.timestamp)),
            Fact("page-state-hash", Hash(head.hash, f"/blocks/{head.number}")),
            *facts,
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
