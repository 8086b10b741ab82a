"""Which quarterly reports are owed: by mining that went on, and by working days."""

from __future__ import annotations

import datetime as dt

import pytest

from ledger.types import NotificationId, ParticipantId, Timestamp
from mining_registry.reports.model import Quarter
from mining_registry.reports.owed import QUARTERS, Mining, overdue, quarters_due
from mining_registry.rules import last_second, midnight

_AUTUMN = Quarter(2025, 4)
"""Its term ends on Saturday, 10 January 2026, and so on Monday, the 12th."""


def _mining(started: dt.date, ended: dt.date | None = None, number: int = 1) -> Mining:
    end = None if ended is None else midnight(ended)
    return Mining(NotificationId(number), ParticipantId(7), midnight(started), end)


def test_a_term_that_ends_on_a_saturday_is_not_over_before_monday_is() -> None:
    assert _AUTUMN not in quarters_due(dt.date(2026, 1, 11))
    assert _AUTUMN not in quarters_due(dt.date(2026, 1, 12))
    assert quarters_due(dt.date(2026, 1, 13))[-1] == _AUTUMN


def test_the_last_eight_quarters_are_looked_at_and_none_before_2024() -> None:
    due = quarters_due(dt.date(2030, 2, 1))
    assert len(due) == QUARTERS
    assert (due[0], due[-1]) == (Quarter(2028, 1), Quarter(2029, 4))
    assert quarters_due(dt.date(2024, 8, 1)) == (Quarter(2024, 1), Quarter(2024, 2))
    assert quarters_due(dt.date(1970, 1, 1)) == ()
    assert quarters_due(dt.date.max)[-1] == Quarter(9999, 3)


@pytest.mark.parametrize(
    ("mining", "owed"),
    [
        (_mining(dt.date(2025, 1, 1)), True),
        (_mining(dt.date(2025, 12, 31)), True),
        (_mining(dt.date(2026, 1, 1)), False),
        (_mining(dt.date(2025, 1, 1), dt.date(2025, 10, 1)), True),
        (_mining(dt.date(2025, 1, 1), dt.date(2025, 9, 30)), False),
        (_mining(dt.date(2025, 12, 1), dt.date(2025, 11, 1)), False),  # stopped before it began
    ],
)
def test_a_report_is_owed_of_a_quarter_in_which_mining_went_on(mining: Mining, owed: bool) -> None:
    found = overdue([mining], {}, [_AUTUMN])
    assert bool(found) == owed
    for each in found:
        assert each.due_on == dt.date(2026, 1, 12)
        assert each.filed_at is None


def test_a_report_on_the_monday_is_in_time_though_the_contract_calls_it_late() -> None:
    mining, key = _mining(dt.date(2025, 1, 1)), (1, _AUTUMN)
    monday = last_second(dt.date(2026, 1, 12))
    assert overdue([mining], {key: monday}, [_AUTUMN]) == ()
    assert overdue([mining], {key: None}, [_AUTUMN]) == ()
    (late,) = overdue([mining], {key: Timestamp(monday + 1)}, [_AUTUMN])
    assert late.filed_at == monday + 1


def test_missing_reports_come_first_and_the_longest_due_before_the_others() -> None:
    spring, summer = Quarter(2025, 1), Quarter(2025, 2)
    both = [_mining(dt.date(2024, 12, 1)), _mining(dt.date(2024, 12, 1), number=2)]
    late = midnight(dt.date(2026, 1, 1))
    found = overdue(both, {(1, spring): late}, [spring, summer])
    assert [(each.notification, each.quarter) for each in found] == [
        (2, spring),
        (1, summer),
        (2, summer),
        (1, spring),
    ]
