"""Pages of blocks and transactions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.pages.cells import NOTHING, Hash, Link, Moment, Number, Phrase
from api.pages.fields import Fields, act
from api.pages.references import block_link, number_phrase
from api.pages.tables import transaction_badge, transactions_table
from api.pages.views import Column, Fact, Facts, Listing, Raw, Record, Section, Table
from ledger.errors import NotFound

if TYPE_CHECKING:
    from api.languages import Messages
    from api.pages.cells import Cell
    from api.pages.references import People
    from api.services import Services
    from ledger.chain.model import Block, Event, Transaction
    from ledger.paging import Page
    from ledger.types import Address

__all__ = ["ChainPages", "blocks_table"]

_ROWS = 50
_IN_BLOCK = 200


def blocks_table(page: Page[Block], heading: str) -> Table:
    """Blocks: number, time, how many transactions, hash."""
    return Table(
        heading,
        (
            Column("page-block-number"),
            Column("page-block-time"),
            Column("page-block-transactions", figure=True),
            Column("page-block-hash"),
        ),
        tuple(
            (
                block_link(each.ref),
                Moment(each.timestamp),
                Number(len(each.transactions)),
                Hash(each.hash, f"/blocks/{each.number}"),
            )
            for each in page.items
        ),
        "page-blocks-empty",
        page.total,
    )


@dataclass(frozen=True)
class ChainPages:
    """Builds the pages of the chain from the index, or from the chain for what is not final."""

    services: Services
    messages: Messages
    people: People

    def blocks(self, after: str | None) -> Listing:
        """The list of blocks, newest first."""
        page = self.services.index.blocks(_ROWS, after)
        return Listing(
            title="page-blocks",
            lead="page-blocks-lead",
            table=blocks_table(page, "page-blocks"),
            href="/blocks",
            next=f"/blocks?after={page.next}" if page.next else None,
            later=after is not None,
            api_href="/v1/blocks",
        )

    def block(self, number_or_hash: int | str) -> Record:
        """One block; NotFound("block.unknown")."""
        block = self._find_block(number_or_hash)
        page = self.services.index.transactions(block=block.number, limit=_IN_BLOCK)
        following = self._following(block.number + 1)
        gas = Phrase(
            "page-block-gas-of",
            (
                ("used", self.messages.number(block.gas_used)),
                ("limit", self.messages.number(block.gas_limit)),
            ),
        )
        facts = (
            Fact("page-block-time", Moment(block.timestamp)),
            Fact("page-block-hash", Hash(block.hash, whole=True)),
            Fact("page-block-parent", self._parent(block)),
            Fact("page-block-next", following),
            Fact("page-block-sealer", Hash(block.sealer, whole=True) if block.sealer else NOTHING),
            Fact("page-block-state-root", Hash(block.state_root, whole=True)),
            Fact("page-block-gas", gas),
        )
        return Record(
            register="page-blocks",
            register_href="/blocks",
            title=number_phrase("page-block-title", block.number),
            name=None,
            badges=(),
            facts=facts,
            sections=(
                transactions_table(page, self.messages, self.people, "page-block-transactions"),
            ),
            api_href=f"/v1/blocks/{block.number}",
        )

    def transaction(self, tx_hash: str) -> Record:
        """One transaction, sealed or pending; NotFound("transaction.unknown")."""
        transaction = self._find_transaction(tx_hash)
        return Record(
            register="page-blocks",
            register_href="/blocks",
            title=Phrase("page-transaction-title"),
            name=None,
            badges=(transaction_badge(transaction.status),),
            facts=self._transaction_facts(transaction),
            sections=self._transaction_sections(transaction),
            api_href=f"/v1/transactions/{transaction.hash}",
        )

    def contract_link(self, address: Address) -> Link | None:
        """Where one of our contracts is shown, by its name; None for another address."""
        for name, info in self.services.chain.deployment.contracts.items():
            if info.address == address:
                return Link(f"/contracts/{name}", Phrase(f"page-contract-{name.replace('_', '-')}"))
        return None

    def _find_block(self, number_or_hash: int | str) -> Block:
        try:
            return self.services.index.block(number_or_hash)
        except NotFound:
            return self.services.chain.block(number_or_hash)

    def _find_transaction(self, tx_hash: str) -> Transaction:
        try:
            return self.services.index.transaction(tx_hash)
        except NotFound:
            return self.services.chain.transaction(tx_hash)

    def _parent(self, block: Block) -> Cell:
        if block.number == 0:
            return NOTHING
        return Hash(block.parent_hash, f"/blocks/{block.number - 1}", whole=True)

    def _following(self, number: int) -> Cell:
        try:
            return block_link(self.services.index.block(number).ref)
        except NotFound:
            return NOTHING

    def _transaction_facts(self, transaction: Transaction) -> tuple[Fact, ...]:
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
        facts.append(Fact("page-transaction-nonce", Number(transaction.nonce)))
        if receipt:
            facts.append(Fact("page-transaction-gas-used", Number(receipt.gas_used)))
        return tuple(facts)

    def _to(self, to: Address | None) -> Cell:
        if to is None:
            return Phrase("page-transaction-creation")
        return self.contract_link(to) or Hash(to, f"/accounts/{to}", whole=True)

    def _transaction_sections(self, transaction: Transaction) -> tuple[Section, ...]:
        fields = Fields(self.messages, self.people)
        sections: list[Section] = []
        call = transaction.call
        if call and call.args:
            sections.append(Facts("page-transaction-call", fields.of_call(call)))
        events = transaction.receipt.events if transaction.receipt else ()
        sections += [self._event(place, each, fields) for place, each in enumerate(events, 1)]
        if transaction.data:
            sections.append(Raw("page-transaction-input", f"0x{transaction.data.hex()}"))
        return tuple(sections)

    def _event(self, place: int, event: Event, fields: Fields) -> Facts:
        name = fields.event_name(event.contract, event.name)
        heading = Phrase("page-transaction-event", (("number", str(place)), ("name", name)))
        return Facts(heading, fields.facts(event.contract, event.args))
