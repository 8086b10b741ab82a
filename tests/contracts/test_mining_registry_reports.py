"""Quarterly reports: filed, corrected, late, overdue; and quarters as the contract reckons them."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.contracts.evm import NOW, Event, RefusedError, account
from tests.contracts.mining import DAY, FORM, START, mine, moment, notify
from tests.contracts.world import MINER, World, digest

REPORT, CORRECTED = digest("report"), digest("corrected report")
OVER = moment(2027, 4, 1)
"""The first quarter of 2027, in which mining starts, is over."""
DUE = moment(2027, 4, 11) - 1


def reach(world: World, when: int) -> None:
    world.evm.wait(when - world.evm.now)


def test_a_report_is_recorded_for_its_quarter(world: World) -> None:
    mine(world)
    reach(world, OVER)
    outcome = world.mining_registry.act("miner", "report", 1, 2027, 1, REPORT)
    assert outcome.answer == 1
    assert outcome.event == Event(
        "Reported",
        {
            "number": 1,
            "year": 2027,
            "quarter": 1,
            "account": account("miner"),
            "form": REPORT,
            "version": 1,
            "late": False,
        },
    )
    assert world.mining_registry.ask("report_of", 1, 2027, 1) == {
        "form": REPORT,
        "filed_at": OVER,
        "corrected_at": 0,
        "late": False,
        "version": 1,
    }


def test_a_report_in_time_is_corrected_later_without_becoming_late(world: World) -> None:
    mine(world)
    reach(world, DUE)
    assert not world.mining_registry.act("miner", "report", 1, 2027, 1, REPORT).event.args["late"]
    world.evm.wait(DAY)
    outcome = world.mining_registry.act("miner", "report", 1, 2027, 1, CORRECTED)
    assert outcome.answer == 2 == outcome.event.args["version"]
    assert not outcome.event.args["late"]
    assert world.mining_registry.ask("report_of", 1, 2027, 1) == {
        "form": CORRECTED,
        "filed_at": DUE,
        "corrected_at": DUE + DAY,
        "late": False,
        "version": 2,
    }
    assert world.mining_registry.ask("report_count", 1) == 1


def test_a_report_after_the_tenth_is_recorded_and_called_late_its_correction_too(
    world: World,
) -> None:
    mine(world)
    reach(world, DUE + 1)
    assert world.mining_registry.act("miner", "report", 1, 2027, 1, REPORT).event.args["late"]
    assert world.mining_registry.ask("report_of", 1, 2027, 1)["late"]
    corrected = world.mining_registry.act("miner", "report", 1, 2027, 1, CORRECTED)
    assert corrected.event.args["late"]


def test_a_report_is_overdue_from_the_eleventh_until_it_comes(world: World) -> None:
    mine(world)
    ask = world.mining_registry.ask
    reach(world, DUE)
    assert not ask("is_report_overdue", 1, 2027, 1)
    world.evm.wait(1)
    assert ask("is_report_overdue", 1, 2027, 1)
    assert not ask("is_report_overdue", 1, 2026, 4)
    assert not ask("is_report_overdue", 1, 2027, 2)
    world.mining_registry.act("miner", "report", 1, 2027, 1, REPORT)
    assert not ask("is_report_overdue", 1, 2027, 1)


def test_no_report_is_owed_for_a_quarter_after_mining_stopped_or_if_it_never_began(
    world: World,
) -> None:
    never, ended = notify(world, form=digest("never")), notify(world)
    world.mining_registry.act("miner", "cease", never, NOW)
    reach(world, OVER)
    world.mining_registry.act("miner", "cease", ended, OVER)
    reach(world, moment(2028, 1, 1))
    ask = world.mining_registry.ask
    assert [ask("is_report_overdue", ended, 2027, quarter) for quarter in (1, 2, 3)] == [
        True,
        True,
        False,
    ]
    assert not ask("is_report_overdue", never, 2027, 1)


def test_quarters_are_told_in_the_order_in_which_they_were_reported_on(world: World) -> None:
    mine(world)
    reach(world, moment(2027, 7, 1))
    for quarter in (2, 1):
        form = digest(f"report on {quarter}")
        world.mining_registry.act("miner", "report", 1, 2027, quarter, form)
    assert world.mining_registry.ask("report_count", 1) == 2
    found = [world.mining_registry.ask("reported_quarter", 1, index) for index in (1, 2)]
    assert found == [{"year": 2027, "quarter": 2}, {"year": 2027, "quarter": 1}]
    for index in (0, 3):
        with pytest.raises(RefusedError, match=r"^mining_registry: no such report$"):
            world.mining_registry.ask("reported_quarter", 1, index)


def test_a_quarter_is_reported_on_when_it_is_over(world: World) -> None:
    mine(world)
    reach(world, OVER - 1)
    with pytest.raises(RefusedError, match=r"^mining_registry: the quarter is not over$"):
        world.mining_registry.act("miner", "report", 1, 2027, 1, REPORT)
    world.evm.wait(1)
    world.mining_registry.act("miner", "report", 1, 2027, 1, REPORT)


def test_one_who_has_stopped_reports_at_once(world: World) -> None:
    mine(world)
    world.mining_registry.act("miner", "cease", 1, START)
    outcome = world.mining_registry.act("miner", "report", 1, 2027, 1, REPORT)
    assert not outcome.event.args["late"]


def test_a_quarter_without_mining_is_not_reported_on(world: World) -> None:
    mine(world)
    for year, quarter in ((2026, 4), (2024, 1)):
        with pytest.raises(RefusedError, match=r"^mining_registry: no mining in the quarter$"):
            world.mining_registry.act("miner", "report", 1, year, quarter, REPORT)
    world.mining_registry.act("miner", "cease", 1, START)
    reach(world, moment(2027, 7, 1))
    for year, quarter in ((2027, 2), (9999, 4)):
        with pytest.raises(RefusedError, match=r"^mining_registry: no mining in the quarter$"):
            world.mining_registry.act("miner", "report", 1, year, quarter, REPORT)
    world.mining_registry.act("miner", "report", 1, 2027, 1, REPORT)


def test_mining_that_starts_with_the_next_quarter_is_none_in_this_one(world: World) -> None:
    first = notify(world, starts_at=OVER)
    second = notify(world, form=digest("a second earlier"), starts_at=OVER - 1)
    reach(world, OVER)
    with pytest.raises(RefusedError, match=r"^mining_registry: no mining in the quarter$"):
        world.mining_registry.act("miner", "report", first, 2027, 1, REPORT)
    world.mining_registry.act("miner", "report", second, 2027, 1, REPORT)


def test_mining_that_ended_before_its_start_is_reported_on_for_no_quarter(world: World) -> None:
    notify(world)
    world.evm.wait(DAY)
    world.mining_registry.act("miner", "cease", 1, NOW + DAY)
    reach(world, OVER)
    with pytest.raises(RefusedError, match=r"^mining_registry: no mining in the quarter$"):
        world.mining_registry.act("miner", "report", 1, 2027, 1, REPORT)


@pytest.mark.parametrize(
    ("year", "quarter"), [(2023, 4), (10_000, 1), (2027, 0), (2027, 5), (2**256 - 1, 2**256 - 1)]
)
def test_what_is_no_quarter_is_refused(world: World, year: int, quarter: int) -> None:
    mine(world)
    ask = world.mining_registry.ask
    with pytest.raises(RefusedError, match=r"^mining_registry: no such quarter$"):
        world.mining_registry.act("miner", "report", 1, year, quarter, REPORT)
    with pytest.raises(RefusedError, match=r"^mining_registry: no such quarter$"):
        ask("report_due", year, quarter)
    with pytest.raises(RefusedError, match=r"^mining_registry: no such quarter$"):
        ask("is_report_overdue", 1, year, quarter)
    with pytest.raises(RefusedError, match=r"^mining_registry: no such report$"):
        ask("report_of", 1, year, quarter)


def test_a_report_needs_a_form_of_its_own(world: World) -> None:
    mine(world)
    reach(world, OVER)
    with pytest.raises(RefusedError, match=r"^mining_registry: form is zero$"):
        world.mining_registry.act("miner", "report", 1, 2027, 1, bytes(32))
    with pytest.raises(RefusedError, match=r"^mining_registry: form is recorded already$"):
        world.mining_registry.act("miner", "report", 1, 2027, 1, FORM)
    world.mining_registry.act("miner", "report", 1, 2027, 1, REPORT)
    with pytest.raises(RefusedError, match=r"^mining_registry: form is recorded already$"):
        world.mining_registry.act("miner", "report", 1, 2027, 1, REPORT)
    with pytest.raises(RefusedError, match=r"^mining_registry: form is recorded already$"):
        world.mining_registry.act("miner", "amend", 1, REPORT, START)


def test_nobody_reports_under_another_s_notification(world: World) -> None:
    mine(world)
    reach(world, OVER)
    world.admit("other miner", MINER)
    for who in ("other miner", "authority"):
        with pytest.raises(RefusedError, match=r"^mining_registry: not the miner$"):
            world.mining_registry.act(who, "report", 1, 2027, 1, REPORT)


def test_one_who_lost_the_role_still_reports_one_who_is_suspended_does_not(world: World) -> None:
    mine(world)
    reach(world, OVER)
    world.set_roles("miner", 0)
    world.mining_registry.act("miner", "report", 1, 2027, 1, REPORT)
    world.suspend("miner")
    for who in ("miner", "stranger"):
        with pytest.raises(RefusedError, match=r"^mining_registry: not an active participant$"):
            world.mining_registry.act(who, "report", 1, 2027, 1, CORRECTED)


def test_a_report_not_filed_and_one_of_an_unknown_notification_are_refused(world: World) -> None:
    ask = world.mining_registry.ask
    mine(world)
    with pytest.raises(RefusedError, match=r"^mining_registry: no such report$"):
        ask("report_of", 1, 2027, 1)
    for number in (0, 2):
        with pytest.raises(RefusedError, match=r"^mining_registry: no such notification$"):
            world.mining_registry.act("miner", "report", number, 2027, 1, REPORT)
        for view in ("report_of", "is_report_overdue"):
            with pytest.raises(RefusedError, match=r"^mining_registry: no such notification$"):
                ask(view, number, 2027, 1)
        with pytest.raises(RefusedError, match=r"^mining_registry: no such notification$"):
            ask("report_count", number)
        with pytest.raises(RefusedError, match=r"^mining_registry: no such notification$"):
            ask("reported_quarter", number, 1)


YEARS = (*range(2024, 2034), 2096, 2100, 2104, 2399, 2400, 2401, 3000, 9998)


@pytest.mark.parametrize("year", YEARS)
def test_a_report_is_due_at_the_end_of_the_tenth_day_after_the_quarter(
    world: World, year: int
) -> None:
    for quarter in (1, 2, 3, 4):
        begins = dt.date(year + quarter // 4, quarter % 4 * 3 + 1, 1)
        due = moment(begins.year, begins.month, 11) - 1
        assert world.mining_registry.ask("report_due", year, quarter) == due


def test_the_last_known_quarter_has_a_term_too(world: World) -> None:
    due = world.mining_registry.ask("report_due", 9999, 4)
    assert due == moment(9999, 12, 31) + 11 * DAY - 1


@pytest.mark.long
def test_every_known_quarter_is_due_at_the_end_of_the_tenth_day_after_it(world: World) -> None:
    for year in range(2024, 9999):
        test_a_report_is_due_at_the_end_of_the_tenth_day_after_the_quarter(world, year)
