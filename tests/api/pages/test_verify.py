"""The page of the validation query: records, transactions and proofs, in three languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api.languages import LANGUAGES, Catalogue, Language
from ledger.types import DepositId
from tests.api.pages.reading import read

if TYPE_CHECKING:
    import httpx

    from tests.api.pages.populated import Populated

_CATALOGUE = Catalogue.read()


def _posted(reader: httpx.Client, language: Language, document: bytes) -> str:
    files = {"proof": ("a.proof.json", document, "application/json")}
    answer = reader.post(f"/{language}/verify", files=files)
    assert answer.status_code == 200
    return "".join(read(answer.text).everything)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_and_a_transaction_are_answered_with_what_they_rest_on(
    reader: httpx.Client, populated: Populated, language: Language
) -> None:
    messages = _CATALOGUE.messages(language)
    deposit = populated.services.depository.deposit(DepositId(1))
    for asked, outcome in (
        ("deposit:1", "found"),
        (deposit.recorded.transaction, "done"),
        ("deposit:999", "unknown"),
        ("house:1", "malformed"),
    ):
        page = reader.get(f"/{language}/verify", params={"digest": asked}).text
        said = "".join(read(page).everything)
        assert messages(f"page-verify-{outcome}") in said
        told = messages("page-verify-witnesses") in said
        assert told is (outcome in {"found", "done"})
        assert (f"/{language}/deposits/1" in read(page).links) is told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_proof_is_verified_by_the_form_and_a_broken_one_refused(
    reader: httpx.Client, populated: Populated, language: Language
) -> None:
    messages = _CATALOGUE.messages(language)
    kind = populated.services.depository.deposit(DepositId(1)).kind
    document = reader.get("/v1/deposits/1/proof").content
    said = _posted(reader, language, document)
    assert messages("page-verify-holds") in said
    assert messages(f"cli-value-{kind.word}") in said
    broken = _posted(reader, language, document.replace(b'"kind":"deposit"', b'"kind":"file"'))
    assert messages("page-verify-fails") in broken
    assert messages("problem-proof_malformed", field="kind") in broken
    empty = reader.post(f"/{language}/verify", files={"other": ("x", b"x")})
    assert messages("page-verify-fails") in empty.text
    assert messages("page-verify-fails") in reader.post(f"/{language}/verify", content=b"x").text


def test_a_form_over_its_limit_is_refused_with_a_page(reader: httpx.Client) -> None:
    files = {"proof": ("a", bytes(3 << 20), "application/json")}
    answer = reader.post("/en/verify", files=files)
    assert answer.status_code == 413
    assert answer.headers["content-type"].startswith("text/html")
