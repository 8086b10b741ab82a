"""Every page in a real browser: nothing breaks, nothing leaves the host, nothing overflows."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import expect

from api.languages import LANGUAGES, Language
from tests.api.pages.browser import WIDTHS, addresses, chromium
from tests.api.pages.populated import POINT
from tests.api.pages.reading import speak

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.api.pages.populated import Populated

pytestmark = pytest.mark.engines

_LEFT_BEHIND = "net::ERR_ABORTED"
"""What a request for the icon is told when the next page is opened before its answer."""

_TABLET = 1000
"""Between the cards of a phone and the wide tables of a desk."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    yield opened
    opened.close()


def _watch(page: Page, origin: str) -> list[str]:
    """What goes wrong on the page from now on; a 404 of the page itself is not wrong."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: faults.append(f"dialog: {dialog.message}"))
    page.on(
        "requestfailed",
        lambda request: (
            faults.append(f"{request.failure}: {request.url}")
            if request.failure != _LEFT_BEHIND
            else None
        ),
    )
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith(origin) else faults.append(f"outside: {request.url}")
        ),
    )
    page.on(
        "console",
        lambda message: (
            faults.append(message.text)
            if message.type in {"error", "warning"} and "404 (Not Found)" not in message.text
            else None
        ),
    )
    return faults


@pytest.mark.parametrize("width", [*WIDTHS, _TABLET])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_whole_at_every_width(
    page: Page, origin: str, populated: Populated, language: Language, width: int
) -> None:
    faults = _watch(page, origin)
    page.set_viewport_size({"width": width, "height": 900})
    for name, path in addresses(populated).items():
        page.goto(f"{origin}/{language}{path}")
        assert faults == [], name
        assert page.title() != "taken"
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0, f"{name}: {overflow} px too wide"
        cut = page.evaluate(
            "[...document.querySelectorAll('h1,h2,a,button,dt,.badge,th')]"
            ".filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1"
            " && getComputedStyle(e).overflow != 'visible').length"
        )
        assert cut == 0, name


@pytest.mark.parametrize("size", [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000, 3_000_017])
def test_the_hasher_in_the_page_agrees_with_sha_256(page: Page, origin: str, size: int) -> None:
    page.goto(f"{origin}/en/verify")
    content = bytes(place * 7 % 251 for place in range(size))
    script = page.locator("script[src$='verify.js']").get_attribute("src") or ""
    answer = page.evaluate(
        """async ([source, size]) => {
            const { hashFile } = await import(source);
            const bytes = Uint8Array.from({ length: size }, (_, place) => (place * 7) % 251);
            return hashFile(new Blob([bytes]), () => {}, 1 << 20);
        }""",
        [script.replace("verify.js", "sha256.js"), size],
    )
    assert answer == hashlib.sha256(content).hexdigest()


def test_a_chosen_file_is_hashed_here_and_only_its_digest_is_sent(
    page: Page, origin: str, tmp_path: Path
) -> None:
    faults = _watch(page, origin)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    page.goto(f"{origin}/kk/verify")
    path = tmp_path / "point.py"
    path.write_bytes(POINT)
    page.set_input_files("#file", path)
    expect(page.locator(".verdict h2")).to_have_text(speak("kk")("page-verify-known"))
    assert urlsplit(page.url).query == f"digest={hashlib.sha256(POINT).hexdigest()}"
    assert all(each.startswith("GET ") for each in asked)
    assert faults == []


def test_a_proof_chosen_as_a_file_is_sent_when_its_reader_says_so(
    page: Page, origin: str, tmp_path: Path
) -> None:
    faults = _watch(page, origin)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    document = tmp_path / "deposit-1.proof.json"
    document.write_bytes(httpx.get(f"{origin}/v1/deposits/1/proof").content)
    page.goto(f"{origin}/en/verify")
    page.set_input_files("#file", document)
    say = speak("en")
    ready = say("page-verify-is-proof", page=say("proof-page-title"))
    expect(page.locator("#state")).to_have_text(ready)
    assert all(each.startswith("GET ") for each in asked)
    page.click("form[method=post] button")
    expect(page.locator(".verdict h2")).to_have_text(say("page-verify-holds"))
    assert faults == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_folder_is_answered_file_by_file_and_only_digests_are_sent(
    page: Page, origin: str, language: Language, width: int, tmp_path: Path
) -> None:
    faults, say = _watch(page, origin), speak(language)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    page.set_viewport_size({"width": width, "height": 900})
    folder = tmp_path / "metering"
    (folder / "src").mkdir(parents=True)
    (folder / "src" / "point.py").write_bytes(POINT)
    (folder / "src" / "changed.py").write_bytes(POINT + b"\n")
    page.goto(f"{origin}/{language}/verify")
    page.set_input_files("#folder", folder)
    expect(page.locator("#state")).to_have_text(say("page-verify-summary", known="1", total="2"))
    found = {
        line.locator("bdi").inner_text(): line.locator(".badge").inner_text()
        for line in page.locator("#answers tbody tr").all()
    }
    assert found == {
        "src/point.py": say("page-verify-known"),
        "src/changed.py": say("page-verify-unknown"),
    }
    assert all(each.startswith("GET ") for each in asked)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.click("#answers tr:has(bdi:text('point.py')) a")
    expect(page.locator(".verdict h2")).to_have_text(say("page-verify-known"))
    assert faults == []


def test_more_files_than_are_asked_for_are_refused_before_any_is_read(
    page: Page, origin: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{origin}/en/verify")
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            for (let n = 0; n <= 1000; n += 1) data.items.add(new File(["a"], `${n}.py`));
            const event = new DragEvent("drop", { dataTransfer: data, cancelable: true });
            document.getElementById("drop").dispatchEvent(event);
        }""",
    )
    expect(page.locator("#state")).to_have_text(speak("en")("page-verify-many"))
    assert not any("/v1/verifications/" in each for each in asked)


