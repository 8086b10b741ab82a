"""The chain that most tests of the node begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from tests.node.asking import ROOT
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
    """A new chain with the four contracts deployed."""
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
    return chain_node.act(depositor, "depository", "deposit", ROOT, 10, 3, 0)
