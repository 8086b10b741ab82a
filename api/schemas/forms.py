"""Forms of the law and their editions, as they are answered."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from pydantic import Field

from api.schemas.types import Response, Texts

if TYPE_CHECKING:
    from ledger.forms.model import Edition, LawForm

__all__ = ["EditionOut", "FormInfo", "FormsOut", "form_out"]


class EditionOut(Response):
    """An edition of a form, in force from the start of one day until the start of another.

    `form` is what a filing calls it in its member `form`; `basis` tells the acts by which it is
    asked for, `schema` is the address of its JSON Schema, which never changes. `in_force_until` is
    null while no later edition is known. Days are Kazakhstan time.
    """

    form: str = Field(examples=["mining-notification/1"])
    edition: int
    in_force_from: dt.date
    in_force_until: dt.date | None
    basis: Texts
    schema_: str = Field(alias="schema", examples=["/v1/forms/mining-notification/1"])


class FormInfo(Response):
    """A form: the duty that it serves (`A-9`), its title, its editions from the first to the last.

    `in_force` is the number of the edition that filings must be made by on the day of the answer,
    null before the first.
    """

    name: str = Field(examples=["mining-notification"])
    norm: str = Field(examples=["A-9"])
    title: Texts
    in_force: int | None
    editions: tuple[EditionOut, ...]


class FormsOut(Response):
    """The forms that are taken, as of a day in Kazakhstan."""

    on: dt.date
    data: tuple[FormInfo, ...]


def form_out(form: LawForm[Any], day: dt.date) -> FormInfo:
    """A form as it is answered on a day."""
    past = [each.number for each in form.editions if each.in_force_from <= day]
    return FormInfo(
        name=form.name,
        norm=form.norm,
        title=Texts(**form.title.as_json()),
        in_force=past[-1] if past else None,
        editions=tuple(_edition_out(form, each) for each in form.editions),
    )


def _edition_out(form: LawForm[Any], edition: Edition[Any]) -> EditionOut:
    return EditionOut(
        form=form.called(edition),
        edition=edition.number,
        in_force_from=edition.in_force_from,
        in_force_until=form.until(edition),
        basis=Texts(**edition.basis.as_json()),
        schema=f"/v1/forms/{form.called(edition)}",
    )