def test_a_changed_file_is_not_known(page: Page, origin: str, tmp_path: Path) -> None:
    page.goto(f"{origin}/kk/verify")
    path = tmp_path / "point.py"
    path.write_bytes(POINT + b"\n")
    page.set_input_files("#file", path)
    expect(page.locator(".verdict h2")).to_have_text(speak("kk")("page-verify-unknown"))


def test_a_dropped_file_is_hashed_too(page: Page, origin: str) -> None:
    page.goto(f"{origin}/ru/verify")
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.items.add(new File([text], "point.py"));
            const event = new DragEvent("drop", { dataTransfer: data, cancelable: true });
            document.getElementById("drop").dispatchEvent(event);
        }""",
        POINT.decode(),
    )
    expect(page.locator(".verdict h2")).to_have_text(speak("ru")("page-verify-known"))


def test_without_scripts_a_digest_is_checked_by_the_form(browser: Browser, origin: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{origin}/en/verify")
    expect(page.locator("#file-check")).to_be_hidden()
    page.fill("#digest", hashlib.sha256(POINT).hexdigest())
    page.click("#digest-check button")
    expect(page.locator(".verdict.good")).to_be_visible()
    page.goto(f"{origin}/en/deposits/1")
    expect(page.locator("h1")).to_have_text("Heat metering system")
    context.close()


def test_a_shortened_hash_is_selected_whole(page: Page, origin: str, populated: Populated) -> None:
    page.goto(f"{origin}/en/blocks")
    text = page.evaluate(
        """() => {
            const hash = document.querySelector("td .hash");
            getSelection().selectAllChildren(hash);
            return getSelection().toString();
        }"""
    )
    assert text == populated.services.index.blocks(1).items[0].hash


def test_the_keyboard_reaches_content_first_and_focus_is_seen(page: Page, origin: str) -> None:
    page.goto(f"{origin}/en/deposits/1")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_every_field_has_a_label_and_every_page_its_landmarks(
    page: Page, origin: str, populated: Populated
) -> None:
    for name, path in addresses(populated).items():
        page.goto(f"{origin}/kk{path}")
        unnamed = page.evaluate(
            "[...document.querySelectorAll('input:not([type=hidden]), select')]"
            ".filter(e => !e.labels.length).length"
        )
        assert unnamed == 0, name
        for landmark in ("header.top", "main", "footer", "nav"):
            assert page.locator(landmark).count() >= 1
        assert page.locator("h1").count() == 1, name


def test_the_language_switch_leads_to_the_same_record(page: Page, origin: str) -> None:
    page.goto(f"{origin}/kk/deposits/1")
    page.click(".languages a[hreflang=ru]")
    expect(page.locator("h1")).to_have_text("Система учёта тепла")
    assert re.search(r"/ru/deposits/1$", page.url)
