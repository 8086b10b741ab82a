"""The page of acts that stand in blocks and changed nothing: the contracts refused them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from api.pages.cells import NOTHING, Link, Moment, Number, Phrase, Text
from api.pages.fields import act
from api.pages.moments import query_of
from api.pages.problems import refusal_in_words
from api.pages.references import transaction_link
from api.pages.views import Column, Fact, Listing, Table

if TYPE_CHECKING:
    from api.languages import Messages
    from api.pages.cells import Cell
    from api.pages.references import People
    from api.sending.reasons import Reasons
    from api.services import Services
    from ledger.chain.model import Transaction

__all__ = ["RefusedPages", "failed_facts"]

_ROWS: Final = 25


def failed_facts(services: Services) -> tuple[Fact, ...]:
    """How many acts were refused, with a link to their list."""
    return (Fact("page-failed", Link("/refused", Number(services.index.failed(1).total))),)


@dataclass(frozen=True)
class RefusedPages:
    """Builds the list."""

    services: Services
    messages: Messages
    people: People

    def refused(self, after: str | None, reasons: Reasons) -> Listing:
        """Failed transactions, newest first, with the contract's reason in words."""
        page = self.services.index.failed(_ROWS, after)
        columns = (
            Column("page-transaction-act"),
            Column("page-transaction-sender"),
            Column("page-block-time"),
            Column("page-transaction-reason"),
            Column("page-transaction-hash"),
        )
        rows = tuple(self._row(each, reasons) for each in page.items)
        return Listing(
            title="page-failed",
            lead="page-failed-lead",
            table=Table("page-failed", columns, rows, "page-failed-empty", page.total),
            href="/refused",
            next=query_of("/refused", after=page.next) if page.next else None,
            later=after is not None,
        )

    def _row(self, each: Transaction, reasons: Reasons) -> tuple[Cell, ...]:
        why, call = reasons.of(each), each.call
        return (
            Phrase("page-transaction-plain") if call is None else act(self.messages, call),
            self.people.account(each.sender),
            Moment(each.receipt.block.timestamp) if each.receipt else NOTHING,
            NOTHING if why is None else Text(refusal_in_words(why, self.messages)),
            transaction_link(each.hash),
        )
