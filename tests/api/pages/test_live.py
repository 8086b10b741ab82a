"""Pages that follow new blocks: the stream, its places, and the script in a real browser."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING

import httpx
import pytest
from httpx_sse import connect_sse
from playwright.sync_api import expect

from api.languages import LANGUAGES
from tests.api.pages.browser import chromium
from tests.api.pages.reading import speak
from tests.support.http import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.api.pages.populated import Populated


def _seal(populated: Populated) -> int:
    """Have another block sealed and indexed; its number."""
    populated.world.node.admit()
    return populated.world.indexer.catch_up().number


@pytest.fixture
def page() -> Iterator[Page]:
    with chromium() as browser:
        yield browser.new_page()


def test_the_stream_tells_the_head_at_once_and_each_later_one(
    reader: httpx.Client, populated: Populated
) -> None:
    with connect_sse(reader, "GET", "/live") as source:
        told = source.iter_sse()
        head = populated.services.index.head()
        (first,) = islice(told, 1)
        assert (first.event, json.loads(first.data)) == ("head", {"number": head and head.number})
        sealed = _seal(populated)
        (second,) = islice(told, 1)
        assert json.loads(second.data)["number"] == sealed


def test_there_is_a_bound_on_who_follows_apart_from_the_interfaces_own(
    populated: Populated,
) -> None:
    app = populated.world.app()
    followers = app.state.application.followers
    with serving(app) as origin, httpx.Client(base_url=origin, timeout=60) as client:
        with connect_sse(client, "GET", "/live") as source:
            assert source.response.status_code == 200
            for _ in range(followers.places - 1):
                assert followers.enter()
            assert client.get("/live").status_code == 503
        with connect_sse(client, "GET", "/v1/events/stream") as source:
            assert source.response.status_code == 200


def test_a_stream_ends_when_its_time_is_over(populated: Populated) -> None:
    with serving(populated.world.app(stream_seconds=0.1)) as origin:
        answer = httpx.get(f"{origin}/live", timeout=60)
    assert answer.text.count("event: head") == 1


def test_only_first_pages_follow_and_say_without_script_how_to_see_more(
    reader: httpx.Client,
) -> None:
    for language in LANGUAGES:
        note = speak(language)("page-live-none")
        assert note in reader.get(f"/{language}/blocks").text
        assert note in reader.get(f"/{language}/").text
        assert note not in reader.get(f"/{language}/contracts").text
    second = reader.get("/en/blocks").text.partition('rel="next" href="')[2].partition('"')[0]
    assert "live.js" not in reader.get(second).text


@pytest.mark.engines
def test_new_blocks_appear_unless_paused(page: Page, origin: str, populated: Populated) -> None:
    say = speak("ru")
    page.goto(f"{origin}/ru/blocks")
    expect(page.locator(".live-state")).to_have_text(say("page-live-on"))
    first = page.locator("#rows tbody tr td").first
    expect(first).to_have_text(say.number(_seal(populated)), timeout=15_000)
    page.click("#live button")
    expect(page.locator(".live-state")).to_have_text(say("page-live-off"))
    before = first.inner_text()
    later = _seal(populated)
    page.wait_for_timeout(4_000)
    assert first.inner_text() == before
    page.click("#live button")
    page.evaluate("document.activeElement.blur()")
    expect(first).to_have_text(say.number(later), timeout=15_000)


@pytest.mark.engines
def test_what_the_reader_is_in_is_left_alone(page: Page, origin: str, populated: Populated) -> None:
    page.goto(f"{origin}/en/")
    link = page.locator("#newest a").last
    link.focus()
    sealed = _seal(populated)
    page.wait_for_timeout(4_000)
    assert page.evaluate("document.activeElement.closest('#newest') !== null")
    page.evaluate("document.activeElement.blur()")
    expect(page.locator("#as-of")).to_contain_text(str(sealed), timeout=15_000)


@pytest.mark.engines
def test_without_a_place_the_page_is_asked_for_now_and_then(
    page: Page, origin: str, populated: Populated
) -> None:
    page.route("**/live", lambda route: route.fulfill(status=503, body=""))
    page.goto(f"{origin}/kk/blocks")
    sealed = _seal(populated)
    first = page.locator("#rows tbody tr td").first
    expect(first).to_have_text(speak("kk").number(sealed), timeout=30_000)
