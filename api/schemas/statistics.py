"""Counts over time, as they are answered."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from api.schemas.types import Response, Texts
from api.series import Series
from ledger.tallies.model import Unit, Zone
from mining_registry.model import Status
from mining_registry.regions import REGIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.tallies.model import Bucket, Period

__all__ = [
    "BucketOut",
    "RegionOut",
    "SeriesOut",
    "StatusesOut",
    "TotalOut",
    "region_out",
    "series_out",
]


class TotalOut(Response):
    """How many there are of what a series counts, since the first block."""

    series: Series
    title: Texts
    total: int
    href: str


class BucketOut(Response):
    """How many there were from the beginning of the day `start` until the next bucket."""

    start: dt.date
    count: int


class SeriesOut(Response):
    """A series between two days, both included: whole days, weeks from Monday, or months.

    `first` and `last` are the days that the buckets reach, in `zone`: days of UTC, or of Kazakhstan
    (UTC+5 throughout). `sum` is that of the buckets, `total` of all time.
    """

    series: Series
    title: Texts
    by: Unit
    zone: Zone
    first: dt.date
    last: dt.date
    sum: int
    total: int
    buckets: tuple[BucketOut, ...]


class StatusesOut(Response):
    """How many notifications stand in each status."""

    submitted: int
    amended: int
    returned: int
    acknowledged: int
    ceased: int


class RegionOut(Response):
    """Notifications of a region (ISO 3166-2) by status; null: those of which no form is held here.

    A notification that names sites in two regions counts in both.
    """

    region: str | None
    name: Texts | None
    total: int
    statuses: StatusesOut


def series_out(
    series: Series, title: Texts, period: Period, buckets: tuple[Bucket, ...], total: int
) -> SeriesOut:
    """A series as it is answered."""
    return SeriesOut(
        series=series,
        title=title,
        by=period.unit,
        zone=period.zone,
        first=period.first,
        last=period.end - dt.timedelta(days=1),
        sum=sum(each.count for each in buckets),
        total=total,
        buckets=tuple(BucketOut(start=each.start, count=each.count) for each in buckets),
    )


def region_out(region: str | None, standing: Mapping[Status, int]) -> RegionOut:
    """The notifications of a region as they are answered."""
    return RegionOut(
        region=region,
        name=None if region is None else Texts(**REGIONS[region].as_json()),
        total=sum(standing.values()),
        statuses=StatusesOut(**{each.value: standing.get(each, 0) for each in Status}),
    )
