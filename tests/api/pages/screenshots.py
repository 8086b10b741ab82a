"""Pictures of every page: `python -m tests.api.pages.screenshots OUT [page …]`.

Each page in three languages at both widths in the light scheme, and each in Kazakh in the dark.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from api.languages import LANGUAGES
from tests.api.pages.browser import WIDTHS, addresses, chromium
from tests.api.pages.populated import populate
from tests.support.http import serving
from tests.support.node import running_node
from tests.support.world import open_world

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["main"]

Scheme = Literal["light", "dark"]


def main() -> None:
    """Take the pictures that the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("pages", nargs="*", help="names of pages; all of them by default")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_node(Path(folder) / "node", shifting=True) as node,
        open_world(node, Path(folder)) as world,
    ):
        filled = populate(world)
        every = addresses(filled)
        chosen = {name: every[name] for name in arguments.pages or every}
        with serving(world.app()) as origin, chromium() as browser:
            for language in LANGUAGES:
                for width in WIDTHS:
                    stem = f"{language}-{width}"
                    _shoot(browser, f"{origin}/{language}", chosen, arguments.out / stem, width)
            _shoot(browser, f"{origin}/kk", chosen, arguments.out / "kk-dark", 1440, "dark")


def _shoot(
    browser: Browser,
    root: str,
    pages: dict[str, str],
    folder: Path,
    width: int,
    scheme: Scheme = "light",
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    for name, path in pages.items():
        page.goto(root + path)
        page.screenshot(path=folder / f"{name}.png", full_page=True)
    page.close()


if __name__ == "__main__":
    main()
