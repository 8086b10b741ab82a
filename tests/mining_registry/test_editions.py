"""What changes when a later edition of a form comes into force, made up for these tests."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
from pydantic import Field

from ledger.canonical import salted_digest
from ledger.errors import Rejected
from ledger.localized import Localized
from ledger.types import NotificationId
from mining_registry.editions import NOTIFICATION, REPORT
from mining_registry.form import NotificationForm
from mining_registry.reading import document_of, read_document, read_form
from mining_registry.reports.form import ReportForm
from mining_registry.reports.model import Quarter
from mining_registry.rules import DateRule
from tests.mining_registry.forms import dated, faults_of
from tests.mining_registry.miners import form, of, today
from tests.support.node import Role

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount

    from ledger.forms.model import Edition, LawForm
    from mining_registry.service import MiningRegistry
    from tests.support.registers import Registers

COOLING = Localized(kk="Салқындату тәсілі", ru="Способ охлаждения", en="Way of cooling")
BASIS = Localized(kk="Сынақ", ru="Испытание", en="A trial")
CO2 = Localized(kk="Шығарындылар, кг", ru="Выбросы, кг", en="Emissions, kg")


class CooledForm(NotificationForm):
    """A notification as no act asks for it: it also tells how the machines are cooled."""

    cooling: str = Field(min_length=1, max_length=50)


class CleanReport(ReportForm):
    """A report as no act asks for it."""

    co2_kg: int = Field(ge=0)


def followed(day: dt.date) -> LawForm[NotificationForm]:
    """The notification, whose second edition is in force from a day."""
    first = NOTIFICATION.latest
    second: Edition[NotificationForm] = replace(
        first,
        number=2,
        in_force_from=day,
        basis=BASIS,
        model=CooledForm,
        titles={**first.titles, "cooling": COOLING},
        example=lambda: {**first.example(), "cooling": "air"},
    )
    return replace(NOTIFICATION, editions=(first, second))


def reported(day: dt.date) -> LawForm[ReportForm]:
    """The report, whose second edition is in force from a day."""
    first = REPORT.latest
    second: Edition[ReportForm] = replace(
        first,
        number=2,
        in_force_from=day,
        model=CleanReport,
        titles={**first.titles, "co2_kg": CO2},
    )
    return replace(REPORT, editions=(first, second))


@dataclass(frozen=True)
class Changing:
    """A registry in which second editions come into force on a day."""

    registers: Registers
    mining: MiningRegistry
    day: dt.date

    def reach(self) -> None:
        while today(self.registers) < self.day:
            self.registers.node.shift(86_400)
            self.registers.indexer.catch_up()


@pytest.fixture
def changing(moving: Registers) -> Changing:
    day = today(moving) + dt.timedelta(days=2)
    mining = replace(moving.mining, forms=followed(day), report_forms=reported(day))
    return Changing(moving, mining, day)


@pytest.fixture
def miner(moving: Registers) -> LocalAccount:
    return moving.node.admit(Role.MINER)


def test_a_filing_is_read_by_the_edition_in_force_on_its_day() -> None:
    day = dt.date(2027, 1, 1)
    before = DateRule(day - dt.timedelta(days=1))
    forms, last_day = followed(day), before.today
    old, new = dated(last_day), dated(day, cooling="air")
    assert type(read_form(old, before, forms)) is NotificationForm
    assert type(read_form(new, DateRule(day), forms)) is CooledForm
    assert read_form({"form": "mining-notification/1", **old}, before, forms) == read_form(old)
    with pytest.raises(Rejected) as refusal:
        read_form(old, DateRule(day), forms)
    assert ("cooling", "form.missing") in faults_of(refusal.value)
    with pytest.raises(Rejected) as refusal:
        read_form(new, before, forms)
    assert ("cooling", "form.unknown-field") in faults_of(refusal.value)


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("mining-notification/1", 0),
        ("mining-notification/2", -1),
        ("mining-notification/3", 0),
        ("mining-report/2", 0),
        ("", 0),
    ],
)
def test_a_filing_by_another_edition_is_told_which_is_in_force(name: str, days: int) -> None:
    day = dt.date(2027, 1, 1)
    forms, on = followed(day), day + dt.timedelta(days=days)
    with pytest.raises(Rejected, match=r"form\.edition-not-in-force") as refusal:
        read_form({"form": name, **dated(on)}, DateRule(on), forms)
    current = forms.at(on)
    assert refusal.value.facts == {
        "given": name,
        "edition": forms.called(current),
        "since": current.in_force_from.isoformat(),
    }


def test_a_name_of_no_text_is_a_fault() -> None:
    for name in (1, None, ["mining-notification/1"]):
        with pytest.raises(Rejected) as refusal:
            read_form({"form": name, **dated(dt.date(2027, 1, 1))}, DateRule(dt.date(2027, 1, 1)))
        assert faults_of(refusal.value) == {("form", "form.not-listed")}


def test_what_was_filed_under_an_earlier_edition_is_read_and_proved_under_it(
    changing: Changing, miner: LocalAccount
) -> None:
    mining, registers = changing.mining, changing.registers
    filled = form(registers)
    made = mining.draft(of(miner), filled)
    number = NotificationId(registers.event(miner, made.transaction).args["number"])
    changing.reach()
    assert mining.filed(number)["form"] == "mining-notification/1"
    assert mining.form_of(number) == filled
    document, salt = mining._vault.document(made.digest, of(miner))  # noqa: SLF001 - what is kept
    assert salted_digest(document, salt) == made.digest
    again = {**dated(today(registers), 60), "cooling": "water"}
    amended = mining.draft_amendment(of(miner), number, mining.read(again, number))
    registers.sign(miner, amended.transaction)
    assert mining.filed(number)["form"] == "mining-notification/2"
    assert mining.filed(number, 1)["form"] == "mining-notification/1"
    assert mining.form_of(number, 1) == filled
    assert isinstance(mining.form_of(number, 2), CooledForm)


def test_no_draft_is_made_of_a_form_that_was_read_before_the_change(
    changing: Changing, miner: LocalAccount
) -> None:
    mining = changing.mining
    filled = form(changing.registers)
    changing.reach()
    with pytest.raises(Rejected, match=r"form\.edition-not-in-force.*mining-notification/1"):
        mining.draft(of(miner), filled)


def test_a_report_is_filed_by_the_edition_in_force(changing: Changing, miner: LocalAccount) -> None:
    mining, registers = changing.mining, changing.registers
    made = mining.draft(of(miner), form(registers))
    number = NotificationId(registers.event(miner, made.transaction).args["number"])
    quarter = Quarter(today(registers).year, (today(registers).month + 2) // 3)
    plain = {**REPORT.latest.example(), "year": quarter.year, "quarter": quarter.quarter}
    early = mining.reports.read({"form": "mining-report/1", **plain})
    changing.reach()
    with pytest.raises(Rejected, match=r"form\.edition-not-in-force.*mining-report/1"):
        mining.reports.read({"form": "mining-report/1", **plain})
    with pytest.raises(Rejected, match=r"form\.edition-not-in-force.*mining-report/1"):
        mining.reports.draft(of(miner), number, early)
    assert isinstance(mining.reports.read({**plain, "co2_kg": 1}), CleanReport)


def test_a_document_of_any_edition_is_read_and_one_of_none_is_not() -> None:
    forms = followed(dt.date(2027, 1, 1))
    for edition in forms.editions:
        filled = read_form({"form": forms.called(edition), **edition.example()}, None, forms)
        assert type(filled) is edition.model
        assert read_document(document_of(filled, forms), forms) == filled
    with pytest.raises(Rejected) as refusal:
        read_document(forms.latest.example(), forms)
    assert faults_of(refusal.value) == {("form", "form.not-listed")}
