"""One installation for the tests of the HTTP interface, and a client that speaks to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.http import client_of
from tests.support.world import World, open_world

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from tests.support.node import RunningNode


@pytest.fixture(scope="session")
def world(chain_node: RunningNode, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The installation that these tests share."""
    with open_world(chain_node, tmp_path_factory.mktemp("api")) as opened:
        yield opened


@pytest.fixture(scope="session")
def client(world: World) -> Iterator[httpx.Client]:
    """A client of the application, speaking English."""
    with client_of(world.app()) as connected:
        yield connected
