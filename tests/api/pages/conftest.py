"""A filled installation of their own for the tests of pages, and clients of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from api.languages import LANGUAGES, Language
from tests.api.pages.browser import addresses
from tests.api.pages.populated import populate
from tests.support.http import serving
from tests.support.node import running_node
from tests.support.world import open_world

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.api.pages.populated import Populated


@pytest.fixture(scope="session")
def populated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Populated]:
    """One record of everything, over a node that no other test writes to."""
    folder = tmp_path_factory.mktemp("pages")
    with running_node(folder / "node", shifting=True) as node, open_world(node, folder) as world:
        yield populate(world)


@pytest.fixture(scope="session")
def origin(populated: Populated) -> Iterator[str]:
    """Where the filled installation is served: `http://127.0.0.1:PORT`."""
    with serving(populated.world.app()) as url:
        yield url


@pytest.fixture(scope="session")
def reader(origin: str) -> Iterator[httpx.Client]:
    """A browser's requests without the browser."""
    with httpx.Client(base_url=origin, timeout=60) as client:
        yield client


@pytest.fixture(scope="session")
def pages(reader: httpx.Client, populated: Populated) -> dict[tuple[Language, str], httpx.Response]:
    """Every page in every language, asked for once: by language and name."""
    return {
        (language, name): reader.get(f"/{language}{path}")
        for language in LANGUAGES
        for name, path in addresses(populated).items()
    }
