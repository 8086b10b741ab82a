"""Every refusal that the source can make is phrased in all three languages, facts and all."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

from api.explain import explain
from api.languages import LANGUAGES, LOCALES, Catalogue, Language, Messages
from api.problems import CODE_STATUS, RESERVED, describe, message_id, reason_id
from contracts.loader import CONTRACTS, load
from depository.archive.model import ArchiveRefused
from depository.components import REQUIRED
from ledger.errors import NotFound, Rejected, Unavailable
from ledger.transactions import DecodedCall
from tests.support.refusals import ROOT, constructions, form_reasons, revert_reasons

if TYPE_CHECKING:
    from collections.abc import Mapping

PACKAGES = ("ledger", "depository", "mining_registry", "api")
LOCAL = {"index.other-chain", "index.other-projections", "request.invalid"}
"""Codes that are put together where they are raised."""
FILES = {".html", ".txt", ".yaml", ".json", ".gz", ".py"}
ALWAYS_MORE = {"contract.refused": {"explanation"}}
"""Arguments that the problem adds to the facts."""


@cache
def speak(language: Language) -> Messages:
    """The sentences of a language, read once."""
    return Catalogue.read().messages(language)


@cache
def codes() -> dict[str, frozenset[str]]:
    """Every code with the facts that it has wherever it is constructed."""
    found: dict[str, list[frozenset[str]]] = defaultdict(list)
    for each in constructions(*PACKAGES):
        if each.code is not None:
            found[each.code].append(each.facts)
    return {code: frozenset.intersection(*facts) for code, facts in found.items()}


@cache
def literal_codes(*packages: str) -> set[str]:
    """Every text that has the form of a code of a space that the error tree uses."""
    spaces = {code.partition(".")[0] for code in codes()} - {"form"}
    texts = {
        text
        for package in packages
        for path in (ROOT / package).rglob("*.py")
        for text in re.findall(r'"([a-z]+\.[a-z]+(?:-[a-z]+)*)"', path.read_text("utf-8"))
    }
    return {
        text
        for text in texts
        if text.partition(".")[0] in spaces and "." + text.rpartition(".")[2] not in FILES
    }


def node_codes() -> set[str]:
    """Codes with which the node refuses a transaction."""
    source = "".join(path.read_text("utf-8") for path in (ROOT / "node").rglob("*.py"))
    return set(re.findall(r'"(transaction\.[a-z]+(?:-[a-z]+)*)"', source))


class _Variables(Visitor):
    """Which arguments a pattern names."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802 - the library's name
        self.found.add(node.id.name)


@cache
def arguments(language: Language) -> Mapping[str, set[str]]:
    """Which arguments each message names, its attributes with it."""
    found = {}
    for path in (LOCALES / language).glob("*.ftl"):
        for entry in FluentParser().parse(path.read_text("utf-8")).body:
            if isinstance(entry, ftl.Message):
                visitor = _Variables()
                visitor.visit(entry)
                found[entry.id.name] = visitor.found
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_is_phrased_with_facts_that_it_has(language: Language) -> None:
    known, named = codes(), arguments(language)
    for code in sorted(known.keys() | literal_codes(*PACKAGES) | LOCAL):
        assert message_id(code) in named, code
        if code in known:
            assert named[message_id(code)] <= known[code] | ALWAYS_MORE.get(code, set()), code


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_of_the_node_is_phrased_without_facts(language: Language) -> None:
    named = arguments(language)
    assert len(node_codes()) > 10
    for code in node_codes():
        assert named.get(message_id(code)) == set(), code


def test_no_code_is_left_without_a_literal() -> None:
    unnamed = {each.where.rpartition(":")[0] for each in constructions(*PACKAGES) if not each.code}
    assert unnamed <= {
        "api/pages/given.py",  # an unknown record, under the code of its kind
        "api/sending/store.py",  # a refusal of the node, read back from the vault
        "api/requests.py",  # request.invalid, named in LOCAL
        "depository/archive/gate.py",  # gathers codes that its callers name
        "ledger/chain/refusals.py",  # transaction.<code>, as the node has it
        "ledger/index/indexer.py",  # index.other-<key>, named in LOCAL
    }


def test_no_fact_hides_a_member_of_a_problem() -> None:
    assert [each for each in constructions(*PACKAGES) if each.facts & RESERVED] == []


def test_every_code_with_a_status_of_its_own_exists() -> None:
    assert CODE_STATUS.keys() <= codes().keys() | literal_codes(*PACKAGES) | node_codes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_of_a_contract_and_of_the_form_is_phrased(language: Language) -> None:
    messages = speak(language)
    assert len(revert_reasons()) > 40
    for contract, reason in revert_reasons():
        assert messages(reason_id(contract, reason))
    for reason in form_reasons():
        assert messages(reason.replace(".", "-"), detail="30")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("contract", CONTRACTS)
def test_every_function_that_is_signed_is_explained(contract: str, language: Language) -> None:
    messages = speak(language)
    for entry in load(contract).abi:
        if entry["type"] != "function" or entry["stateMutability"] != "nonpayable":
            continue
        args = {given["name"]: _sample(given["type"]) for given in entry["inputs"]}
        said = explain(DecodedCall(contract, entry["name"], args), messages)
        assert said.summary != messages("act-unknown", function=entry["name"], contract=contract)
        assert len(said.fields) == len(args)
        for field in said.fields:
            assert field.label != field.name.lstrip("_"), (contract, entry["name"], field)
            assert field.value


