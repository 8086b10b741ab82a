"""The form of a quarterly report: what it takes and every way in which it is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ledger.canonical import canonical_json
from ledger.errors import Rejected
from ledger.forms.schema import schema_of
from mining_registry.editions import REPORT
from mining_registry.form import PowerSource
from mining_registry.reports.reading import (
    example_report,
    read_report,
    read_report_document,
    report_document,
)
from tests.mining_registry.forms import changed, faults_of

SATOSHI = "bip122:000000000019d6689c085ae165831e93/slip44:0"


def filled(**changes: Any) -> dict[str, Any]:
    """The example as plain data; `energy__0__kwh=1` changes one field."""
    document = report_document(example_report())
    del document["form"]
    return changed(document, **changes)


def test_the_example_is_a_complete_valid_report() -> None:
    form = example_report()
    assert (form.year, form.quarter) == (2030, 1)
    assert [(item.source, item.kwh) for item in form.energy] == [
        (PowerSource.GRID_AUCTION, 6_100_000),
        (PowerSource.OFF_GRID, 2_450_000),
    ]
    assert [(item.asset, item.amount) for item in form.coins] == [(SATOSHI, 185_000_000)]


def test_a_report_and_its_document_say_the_same() -> None:
    form = example_report()
    document = report_document(form)
    assert document["form"] == "mining-report/1"
    assert read_report_document(json.loads(canonical_json(document))) == form


def test_a_document_of_another_form_is_refused() -> None:
    document = report_document(example_report()) | {"form": "mining-notification/1"}
    with pytest.raises(Rejected) as refusal:
        read_report_document(document)
    assert faults_of(refusal.value) == {("form", "form.not-listed")}


def test_a_quarter_without_coins_is_reported_and_the_greatest_amount_is_exact() -> None:
    assert read_report(filled(coins=[])).coins == ()
    greatest = read_report(filled(coins__0__amount=2**256 - 1))
    assert greatest.coins[0].amount == 2**256 - 1
    assert str(2**256 - 1).encode() in canonical_json(report_document(greatest))


WRONG: list[tuple[str, Any, str]] = [
    ("year", 2023, "form.too-small"),
    ("year", 10_000, "form.too-large"),
    ("quarter", 0, "form.too-small"),
    ("quarter", 5, "form.too-large"),
    ("quarter", "1", "form.not-integer"),
    ("energy", [], "form.too-few"),
    ("energy__0__source", "coal", "form.not-listed"),
    ("energy__0__supplier_bin", None, "form.missing"),
    ("energy__0__supplier_bin", "211140017778", "form.bin"),
    ("energy__0__kwh", -1, "form.too-small"),
    ("energy__0__kwh", 1.5, "form.not-integer"),
    ("energy__1", {"source": "grid-auction", "supplier_bin": "211140017777", "kwh": 1}, "repeated"),
    ("coins__0__asset", "bitcoin", "form.asset-name"),
    ("coins__0__asset", SATOSHI + " ", "form.asset-name"),
    ("coins__0__asset", "bip122:1/slip44:" + "0" * 78, "form.asset-name"),
    ("coins__0__payout_address", "bc1 q", "form.payout-address"),
    ("coins__0__amount", 0, "form.too-small"),
    ("coins__0__amount", 2**256, "form.too-large"),
    ("coins__0__price", 1, "form.unknown-field"),
]


@pytest.mark.parametrize(("path", "value", "reason"), WRONG)
def test_a_wrong_field_is_named_by_its_path_and_reason(path: str, value: Any, reason: str) -> None:
    with pytest.raises(Rejected) as refusal:
        read_report(filled(**{path: value}))
    assert refusal.value.code == "form.invalid"
    ((named, given),) = faults_of(refusal.value)
    assert given == (reason if "." in reason else f"form.{reason}")
    assert named.startswith(path.replace("__", "."))


def test_an_address_is_named_once_for_an_asset_and_a_source_once_for_a_supplier() -> None:
    coins = filled()["coins"]
    other = {**coins[0], "payout_address": "bc1qotherotherotherotherotherother"}
    assert len(read_report(filled(coins=[*coins, other])).coins) == 2
    with pytest.raises(Rejected) as refusal:
        read_report(filled(coins=[*coins, other, coins[0]]))
    assert faults_of(refusal.value) == {("coins.2", "form.repeated")}


def test_the_schema_names_every_field_in_three_languages_and_its_example_is_valid() -> None:
    schema = schema_of(REPORT, REPORT.latest)
    parts = [schema, *(part for part in schema["$defs"].values() if "properties" in part)]
    for part in parts:
        for field in part["properties"].values():
            assert all(field["x-titles"][language] for language in ("kk", "ru", "en"))
    assert schema["x-titles"]["kk"] != schema["x-titles"]["ru"]
    (example,) = schema["examples"]
    assert read_report(example) == example_report()
    assert "x-public" not in schema
