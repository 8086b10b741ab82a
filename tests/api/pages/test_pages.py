"""Every page in three languages, over the HTTP interface, on a real chain."""

from __future__ import annotations

import html
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI

from api.languages import LANGUAGES, LOCALES, Catalogue, Language
from api.pages.router import pages_router
from tests.api.pages.populated import PAYLOAD
from tests.api.pages.reading import read, speak
from tests.support.http import client_of

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from tests.api.pages.populated import Populated

Pages = dict[tuple[Language, str], "httpx.Response"]

_LATIN = {
    "Qoima",
    "ABI",
    "CID",
    "SHA",
    "SWHID",
    "JSON",
    "Lines",
    "CSV",
    "CAR",
    "BagIt",
    "PDF",
    "TAR",
    "ZIP",
    "UTC",
    "KiB",
    "MiB",
    "Linux",
    "macOS",
    "Windows",
    "CIDR",
    "IBAN",
    "SPDX",
    "Apache",
    *("zip", "tar", "git", "bundle"),
    "IP",
    *("kH", "MH", "GH", "TH", "PH"),
}
"""Names that are written in Latin letters in every language."""

_RUSSIAN_WORDS = {"и", "или", "по", "для", "на", "из", "это", "нет", "что", "от", "в", "с", "к"}
_NOT_FOUND = {"missing-record", "missing-page"}


def _ours(page: str) -> str:
    return " ".join(read(page).words)


def _mixed(language: Language, text: str) -> set[str]:
    """Words that do not belong into a page of this language."""
    words = set(re.findall(r"[^\W\d_]+", text))
    latin = {word for word in words if re.fullmatch(r"[A-Za-z]{2,}", word)}
    if language == "en":
        return {word for word in words if re.search(r"[Ѐ-ӿ]", word)}
    foreign = latin - _LATIN
    if language == "ru":
        return foreign | {word for word in words if re.search(r"[әғқңөұүһі]", word.lower())}
    return foreign | (words & _RUSSIAN_WORDS)


def test_every_page_answers_in_one_language_only(pages: Pages) -> None:
    for (language, name), answer in pages.items():
        assert answer.status_code == (404 if name in _NOT_FOUND else 200), (name, answer.text)
        assert answer.headers["content-language"] == language
        assert f'<html lang="{language}">' in answer.text
        assert _mixed(language, _ours(answer.text)) == set(), name


def test_no_page_runs_what_participants_wrote(pages: Pages) -> None:
    seen = 0
    for key, answer in pages.items():
        reading = read(answer.text)
        assert not reading.inline, key
        assert "img" not in reading.elements
        assert PAYLOAD not in answer.text
        seen += PAYLOAD in "".join(reading.everything)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy
    assert seen >= 3 * 8


def test_no_page_asks_anything_of_another_host(pages: Pages) -> None:
    for key, answer in pages.items():
        links = read(answer.text).links
        assert links
        assert all(re.match(r"[/#](?!/)", link) for link in links), key


def test_every_link_inside_the_explorer_leads_somewhere(reader: httpx.Client, pages: Pages) -> None:
    found = {
        html.unescape(link).partition("#")[0]
        for (language, _), answer in pages.items()
        if language == "en"
        for link in read(answer.text).links
    }
    followed = {link for link in found if not link.startswith(("/kk", "/ru")) and link}
    missing = {
        link for link in followed if reader.get(link, follow_redirects=True).status_code != 200
    }
    assert missing == {"/en/deposits/999", "/en/nothing/here"}


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("kk-KZ,ru;q=0.8", "kk"), ("ru", "ru"), ("en-GB,en", "en"), ("de", "kk"), ("", "kk")],
)
def test_the_first_address_leads_to_the_readers_language(
    reader: httpx.Client, accepted: str, language: Language
) -> None:
    answer = reader.get("/", headers={"Accept-Language": accepted})
    assert answer.status_code == 302
    assert answer.headers["location"] == f"/{language}/"
    assert answer.headers["vary"] == "Accept-Language"


