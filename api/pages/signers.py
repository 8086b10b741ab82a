"""The page of who seals: turns kept and missed, and who has signed what was sealed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from api.pages.cells import NOTHING, Badge, Link, Moment, Number, Phrase, Several
from api.pages.references import block_link
from api.pages.views import Column, Fact, Notice, Record, Table
from ledger.errors import NotFound
from ledger.index.sealing import Sealing
from ledger.proofs.agreement import agreement_of

if TYPE_CHECKING:
    from api.languages import Messages
    from api.pages.cells import Cell
    from api.pages.references import People
    from api.services import Services
    from ledger.index.sealing import Sealed
    from ledger.proofs.agreement import Agreement
    from ledger.types import Address

__all__ = ["SignerPages", "over_of", "signer_facts"]

_OVER: Final = (100, 1_000, 10_000)


def over_of(word: str | None) -> int:
    """How many blocks are looked at; NotFound("route.unknown") for another number."""
    if word is None:
        return _OVER[1]
    if word not in map(str, _OVER):
        raise NotFound("route.unknown", path=f"/signers?over={word[:40]}")
    return int(word)


def signer_facts(services: Services) -> tuple[Fact, ...]:
    """How many signers there are, with a link to their page."""
    count = len(services.chain.deployment.signers)
    return (Fact("page-signers-title", Link("/signers", Number(count))),)


@dataclass(frozen=True)
class SignerPages:
    """Builds the page."""

    services: Services
    messages: Messages
    people: People

    def signers(self, over: int) -> Record:
        """Signers over the last `over` blocks, and witnesses."""
        found = Sealing.over(
            self.services.index.engine, self.services.chain.deployment.signers, over
        )
        witnesses = agreement_of(self.services.chain, self.services.index)
        choices = tuple(
            Number(each) if each == over else Link(f"/signers?over={each}", Number(each))
            for each in _OVER
        )
        return Record(
            register="page-blocks",
            register_href="/blocks",
            title=Phrase("page-signers-title"),
            name=None,
            badges=(),
            notices=(Notice("page-signers-rule"),),
            facts=(
                Fact("page-signers-over", Several(choices)),
                Fact("page-signers-range", self._range(found)),
                Fact("page-nodes", Link("/nodes", Phrase("page-signers-nodes"))),
            ),
            sections=(self._table(found), self._witnesses(witnesses)),
        )

    def _range(self, found: Sealing) -> Cell:
        if not found.blocks:
            return NOTHING
        ends = (("first", str(found.first)), ("last", str(found.last)))
        return Phrase("page-signers-blocks", ends)

    def _table(self, found: Sealing) -> Table:
        return Table(
            "page-signers-title",
            (
                Column("page-signers-signer"),
                Column("page-signers-sealed", figure=True),
                Column("page-signers-share", figure=True),
                Column("page-signers-turns", figure=True),
                Column("page-signers-missed", figure=True),
                Column("page-signers-instead", figure=True),
                Column("page-signers-last"),
            ),
            tuple(self._row(each, found.blocks) for each in found.signers),
            "page-signers-none",
            len(found.signers),
        )

    def _row(self, each: Sealed, blocks: int) -> tuple[Cell, ...]:
        share = round(Decimal(each.blocks) * 100 / blocks, 2) if blocks else Decimal(0)
        last = (
            NOTHING
            if each.last is None
            else Several((block_link(each.last), Moment(each.last.timestamp)), stacked=True)
        )
        return (
            self._who(each.signer, known=each.known),
            Number(each.blocks),
            Phrase("page-percent", (("percent", self.messages.number(share)),)),
            Number(each.turns),
            Number(each.missed),
            Number(each.instead),
            last,
        )

    def _who(self, address: Address, *, known: bool) -> Cell:
        account = self.people.account(address)
        if known:
            return account
        return Several((account, Badge("page-signers-unknown", "bad")), stacked=True)

    def _witnesses(self, found: tuple[Agreement, ...] | None) -> Table:
        rows = tuple(self._witness(each) for each in found or ())
        columns = (
            Column("page-signers-witness"),
            Column("page-signers-statements", figure=True),
            Column("page-signers-latest"),
            Column("page-signers-agrees"),
        )
        empty = "page-signers-untold" if found is None else "page-signers-no-witness"
        return Table("page-signers-witnesses", columns, rows, empty, len(rows))

    def _witness(self, each: Agreement) -> tuple[Cell, ...]:
        latest = each.latest
        return (
            self.people.account(each.witness),
            Number(each.statements),
            NOTHING if latest is None else Link(f"/blocks/{latest}", Number(latest)),
            _agreement(each),
        )


def _agreement(each: Agreement) -> Badge:
    if each.contradicted:
        return Badge("page-signers-contradicted", "bad")
    if each.agrees is None:
        return Badge("page-signers-silent", "wait")
    if each.agrees:
        return Badge("page-signers-agreed", "good")
    return Badge("page-signers-disagreed", "bad")
