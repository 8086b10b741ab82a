"""The page of counts over time: a chart for each series, with its table."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from api.pages.cells import Day, Link, Number, Phrase
from api.pages.references import text
from api.pages.views import Column, Table
from api.series import COUNTED, Series, title_id
from ledger.errors import NotFound
from ledger.tallies.model import Period, Unit, Zone
from mining_registry.model import Status
from mining_registry.regions import REGIONS

if TYPE_CHECKING:
    from api.languages import Language
    from api.pages.cells import Cell
    from api.services import Services
    from ledger.records import BlockRef
    from ledger.tallies.model import Bucket

__all__ = ["Bar", "Chart", "Statistics", "statistics", "unit_of"]

_SHOWN: Final = (
    Series.DEPOSITS,
    Series.COPIES_GIVEN,
    Series.ASSETS,
    Series.ISSUES,
    Series.TRANSFERS,
    Series.REDEMPTIONS,
    Series.NOTIFICATIONS,
    Series.MINING_REPORTS,
    Series.MINED_ASSETS,
    Series.PARTICIPANTS,
    Series.TRANSACTIONS,
    Series.BLOCKS,
)
_HEIGHT: Final = 96
_LEAST: Final = 3
"""Of a hundred parts of the chart's height: the highest bar, and one that must still be seen."""


@dataclass(frozen=True)
class Bar:
    """A bar by its place from the left and its height, of a hundred parts of the chart."""

    place: int
    height: int


@dataclass(frozen=True)
class Chart:
    """A series: its sum over the period, the most in one bucket and when, the bars, the table.

    `said` is the message that tells the most and when.
    """

    title: str
    sum: int
    said: str
    most: int
    when: dt.date | None
    bars: tuple[Bar, ...]
    table: Table
    api_href: str


@dataclass(frozen=True)
class Statistics:
    """The view of the page; `first` and `last` are the days that every chart reaches."""

    choices: tuple[tuple[str, str, bool], ...]
    first: dt.date
    last: dt.date
    places: int
    charts: tuple[Chart, ...]
    regions: Table


def unit_of(word: str | None) -> Unit:
    """The unit that an address names, a day for None; NotFound("route.unknown") for no unit."""
    try:
        return Unit(word or Unit.DAY)
    except ValueError as error:
        raise NotFound("route.unknown", path=f"/statistics?by={(word or '')[:40]}") from error


def statistics(
    services: Services, language: Language, head: BlockRef | None, unit: Unit
) -> Statistics:
    """Gather the page as of the indexed head, in days of Kazakhstan."""
    zone = Zone.KAZAKHSTAN
    last = zone.day(head.timestamp) if head else services.mining.today()
    period = Period.of(unit, zone, None, last)
    found = services.tallies.buckets([COUNTED[each] for each in _SHOWN], period)
    charts = tuple(_chart(each, unit, found[COUNTED[each]]) for each in _SHOWN)
    return Statistics(
        choices=tuple(
            (f"page-statistics-by-{each.value}", f"/statistics?by={each.value}", each is unit)
            for each in Unit
        ),
        first=period.first,
        last=period.end - dt.timedelta(days=1),
        places=len(charts[0].bars),
        charts=charts,
        regions=_regions(services, language),
    )


def _chart(series: Series, unit: Unit, buckets: tuple[Bucket, ...]) -> Chart:
    highest = max(buckets, key=lambda each: each.count)
    most = highest.count
    columns = (
        Column(f"page-statistics-{unit.value}"),
        Column("page-statistics-count", figure=True),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (Day(each.start), Number(each.count)) for each in reversed(buckets)
    )
    query = f"by={unit.value}&zone=kazakhstan&first={buckets[0].start}&last={buckets[-1].start}"
    return Chart(
        title=title_id(series),
        sum=sum(each.count for each in buckets),
        said=f"page-statistics-most-{unit.value}",
        most=most,
        when=highest.start if most else None,
        bars=tuple(
            Bar(place, max(_LEAST, each.count * _HEIGHT // most) if each.count else 0)
            for place, each in enumerate(buckets)
        ),
        table=Table(title_id(series), columns, rows, "page-statistics-none"),
        api_href=f"/v1/statistics/{series.value}?{query}",
    )


def _regions(services: Services, language: Language) -> Table:
    standing = services.mining.standing()
    columns = (
        Column("page-notification-region"),
        *(Column(f"page-notification-{each.value}", figure=True) for each in Status),
    )
    rows = tuple(
        (
            Phrase("page-statistics-region-unknown")
            if each is None
            else Link(f"/notifications?region={each}", text(REGIONS[each], language)),
            *(Number(standing[each].get(status, 0)) for status in Status),
        )
        for each in sorted(standing, key=lambda code: code or "ZZ")
    )
    return Table("page-statistics-regions", columns, rows, "page-notifications-empty")