def test_a_record_of_a_batch_is_shown_with_its_facts_and_its_way() -> None:
    facts = "1.5 KiB; program code; limited access; not of the state"
    roots = f"{facts}; 0x{'02' * 32}"
    way = [b"\x01" * 32, b"\x03" * 32]
    assert _taken_out(_RECORD, way) == [roots, f"0x{'01' * 32}, 0x{'03' * 32}"]
    concluded = {**_RECORD, "conclusion": b"\x04" * 32}
    assert _taken_out(concluded, []) == [f"{roots}; 0x{'04' * 32}", speak("en")("value-empty")]


def _taken_out(record: dict[str, object], path: list[bytes]) -> list[str]:
    args = {"batch": 1, "place": 0, "record": record, "path": path}
    said = explain(DecodedCall("depository", "take_out", args), speak("en"))
    return [field.value for field in said.fields[2:]]


def test_an_unknown_call_or_value_is_shown_as_it_is() -> None:
    messages = speak("en")
    given = {"size": 1536, "access": 0, "origin": 7}
    said = explain(
        DecodedCall("depository", "deposit", {"kind": 9, "roles": 65, **given}), messages
    )
    node = explain(DecodedCall("participants", "register_node", {"kind": 4, "entity": 7}), messages)
    assert [field.value for field in node.fields] == ["unknown value 4", "7"]
    assert [field.value for field in said.fields] == [
        "unknown value 9",
        "authorised body, unknown value 64",
        "1.5 KiB",
        "open access",
        "unknown value 7",
    ]
    strange = explain(DecodedCall("other", "strange", {"x": 1}), messages)
    assert strange.summary == "A call of the function strange of the contract other."


def test_a_word_that_two_contracts_share_is_explained_as_each_means_it() -> None:
    messages = speak("en")
    for contract, given, shown in (
        ("journal", {"size": 2048}, "2,048"),
        ("depository", {"size": 2048}, "2 KiB"),
        ("journal", {"purpose": b"\x01" * 32}, "0x" + "01" * 32),
        ("participants", {"purpose": "independent control"}, "independent control"),
    ):
        (field,) = explain(DecodedCall(contract, "strange", given), messages).fields
        assert field.value == shown


def test_a_problem_is_phrased_by_its_kind_when_its_code_is_unknown() -> None:
    messages = speak("en")
    problem = describe(Unavailable("some.news", what=1), messages)
    assert (problem.status, problem.code) == (503, "some.news")
    assert problem.title == "A part that is needed does not answer now. Try again later."
    assert problem.as_json()["what"] == 1


def test_a_contracts_reason_is_phrased_in_each_language() -> None:
    refused = Rejected("contract.refused", contract="depository", reason="not the possessor")
    said = [describe(refused, speak(each)).detail for each in LANGUAGES]
    assert said == [
        "Жіберуші бұл сақтау объектісінің құқық иеленушісі емес.",
        "Отправитель не является правообладателем этого объекта хранения.",
        "The sender is not the possessor of this deposit.",
    ]
    new = Rejected("contract.refused", contract="depository", reason="something new")
    assert describe(new, speak("en")).detail == "depository: something new"


def test_gathered_faults_stand_one_by_one() -> None:
    messages = speak("en")
    archive = ArchiveRefused(
        [Rejected("archive.symlink", name="a"), Rejected("archive.path-escapes", name="../b")]
    )
    assert describe(archive, messages).facts["errors"] == [
        {
            "field": "a",
            "rule": "archive.symlink",
            "message": "The archive holds a symbolic link. (a)",
        },
        {
            "field": "../b",
            "rule": "archive.path-escapes",
            "message": "A name in the archive leads out of it (../). (../b)",
        },
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_missing_part_of_a_set_is_named(language: Language) -> None:
    messages, parts = speak(language), tuple(part.value for part in REQUIRED)
    said = describe(Rejected("parts.incomplete", parts=parts), messages).facts["errors"]
    assert isinstance(said, list)
    assert [each["field"] for each in said] == list(parts)
    assert len({each["message"] for each in said}) == len(parts)
    assert messages("page-part-source") in {each["message"] for each in said}


def test_great_numbers_survive_a_reader_that_has_doubles() -> None:
    problem = describe(NotFound("block.unknown", block=2**60), speak("en"))
    assert problem.as_json("/v1/blocks/x")["block"] == str(2**60)


_RECORD = {
    "root": b"\x02" * 32,
    "size": 1536,
    "kind": 3,
    "access": 1,
    "origin": 0,
    "conclusion": bytes(32),
}


def _sample(kind: str) -> object:
    samples: dict[str, object] = {
        "address": "0x52908400098527886E0F7030069857D2E4169EE7",
        "bool": True,
        "bytes": b"",
        "bytes32": b"\x01" * 32,
        "string": "https://example.kz",
        "uint256": 1,
        "tuple": _RECORD,
        "tuple[]": [{"code": "delivery", "text": b"\x01" * 32}],
        "bytes32[]": [b"\x01" * 32],
        "uint256[]": [1, 2],
    }
    return samples[kind]
