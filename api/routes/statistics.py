"""Counts over time: deposits, assets, notifications, transactions and whatever else is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Query

from api.context import Application, Desk
from api.documentation import problems
from api.languages import LANGUAGES
from api.schemas.records import Single, as_of
from api.schemas.statistics import RegionOut, SeriesOut, TotalOut, region_out, series_out
from api.schemas.types import Day, Texts
from api.series import COUNTED, Series, title_id
from ledger.tallies.model import Period, Unit, Zone

if TYPE_CHECKING:
    from api.languages import Catalogue

__all__ = ["router"]

router = APIRouter(prefix="/v1/statistics", tags=["statistics"])

_READ: Final = problems(422, 503)
By = Annotated[Unit, Query(description="How long each bucket is; weeks begin on Monday.")]
Where = Annotated[Zone, Query(description="Days of UTC, or of Kazakhstan: UTC+5 throughout.")]
First = Annotated[
    Day | None,
    Query(description="A day of the first bucket; 30 days, 26 weeks or 12 months without it."),
]
Last = Annotated[
    Day | None, Query(description="A day of the last bucket; that of the head without it.")
]


@router.get("", operation_id="listStatistics", responses=problems(503))
def totals(desk: Desk) -> Single[tuple[TotalOut, ...]]:
    """How many there are of everything that is counted, since the first block."""
    head = desk.head()
    found = desk.services.tallies.totals(list(COUNTED.values()))
    data = tuple(
        TotalOut(
            series=each,
            title=_title(desk, each),
            total=found[COUNTED[each]],
            href=f"/v1/statistics/{each.value}",
        )
        for each in Series
    )
    return Single(data=data, as_of=as_of(head))


@router.get("/regions", operation_id="getRegionStatistics", responses=problems(503))
def regions(desk: Desk) -> Single[tuple[RegionOut, ...]]:
    """How many notifications of mining stand in each status, region by region."""
    head = desk.head()
    standing = desk.services.mining.standing()
    data = tuple(region_out(each, standing[each]) for each in sorted(standing, key=str))
    return Single(data=data, as_of=as_of(head))


@router.get("/{series}", operation_id="getStatistics", responses=_READ)
def series(
    desk: Desk,
    series: Series,
    by: By = Unit.DAY,
    zone: Where = Zone.UTC,
    first: First = None,
    last: Last = None,
) -> Single[SeriesOut]:
    """How many there were of something in each day, week or month between two days."""
    head = desk.head()
    period = Period.of(by, zone, first, zone.day(head.timestamp) if last is None else last)
    tallies, kind = desk.services.tallies, COUNTED[series]
    buckets, total = tallies.buckets([kind], period)[kind], tallies.totals([kind])[kind]
    shown = series_out(series, _title(desk, series), period, buckets, total)
    return Single(data=shown, as_of=as_of(head))


def _title(desk: Application, series: Series) -> Texts:
    catalogue: Catalogue = desk.catalogue
    return Texts(**{each: catalogue.messages(each)(title_id(series)) for each in LANGUAGES})