def test_the_language_switch_keeps_the_page_and_its_query(reader: httpx.Client) -> None:
    links = read(reader.get("/kk/deposits?status=returned").text).links
    assert {f"/{each}/deposits?status=returned" for each in LANGUAGES} <= set(links)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "path",
    [
        "/blocks/999999",
        "/blocks/-1",
        "/blocks/0x12",
        "/blocks/" + "9" * 30,
        "/transactions/0x" + "0" * 64,
        "/transactions/nonsense",
        "/deposits/0",
        "/deposits/one",
        "/assets/999",
        "/notifications/999",
        "/participants/999",
        "/accounts/0x12",
        "/deposits?status=lost",
        "/participants?role=king",
        "/notifications?status=lost",
        "/no/such/page",
    ],
)
def test_an_unknown_record_is_said_to_be_unknown_in_the_language(
    reader: httpx.Client, language: Language, path: str
) -> None:
    answer = reader.get(f"/{language}{path}")
    assert answer.status_code == 404
    title = speak(language)("page-problem-missing")
    assert f"<h1>{title}</h1>" in answer.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cursor_of_no_list_is_an_address_that_leads_nowhere(
    reader: httpx.Client, language: Language
) -> None:
    answer = reader.get(f"/{language}/blocks?after=nonsense")
    assert answer.status_code == 400
    assert speak(language)("page-problem-missing-words") in answer.text


def test_a_database_that_fails_is_told_as_a_service_that_is_away(
    reader: httpx.Client, populated: Populated
) -> None:
    index = populated.services.index.engine
    with index.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE asset_class RENAME TO away")
    try:
        answers = {each: reader.get(f"/{each}/assets") for each in LANGUAGES}
    finally:
        with index.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE away RENAME TO asset_class")
    for language, answer in answers.items():
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "5"
        assert speak(language)("page-problem-unavailable") in answer.text
        assert "asset_class" not in answer.text
    assert reader.get("/kk/assets").status_code == 200


def test_a_fault_of_ours_is_told_without_its_detail_and_logged_whole(
    populated: Populated, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.copytree(LOCALES, tmp_path / "locales")
    for language in LANGUAGES:
        texts = tmp_path / "locales" / language / "pages.ftl"
        kept = [line for line in texts.read_text("utf-8").splitlines() if "assets-lead" not in line]
        texts.write_text("\n".join(kept), "utf-8")
    app = FastAPI()
    app.include_router(pages_router(populated.services, Catalogue.read(tmp_path / "locales")))
    with client_of(app) as client:
        answer = client.get("/ru/assets")
    assert answer.status_code == 500
    assert speak("ru")("page-problem-fault") in answer.text
    assert "assets-lead" not in answer.text
    assert "assets-lead" in caplog.text


def test_static_files_are_kept_for_ever_under_the_digest_of_their_build(
    reader: httpx.Client,
) -> None:
    page = read(reader.get("/kk/").text)
    files = [link for link in page.links if link.startswith("/static/")]
    assert len(files) >= 4
    for each in files:
        answer = reader.get(each)
        assert "immutable" in answer.headers["cache-control"]
    build, name = files[0].split("/")[2:]
    assert reader.get(f"/static/{build}x/{name}").status_code == 404
    assert reader.get(f"/static/{build}/..%2Fpages.ftl").status_code == 404
    assert reader.get("/favicon.ico", follow_redirects=True).headers["content-type"] == (
        "image/svg+xml"
    )


def test_the_first_page_weighs_less_than_a_hundred_kibibytes(reader: httpx.Client) -> None:
    answer = reader.get("/kk/")
    files = {link for link in read(answer.text).links if link.startswith("/static/")}
    weight = len(answer.content) + sum(len(reader.get(each).content) for each in files)
    assert weight < 100 * 1024
