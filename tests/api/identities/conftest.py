"""An installation that trusts a root, an organisation below it, and who admits it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ledger.identities.trust import Trust
from tests.api.access.identified import Office
from tests.support.http import client_of
from tests.support.pki import Pki, pki
from tests.support.world import World, open_world

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from tests.support.node import RunningNode


@pytest.fixture(scope="module")
def hierarchy() -> Pki:
    """A root, an authority and an organisation."""
    return pki()


@pytest.fixture(scope="module")
def world(
    chain_node: RunningNode, tmp_path_factory: pytest.TempPathFactory, hierarchy: Pki
) -> Iterator[World]:
    """An installation with an anchor."""
    folder = tmp_path_factory.mktemp("identities")
    trust = Trust.read(*hierarchy.publish(folder))
    with open_world(chain_node, folder, trust=trust) as opened:
        yield opened


@pytest.fixture(scope="module")
def client(world: World) -> Iterator[httpx.Client]:
    """A client of it, speaking English."""
    with client_of(world.app()) as connected:
        yield connected


@pytest.fixture
def office(world: World, client: httpx.Client, hierarchy: Pki) -> Office:
    """The organisation."""
    return Office(client, world.folder, hierarchy)
