"""Pages of blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.pages.cells import NOTHING, Badge, Hash, Link, Moment, Number, Phrase, Several
from api.pages.references import block_link, number_phrase
from api.pages.tables import transactions_table
from api.pages.views import Column, Fact, Listing, Record, Table
from ledger.errors import NotFound
from ledger.index.sealing import in_turn

if TYPE_CHECKING:
    from api.languages import Messages
    from api.pages.cells import Cell
    from api.pages.references import People
    from api.services import Services
    from ledger.chain.model import Block
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
            related=(
                Link("/transactions", Phrase("page-block-transactions")),
                Link("/refused", Phrase("page-failed")),
                Link("/signers", Phrase("page-signers-title")),
                Link("/nodes", Phrase("page-nodes")),
                Link("/contracts", Phrase("page-contracts")),
            ),
            live=after is None,
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
            Fact("page-block-sealer", self._sealer(block)),
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

    def _sealer(self, block: Block) -> Cell:
        """Who sealed it, and whether that was its turn."""
        if block.sealer is None:
            return NOTHING
        sealer = Hash(block.sealer, f"/accounts/{block.sealer}", whole=True)
        turn = in_turn(self.services.chain.deployment.signers, block.number)
        said = Badge("page-block-in-turn", "good")
        if turn != block.sealer:
            said = Badge("page-block-out-of-turn", "wait")
        return Several((sealer, said))

    def _parent(self, block: Block) -> Cell:
        if block.number == 0:
            return NOTHING
        return Hash(block.parent_hash, f"/blocks/{block.number - 1}", whole=True)

    def _following(self, number: int) -> Cell:
        try:
            return block_link(self.services.index.block(number).ref)
        except NotFound:
            return NOTHING
