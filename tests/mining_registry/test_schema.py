"""The form as JSON Schema."""

from __future__ import annotations

import json
import re

from mining_registry.public import PUBLIC_FIELDS
from mining_registry.reading import read_form
from mining_registry.schema import form_schema
from mining_registry.titles import TITLES


def test_every_field_has_a_title_in_three_languages() -> None:
    schema = form_schema()
    parts = [schema, *(part for part in schema["$defs"].values() if "properties" in part)]
    fields = [field for part in parts for field in part["properties"].values()]
    assert len(fields) > 40
    for field in fields:
        assert set(field["x-titles"]) == {"kk", "ru", "en"}
        assert all(field["x-titles"].values())


def test_every_closed_list_names_its_choices() -> None:
    lists = [part for part in form_schema()["$defs"].values() if "enum" in part]
    assert len(lists) == 4
    for each in lists:
        assert list(each["x-choices"]) == each["enum"]


def test_kazakh_is_not_russian_except_where_the_word_is_one() -> None:
    alike = {name for name, title in TITLES.items() if title.kk == title.ru}
    assert alike <= {"miner", "mining", "imported"}


def test_the_example_in_the_schema_is_a_valid_form() -> None:
    (example,) = form_schema()["examples"]
    assert read_form(example).jobs == 24


def test_the_schema_is_json_and_forbids_unknown_fields() -> None:
    schema = json.loads(json.dumps(form_schema()))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["additionalProperties"] is False


def test_the_public_fields_exist_in_the_form() -> None:
    schema = form_schema()
    (example,) = schema["examples"]
    assert schema["x-public"] == list(PUBLIC_FIELDS)
    for path in PUBLIC_FIELDS:
        part, _, name = path.partition(".")
        holder = example[part][0] if isinstance(example[part], list) else example[part]
        assert name in holder


def test_the_schema_tells_the_shapes_that_are_checked() -> None:
    parts = form_schema()["$defs"]
    assert parts["Site"]["properties"]["kato"]["pattern"] == "^([0-9]{9})$"
    assert parts["Miner"]["properties"]["bin_or_iin"]["pattern"] == "^[0-9]{12}$"
    assert parts["Supply"]["properties"]["contracted_kw"]["minimum"] == 1
    (example,) = form_schema()["examples"]
    for part, name in (("Miner", "email"), ("Miner", "residency_proof"), ("Bank", "iban")):
        holder = example["miner"]["bank"] if part == "Bank" else example["miner"]
        assert re.search(parts[part]["properties"][name]["pattern"], holder[name])
