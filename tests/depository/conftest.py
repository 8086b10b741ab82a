"""Registers over the session's node, a depositor, and a tree to deposit."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.support.node import Role
from tests.support.registers import Registers, open_registers

if TYPE_CHECKING:
    from pathlib import Path

    from eth_account.signers.local import LocalAccount

    from tests.support.node import RunningNode


@pytest.fixture(scope="module")
def registers(chain_node: RunningNode, tmp_path_factory: pytest.TempPathFactory) -> Registers:
    return open_registers(chain_node, tmp_path_factory.mktemp("depository"))


@pytest.fixture(scope="module")
def depositor(registers: Registers) -> LocalAccount:
    return registers.node.admit(Role.DEPOSITOR)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small source tree that no other test has."""
    folder = tmp_path / "tree"
    (folder / "src").mkdir(parents=True)
    (folder / "src" / "main.py").write_bytes(b"# " + os.urandom(16).hex().encode())
    (folder / "ОҚЫ.md").write_bytes(b"same everywhere\n")
    return folder
