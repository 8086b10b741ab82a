"""The first page is light: what a slow line has to carry for it is bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from api.languages import LANGUAGES, Language
from tests.api.pages.browser import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.engines

_MOST_BYTES = 100 * 1024
_MOST_REQUESTS = 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_is_light(origin: str, language: Language) -> None:
    with chromium() as browser:
        taken = _load(browser, f"{origin}/{language}/")
    assert 0 < sum(taken) < _MOST_BYTES
    assert 2 < len(taken) < _MOST_REQUESTS


def _load(browser: Browser, address: str) -> list[float]:
    """Bytes of each answer that a page needs, heads and all, as they came."""
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    taken: list[float] = []

    def finished(event: dict[str, Any]) -> None:
        taken.append(event["encodedDataLength"])

    session.on("Network.loadingFinished", finished)
    session.send("Network.enable")
    page.goto(address, wait_until="load")
    context.close()
    return taken
