"""A ledger over the session's node."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.chain import connect, open_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger.chain import Chain
    from tests.support.chain import Ledger
    from tests.support.node import RunningNode


@pytest.fixture(scope="session")
def chain(chain_node: RunningNode) -> Chain:
    """The gateway to the session's node."""
    return connect(chain_node)


@pytest.fixture
def ledger(chain_node: RunningNode, chain: Chain, tmp_path: Path) -> Iterator[Ledger]:
    """A ledger with an empty index and an empty vault."""
    with open_ledger(chain_node, chain, tmp_path / "ledger") as ledger:
        yield ledger
