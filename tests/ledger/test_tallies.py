"""Counts over time: whole buckets, each thing in one of them, and the sums of a naive replay."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.database import IndexRow, writing
from ledger.errors import Rejected
from ledger.records import BlockRef
from ledger.tallies.model import Period, Unit, Zone
from ledger.tallies.store import Tallies
from ledger.tallies.tables import TallyRow
from ledger.types import BlockHash, BlockNumber, Timestamp
from tests.support.chain import opened

if TYPE_CHECKING:
    from pathlib import Path

_UTC = dt.UTC
_UNITS, _ZONES = st.sampled_from(Unit), st.sampled_from(Zone)
_DAYS = st.dates(dt.date(1970, 1, 1), dt.date(2200, 1, 1))


def _moment(day: dt.date, hour: int = 0) -> Timestamp:
    return Timestamp(int(dt.datetime(day.year, day.month, day.day, hour, tzinfo=_UTC).timestamp()))


@given(_UNITS, _ZONES, _DAYS, st.integers(0, 3000))
def test_buckets_follow_each_other_and_hold_the_days_that_were_asked_for(
    unit: Unit, zone: Zone, first: dt.date, days: int
) -> None:
    last = first + dt.timedelta(days=days)
    reached = unit.step(unit.start(first), unit.most)
    if reached <= last:
        with pytest.raises(Rejected, match=r"statistics\.period-too-long"):
            Period.of(unit, zone, first, last)
        return
    period = Period.of(unit, zone, first, last)
    buckets = period.buckets({})
    starts = [each.start for each in buckets]
    assert starts[0] == period.first <= first
    assert starts[-1] <= last < period.end
    assert len(buckets) <= unit.most
    assert [unit.step(each) for each in starts] == [*starts[1:], period.end]
    assert all(unit.start(each) == each for each in starts)


@given(_UNITS, _ZONES, _DAYS)
def test_without_a_first_day_there_are_the_usual_buckets(
    unit: Unit, zone: Zone, last: dt.date
) -> None:
    period = Period.of(unit, zone, None, last)
    buckets = period.buckets({})
    assert buckets[-1].start <= last < period.end
    if last >= dt.date(1972, 1, 1):
        assert len(buckets) == unit.usual


def test_what_is_no_period_is_refused() -> None:
    day = dt.date(2026, 11, 20)
    before = day - dt.timedelta(days=1)
    with pytest.raises(Rejected, match=r"statistics\.period-reversed"):
        Period.of(Unit.DAY, Zone.UTC, day, before)
    for since, last in ((None, dt.date(1969, 12, 31)), (dt.date(1969, 1, 1), day)):
        with pytest.raises(Rejected, match=r"statistics\.day-out-of-range"):
            Period.of(Unit.DAY, Zone.UTC, since, last)
    with pytest.raises(Rejected, match=r"statistics\.day-out-of-range"):
        Period.of(Unit.MONTH, Zone.UTC, None, dt.date.max)
    assert len(Period.of(Unit.DAY, Zone.UTC, day - dt.timedelta(days=399), day).buckets({})) == 400
    with pytest.raises(Rejected, match=r"statistics\.period-too-long.*400"):
        Period.of(Unit.DAY, Zone.UTC, day - dt.timedelta(days=400), day)


def test_weeks_begin_on_monday_and_months_on_their_first_day() -> None:
    day = dt.date(2027, 1, 31)
    assert Unit.WEEK.start(day) == dt.date(2027, 1, 25)
    assert Unit.MONTH.start(day) == dt.date(2027, 1, 1)
    assert Unit.MONTH.step(dt.date(2026, 12, 1)) == dt.date(2027, 1, 1)
    assert Unit.MONTH.step(dt.date(2027, 1, 1), -1) == dt.date(2026, 12, 1)


def test_a_day_of_kazakhstan_begins_five_hours_before_that_of_utc() -> None:
    day = dt.date(2026, 11, 20)
    assert Zone.UTC.day(_moment(day, 19)) == Zone.KAZAKHSTAN.day(_moment(day, 18)) == day
    assert Zone.KAZAKHSTAN.day(_moment(day, 19)) == day + dt.timedelta(days=1)


_START = dt.date(2026, 1, 1)
_FOUND = st.lists(
    st.tuples(st.sampled_from(["a", "b"]), st.integers(0, 24 * 500), st.integers(1, 9)), max_size=60
)


@settings(max_examples=40, deadline=None)
@given(_FOUND, _UNITS, _ZONES, st.integers(0, 480), st.integers(0, 380))
def test_each_thing_is_in_the_bucket_of_its_day_and_in_no_other(
    tmp_path_factory: pytest.TempPathFactory,
    found: list[tuple[str, int, int]],
    unit: Unit,
    zone: Zone,
    since: int,
    days: int,
) -> None:
    first = _START + dt.timedelta(days=since)
    period = Period.of(unit, zone, first, first + dt.timedelta(days=days))
    zero = _moment(_START) // 3600
    counts: Counter[tuple[str, int]] = Counter()
    for kind, hour, number in found:
        counts[kind, zero + hour] += number
    with opened(tmp_path_factory.mktemp("tallies") / "index.db", IndexRow) as engine:
        with writing(engine) as session:
            session.add_all(
                TallyRow(kind=kind, hour=hour, count=number)
                for (kind, hour), number in counts.items()
            )
        tallies = Tallies(engine)
        for asked, buckets in tallies.buckets(["a", "b", "c"], period).items():
            expected: Counter[dt.date] = Counter()
            for (kind, hour), number in counts.items():
                day = zone.day(Timestamp(hour * 3600))
                if kind == asked and period.first <= day < period.end:
                    expected[unit.start(day)] += number
            shown = {each.start: each.count for each in buckets}
            assert {start: count for start, count in shown.items() if count} == expected
        kept = Counter[str](a=0, b=0, c=0)
        for (kind, _), number in counts.items():
            kept[kind] += number
        assert tallies.totals(["a", "b", "c"]) == dict(kept)


def test_days_that_were_over_at_a_block_never_change(tmp_path: Path) -> None:
    day = dt.date(2026, 11, 20)
    at = BlockRef(BlockNumber(1), BlockHash("0x01"), _moment(day, 23))
    hours = [_moment(day - dt.timedelta(days=1), 23) // 3600, _moment(day) // 3600]
    with opened(tmp_path / "index.db", IndexRow) as engine:
        with writing(engine) as session:
            session.add_all(TallyRow(kind="a", hour=hour, count=2) for hour in hours)
        before = list(Tallies(engine).whole_days(at))
        assert before == [("a", day - dt.timedelta(days=1), 2)]
        with writing(engine) as session:
            session.add(TallyRow(kind="a", hour=hours[1] + 5, count=7))
        assert list(Tallies(engine).whole_days(at)) == before
