"""Pages of transactions: what each asked for, how far it came, why it failed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.pages.cells import NOTHING, Badge, Hash, Link, Moment, Number, Phrase, Text
from api.pages.fields import Fields, act
from api.pages.moments import query_of
from api.pages.problems import refusal_in_words
from api.pages.references import block_link
from api.pages.tables import transaction_badge, transactions_table
from api.pages.views import Fact, Facts, Listing, Raw, Record, Section, Step, Timeline
from ledger.errors import NotFound

if TYPE_CHECKING:
    from api.languages import Messages
    from api.pages.cells import Cell, Tone
    from api.pages.chain import ChainPages
    from api.pages.references import People
    from api.sending.history import History
    from ledger.chain.model import Event, Transaction
    from ledger.types import Address

__all__ = ["TransactionPages"]

_ROWS = 50
_UNSEALED: dict[str, Tone] = {"refused": "bad", "lost": "wait"}


@dataclass(frozen=True)
class TransactionPages:
    """Builds the pages of transactions from their histories."""

    messages: Messages
    people: People
    chain: ChainPages

    def transactions(self, after: str | None) -> Listing:
        """All transactions of the index, newest first."""
        page = self.chain.services.index.transactions(_ROWS, after)
        heading = "page-block-transactions"
        return Listing(
            title=heading,
            lead="page-transactions-lead",
            table=transactions_table(page, self.messages, self.people, heading),
            href="/transactions",
            next=query_of("/transactions", after=page.next) if page.next else None,
            later=after is not None,
            api_href="/v1/transactions",
            live=after is None,
        )

    def transaction(self, history: History) -> Record:
        """One transaction, sealed, waiting or never taken; NotFound("transaction.unknown")."""
        progress = history.progress
        if progress.transaction is None and progress.state not in _UNSEALED:
            raise NotFound("transaction.unknown", transaction=progress.hash[:80])
        found = progress.transaction
        badge = (
            Badge(f"page-status-{progress.state}", _UNSEALED[progress.state])
            if found is None
            else transaction_badge(found.status)
        )
        facts = (Fact("page-transaction-hash", Hash(progress.hash, whole=True)),)
        return Record(
            register="page-blocks",
            register_href="/blocks",
            title=Phrase("page-transaction-title"),
            name=None,
            badges=(badge,),
            facts=facts if found is None else self._facts(found),
            sections=(
                *self._why(history),
                *(() if found is None else self._sections(found)),
                *_course(history),
                *(() if found is None else _input(found)),
            ),
            api_href=f"/v1/transactions/{progress.hash}",
        )

    def _facts(self, transaction: Transaction) -> tuple[Fact, ...]:
        receipt, call = transaction.receipt, transaction.call
        facts = [Fact("page-transaction-hash", Hash(transaction.hash, whole=True))]
        if call:
            facts.insert(0, Fact("page-transaction-act", act(self.messages, call)))
        if receipt:
            facts += [
                Fact("page-block-number", block_link(receipt.block)),
                Fact("page-block-time", Moment(receipt.block.timestamp)),
                Fact("page-transaction-index", Number(receipt.transaction_index + 1)),
            ]
        facts.append(Fact("page-transaction-sender", self.people.account(transaction.sender)))
        facts.append(Fact("page-transaction-to", self._to(transaction.to)))
        if receipt and receipt.created:
            created = Hash(receipt.created, f"/accounts/{receipt.created}", whole=True)
            facts.append(Fact("page-transaction-created", created))
        if transaction.value:
            facts.append(Fact("page-transaction-value", Number(transaction.value)))
        facts.append(Fact("page-transaction-nonce", Number(transaction.nonce)))
        facts.append(Fact("page-transaction-gas", self._gas(transaction)))
        if receipt:
            inside = Link(f"/transactions/{transaction.hash}/trace", Phrase("page-trace-title"))
            facts.append(Fact("page-transaction-inside", inside))
        return tuple(facts)

    def _gas(self, transaction: Transaction) -> Cell:
        limit = self.messages.number(transaction.gas)
        if transaction.receipt is None:
            return Text(limit)
        used = self.messages.number(transaction.receipt.gas_used)
        return Phrase("page-block-gas-of", (("used", used), ("limit", limit)))

    def _to(self, to: Address | None) -> Cell:
        if to is None:
            return Phrase("page-transaction-creation")
        return self.chain.contract_link(to) or Hash(to, f"/accounts/{to}", whole=True)

    def _why(self, history: History) -> tuple[Section, ...]:
        """Why it failed, was refused or waits; the contract's own words beside ours."""
        reason = history.reason
        if reason is None:
            return ()
        facts = [Fact("page-transaction-reason", Text(refusal_in_words(reason, self.messages)))]
        if reason.code == "contract.refused":
            said = f"{reason.facts.get('contract')}: {reason.facts.get('reason')}"
            facts.append(Fact("page-transaction-said", Text(said[:300], code=True)))
        waits = history.progress.state in {"pending", "lost"}
        return (Facts("page-transaction-why", tuple(facts), "wait" if waits else "bad"),)

    def _sections(self, transaction: Transaction) -> tuple[Section, ...]:
        fields = Fields(self.messages, self.people)
        sections: list[Section] = []
        call = transaction.call
        if call and call.args:
            sections.append(Facts("page-transaction-call", fields.of_call(call)))
        events = transaction.receipt.events if transaction.receipt else ()
        sections += [self._event(place, each, fields) for place, each in enumerate(events, 1)]
        return tuple(sections)

    def _event(self, place: int, event: Event, fields: Fields) -> Facts:
        name = fields.event_name(event.contract, event.name)
        heading = Phrase("page-transaction-event", (("number", str(place)), ("name", name)))
        return Facts(heading, fields.facts(event.contract, event.args))


def _course(history: History) -> tuple[Section, ...]:
    """The steps with their moments: those that this interface saw, and those of the blocks."""
    steps = tuple(
        Step(
            f"page-course-{each.name}",
            NOTHING if each.at is None else Moment(each.at),
            "bad" if each.name == "refused" else "good",
        )
        for each in history.steps
    )
    return (Timeline("page-course", steps),) if steps else ()


def _input(transaction: Transaction) -> tuple[Section, ...]:
    if not transaction.data:
        return ()
    return (Raw("page-transaction-input", f"0x{transaction.data.hex()}"),)
