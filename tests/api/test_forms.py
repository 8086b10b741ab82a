"""Forms of the law over HTTP: which there are, which are in force, and that none changes."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest

from ledger.forms.model import Forms
from ledger.forms.schema import schema_of
from mining_registry.editions import NOTIFICATION, REPORT
from tests.api.talk import problem
from tests.mining_registry.forms import dated
from tests.support.node import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx
    from eth_account.signers.local import LocalAccount

    from tests.support.world import World

FORMS = Forms((NOTIFICATION, REPORT))
EVERY = [(form, edition) for form in FORMS.every for edition in form.editions]
NAMES = [form.called(edition) for form, edition in EVERY]
PUBLISHED = Path(__file__).parents[1] / "vectors" / "forms"
LANGUAGES = {"kk", "ru", "en"}


@pytest.fixture(scope="module")
def miner(world: World) -> LocalAccount:
    """A miner."""
    return world.admit(Role.MINER)


def _objects(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield schema
    yield from (part for part in schema.get("$defs", {}).values() if "properties" in part)


@pytest.mark.parametrize("name", NAMES)
def test_a_published_edition_never_changes(client: httpx.Client, name: str) -> None:
    path = PUBLISHED / (name.replace("/", "-") + ".json")
    published = json.loads(path.read_text("utf-8"))
    answer = client.get(f"/v1/forms/{name}")
    assert answer.json() == published, "a change of a form is a new edition"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    held = {"If-None-Match": answer.headers["etag"]}
    assert client.get(f"/v1/forms/{name}", headers=held).status_code == 304


def test_what_was_published_is_still_there() -> None:
    assert sorted(path.stem for path in PUBLISHED.iterdir()) == sorted(
        name.replace("/", "-") for name in NAMES
    )


@pytest.mark.parametrize("name", NAMES)
def test_an_edition_is_a_json_schema_and_its_example_is_valid_by_it(name: str) -> None:
    form, edition = EVERY[NAMES.index(name)]
    schema = schema_of(form, edition)
    jsonschema_rs.meta.validate(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
    (example,) = schema["examples"]
    validator.validate(example)
    assert not validator.is_valid({**example, "form": "another/1"})
    assert not validator.is_valid({**example, "unheard-of": 1})
    for needed in schema["required"]:
        without = {key: value for key, value in example.items() if key != needed}
        assert not validator.is_valid(without)


@pytest.mark.parametrize("name", NAMES)
def test_every_field_and_choice_of_an_edition_is_titled_in_three_languages(name: str) -> None:
    schema = schema_of(*EVERY[NAMES.index(name)])
    assert set(schema["x-basis"]) == set(schema["x-titles"]) == LANGUAGES
    for part in _objects(schema):
        for field in part["properties"].values():
            assert set(field["x-titles"]) == LANGUAGES
            assert all(text.strip() for text in field["x-titles"].values())
    for part in schema.get("$defs", {}).values():
        assert list(part.get("x-choices", {})) == part.get("enum", [])


def test_the_list_tells_every_form_and_its_editions(client: httpx.Client) -> None:
    answer = client.get("/v1/forms").json()
    on = dt.date.fromisoformat(answer["on"])
    assert [each["name"] for each in answer["data"]] == [form.name for form in FORMS.every]
    for form, told in zip(FORMS.every, answer["data"], strict=True):
        assert told["norm"] == form.norm
        assert told["in_force"] == form.at(on).number
        assert set(told["title"]) == LANGUAGES
        for edition in told["editions"]:
            assert set(edition["basis"]) == LANGUAGES
            schema = client.get(edition["schema"]).json()
            assert schema["$id"] == edition["schema"]
            assert schema["x-form"] == edition["form"]
            assert schema["x-in-force-from"] == edition["in_force_from"]
        assert told["editions"][-1]["in_force_until"] is None


@pytest.mark.parametrize("form", FORMS.every, ids=lambda form: form.name)
def test_the_edition_of_a_day_is_that_in_force(client: httpx.Client, form: Any) -> None:
    first = form.editions[0]
    today = client.get(f"/v1/forms/{form.name}")
    assert today.json() == client.get(f"/v1/forms/{form.called(form.latest)}").json()
    assert today.headers["content-location"] == f"/v1/forms/{form.called(form.latest)}"
    assert "immutable" not in today.headers["cache-control"]
    day = {"at": first.in_force_from.isoformat()}
    assert client.get(f"/v1/forms/{form.name}", params=day).json()["x-form"] == form.called(first)
    before = {"at": (first.in_force_from - dt.timedelta(days=1)).isoformat()}
    body = problem(client.get(f"/v1/forms/{form.name}", params=before), 404, "form.none-in-force")
    assert body["first"] == first.in_force_from.isoformat()


def test_what_is_no_form_no_edition_and_no_day_is_refused(client: httpx.Client) -> None:
    problem(client.get("/v1/forms/tax-return"), 404, "form.unknown")
    body = problem(client.get("/v1/forms/mining-report/7"), 404, "form.edition-unknown")
    assert (body["form"], body["edition"], body["latest"]) == ("mining-report", 7, 1)
    problem(client.get("/v1/forms/mining-report/0"), 422, "request.invalid")
    problem(client.get("/v1/forms/Mining"), 422, "request.invalid")
    problem(client.get("/v1/forms/mining-report", params={"at": "soon"}), 422, "request.invalid")


def test_a_notification_names_the_edition_in_force_or_none(
    client: httpx.Client, miner: LocalAccount
) -> None:
    form = dated(dt.date.fromisoformat(client.get("/v1/forms").json()["on"]), 40)
    body = {"sender": miner.address, "form": {"form": "mining-notification/1", **form}}
    assert client.post("/v1/notifications", json=body).status_code == 201
    body["form"] = {"form": "mining-notification/2", **form}
    for language, said in (("kk", "редакция"), ("ru", "редакци"), ("en", "edition")):
        refused = client.post("/v1/notifications", json=body, headers={"Accept-Language": language})
        told = problem(refused, 422, "form.edition-not-in-force")
        assert (told["given"], told["edition"]) == (
            "mining-notification/2",
            "mining-notification/1",
        )
        assert told["since"] == NOTIFICATION.editions[0].in_force_from.isoformat()
        assert said in told["title"]
    report = {"sender": miner.address, "form": {"form": "mining-notification/1"}}
    refused = client.post("/v1/notifications/1/reports", json=report)
    problem(refused, 422, "form.edition-not-in-force")
