"""Counts over time: whole days, weeks or months between two days, in one zone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ledger.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledger.types import Timestamp

__all__ = ["Bucket", "Period", "Unit", "Zone", "day_numbered"]

_EPOCH: Final = dt.date(1970, 1, 1)
_LAST_YEAR: Final = 9998
"""The calendar ends a year later, and a bucket needs a day behind it."""


class Unit(StrEnum):
    """How long a bucket is; weeks begin on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    @property
    def most(self) -> int:
        """How many buckets there may be in one answer."""
        return {Unit.DAY: 400, Unit.WEEK: 260, Unit.MONTH: 120}[self]

    @property
    def usual(self) -> int:
        """How many buckets there are where the first day is not named."""
        return {Unit.DAY: 30, Unit.WEEK: 26, Unit.MONTH: 12}[self]

    def start(self, day: dt.date) -> dt.date:
        """The first day of the bucket that holds a day."""
        if self is Unit.DAY:
            return day
        if self is Unit.WEEK:
            return day - dt.timedelta(days=day.weekday())
        return day.replace(day=1)

    def step(self, start: dt.date, by: int = 1) -> dt.date:
        """The first day of the bucket so many further on, from the first day of one."""
        if self is not Unit.MONTH:
            return start + dt.timedelta(days=by * (1 if self is Unit.DAY else 7))
        months = start.year * 12 + start.month - 1 + by
        return dt.date(months // 12, months % 12 + 1, 1)


class Zone(StrEnum):
    """Where days begin: at midnight UTC, or of Kazakhstan (UTC+5 for all days, as since 2024)."""

    UTC = "utc"
    KAZAKHSTAN = "kazakhstan"

    @property
    def hours(self) -> int:
        """By how many hours its clocks are before those of UTC."""
        return 5 if self is Zone.KAZAKHSTAN else 0

    def day(self, moment: Timestamp) -> dt.date:
        """The day on which a moment falls."""
        return _EPOCH + dt.timedelta(days=(moment // 3600 + self.hours) // 24)


@dataclass(frozen=True, slots=True)
class Bucket:
    """How many there were from the start of a day until the start of the next bucket."""

    start: dt.date
    count: int


@dataclass(frozen=True, slots=True)
class Period:
    """Whole buckets one after another: `first` is the first day, `end` the day behind the last."""

    unit: Unit
    zone: Zone
    first: dt.date
    end: dt.date

    @classmethod
    def of(cls, unit: Unit, zone: Zone, since: dt.date | None, last: dt.date) -> Period:
        """The buckets that hold the days from `since` to `last`; the usual number without `since`.

        Raises Rejected("statistics.period-reversed"), Rejected("statistics.period-too-long", most)
        and Rejected("statistics.day-out-of-range").
        """
        if last.year > _LAST_YEAR or (last if since is None else since) < _EPOCH:
            raise Rejected("statistics.day-out-of-range")
        final = unit.start(last)
        end = unit.step(final)
        if since is None:
            first = max(unit.step(final, 1 - unit.usual), unit.start(_EPOCH))
            return cls(unit, zone, first, end)
        if since > last:
            raise Rejected("statistics.period-reversed")
        first = unit.start(since)
        if unit.step(first, unit.most) < end:
            raise Rejected("statistics.period-too-long", most=unit.most)
        return cls(unit, zone, first, end)

    @property
    def hours(self) -> tuple[int, int]:
        """The first hour, counted from 1970 UTC, and that behind the last."""
        since, until = (
            (day - _EPOCH).days * 24 - self.zone.hours for day in (self.first, self.end)
        )
        return since, until

    def buckets(self, days: Mapping[dt.date, int]) -> tuple[Bucket, ...]:
        """The buckets, the empty ones too, from counts by day."""
        counts = dict.fromkeys(self._starts(), 0)
        for day, count in days.items():
            counts[self.unit.start(day)] += count
        return tuple(Bucket(start, count) for start, count in counts.items())

    def _starts(self) -> Iterator[dt.date]:
        start = self.first
        while start < self.end:
            yield start
            start = self.unit.step(start)


def day_numbered(number: int) -> dt.date:
    """A day by its number since 1970."""
    return _EPOCH + dt.timedelta(days=number)
