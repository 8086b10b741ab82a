"""An installation of these tests' own, and a client of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api.etherscan.stage import Stage, staged
from tests.support.http import client_of
from tests.support.node import running_node
from tests.support.world import open_world

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One asset that moves, over a node that no other test writes to."""
    folder = tmp_path_factory.mktemp("etherscan")
    with running_node(folder / "node") as node, open_world(node, folder) as world:
        yield staged(world)


@pytest.fixture(scope="session")
def tool(stage: Stage) -> Iterator[httpx.Client]:
    """A tool that speaks English."""
    with client_of(stage.world.app()) as connected:
        yield connected
