"""The report of a verification on paper: its figures in three languages, a code to the report."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pypdfium2  # type: ignore[import-untyped]  # has no stubs
import pytest
import zxingcpp

from api.languages import LANGUAGES, Catalogue
from tests.api.talk import problem

if TYPE_CHECKING:
    import httpx

    from api.languages import Language
    from tests.support.world import World

_DOCUMENT: dict[str, Any] = {
    "form": "depository-verification/1",
    "chain": {
        "id": 7,
        "genesis": "0x" + "1a" * 32,
        "depository": "0x" + "2b" * 20,
        "block": 9,
        "block_hash": "0x" + "3c" * 32,
    },
    "register": {"deposits": 12, "standing": 11},
    "began_at": "2026-03-01T10:00:00Z",
    "completed_at": "2026-03-01T12:00:00Z",
    "checked": 54321,
    "bytes": 987654,
    "damaged": 5,
    "missing": 3,
    "recovered": 6,
    "faulty": 2,
    "faulty_deposits": [{"deposit": 4321, "blocks": 9, "faulty": 2}],
    "log": {"name": "fixity", "entries": 77, "root": "0x" + "4d" * 32},
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_is_read_on_paper_and_its_code_leads_to_it(
    world: World, client: httpx.Client, language: Language
) -> None:
    report = world.services.reports.keep(_DOCUMENT)
    path = f"/v1/depository/reports/0x{report.digest.hex()}"
    answer = client.get(f"{path}/paper", params={"language": language})
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-language"] == language
    words, codes = "", list[str]()
    with pypdfium2.PdfDocument(answer.content) as document:
        for page in document:
            words += page.get_textpage().get_text_bounded()
            codes += [each.text for each in zxingcpp.read_barcodes(page.render(scale=3).to_pil())]
    squeezed = "".join(words.split())
    messages = Catalogue.read().messages(language)
    told = [messages("paper-verification"), messages.number(54321), "4321", report.digest.hex()]
    for each in (*told, "4d" * 32, "2b" * 20):
        assert "".join(each.split()) in squeezed
    (address,) = codes
    assert address.endswith(path)
    assert hashlib.sha256(client.get(path).content).digest() == report.digest
    again = client.get(f"{path}/paper", params={"language": language})
    assert again.content == answer.content


def test_a_paper_of_no_report_is_refused(client: httpx.Client) -> None:
    path = f"/v1/depository/reports/0x{'07' * 32}/paper"
    problem(client.get(path), 404, "verification.report-not-held")
    problem(client.get("/v1/depository/reports/0x12/paper"), 422, "request.invalid")
