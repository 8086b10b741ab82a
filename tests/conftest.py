"""Fixtures that the tests of every package may ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.support.node import running_node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.node import RunningNode

# A machine that does other work as well takes longer over an example: that is no fault.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def chain_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningNode]:
    """One node for the session, shared by all tests that ask for it."""
    with running_node(tmp_path_factory.mktemp("session") / "home") as node:
        yield node
