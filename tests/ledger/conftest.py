"""A ledger over the session's node."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.chain import connect, open_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.chain import Chain
    from tests.support.chain import Ledger
    from tests.support.node import RunningNode


@pytest.fixture(scope="session")
def chain(chain_node: RunningNode) -> Chain:
    """The gateway to the session's node."""
    return connect(chain_node)


@pytest.fixture(scope="session")
def ledger(
    chain_node: RunningNode, chain: Chain, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ledger]:
    """A ledger that grows through the session: each test catches up on what it did itself."""
    with open_ledger(chain_node, chain, tmp_path_factory.mktemp("ledger")) as ledger:
        yield ledger
