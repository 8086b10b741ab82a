"""Whole lists of an account: holdings at any time, movements, transactions, statements."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from api.pages.asset_tables import holdings_table, movements_table
from api.pages.cells import NOTHING, Link, Number, Phrase, Text
from api.pages.moments import day_of, last_of, query_of
from api.pages.record_lists import list_of, list_then
from api.pages.references import asset_link, block_link
from api.pages.tables import transactions_table
from api.pages.views import Column, Fact, Form, Input, Listing, Record, Table
from ledger.assets.book import Wanted
from ledger.errors import NotFound, Rejected

if TYPE_CHECKING:
    import datetime as dt

    from api.languages import Messages
    from api.pages.moments import Then
    from api.pages.references import People
    from api.services import Services
    from ledger.assets.model import Statement
    from ledger.records import BlockRef
    from ledger.types import Address

__all__ = ["AccountLists", "Period", "statement_form"]

_ROWS: Final = 50


@dataclass(frozen=True)
class Period:
    """What the form of a statement asks for: days, both of them in it; empty for no bound."""

    first: str = ""
    last: str = ""

    @classmethod
    def of(cls, first: str | None, last: str | None) -> Period:
        """Take the fields of an address."""
        return cls((first or "").strip()[:40], (last or "").strip()[:40])

    @property
    def query(self) -> dict[str, str]:
        """What of an address asks for it."""
        return {"from": self.first, "to": self.last}


def statement_form(address: Address, period: Period) -> Form:
    """The form that leads to a statement."""
    inputs = (
        Input("from", "page-statement-from", "date", period.first),
        Input("to", "page-statement-to", "date", period.last),
    )
    path = f"/accounts/{address}/statement"
    return Form("page-statement-form", path, inputs, "page-statement-go", "page-statement-hint")


@dataclass(frozen=True)
class AccountLists:
    """Builds the lists."""

    services: Services
    messages: Messages
    people: People

    def holdings(self, address: Address, after: str | None, then: Then) -> Listing:
        """What an account holds, now or at another time; raises as `Then.resolve`."""
        at = then.resolve(self.services.moments)
        page = self.services.assets.holdings(address, _ROWS, after, at)
        lead = "page-holdings-lead" if at is None else "page-holdings-then"
        table = holdings_table(page, "page-account-holdings")
        cursors = (after, page.next)
        plain = list_of(_about(address), "holdings", lead, table, cursors, then.query)
        return list_then(plain, then, at)

    def movements(self, address: Address, after: str | None) -> Listing:
        """All movements to and from an account, newest first."""
        page = self.services.assets.movements(account=address, limit=_ROWS, after=after)
        table = movements_table(page, self.people, "page-account-movements", with_class=True)
        lead = "page-account-list-movements"
        return list_of(_about(address), "movements", lead, table, (after, page.next))

    def transactions(self, address: Address, after: str | None) -> Listing:
        """All transactions that involve an account, newest first."""
        page = self.services.index.transactions(_ROWS, after, account=address)
        heading = "page-account-transactions"
        table = transactions_table(page, self.messages, self.people, heading)
        lead = "page-account-list-transactions"
        return list_of(_about(address), "transactions", lead, table, (after, page.next))

    def statement(self, address: Address, period: Period, after: str | None) -> Record:
        """What an account had, what moved between two days, and what it had then.

        Raises Rejected("moment.malformed"), Rejected("moment.future"),
        Rejected("statement.backwards") and as `Assets.statement`.
        """
        since, until = self._edges(period)
        wanted = Wanted(None, address, since)
        found = self.services.assets.statement(wanted, until, _ROWS, after)
        path, following = f"/accounts/{address}/statement", found.movements.next
        moved = movements_table(
            found.movements, self.people, "page-account-movements", with_class=True
        )
        next_href = query_of(path, **period.query, after=following) if following else None
        return Record(
            register="page-account-title",
            register_href=f"/accounts/{address}",
            title=Phrase("page-statement-title"),
            name=None,
            badges=(),
            facts=(
                Fact("page-account-address", Text(address, code=True)),
                Fact("page-statement-since", block_link(since) if since else NOTHING),
                Fact("page-statement-until", block_link(until)),
            ),
            sections=(
                statement_form(address, period),
                _lines(found),
                replace(moved, more=next_href, more_words="page-statement-more"),
            ),
            api_href=_statement_api(address, since, until),
        )

    def _edges(self, period: Period) -> tuple[BlockRef | None, BlockRef]:
        moments = self.services.moments
        since, until = None, moments.end(None, None)
        first = day_of(period.first) if period.first else None
        last_day = day_of(period.last) if period.last else None
        if first and last_day and first > last_day:
            raise Rejected("statement.backwards")
        if first:
            since = last_of(moments, _before(first))
        if last_day:
            last = last_of(moments, last_day)
            if last is None:
                raise NotFound("block.none-by", first=period.last)
            until = last
        return since, until


def _before(day: dt.date) -> dt.date:
    try:
        return day.fromordinal(day.toordinal() - 1)
    except ValueError as error:
        raise Rejected("moment.malformed", given=day.isoformat()) from error


def _lines(found: Statement) -> Table:
    columns = (
        Column("page-asset-number"),
        Column("page-statement-opening", figure=True),
        Column("page-statement-change", figure=True),
        Column("page-statement-closing", figure=True),
    )
    rows = tuple(
        (
            asset_link(each.class_id),
            Number(each.opening),
            Number(each.closing - each.opening),
            Number(each.closing),
        )
        for each in found.lines
    )
    return Table("page-statement-lines", columns, rows, "page-statement-none", len(rows))


def _about(address: Address) -> Link:
    return Link(f"/accounts/{address}", Text(address, code=True))


def _statement_api(address: Address, since: BlockRef | None, until: BlockRef) -> str:
    begun = "" if since is None else f"from_block={since.number}&"
    return f"/v1/accounts/{address}/statement?{begun}to_block={until.number}"
