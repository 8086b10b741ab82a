"""Fixtures that the tests of every package may ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.node import running_node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.node import RunningNode


@pytest.fixture(scope="session")
def chain_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningNode]:
    """One node for the session, shared by all tests that ask for it."""
    with running_node(tmp_path_factory.mktemp("session") / "home") as node:
        yield node
