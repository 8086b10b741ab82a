"""The registers over a chain, and over one whose clock the tests move on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.node import Role, running_node
from tests.support.registers import Registers, open_registers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eth_account.signers.local import LocalAccount

    from tests.support.node import RunningNode


@pytest.fixture(scope="package")
def moving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registers]:
    """The registers over a node of their own, whose clock `node.shift` moves on.

    Mining starts thirty days after it is notified.
    """
    folder = tmp_path_factory.mktemp("moving")
    with running_node(folder / "node", shifting=True) as node:
        yield open_registers(node, folder)


@pytest.fixture(scope="module")
def registers(chain_node: RunningNode, tmp_path_factory: pytest.TempPathFactory) -> Registers:
    return open_registers(chain_node, tmp_path_factory.mktemp("mining"))


@pytest.fixture(scope="module")
def miner(registers: Registers) -> LocalAccount:
    return registers.node.admit(Role.MINER)
