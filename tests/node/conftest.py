"""The chain that most tests of the node begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from node.deployment import Home
from node.follow.roots import read_roots
from tests.node.asking import ROOT
from tests.node.following import Original
from tests.node.sources import methods_of
from tests.node.world import opened
from tests.support.node import Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from web3.types import TxReceipt

    from tests.node.world import World
    from tests.support.node import RunningNode


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A new chain with the contracts deployed."""
    with opened(tmp_path / "home") as made:
        yield made


@pytest.fixture(scope="session")
def post(chain_node: RunningNode) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=chain_node.url) as client:
        yield client


@pytest.fixture(scope="session")
def receipt(chain_node: RunningNode) -> TxReceipt:
    """Of a deposit, in a block that holds nothing else."""
    depositor = chain_node.admit(Role.DEPOSITOR)
    return chain_node.act(depositor, "depository", "deposit", ROOT, 10, 3, 0, 0, bytes(32))


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Original]:
    """A chain that is served to followers."""
    with opened(tmp_path_factory.mktemp("original") / "home") as world:
        genesis = Home(world.home).genesis
        roots = read_roots(genesis, None, Home(world.home).deployment)
        made = Original(world, roots, methods_of(world))
        for _ in range(3):
            made.grow()
        yield made
