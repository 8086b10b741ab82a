"""What each export holds: its columns with their types, and the rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from api.schemas.records import plain
from api.schemas.types import hex_of, moment
from api.series import series_of
from ledger.assets.book import Wanted
from ledger.types import ZERO_ADDRESS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from api.services import Services
    from depository.history import Possession
    from ledger.records import BlockRef
    from ledger.types import Address

__all__ = ["EXPORTS", "Column", "ExportName", "Kind", "Row", "Selection", "rows"]

ExportName = Literal["events", "holdings", "movements", "possessions", "statistics"]
Kind = Literal["integer", "amount", "moment", "day", "address", "hash", "text", "json"]
"""An amount is an integer of any size: a string in JSON, so that no reader rounds it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its name, which the catalogues title; what may be missing is null or empty."""

    name: str
    kind: Kind
    required: bool = True


_PLACE: Final = (
    Column("block", "integer"),
    Column("timestamp", "moment"),
    Column("log_index", "integer"),
    Column("transaction", "hash"),
)

EXPORTS: Final[Mapping[ExportName, tuple[Column, ...]]] = {
    "events": (
        *_PLACE,
        Column("contract", "text"),
        Column("event", "text"),
        Column("arguments", "json"),
    ),
    "holdings": (
        Column("asset", "integer"),
        Column("account", "address"),
        Column("amount", "amount"),
        Column("frozen", "amount"),
    ),
    "movements": (
        *_PLACE,
        Column("position", "integer"),
        Column("asset", "integer"),
        Column("from", "address", required=False),
        Column("to", "address", required=False),
        Column("amount", "amount"),
        Column("operator", "address"),
    ),
    "possessions": (
        *_PLACE,
        Column("deposit", "integer", required=False),
        Column("batch", "integer", required=False),
        Column("index", "integer", required=False),
        Column("possessor", "integer"),
        Column("account", "address"),
        Column("agreement", "hash", required=False),
    ),
    "statistics": (
        Column("series", "text"),
        Column("day", "day"),
        Column("count", "integer"),
    ),
}
"""A row's `from` is missing for an issue, its `to` for a redemption, its `agreement` for the one
who deposited; its `deposit` for a record of a batch, its `batch` and `index` for a deposit that was
not taken out of one."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which export, as of which block, of which class and account; the others are not chosen by."""

    name: ExportName
    at: BlockRef
    asset: int | None = None
    account: Address | None = None


Row = tuple[Any, ...]


def rows(services: Services, selection: Selection) -> Iterator[Row]:
    """The rows of an export in their order; raises as the stores do, before the first row too."""
    at, asset, account = selection.at, selection.asset, selection.account
    if selection.name == "movements":
        return map(_movement, services.assets.book.whole(Wanted(asset, account), at))
    if selection.name == "holdings":
        held = services.assets.ownership.every(asset, account, at)
        return ((h.class_id, h.account, str(h.amount), str(h.frozen)) for h in held)
    if selection.name == "possessions":
        return map(_possession, services.batches.possessions.whole(at))
    if selection.name == "statistics":
        return _days(services, at)
    return map(_event, services.index.whole(None, at))


def _place(block: BlockRef, log_index: int, transaction: str) -> Row:
    return block.number, moment(block.timestamp), log_index, transaction


def _movement(each: Any) -> Row:
    ends = (None if end == ZERO_ADDRESS else end for end in (each.sender, each.recipient))
    place = _place(each.block, each.log_index, each.transaction)
    return (*place, each.position, each.class_id, *ends, str(each.amount), each.operator)


def _possession(each: Possession) -> Row:
    tenure = each.tenure
    place = _place(tenure.recorded.block, each.log_index, tenure.recorded.transaction)
    what = (each.deposit, *(each.record or (None, None)))
    agreement = None if tenure.agreement is None else hex_of(tenure.agreement)
    return (*place, *what, tenure.possessor, tenure.account, agreement)


def _days(services: Services, at: BlockRef) -> Iterator[Row]:
    """Whole days of UTC that were over at the block; a day on which there was none has no row."""
    for kind, day, number in services.tallies.whole_days(at):
        series = series_of(kind)
        if series is not None:
            yield series.value, day.isoformat(), number


def _event(each: Any) -> Row:
    place = _place(each.block, each.log_index, each.transaction)
    return (*place, each.contract, each.name, plain(each.args))
