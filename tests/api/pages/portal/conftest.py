"""An installation that knows its own address, served to one browser for each module."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.api.pages.browser import chromium
from tests.api.pages.portal.person import Person
from tests.support.http import free_port, serving
from tests.support.world import open_world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from eth_account.signers.local import LocalAccount
    from playwright.sync_api import Browser

    from api.languages import Language
    from tests.support.node import RunningNode
    from tests.support.world import World


@dataclass(frozen=True)
class Portal:
    """A served installation whose index follows by itself, and a browser to visit it with."""

    world: World
    origin: str
    browser: Browser

    def person(self, account: LocalAccount, language: Language = "en") -> Person:
        """Somebody with a wallet in a browser of their own."""
        return Person.arrived(self.world, self.origin, self.browser, account, language)


@pytest.fixture(scope="module")
def portal(chain_node: RunningNode, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A portal over the chain that tests share."""
    with opened(chain_node, tmp_path_factory.mktemp("portal")) as found:
        yield found


@contextlib.contextmanager
def opened(node: RunningNode, folder: Path) -> Iterator[Portal]:
    """A portal over a node, with a browser."""
    port = free_port()
    origin = f"http://127.0.0.1:{port}"
    with open_world(node, folder) as world:
        stop = threading.Event()

        def follow() -> None:
            while not stop.wait(0.2):
                world.indexer.catch_up()

        follower = threading.Thread(target=follow)
        follower.start()
        try:
            app = world.app(public_url=origin)
            with serving(app, port=port), chromium() as browser:
                yield Portal(world, origin, browser)
        finally:
            stop.set()
            follower.join()
