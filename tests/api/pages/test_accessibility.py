"""Every page meets WCAG 2.2 AA as far as axe-core can tell, in each language, width and scheme."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

from api.languages import LANGUAGES, Language
from tests.api.pages.browser import WIDTHS, addresses, chromium

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.api.pages.populated import Populated

pytestmark = pytest.mark.engines

_AXE = Path("tests/engines/js/node_modules/axe-core/axe.min.js")
_LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_ASKED = """async levels => {
    const { violations } = await axe.run(document, {
        runOnly: levels,
        resultTypes: ["violations"],
    });
    return violations.map(({ id, nodes }) => ({
        id,
        nodes: nodes.slice(0, 3).map(each => `${each.target.join(" ")}: ${each.html}`),
    }));
}"""

LOOKS = [
    *((language, width, "light") for language in LANGUAGES for width in WIDTHS),
    ("kk", WIDTHS[1], "dark"),
]


_FAULTY = """<!doctype html><title>Faulty</title><main><h1>A</h1><img src="data:,">
<p style="color: #999; background: #fff">Pale</p><input></main>"""


def _violations(page: Page) -> list[dict[str, Any]]:
    page.evaluate(_AXE.read_text("utf-8"))
    found: list[dict[str, Any]] = page.evaluate(_ASKED, _LEVELS)
    return found


def test_axe_finds_what_is_wrong() -> None:
    with chromium() as browser:
        page = browser.new_page()
        page.set_content(_FAULTY)
        found = {each["id"] for each in _violations(page)}
    assert found >= {"color-contrast", "html-has-lang", "image-alt", "label"}


@pytest.mark.timeout(1200)
@pytest.mark.parametrize(("language", "width", "scheme"), LOOKS)
def test_axe_finds_nothing(
    origin: str,
    populated: Populated,
    language: Language,
    width: int,
    scheme: Literal["light", "dark"],
) -> None:
    found: dict[str, Any] = {}
    with chromium() as browser:
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        for name, path in addresses(populated).items():
            page.goto(f"{origin}/{language}{path}")
            violations = _violations(page)
            if violations:
                found[name] = violations
    assert not found, found
