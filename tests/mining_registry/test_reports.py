"""Quarterly reports from a form to the record: real chain, real SQL."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from ledger.canonical import salted_digest
from ledger.database import writing
from ledger.errors import NotFound, Rejected, VerificationError
from ledger.types import NotificationId
from mining_registry.reports.model import Quarter
from mining_registry.reports.reading import example_report, read_report, report_document
from mining_registry.reports.tables import ReportFormRow
from mining_registry.rules import last_second
from tests.mining_registry.forms import changed
from tests.mining_registry.miners import mining, of, today
from tests.support.node import Role

if TYPE_CHECKING:
    from pathlib import Path

    from eth_account.signers.local import LocalAccount

    from mining_registry.model import Notification
    from mining_registry.reports.form import ReportForm
    from tests.support.registers import Registers


def quarter_of(day: dt.date) -> Quarter:
    return Quarter(day.year, (day.month + 2) // 3)


def form(quarter: Quarter, **changes: Any) -> ReportForm:
    document = report_document(example_report())
    del document["form"]
    given = {"year": quarter.year, "quarter": quarter.quarter, **changes}
    return read_report(changed(document, **given))


def reach(registers: Registers, day: dt.date) -> None:
    """Move the clock on to the last hour of a day."""
    seconds = last_second(day) - 3600 - registers.chain.head().timestamp
    registers.node.shift(seconds)
    registers.indexer.catch_up()


@pytest.fixture(scope="module")
def over(moving: Registers) -> tuple[LocalAccount, Notification, Quarter]:
    """A miner, its notification, and the quarter in which it began, on the last day to report."""
    miner, found = mining(moving)
    quarter = quarter_of(found.starts_on)
    reach(moving, quarter.due_on)
    return miner, found, quarter


def test_a_quarter_is_reported_on_by_the_tenth_of_the_month_after_it() -> None:
    due = [Quarter(2026, quarter).due_on for quarter in (1, 2, 3, 4)]
    assert due == [
        dt.date(2026, 4, 10),
        dt.date(2026, 7, 10),
        dt.date(2026, 10, 10),
        dt.date(2027, 1, 10),
    ]


def test_the_term_is_the_contract_s(moving: Registers) -> None:
    for quarter in (Quarter(2026, 4), Quarter(2028, 1), Quarter(2028, 2), Quarter(2100, 1)):
        due = moving.chain.call("mining_registry", "report_due", quarter.year, quarter.quarter)
        assert due == last_second(quarter.due_on)


def test_a_report_is_recorded_by_its_digest_and_corrected(
    moving: Registers, over: tuple[LocalAccount, Notification, Quarter]
) -> None:
    miner, found, quarter = over
    reports = moving.mining.reports
    assert reports.reports(found.number) == ()
    filled = form(quarter)
    made = reports.draft(of(miner), found.number, filled)
    assert b"bc1q" not in made.transaction.data
    event = moving.event(miner, made.transaction)
    (report,) = reports.reports(found.number)
    assert (report.quarter, report.late, report.filed) == (quarter, False, event.recorded)
    assert (report.current.digest, report.current.account) == (made.digest, of(miner))
    assert reports.form_of(found.number, quarter) == filled
    moving.node.shift(5 * 86_400)
    corrected = form(quarter, energy__0__kwh=7)
    again = reports.draft(of(miner), found.number, corrected)
    moving.sign(miner, again.transaction)
    report = reports.report(found.number, quarter)
    assert [version.digest for version in report.versions] == [made.digest, again.digest]
    assert (report.late, report.filed) == (False, event.recorded)
    assert reports.form_of(found.number, quarter) == corrected
    assert reports.form_of(found.number, quarter, 1) == filled
    with pytest.raises(NotFound, match=r"report\.version-unknown"):
        reports.form_of(found.number, quarter, 3)
    before = reports.reports(found.number)
    moving.indexer.rebuild()
    assert reports.reports(found.number) == before


def test_a_report_after_the_tenth_is_told_to_be_late(moving: Registers) -> None:
    miner, found = mining(moving)
    quarter = quarter_of(found.starts_on)
    reach(moving, quarter.due_on + dt.timedelta(days=1))
    made = moving.mining.reports.draft(of(miner), found.number, form(quarter))
    moving.sign(miner, made.transaction)
    assert moving.mining.reports.report(found.number, quarter).late


def test_the_same_report_twice_has_two_digests(
    moving: Registers, over: tuple[LocalAccount, Notification, Quarter]
) -> None:
    miner, found, quarter = over
    filled = form(quarter)
    one, two = (moving.mining.reports.draft(of(miner), found.number, filled) for _ in range(2))
    assert one.digest != two.digest
    assert salted_digest(report_document(filled), bytes(32)) not in {one.digest, two.digest}


def test_a_quarter_that_is_not_over_or_had_no_mining_and_another_s_are_refused(
    moving: Registers, over: tuple[LocalAccount, Notification, Quarter]
) -> None:
    miner, found, quarter = over
    reports = moving.mining.reports
    now = quarter_of(today(moving))
    with pytest.raises(Rejected, match="the quarter is not over"):
        reports.draft(of(miner), found.number, form(now))
    with pytest.raises(Rejected, match="no mining in the quarter"):
        reports.draft(of(miner), found.number, form(Quarter(2024, 1)))
    other = moving.node.admit(Role.MINER)
    with pytest.raises(Rejected, match="not the miner"):
        reports.draft(of(other), found.number, form(quarter))


def test_what_is_not_there_is_not_found(
    moving: Registers, over: tuple[LocalAccount, Notification, Quarter], tmp_path: Path
) -> None:
    miner, found, quarter = over
    reports = moving.mining.reports
    for number in (0, 10**6, 2**70):
        with pytest.raises(NotFound, match=r"notification\.unknown"):
            reports.reports(NotificationId(number))
        with pytest.raises(NotFound, match=r"notification\.unknown"):
            reports.draft(of(miner), NotificationId(number), form(quarter))
    with pytest.raises(NotFound, match=r"report\.unknown"):
        reports.report(found.number, Quarter(2024, 1))
    elsewhere = moving.without_forms(tmp_path / "vault.db").mining.reports
    assert elsewhere.reports(found.number) == reports.reports(found.number)
    with pytest.raises(NotFound, match=r"form\.not-held"):
        elsewhere.form_of(found.number, quarter)


def test_a_report_changed_in_the_vault_is_found_out(
    moving: Registers, over: tuple[LocalAccount, Notification, Quarter]
) -> None:
    miner, found, quarter = over
    reports = moving.mining.reports
    made = reports.draft(of(miner), found.number, form(quarter, energy__0__kwh=11))
    moving.sign(miner, made.transaction)
    with writing(moving.mining.vault_engine) as session:
        row = session.get_one(ReportFormRow, made.digest.hex())
        row.document = row.document.replace('"kwh": 11', '"kwh": 12')
        session.add(row)
    with pytest.raises(VerificationError, match=r"form\.digest-differs"):
        reports.form_of(found.number, quarter)
