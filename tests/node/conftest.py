"""The chain that most tests of the node begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.node.world import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.node.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A new chain with the four contracts deployed."""
    with opened(tmp_path / "home") as made:
        yield made
