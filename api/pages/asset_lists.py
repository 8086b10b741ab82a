"""Whole lists of a digital asset: holders at any time, movements, who has access, its supply."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from api.pages.asset_tables import access_table, frozen, movements_table
from api.pages.cells import NOTHING, Link, Moment, Number, Phrase
from api.pages.record_lists import list_of, list_then
from api.pages.references import block_link, number_phrase
from api.pages.views import Column, Listing, Notice, Table
from ledger.assets.model import BackingKind
from ledger.assets.queue import Queue
from ledger.errors import Unavailable

if TYPE_CHECKING:
    from api.languages import Messages
    from api.pages.cells import Cell
    from api.pages.moments import Then
    from api.pages.references import People
    from api.services import Services
    from ledger.assets.model import Holding
    from ledger.assets.queue import Supplied
    from ledger.types import ClassId

__all__ = ["AssetLists", "percent_of"]

_ROWS: Final = 50


def percent_of(amount: int, whole: int, messages: Messages) -> Cell:
    """A share in percents to two decimals with the language's mark; nothing of nothing."""
    if not whole:
        return NOTHING
    share = messages.number(round(Decimal(amount) * 100 / whole, 2))
    return Phrase("page-percent", (("percent", share),))


@dataclass(frozen=True)
class AssetLists:
    """Builds the lists; each raises NotFound("asset.unknown")."""

    services: Services
    messages: Messages
    people: People

    def holders(self, class_id: ClassId, after: str | None, then: Then) -> Listing:
        """Holders now, the largest first; at another time by their accounts.

        Raises as `Then.resolve`, and NotFound("asset.not-yet").
        """
        at = then.resolve(self.services.moments)
        page = self.services.assets.holders(class_id, _ROWS, after, at)
        supply = self.services.assets.asset(class_id).supply if at is None else None
        columns = [Column("page-asset-holder")]
        columns += [Column("page-asset-amount", figure=True)]
        columns += [] if supply is None else [Column("page-asset-share", figure=True)]
        columns += [Column("page-asset-frozen", figure=True)]
        rows = tuple(self._holder(each, supply) for each in page.items)
        heading, empty = "page-asset-holders", "page-asset-holders-empty"
        table = Table(heading, tuple(columns), rows, empty, page.total)
        lead = "page-holders-lead" if at is None else "page-holders-then"
        cursors = (after, page.next)
        plain = list_of(_about(class_id), "holders", lead, table, cursors, then.query)
        return list_then(plain, then, at)

    def movements(self, class_id: ClassId, after: str | None) -> Listing:
        """All movements, newest first."""
        page = self.services.assets.movements(class_id=class_id, limit=_ROWS, after=after)
        table = movements_table(page, self.people, "page-asset-movements")
        lead = "page-asset-list-movements"
        return list_of(_about(class_id), "movements", lead, table, (after, page.next))

    def access(self, class_id: ClassId, after: str | None) -> Listing:
        """Everybody who was given access."""
        page = self.services.assets.access(class_id, _ROWS, after)
        table, lead = access_table(page, self.people), "page-asset-list-access"
        return list_of(_about(class_id), "access", lead, table, (after, page.next))

    def supply(self, class_id: ClassId, after: str | None) -> Listing:
        """Each change of the supply, newest first, with the backing that was attested then."""
        page = Queue(self.services.index.engine).supplies(class_id, _ROWS, after)
        backed = self.services.assets.asset(class_id).backing_kind is not BackingKind.UNBACKED
        attested = self._attested(class_id, page.items) if backed else {}
        columns = (
            Column("page-movement-time"),
            Column("page-block-number"),
            Column("page-asset-supply", figure=True),
            Column("page-supply-holders", figure=True),
            Column("page-asset-attested", figure=True),
            Column("page-asset-coverage", figure=True),
        )
        rows = tuple(self._supplied(each, attested) for each in page.items)
        table = Table("page-supply", columns, rows, "page-supply-empty", page.total)
        untold = backed and rows and not attested
        notices = (Notice("page-supply-untold", "wait"),) if untold else ()
        lead = "page-asset-list-supply"
        plain = list_of(_about(class_id), "supply", lead, table, (after, page.next))
        return replace(plain, notices=notices, api_href=None)

    def _attested(self, class_id: ClassId, rows: tuple[Supplied, ...]) -> dict[int, int]:
        """What the contract had as attested at the end of each block; nothing if no node tells."""
        numbers = [int(each.block.number) for each in rows]
        asked: list[Any] = [("digital_assets", "backing_of", (class_id,), n) for n in numbers]
        try:
            answers = self.services.chain.ask(asked)
        except Unavailable:
            return {}
        return {n: each["attested"] for n, each in zip(numbers, answers, strict=True)}

    def _supplied(self, each: Supplied, attested: dict[int, int]) -> tuple[Cell, ...]:
        backing = attested.get(int(each.block.number))
        return (
            Moment(each.block.timestamp),
            block_link(each.block),
            Number(each.supply),
            Number(each.holders),
            NOTHING if backing is None else Number(backing),
            NOTHING if backing is None else percent_of(backing, each.supply, self.messages),
        )

    def _holder(self, each: Holding, supply: int | None) -> tuple[Cell, ...]:
        share = () if supply is None else (percent_of(each.amount, supply, self.messages),)
        return (self.people.account(each.account), Number(each.amount), *share, frozen(each))


def _about(class_id: ClassId) -> Link:
    return Link(f"/assets/{class_id}", number_phrase("page-asset-title", class_id))
