"""The notification form: what it takes and every way in which it is refused."""

from __future__ import annotations

import datetime as dt
import json
from importlib import resources
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.canonical import canonical_json
from ledger.errors import Rejected
from mining_registry.form import EntityKind, PowerSource
from mining_registry.public import public_part
from mining_registry.reading import MAX_FORM_BYTES, document_of, read_document, read_form
from mining_registry.rules import DateRule
from mining_registry.schema import example_form
from tests.mining_registry.forms import TODAY, dated, faults_of, filled

IIN = "850101301241"


def test_the_example_is_a_complete_valid_form() -> None:
    form = example_form()
    assert form.miner.kind is EntityKind.LEGAL
    assert form.power.requested_kw == 5000
    assert [supply.source for supply in form.power.supplies] == [
        PowerSource.GRID_AUCTION,
        PowerSource.OFF_GRID,
    ]
    assert form.dates.start == dt.date(2030, 1, 1)
    assert all(len(item.serial_numbers) == item.count for item in form.equipment)


def test_a_form_and_its_document_say_the_same() -> None:
    form = example_form()
    document = document_of(form)
    assert document["form"] == "mining-notification/1"
    assert read_document(json.loads(canonical_json(document))) == form


def test_a_document_of_another_form_is_refused() -> None:
    document = document_of(example_form()) | {"form": "mining-notification/99"}
    with pytest.raises(Rejected) as refusal:
        read_document(document)
    assert faults_of(refusal.value) == {("form", "form.not-listed")}


def test_days_may_be_text_or_what_a_yaml_reader_makes_of_them() -> None:
    text = filled(dates__start="2030-01-01", dates__submitted="2026-11-20")
    days = filled(dates__start=dt.date(2030, 1, 1), dates__submitted=dt.date(2026, 11, 20))
    assert read_form(text) == read_form(days)


WRONG: list[tuple[str, Any, str]] = [
    ("miner__bin_or_iin", "190340001234", "form.bin"),
    ("miner__bin_or_iin", 190340001233, "form.not-text"),
    ("miner__kind", "state", "form.not-listed"),
    ("miner__names", {"ru": "ТОО"}, "form.missing"),
    ("miner__legal_address", "", "form.too-short"),
    ("miner__legal_address", "а" * 501, "form.too-long"),
    ("miner__legal_address", " Астана", "form.text-unclean"),
    ("miner__legal_address", "Астана\n", "form.text-unclean"),
    ("miner__legal_address", "И\u0306", "form.text-unclean"),
    ("miner__phones", [], "form.too-few"),
    ("miner__phones", ["+7700000000"] * 11, "form.too-many"),
    ("miner__phones", "+77000000001", "form.not-list"),
    ("miner__email", "office@", "form.email"),
    ("miner__bank__iban", "KZ19125KZT1001300100", "form.iban"),
    ("miner__bank__bic", "ULGI", "form.bic"),
    ("miner__residency_proof", "0xABC", "form.digest"),
    ("miner__horoscope", "lion", "form.unknown-field"),
    ("sites", [], "form.too-few"),
    ("sites__0__kato", "55221000", "form.kato"),
    ("sites__0__kato", "992210000", "form.kato-unknown"),
    ("sites__0__coordinates__latitude", "31.000000", "form.coordinate"),
    ("sites__0__coordinates__longitude", 75.3, "form.not-text"),
    ("sites__0__coordinates__longitude", "1e2", "form.coordinate"),
    ("sites__0__owner_bin", None, "form.missing"),
    ("power__requested_kw", 5000.0, "form.not-integer"),
    ("power__requested_kw", True, "form.not-integer"),
    ("power__requested_kw", "5000", "form.not-integer"),
    ("power__requested_kw", 0, "form.too-small"),
    ("power__requested_kw", 10**8, "form.too-large"),
    ("power__requested_kw", 10**400, "form.too-large"),
    ("power__supplies__0__source", "coal", "form.not-listed"),
    ("power__supplies__0__supplier_bin", None, "form.missing"),
    ("network__ip_ranges__0", "192.0.2.1/25", "form.ip-range"),
    ("network__ip_ranges__0", "192.0.2.300", "form.ip-range"),
    ("network__ip_ranges__0", "", "form.ip-range"),
    ("network__ip_ranges__0", "192.0.2.0", "form.ip-range"),
    ("equipment__0__count", 2, "form.count-differs"),
    ("equipment__0__hash_rate", 1.5, "form.not-integer"),
    ("equipment__0__hash_rate_unit", "H", "form.not-listed"),
    ("mining__0__payout_addresses__0", "bc1 q", "form.payout-address"),
    ("jobs", -1, "form.too-small"),
    ("investment_kzt", 0.1, "form.not-integer"),
    ("dates__start", "01.01.2030", "form.not-date"),
    ("dates__start", 20300101, "form.not-date"),
    ("dates", [], "form.not-object"),
]


@pytest.mark.parametrize(("path", "value", "reason"), WRONG)
def test_a_wrong_field_is_named_by_its_path_and_reason(path: str, value: Any, reason: str) -> None:
    with pytest.raises(Rejected) as refusal:
        read_form(filled(**{path: value}))
    assert refusal.value.code == "form.invalid"
    ((named, given),) = faults_of(refusal.value)
    assert given == reason
    assert named.startswith(path.replace("__", "."))


