"""A chain whose clock the tests move on: mining starts thirty days after it is notified."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.node import running_node
from tests.support.registers import Registers, open_registers

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="package")
def moving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registers]:
    """The registers over a node of their own, whose clock `node.shift` moves on."""
    folder = tmp_path_factory.mktemp("moving")
    with running_node(folder / "node", shifting=True) as node:
        yield open_registers(node, folder)
