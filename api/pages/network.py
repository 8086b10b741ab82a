"""Pages of the network's nodes and of acts of enforcement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.pages.cells import NOTHING, Badge, Hash, Link, Number, Phrase, Several, Text
from api.pages.references import asset_link, deposit_link, digest, number_phrase, recorded
from api.pages.views import Column, Fact, Listing, Table
from ledger.enforcement.model import Act
from ledger.enforcement.store import Sought
from ledger.errors import NotFound
from ledger.network.store import Wanted
from ledger.types import ParticipantId

if TYPE_CHECKING:
    from api.pages.cells import Cell
    from api.pages.references import People
    from api.services import Services
    from ledger.enforcement.model import Enforced
    from ledger.network.model import Node
    from ledger.types import Address

__all__ = ["NetworkPages", "act_of", "register_facts"]

_ROWS = 50


def register_facts(services: Services) -> tuple[Fact, ...]:
    """How many nodes are registered and how many acts there were, with links to their lists."""
    nodes = services.network.nodes(Wanted(valid=True), 1, None).total
    acts = services.enforcement.acts(Sought(), 1, None).total
    return (
        Fact("page-nodes", Link("/nodes", Number(nodes))),
        Fact("page-enforcement", Link("/enforcement", Number(acts))),
    )


def act_of(word: str | None) -> Act | None:
    """The act that a filter names; NotFound("route.unknown") for another word."""
    if word is None:
        return None
    try:
        return Act(word)
    except ValueError as error:
        raise NotFound("route.unknown", path=f"/enforcement?act={word[:40]}") from error


@dataclass(frozen=True)
class NetworkPages:
    """Builds the lists."""

    services: Services
    people: People

    def nodes(self, after: str | None) -> Listing:
        """The list of nodes, those removed too, by number."""
        page = self.services.network.nodes(Wanted(), _ROWS, after)
        columns = (
            *(Column("page-field-node"), Column("page-field-participants-kind")),
            *(Column("page-field-entity"), Column("page-field-key")),
            *(Column("page-field-purpose"), Column("page-field-location")),
            *(Column("page-node-since"), Column("page-node-until")),
        )
        return Listing(
            title="page-nodes",
            lead="page-nodes-lead",
            table=Table(
                "page-nodes",
                columns,
                tuple(self._node(each) for each in page.items),
                "page-nodes-empty",
                page.total,
            ),
            href="/nodes",
            next=f"/nodes?after={page.next}" if page.next else None,
            later=after is not None,
            api_href="/v1/network/nodes",
        )

    def enforcement(self, after: str | None, act: Act | None) -> Listing:
        """The list of acts, the newest first, all or those of a kind."""
        page = self.services.enforcement.acts(Sought(act), _ROWS, after)
        address = f"/enforcement?act={act.value}" if act else "/enforcement"
        columns = (
            *(Column("page-enforcement-when"), Column("page-enforcement-act")),
            *(Column("page-enforcement-on"), Column("page-enforcement-whom")),
            *(Column("page-enforcement-amount", figure=True), Column("page-field-basis")),
        )
        return Listing(
            title="page-enforcement",
            lead="page-enforcement-lead",
            table=Table(
                "page-enforcement",
                columns,
                tuple(self._act(each) for each in page.items),
                "page-enforcement-empty",
                page.total,
            ),
            href=address,
            next=f"{address}{'&' if act else '?'}after={page.next}" if page.next else None,
            later=after is not None,
            filters=_filters(act),
            api_href="/v1/enforcement",
        )

    def _node(self, node: Node) -> tuple[Cell, ...]:
        return (
            Number(node.number),
            Phrase(f"page-node-kind-{int(node.kind)}"),
            self.people.numbered(node.entity),
            NOTHING if node.key is None else Hash(node.key),
            Text(node.purpose),
            Text(node.location, code=True) if node.location else NOTHING,
            recorded(node.registered),
            recorded(node.removal.recorded if node.removal else None),
        )

    def _act(self, act: Enforced) -> tuple[Cell, ...]:
        whom = tuple(
            self._key(each) for each in (act.account, act.counterparty) if each is not None
        )
        return (
            recorded(act.recorded),
            Badge(f"page-enforcement-{act.act.value}"),
            self._subject(act),
            Several(whom, stacked=True),
            NOTHING if act.amount is None else Number(act.amount),
            digest(act.basis),
        )

    def _subject(self, act: Enforced) -> Cell:
        if act.deposit is not None:
            return deposit_link(act.deposit)
        if act.batch is not None:
            return number_phrase("page-enforcement-batch", act.batch)
        if act.asset is not None:
            return asset_link(act.asset) if act.asset else Phrase("page-field-every-asset")
        if act.participant is not None:
            return self.people.numbered(ParticipantId(act.participant))
        return NOTHING

    def _key(self, account: Address) -> Cell:
        return Hash(account, f"/accounts/{account}")


def _filters(chosen: Act | None) -> tuple[tuple[str, str, bool], ...]:
    every = [("page-filter-all", "/enforcement", chosen is None)]
    every += [
        (f"page-enforcement-{act.value}", f"/enforcement?act={act.value}", act is chosen)
        for act in Act
    ]
    return tuple(every)