def test_every_fault_is_named_at_once_that_of_the_dates_too() -> None:
    document = dated(TODAY, 30, miner__bin_or_iin="190340001234", power__requested_kw=1.5)
    del document["jobs"]
    with pytest.raises(Rejected) as refusal:
        read_form(document, DateRule(TODAY))
    assert refusal.value.facts["count"] == 4
    assert faults_of(refusal.value) == {
        ("miner.bin_or_iin", "form.bin"),
        ("power.requested_kw", "form.not-integer"),
        ("jobs", "form.missing"),
        ("dates.start", "form.start-too-near"),
    }
    details = refusal.value.facts["details"]
    assert isinstance(details, tuple)
    assert "check-digit" in details
    assert "2026-12-21" in details


def test_ranges_that_share_an_address_are_refused() -> None:
    ranges = ["198.51.100.0/24", "192.0.2.0/24", "198.51.100.128/25", "198.51.100.7/32", "::/0"]
    with pytest.raises(Rejected) as refusal:
        read_form(filled(network__ip_ranges=ranges))
    assert faults_of(refusal.value) == {
        ("network.ip_ranges.2", "form.ip-ranges-overlap"),
        ("network.ip_ranges.3", "form.ip-ranges-overlap"),
    }


def test_ranges_that_only_touch_are_taken() -> None:
    ranges = ["192.0.2.0/25", "192.0.2.128/25", "0.0.0.0/2", "::/64"]
    assert read_form(filled(network__ip_ranges=ranges)).network.ip_ranges == tuple(ranges)


def test_a_serial_number_stands_once_for_one_maker() -> None:
    document = filled()
    document["equipment"].append(document["equipment"][0] | {"maker": "Other"})
    read_form(document)
    document["equipment"].append(
        document["equipment"][0] | {"serial_numbers": ["EX21-000003"], "count": 1}
    )
    with pytest.raises(Rejected) as refusal:
        read_form(document)
    assert faults_of(refusal.value) == {("equipment.2.serial_numbers.0", "form.serial-repeated")}


@pytest.mark.parametrize(
    "document", [None, [], "form", {}, {"miner": {1, 2}}, {"jobs": float("nan")}, b"bytes"]
)
def test_what_is_no_form_is_refused(document: object) -> None:
    with pytest.raises(Rejected, match=r"form\.invalid"):
        read_form(document)


def test_a_form_nested_beyond_reason_is_refused() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(Rejected, match=r"form\.unreadable"):
        read_form({"miner": deep})


def test_a_document_that_refers_to_itself_again_and_again_is_refused() -> None:
    laughs: list[Any] = ["x"]
    for _ in range(15):
        laughs = [laughs] * 10
    with pytest.raises(Rejected, match=r"form\.unreadable"):
        read_form({"miner": laughs})


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_whatever_stands_in_a_field_is_taken_or_refused_as_a_form(data: st.DataObject) -> None:
    document = filled()
    part: Any = document
    while True:
        step = data.draw(
            st.sampled_from(list(part) if isinstance(part, dict) else range(len(part)))
        )
        if not isinstance(part[step], dict | list) or data.draw(st.booleans()):
            break
        part = part[step]
    part[step] = data.draw(ANYTHING)
    try:
        form = read_form(document, DateRule(TODAY))
    except Rejected as refusal:
        refused = refusal.code
    else:
        refused = "form.invalid"
        assert read_document(json.loads(canonical_json(document_of(form)))) == form
    assert refused == "form.invalid"


def test_a_form_too_big_is_refused_unread() -> None:
    with pytest.raises(Rejected, match=r"form\.too-big"):
        read_form({"miner": "x" * MAX_FORM_BYTES})


@pytest.mark.parametrize("kind", ["entrepreneur", "individual"])
def test_of_a_natural_person_neither_name_nor_iin_is_public(kind: str) -> None:
    form = read_form(filled(miner__kind=kind, miner__bin_or_iin=IIN))
    public = public_part(form)
    assert (public.name, public.bin) == (None, None)
    assert public.regions == ("KZ-55",)


def test_a_refused_iin_is_not_repeated_in_the_error() -> None:
    wrong = IIN[:-1] + "2"
    with pytest.raises(Rejected) as refusal:
        read_form(filled(miner__kind="individual", miner__bin_or_iin=wrong))
    assert faults_of(refusal.value) == {("miner.bin_or_iin", "form.iin")}
    assert wrong not in str(refusal.value)


def test_of_a_legal_entity_name_bin_and_regions_are_public() -> None:
    document = filled()
    document["sites"].append(document["sites"][0] | {"kato": "750000000"})
    document["miner"]["names"].pop("en")
    public = public_part(read_form(document))
    assert public.name is not None
    assert public.name.en == public.name.ru
    assert public.bin == "190340001233"
    assert public.regions == ("KZ-55", "KZ-75")


def test_the_yaml_example_is_read_by_any_yaml_reader() -> None:

    path = resources.files("mining_registry") / "examples" / "notification.yaml"
    assert read_form(yaml.safe_load(path.read_text("utf-8"))) == example_form()
