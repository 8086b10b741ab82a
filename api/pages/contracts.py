"""Pages of the contracts: what stands on the chain, its source, and views that anyone may ask."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING, Any, Final

from api.pages.cells import Badge, Hash, Link, Number, Phrase, Size, Text
from api.pages.fields import Fields, event_phrase, function_phrase
from api.pages.problems import refusal_in_words
from api.pages.references import block_link, transaction_link
from api.pages.views import (
    Column,
    Fact,
    Facts,
    Field,
    Listing,
    Question,
    Questions,
    Raw,
    Record,
    Table,
)
from contracts.loader import rule_text, source_texts
from ledger.chain.given import ask_view, views_of
from ledger.chain.inspection import inspect_contract
from ledger.errors import NotFound, Rejected, Unavailable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from api.languages import Messages
    from api.pages.cells import Cell, Tone
    from api.pages.references import People
    from api.pages.views import Section
    from api.services import Services
    from ledger.chain.given import View
    from ledger.chain.inspection import Inspected, Match
    from ledger.records import BlockRef

__all__ = ["Asked", "ContractPages", "contract_facts"]

_TONES: Final[Mapping[Match, Tone]] = {
    "same": "good",
    "code-differs": "bad",
    "other-code": "bad",
    "other-sources": "wait",
}


@dataclass(frozen=True)
class Asked:
    """A view that a reader asks, and the texts of its arguments."""

    function: str
    arguments: tuple[str, ...]


def contract_facts(services: Services) -> tuple[Fact, ...]:
    """How many contracts there are, with a link to their list."""
    count = len(services.chain.deployment.contracts)
    return (Fact("page-contracts", Link("/contracts", Number(count))),)


@dataclass(frozen=True)
class ContractPages:
    """Builds the pages of contracts."""

    services: Services
    messages: Messages
    people: People

    def contracts(self) -> Listing:
        """The list of contracts in the order of their deployment."""
        columns = (
            *(Column("page-contract"), Column("page-account-address")),
            *(Column("page-contract-since"), Column("page-contract-code-hash")),
            *(Column("page-contract-acts", figure=True), Column("page-contract-match")),
        )
        found = self.services.chain.deployment.contracts
        rows = tuple(self._row(name) for name in found)
        return Listing(
            title="page-contracts",
            lead="page-contracts-lead",
            table=Table("page-contracts", columns, rows, "page-contracts-empty", len(rows)),
            href="/contracts",
            api_href="/v1/contracts",
        )

    def contract(self, name: str, head: BlockRef | None, asked: Asked | None) -> Record:
        """One contract, with the answer to what was asked; NotFound("contract.unknown")."""
        found = inspect_contract(self.services.chain, name)
        info = found.info
        facts = (
            Fact("page-account-address", Hash(info.address, f"/accounts/{info.address}", True)),
            Fact("page-contract-since", block_link(self.services.chain.block(info.block).ref)),
            Fact("page-contract-deployed", transaction_link(info.transaction, whole=True)),
            Fact("page-contract-code-size", Size(found.code_size)),
            Fact("page-contract-code-hash", Hash(info.code_hash, whole=True)),
            Fact("page-contract-source-digest", Hash(f"0x{info.source_digest}", whole=True)),
            Fact("page-contract-compiler", Text(info.compiler, code=True)),
            Fact("page-contract-evm", Text(info.evm_version, code=True)),
        )
        return Record(
            register="page-contracts",
            register_href="/contracts",
            title=Phrase(_named(name)),
            name=None,
            badges=(_badge(found.match),),
            facts=facts,
            sections=self._sections(found, head, asked),
            api_href=f"/v1/contracts/{name}",
        )

    def _row(self, name: str) -> tuple[Cell, ...]:
        found = inspect_contract(self.services.chain, name)
        info, href = found.info, f"/contracts/{name}"
        return (
            Link(href, Phrase(_named(name))),
            Hash(info.address, href),
            Link(f"/blocks/{info.block}", Number(info.block)),
            Hash(info.code_hash),
            Number(len(_acts(found.artifact.abi))),
            _badge(found.match),
        )

    def _sections(
        self, found: Inspected, head: BlockRef | None, asked: Asked | None
    ) -> tuple[Section, ...]:
        name, abi, given = found.name, found.artifact.abi, found.info.arguments
        answer = self._answer(name, head, asked)
        return (
            *((answer,) if answer else ()),
            Questions(
                "page-contract-views",
                f"/contracts/{name}",
                tuple(self._question(each, asked) for each in views_of(abi)),
            ),
            self._signatures("page-contract-acts", "page-contract-act", name, _acts(abi)),
            self._signatures("page-contract-events", "page-contract-event", name, _events(abi)),
            Facts(
                "page-contract-arguments",
                tuple(Fact(Text(key, code=True), Hash(given[key], whole=True)) for key in given),
            ),
            Raw("page-contract-rules", rule_text(name, self.messages.language)),
            *(
                Raw(Text(path, code=True), text)
                for path, text in source_texts(found.artifact).items()
            ),
            Raw("page-contract-abi", json.dumps(abi, indent=1)),
        )

    def _signatures(
        self, heading: str, column: str, name: str, entries: Sequence[Mapping[str, Any]]
    ) -> Table:
        phrase = function_phrase if column == "page-contract-act" else event_phrase
        rows = tuple(
            (phrase(self.messages, name, each["name"]), Text(_signature(each), code=True))
            for each in entries
        )
        columns = (Column(column), Column("page-contract-signature"))
        return Table(heading, columns, rows, heading, len(rows), folded=True)

    def _question(self, view: View, asked: Asked | None) -> Question:
        chosen = asked is not None and asked.function == view.name
        texts = asked.arguments if asked is not None and chosen else ()
        given = (*texts, *repeat("", len(view.inputs)))
        pairs = zip(view.inputs, given, strict=False)
        fields = tuple(Field(each["name"], each["type"], text) for each, text in pairs)
        return Question(view.name, fields, ", ".join(each["type"] for each in view.outputs), chosen)

    def _answer(self, name: str, head: BlockRef | None, asked: Asked | None) -> Section | None:
        """What the view says at the head of the index, or why it says nothing."""
        if asked is None:
            return None
        heading, what = "page-contract-answer", Text(asked.function, code=True)
        asking = Fact("page-contract-function", what)
        try:
            if head is None:
                raise Unavailable("index.empty")
            chain, given = self.services.chain, asked.arguments
            answered = ask_view(chain, name, asked.function, given, head.number)
        except (NotFound, Rejected, Unavailable) as error:
            words = Text(refusal_in_words(error, self.messages))
            return Facts(heading, (asking, Fact("page-contract-refused", words)), "bad")
        fields = Fields(self.messages, self.people)
        facts = (
            Fact(Text(each.name or each.kind, code=True), fields.value(name, each.name, each.value))
            for each in answered
        )
        return Facts(heading, (asking, *facts), "good")


def _acts(abi: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [e for e in abi if e["type"] == "function" and e["stateMutability"] == "nonpayable"]


def _events(abi: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [each for each in abi if each["type"] == "event"]


def _signature(entry: Mapping[str, Any]) -> str:
    inputs = ", ".join(f"{each['type']} {each['name']}".strip() for each in entry["inputs"])
    return f"{entry['name']}({inputs})"


def _named(name: str) -> str:
    return f"page-contract-{name.replace('_', '-')}"


def _badge(match: Match) -> Badge:
    return Badge(f"page-contract-{match}", _TONES[match])
