"""Dates of a notification, in Kazakhstan's time."""

from __future__ import annotations

import datetime as dt

import pytest

from ledger.errors import Rejected
from ledger.types import Timestamp
from mining_registry.form import Dates
from mining_registry.reading import check_form, read_form
from mining_registry.regions import REGIONS, check_region, region_of
from mining_registry.rules import DateRule, day_in_kazakhstan, last_second, midnight
from tests.mining_registry.forms import TODAY, dated, faults_of


def reasons(rule: DateRule, submitted: dt.date, start: dt.date) -> list[str]:
    return [fault.reason for fault in rule.faults(Dates(submitted=submitted, start=start))]


def test_a_day_begins_at_nineteen_hours_utc_of_the_day_before() -> None:
    instant = midnight(dt.date(2026, 12, 21))
    assert dt.datetime.fromtimestamp(instant, dt.UTC) == dt.datetime(
        2026, 12, 20, 19, tzinfo=dt.UTC
    )
    assert day_in_kazakhstan(instant) == dt.date(2026, 12, 21)
    assert day_in_kazakhstan(Timestamp(instant - 1)) == dt.date(2026, 12, 20)


def test_a_day_ends_a_second_before_the_next() -> None:
    day = dt.date(2028, 2, 29)
    assert last_second(day) == midnight(dt.date(2028, 3, 1)) - 1


def test_an_instant_beyond_the_calendar_is_its_last_day() -> None:
    assert day_in_kazakhstan(Timestamp(2**256 - 1)) == dt.date.max


def test_thirty_full_days_lie_between_submission_and_start() -> None:
    rule = DateRule(TODAY)
    assert rule.earliest == dt.date(2026, 12, 21)
    assert reasons(rule, TODAY, rule.earliest) == []
    assert reasons(rule, TODAY, rule.earliest - dt.timedelta(days=1)) == ["form.start-too-near"]


def test_the_earliest_start_satisfies_the_contract_at_any_hour_of_the_day() -> None:
    rule = DateRule(TODAY)
    last_second = midnight(TODAY + dt.timedelta(days=1)) - 1
    assert midnight(rule.earliest) >= last_second + 30 * 86400


def test_a_form_is_not_submitted_tomorrow() -> None:
    tomorrow = TODAY + dt.timedelta(days=1)
    late = TODAY + dt.timedelta(days=90)
    assert reasons(DateRule(TODAY), tomorrow, late) == ["form.submitted-in-future"]


def test_an_amendment_may_keep_the_recorded_start_however_near() -> None:
    near = TODAY + dt.timedelta(days=2)
    assert reasons(DateRule(TODAY, recorded_start=near), TODAY, near) == []
    other = near + dt.timedelta(days=1)
    assert reasons(DateRule(TODAY, recorded_start=near), TODAY, other) == ["form.start-too-near"]


def test_a_start_that_has_come_is_not_amended() -> None:
    late = TODAY + dt.timedelta(days=90)
    for begun in (TODAY, TODAY - dt.timedelta(days=400)):
        rule = DateRule(TODAY, recorded_start=begun)
        assert reasons(rule, TODAY, begun) == []
        assert reasons(rule, TODAY, late) == ["form.already-started"]
    assert reasons(DateRule(TODAY, TODAY + dt.timedelta(days=1)), TODAY, late) == []


def test_a_typed_form_with_a_start_too_near_is_refused() -> None:
    form = read_form(dated(TODAY, 30))
    with pytest.raises(Rejected) as refusal:
        check_form(form, DateRule(TODAY))
    assert faults_of(refusal.value) == {("dates.start", "form.start-too-near")}
    check_form(read_form(dated(TODAY, 31)), DateRule(TODAY))


def test_a_region_is_told_from_the_first_two_digits_of_a_code() -> None:
    assert region_of("552210000") == "KZ-55"
    assert region_of("100000000") == "KZ-10"
    assert region_of("510000000") is None
    assert len(REGIONS) == 20


def test_an_unknown_region_is_refused() -> None:
    check_region("KZ-55")
    with pytest.raises(Rejected, match=r"region\.unknown"):
        check_region("KZ-51")
