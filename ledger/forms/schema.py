"""An edition of a form as JSON Schema 2020-12, with its titles in three languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from ledger.localized import Localized

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ledger.forms.model import Edition, LawForm

__all__ = ["FORM_TITLE", "schema_of"]

FORM_TITLE = Localized(kk="Нысанның редакциясы", ru="Редакция формы", en="Edition of the form")
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_M = TypeVar("_M", bound=BaseModel)


def schema_of(form: LawForm[_M], edition: Edition[_M]) -> dict[str, Any]:
    """JSON Schema of an edition, the same for ever.

    Beside the standard keywords: `x-titles` of each field and `x-choices` of each closed list
    (kk, ru, en), `x-form` (what a filed form calls the edition, in its member `form`),
    `x-in-force-from` and `x-basis`, and `x-public` with the paths of which the public part is made.
    The schema says what one field may hold; rules between fields are checked when it is filed.
    """
    name = form.called(edition)
    schema = edition.model.model_json_schema()
    for part in _objects(schema):
        for field, described in part["properties"].items():
            described["title"] = edition.titles[field].en
            described["x-titles"] = edition.titles[field].as_json()
    for part in schema.get("$defs", {}).values():
        if "enum" in part:
            part["x-choices"] = {
                value: _choice(edition.titles, value).as_json() for value in part["enum"]
            }
    named = {"const": name, "title": FORM_TITLE.en, "x-titles": FORM_TITLE.as_json()}
    schema["properties"] = {"form": named, **schema["properties"]}
    return {
        "$schema": _DIALECT,
        "$id": f"/v1/forms/{name}",
        **schema,
        "title": form.title.en,
        "x-titles": form.title.as_json(),
        "x-form": name,
        "x-in-force-from": edition.in_force_from.isoformat(),
        "x-norm": form.norm,
        "x-basis": edition.basis.as_json(),
        **({} if edition.public is None else {"x-public": list(edition.public)}),
        "examples": [{"form": name, **edition.example()}],
    }


def _objects(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The form and its parts: whatever has properties."""
    yield schema
    yield from (part for part in schema.get("$defs", {}).values() if "properties" in part)


def _choice(titles: Mapping[str, Localized], value: str) -> Localized:
    """What a choice is called; a sign that is written alike in every language is its own title."""
    return titles.get(value, Localized(kk=value, ru=value, en=value))
