"""Editions of a form: which is in force when, and what a filing may name."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from ledger.errors import NotFound, Rejected
from ledger.forms.model import Edition, Forms, LawForm
from ledger.forms.schema import schema_of
from ledger.localized import Localized

if TYPE_CHECKING:
    from collections.abc import Iterable


class _First(BaseModel):
    jobs: int


class _Second(_First):
    shifts: int


_TEXT = Localized(kk="Жұмыс", ru="Работа", en="Work")
_MODELS = (_First, _Second)
_DAYS = (dt.date(2020, 1, 1), dt.date(2024, 7, 1))


def _edition(number: int, day: dt.date) -> Edition[_First]:
    return Edition(
        number=number,
        in_force_from=day,
        basis=_TEXT,
        model=_MODELS[(number - 1) % 2],
        titles={"jobs": _TEXT, "shifts": _TEXT},
        example=lambda: {"jobs": 1, "shifts": 2} if number == 2 else {"jobs": 1},
    )


def _form(days: Iterable[dt.date] = _DAYS) -> LawForm[_First]:
    editions = tuple(_edition(number, day) for number, day in enumerate(days, 1))
    return LawForm("work", _TEXT, "A-9", editions)


def test_an_edition_is_in_force_from_its_day_until_the_next_one() -> None:
    form = _form()
    first, second = form.editions
    assert form.at(_DAYS[0]) == form.at(_DAYS[1] - dt.timedelta(days=1)) == first
    assert form.at(_DAYS[1]) == form.at(dt.date.max) == second
    assert (form.until(first), form.until(second)) == (_DAYS[1], None)
    with pytest.raises(NotFound, match=r"form\.none-in-force.*2019-12-31.*2020-01-01"):
        form.at(_DAYS[0] - dt.timedelta(days=1))


def test_an_edition_is_found_by_number_by_name_and_by_its_fields() -> None:
    form = _form()
    assert form.edition(2) == form.named("work/2") == form.of(_Second) == form.latest
    assert form.named("work/3") is None
    for number in (0, 3, -1):
        with pytest.raises(NotFound, match=r"form\.edition-unknown"):
            form.edition(number)


def test_a_filing_names_the_edition_in_force_and_no_other() -> None:
    form, last_day = _form(), _DAYS[1] - dt.timedelta(days=1)
    assert form.check("work/1", last_day).number == 1
    assert form.check("work/2", _DAYS[1]).number == 2
    for name, day in (("work/2", last_day), ("work/1", _DAYS[1]), ("work", _DAYS[1])):
        with pytest.raises(Rejected, match=r"form\.edition-not-in-force") as refusal:
            form.check(name, day)
        assert refusal.value.facts["given"] == name
        assert refusal.value.facts["edition"] == form.called(form.at(day))
        assert refusal.value.facts["since"] == form.at(day).in_force_from.isoformat()
    with pytest.raises(Rejected) as refusal:
        form.check("x" * 10_000, _DAYS[1])
    assert refusal.value.facts["given"] == "x" * 64


def test_editions_out_of_order_make_no_form() -> None:
    with pytest.raises(ValueError, match="numbered"):
        _form(())
    with pytest.raises(ValueError, match="follow"):
        _form(reversed(_DAYS))
    with pytest.raises(ValueError, match="follow"):
        _form((_DAYS[0], _DAYS[0]))
    with pytest.raises(ValueError, match="numbered"):
        LawForm("work", _TEXT, "A-9", (_edition(2, _DAYS[0]),))


def test_a_form_is_found_by_its_name() -> None:
    form = _form()
    assert Forms((form,)).form("work") is form
    with pytest.raises(NotFound, match=r"form\.unknown"):
        Forms((form,)).form("leisure")


def test_each_edition_has_a_schema_of_its_own() -> None:
    form = _form()
    first, second = (schema_of(form, each) for each in form.editions)
    assert list(first["properties"]) == ["form", "jobs"]
    assert list(second["properties"]) == ["form", "jobs", "shifts"]
    assert second["properties"]["form"]["const"] == second["x-form"] == "work/2"
    assert second["examples"] == [{"form": "work/2", "jobs": 1, "shifts": 2}]


_SOME_DAYS = st.sets(st.dates(), min_size=1, max_size=12).map(sorted)


@given(_SOME_DAYS, st.dates())
def test_at_most_one_edition_is_in_force_on_any_day(days: list[dt.date], day: dt.date) -> None:
    editions = tuple(_edition(number, each) for number, each in enumerate(days, 1))
    form = LawForm("work", _TEXT, "A-9", editions)
    in_force = [
        each
        for each in form.editions
        if each.in_force_from <= day and ((until := form.until(each)) is None or day < until)
    ]
    if day < days[0]:
        assert in_force == []
        with pytest.raises(NotFound):
            form.at(day)
    else:
        assert in_force == [form.at(day)]
