"""Suggestions while a question is written: as JSON, and as a combobox in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest
from playwright.sync_api import expect

from api.languages import LANGUAGES, Language
from api.metering import SUGGEST
from api.pages.search import SUGGESTED
from tests.api.pages.browser import chromium
from tests.api.pages.populated import PAYLOAD
from tests.api.pages.reading import speak
from tests.support.http import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.api.pages.populated import Populated


def _hits(reader: httpx.Client, query: str, language: Language = "ru") -> list[dict[str, Any]]:
    answer = reader.get(f"/{language}/suggest", params={"q": query})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    found = answer.json()
    assert found["said"] == speak(language)("page-suggest-count", count=len(found["hits"]))
    hits: list[dict[str, Any]] = found["hits"]
    return hits


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_hashes_names_and_titles_are_suggested_in_the_language(
    reader: httpx.Client, populated: Populated, language: Language
) -> None:
    first = _hits(reader, "1", language)
    titles = {hit["title"] for hit in first}
    assert speak(language)("page-deposit-title", number="1") in titles
    assert speak(language)("page-redemption-title", number="1") in titles
    (transaction,) = _hits(reader, populated.transactions["transfer"], language)
    assert transaction["href"].startswith(f"/{language}/transactions/0x")
    titled = _hits(reader, "heat met", language)
    assert {hit["href"] for hit in titled} == {f"/{language}/deposits/{n}" for n in (1, 2)}
    assert _hits(reader, "190340001233", language)[0]["href"] == f"/{language}/participants/3"
    assert f"/{language}/notifications/1" in {
        hit["href"] for hit in _hits(reader, "ulgi ese", language)
    }


def test_suggestions_are_few_and_need_two_letters(reader: httpx.Client) -> None:
    assert len(_hits(reader, "ll")) <= SUGGESTED
    for query in ("", " ", "l", "нет такого", "0xabc", "%", "\x00" * 3, "l" * 5_000):
        assert _hits(reader, query) == []


def test_what_participants_wrote_is_suggested_as_text(reader: httpx.Client) -> None:
    names = {hit["name"] for hit in _hits(reader, "document")}
    assert PAYLOAD in names
    answer = reader.get("/ru/suggest?q=document")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_whoever_asks_too_often_is_told_to_wait(populated: Populated) -> None:
    with serving(populated.world.app(rate_of_address=10 * (SUGGEST + 1))) as origin:
        answers = [httpx.get(f"{origin}/kk/suggest?q=1", timeout=60) for _ in range(12)]
    assert answers[0].status_code == 200
    assert answers[-1].status_code == 429


def test_search_finds_names_and_titles_beyond_the_newest(reader: httpx.Client) -> None:
    answer = reader.get("/en/search", params={"q": "ulgi"})
    for href in ("/en/participants/6", "/en/notifications/1", "/en/notifications/2"):
        assert href in answer.text
    assert reader.get("/en/search?q=METERING+hea").text.count("/en/deposits/") >= 2


@pytest.fixture
def page() -> Iterator[Page]:
    with chromium() as browser:
        yield browser.new_page()


@pytest.mark.engines
@pytest.mark.parametrize("path", ["/kk/", "/kk/blocks", "/kk/search"])
def test_the_field_is_a_combobox_that_the_keyboard_works(
    page: Page, origin: str, path: str
) -> None:
    page.goto(f"{origin}{path}")
    field = page.locator("input[name=q]")
    expect(field).to_have_attribute("role", "combobox")
    field.press_sequentially("жылу")
    options = page.locator("[role=listbox] [role=option]")
    expect(options).to_have_count(2)
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    chosen = options.first.get_attribute("id") or "?"
    expect(field).to_have_attribute("aria-activedescendant", chosen)
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kk/deposits/2")


@pytest.mark.engines
def test_a_name_that_is_a_script_is_shown_as_it_is(page: Page, origin: str) -> None:
    page.goto(f"{origin}/en/blocks")
    page.locator("input[name=q]").press_sequentially("document")
    expect(page.locator("[role=option]").first).to_contain_text("<script>")
    assert page.title() != "taken"
    assert page.locator("[role=listbox] img").count() == 0


@pytest.mark.engines
def test_enter_without_a_choice_searches_as_without_script(page: Page, origin: str) -> None:
    page.goto(f"{origin}/en/blocks")
    field = page.locator("input[name=q]")
    field.press_sequentially("LLP")
    expect(page.locator("[role=option]").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search?q=LLP")
