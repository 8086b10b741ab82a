"""The description of acts: whole, true to the interface, and named in three languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fluent.syntax import FluentParser, FluentSerializer
from fluent.syntax import ast as ftl

from api.languages import LANGUAGES, LOCALES, Language
from api.pages.portal.acts import BY_SLUG, kind_of
from api.pages.portal.building import FormMaker
from api.pages.portal.naming import Names
from api.pages.rendering import TEMPLATES
from api.pages.static import STATIC
from contracts.loader import load
from ledger.errors import NotFound
from ledger.forms.schema import schema_of
from mining_registry.editions import NOTIFICATION, REPORT
from tests.api.pages.reading import speak

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.pages.portal.inputs import Input

_OPENAPI: dict[str, Any] = json.loads(Path("docs/openapi.json").read_text("utf-8"))
_TERMINAL = {
    "/v1/deposit-batches",
    "/v1/journal/streams",
    "/v1/journal/streams/{name}/heads",
}
"""Acts of machines, over thousands of packages or of logs: by the commands alone."""

_LAWS = {
    NOTIFICATION.name: schema_of(NOTIFICATION, NOTIFICATION.latest),
    REPORT.name: schema_of(REPORT, REPORT.latest),
}


def made(slug: str, language: Language = "en", **given: str) -> tuple[Input, ...]:
    """The form of an act."""
    kind = kind_of(slug)
    names = Names(speak(language), kind.contract, kind.slug)
    return FormMaker(kind, names, _LAWS.get(kind.form or "")).made(given)


def _every(inputs: tuple[Input, ...]) -> Iterator[Input]:
    for each in inputs:
        yield each
        yield from _every(each.inside)


def test_every_act_of_the_interface_is_in_the_portal_or_left_to_the_terminal() -> None:
    acts = {
        path
        for path, operations in _OPENAPI["paths"].items()
        if "acts__Act" in json.dumps(operations.get("post", {}).get("responses", {}).get("201", {}))
    }
    assert acts == {each.path for each in BY_SLUG.values()} | _TERMINAL


@pytest.mark.parametrize("slug", BY_SLUG)
def test_an_act_asks_for_what_the_document_of_the_interface_says(slug: str) -> None:
    kind = kind_of(slug)
    operation = _OPENAPI["paths"][kind.path]["post"]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    assert schema.rpartition("/")[2] == kind.body.__name__
    described = _OPENAPI["components"]["schemas"][kind.body.__name__]
    asked = {each.name for each in made(slug) if not each.place}
    assert asked == set(described["properties"]) - {"sender"} - kind.left_out
    places = {each["name"]: each for each in operation["parameters"] if each["in"] == "path"}
    shown = {each.name: each for each in made(slug) if each.place}
    assert set(shown) == set(places)
    for name, place in places.items():
        least = place["schema"].get("minimum")
        assert shown[name].limits.get("data-least") == (None if least is None else str(least))
    contract, function = kind.call.split(".")
    assert function in {entry.get("name") for entry in load(contract).abi}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", BY_SLUG)
def test_every_input_and_choice_has_a_name_in_every_language(slug: str, language: Language) -> None:
    inputs = list(_every(made(slug, language)))
    assert all(each.label for each in inputs)
    assert all(choice.label for each in inputs for choice in each.choices)
    assert kind_of(slug).title in speak(language)


def test_amounts_and_digests_are_exact_texts_and_what_is_given_stands_there() -> None:
    number, to, amount = made("transfer", id="7", amount="12")
    assert (number.kind, number.place, number.value) == ("integer", True, "7")
    assert (to.kind, to.sought) == ("account", True)
    assert (amount.kind, amount.value, amount.limits["maxlength"]) == ("amount", "12", "78")


def test_a_form_of_the_law_has_its_own_titles_and_its_edition() -> None:
    number, form = made("report", "kk")
    assert number.label == speak("kk")("field-mining_registry_number")
    assert form.label == _LAWS["mining-report"]["x-titles"]["kk"]
    edition, *others = form.inside
    assert (edition.kind, edition.value) == ("constant", "mining-report/1")
    assert {each.name: each.kind for each in others} == {
        "year": "integer",
        "quarter": "integer",
        "energy": "rows",
        "coins": "rows",
    }
    assert not any(each.sought for each in _every((form,)))


def test_what_may_be_left_out_says_so() -> None:
    optional = {each.name for each in made("deposit") if not each.required}
    assert optional == {"description", "authors", "previous", "conclusion"}
    assert {each.name for each in made("withdraw-level") if not each.required} == {"basis"}


def test_an_act_that_is_none_is_not_found() -> None:
    with pytest.raises(NotFound):
        kind_of("mint-money")


def _messages(language: Language) -> dict[str, ftl.Message]:
    body = FluentParser().parse((LOCALES / language / "portal.ftl").read_text("utf-8")).body
    return {each.id.name: each for each in body if isinstance(each, ftl.Message)}


def _facts(message: ftl.Message) -> set[str]:
    written = FluentSerializer().serialize_entry(message)
    return {each.split("}")[0].strip() for each in written.split("{ $")[1:]}


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_portal_says_the_same_in_every_language(language: Language) -> None:
    kazakh, other = _messages("kk"), _messages(language)
    assert set(kazakh) == set(other)
    for name, message in kazakh.items():
        assert _facts(message) == _facts(other[name]), name
        assert bool(message.attributes) == bool(other[name].attributes), name


def test_every_text_of_the_portal_is_used() -> None:
    sources = [
        *TEMPLATES.glob("portal*.html"),
        *Path("api/pages/portal").glob("*.py"),
        *(STATIC / "portal").glob("*.js"),
    ]
    text = "\n".join(each.read_text("utf-8") for each in sources)
    words = {f"portal-{each}-" for each in ("field", "help", "choice", "rule", "sent", "step")}
    unused = {
        name
        for name in _messages("kk")
        if name not in text
        and not name.startswith((*words, "portal-proposal-"))
        and f'"{name.removeprefix("portal-say-").removeprefix("portal-state-")}"' not in text
    }
    assert unused == {"portal-state-wrong-account", "portal-state-wrong-network"} & unused
