"""A chain that parts from the one that was indexed is not followed."""

from __future__ import annotations

import dataclasses
import shutil
from typing import TYPE_CHECKING

import pytest

from ledger.errors import VerificationError
from tests.support.chain import Ledger, connect, dump, open_ledger
from tests.support.node import make_home, start

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from tests.support.node import RunningNode


def test_a_chain_that_contradicts_the_index_stops_it_loudly(tmp_path: Path) -> None:
    """Two chains with one genesis that part: at the parent of the next block, or at the head."""
    first_home = make_home(tmp_path / "first")
    shutil.copytree(first_home, tmp_path / "second")
    first, second = start(first_home), start(tmp_path / "second")
    try:
        with open_ledger(first, connect(first), tmp_path / "ledger") as ledger:
            first.admit()
            ledger.indexer().catch_up()
            second.admit()
            same_height = _mismatch(ledger.index, ledger, second)
            second.admit()
            longer = _mismatch(ledger.index, ledger, second)
            head = ledger.store.head()
            assert head is not None
            assert same_height.facts["block"] == head.number
            assert longer.facts["block"] == head.number + 1
            assert longer.facts["expected"] == head.hash

            over_second = dataclasses.replace(ledger, node=second, chain=connect(second))
            anew = over_second.indexer().rebuild()
            assert anew == over_second.chain.head()
    finally:
        first.stop()
        second.stop()


def _mismatch(index: Engine, ledger: Ledger, node: RunningNode) -> VerificationError:
    before = dump(index)
    over_node = dataclasses.replace(ledger, node=node, chain=connect(node))
    with pytest.raises(VerificationError) as stopped:
        over_node.indexer().catch_up()
    assert stopped.value.code == "index.parent-mismatch"
    assert dump(index) == before
    return stopped.value
