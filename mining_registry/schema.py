"""The form as JSON Schema, with its titles in three languages and an example."""

from __future__ import annotations

from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import yaml

from ledger.localized import Localized
from mining_registry.form import NotificationForm
from mining_registry.public import PUBLIC_FIELDS
from mining_registry.reading import document_of, read_form
from mining_registry.titles import TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic import BaseModel

__all__ = ["described", "example_form", "form_schema"]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def example_form() -> NotificationForm:
    """The complete example that ships with the form (`examples/notification.yaml`)."""
    text = resources.files("mining_registry") / "examples" / "notification.yaml"
    return read_form(yaml.safe_load(text.read_text(encoding="utf-8")))


def form_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of the form.

    Beside the standard keywords: `x-titles` of each field and `x-choices` of each closed list
    (kk, ru, en), `x-public` with the paths of which the public part is made. The schema says
    what one field may hold; check digits and rules between fields are checked by `read_form`.
    """
    example = document_of(example_form())
    example.pop("form")
    return described(NotificationForm, "", example, {"x-public": list(PUBLIC_FIELDS)})


def described(
    model: type[BaseModel],
    title: str,
    example: dict[str, Any],
    more: Mapping[str, Any] = MappingProxyType({}),
) -> dict[str, Any]:
    """JSON Schema of a form, with the titles of its fields and choices, and an example.

    `title` is what `TITLES` calls the form itself; `more` are keywords beside the others.
    """
    schema = model.model_json_schema()
    for part in _objects(schema):
        for name, field in part["properties"].items():
            field["title"] = TITLES[name].en
            field["x-titles"] = _in_languages(TITLES[name])
    for part in schema["$defs"].values():
        if "enum" in part:
            part["x-choices"] = {
                value: _in_languages(TITLES.get(value, _same(value))) for value in part["enum"]
            }
    return {
        "$schema": _DIALECT,
        **schema,
        "title": TITLES[title].en,
        "x-titles": _in_languages(TITLES[title]),
        **more,
        "examples": [example],
    }


def _objects(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The form and its parts: whatever has properties."""
    yield schema
    yield from (part for part in schema["$defs"].values() if "properties" in part)


def _in_languages(titles: Localized) -> dict[str, str]:
    return {"kk": titles.kk, "ru": titles.ru, "en": titles.en}


def _same(value: str) -> Localized:
    """A sign that is written alike in every language, such as a unit."""
    return Localized(kk=value, ru=value, en=value)
