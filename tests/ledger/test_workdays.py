"""Working days agree with the published calendars of Kazakhstan and with plain counting."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.workdays import is_working_day, next_working_day, working_days_between

_DAY = dt.timedelta(days=1)
_DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2032, 12, 31))


@pytest.mark.parametrize(
    "off",
    [
        dt.date(2019, 12, 2),  # 1 December fell on a Sunday
        dt.date(2023, 7, 7),  # transferred from Saturday, 1 July
        dt.date(2024, 5, 8),  # transferred from Saturday, 4 May
        dt.date(2025, 1, 3),  # transferred from Sunday, 5 January
        dt.date(2025, 10, 27),  # 25 October fell on a Saturday
        dt.date(2026, 1, 1),
        dt.date(2026, 1, 2),
        dt.date(2026, 1, 3),  # a Saturday
        dt.date(2026, 1, 7),
    ],
)
def test_holidays_weekends_and_known_transfers_are_off(off: dt.date) -> None:
    assert not is_working_day(off)


@pytest.mark.parametrize(
    "worked",
    [
        dt.date(2023, 7, 1),  # a Saturday, given for 7 July
        dt.date(2024, 5, 4),  # a Saturday, given for 8 May
        dt.date(2025, 1, 5),  # a Sunday, given for 3 January
        dt.date(2025, 12, 31),
        dt.date(2026, 1, 5),
        dt.date(2026, 1, 6),
        dt.date(2026, 1, 8),
    ],
)
def test_plain_days_and_weekends_made_working_days_are_worked(worked: dt.date) -> None:
    assert is_working_day(worked)


def test_january_of_2026_has_its_nineteen_working_days() -> None:
    assert working_days_between(dt.date(2025, 12, 31), dt.date(2026, 1, 31)) == 19


@pytest.mark.parametrize(
    ("last", "moved"),
    [
        (dt.date(2025, 10, 10), dt.date(2025, 10, 10)),  # a Friday
        (dt.date(2026, 1, 10), dt.date(2026, 1, 12)),  # a Saturday
        (dt.date(2027, 10, 10), dt.date(2027, 10, 11)),  # a Sunday
        (dt.date(2025, 3, 21), dt.date(2025, 3, 26)),  # Nauryz on a weekend
        (dt.date.max, dt.date.max),
    ],
)
def test_a_term_whose_last_day_is_off_ends_on_the_next_working_day(
    last: dt.date, moved: dt.date
) -> None:
    assert next_working_day(last) == moved


@given(_DAYS)
def test_the_next_working_day_is_the_first_that_is_worked(day: dt.date) -> None:
    found = next_working_day(day)
    assert is_working_day(found)
    between = range(day.toordinal(), found.toordinal())
    assert not any(is_working_day(dt.date.fromordinal(each)) for each in between)


@given(_DAYS, st.integers(-10, 900))
def test_as_many_days_are_counted_as_are_worked_after_the_event(event: dt.date, span: int) -> None:
    last = event + span * _DAY
    days = range(event.toordinal() + 1, last.toordinal() + 1)
    worked = sum(is_working_day(dt.date.fromordinal(each)) for each in days)
    assert working_days_between(event, last) == worked


@given(_DAYS, st.integers(0, 400), st.integers(0, 400))
def test_counts_of_spans_that_follow_each_other_add_up(event: dt.date, one: int, two: int) -> None:
    middle, last = event + one * _DAY, event + (one + two) * _DAY
    parts = working_days_between(event, middle) + working_days_between(middle, last)
    assert parts == working_days_between(event, last)
