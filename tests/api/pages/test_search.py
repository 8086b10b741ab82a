"""Search: one hit leads to its record, several are grouped, none is said plainly."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from api.languages import LANGUAGES, Language
from tests.api.pages.populated import POINT
from tests.api.pages.reading import read, speak

if TYPE_CHECKING:
    import httpx

    from tests.api.pages.populated import Populated


def _leads(reader: httpx.Client, query: str) -> str:
    answer = reader.get("/ru/search", params={"q": query})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_a_hash_an_address_a_cid_or_a_name_leads_to_its_record(
    reader: httpx.Client, populated: Populated
) -> None:
    services = populated.services
    block = services.index.block(5)
    package = services.depository.deposits(10).items[-1]
    transaction = populated.transactions["transfer"]
    holder = populated.address("holder")
    assert _leads(reader, transaction) == f"/ru/transactions/{transaction}"
    assert _leads(reader, block.hash.upper().replace("0X", "0x")) == "/ru/blocks/5"
    assert _leads(reader, holder) == f"/ru/accounts/{holder}"
    assert _leads(reader, holder.lower()) == f"/ru/accounts/{holder}"
    assert _leads(reader, str(package.cid)) == "/ru/deposits/1"
    assert _leads(reader, f" 0x{package.root.hex()} ") == "/ru/deposits/1"
    assert _leads(reader, "көлік тіркеу") == "/ru/deposits/4"
    assert _leads(reader, "№ 30") == "/ru/blocks/30"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_of_several_records_is_answered_by_register(
    reader: httpx.Client, language: Language
) -> None:
    links = set(read(reader.get(f"/{language}/search?q=1").text).links)
    registers = (
        "deposits",
        "batches",
        "assets",
        "notifications",
        "mined",
        "participants",
        "blocks",
    )
    assert {f"/{language}/{each}/1" for each in registers} <= links


def test_a_file_in_two_deposits_is_found_in_both(reader: httpx.Client) -> None:
    digest = hashlib.sha256(POINT).hexdigest()
    links = read(reader.get("/kk/search", params={"q": digest}).text).links
    assert {"/kk/deposits/1", "/kk/deposits/2"} <= set(links)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("query", ["0xabc", "нет такого", "9" * 40, "<b>", "0x" + "0" * 64])
def test_nothing_found_is_said_with_advice(
    reader: httpx.Client, language: Language, query: str
) -> None:
    answer = reader.get(f"/{language}/search", params={"q": query})
    messages = speak(language)
    assert answer.status_code == 200
    assert messages("page-search-none") in answer.text
    assert "<b>" not in answer.text
    assert query in "".join(read(answer.text).everything)


def test_an_empty_search_shows_the_field_alone(reader: httpx.Client) -> None:
    answer = reader.get("/kk/search?q=")
    assert answer.status_code == 200
    assert speak("kk")("page-search-none") not in answer.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_verification_tells_known_unknown_and_malformed_apart(
    reader: httpx.Client, language: Language
) -> None:
    messages = speak(language)
    asked = {
        hashlib.sha256(POINT).hexdigest(): "page-verify-known",
        hashlib.sha256(bytes(range(256)) * 5000).hexdigest(): "page-verify-gone",
        "0" * 64: "page-verify-unknown",
        "abc": "page-verify-malformed",
    }
    for digest, message in asked.items():
        answer = reader.get(f"/{language}/verify", params={"digest": digest})
        assert messages(message) in answer.text
