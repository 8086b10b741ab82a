"""An index that is emptied while an indexer works on it, as a rebuild beside one does."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest

from ledger.database import writing
from ledger.index.writer import clear_blocks
from tests.support.chain import Ledger, dump, projections
from tests.support.node import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.chain import Chain


class Meanwhile:
    """A chain that lets something happen, once, just before it answers a question."""

    def __init__(self, chain: Chain, question: str, act: Callable[[], object]) -> None:
        self._chain, self._question, self._acts = chain, question, [act]

    def __getattr__(self, name: str) -> Any:
        if name == self._question and self._acts:
            self._acts.pop()()
        return getattr(self._chain, name)


@pytest.mark.parametrize("question", ["final_head", "sealed"])
def test_an_index_emptied_beside_a_running_indexer_is_filled_without_a_gap(
    ledger: Ledger, question: str
) -> None:
    ledger.indexer().catch_up()
    ledger.admit(Role.MINER)

    def empty() -> None:
        with writing(ledger.index) as session:
            for projection in projections():
                projection.clear(session)
            clear_blocks(session)

    chain: Any = Meanwhile(ledger.chain, question, empty)
    dataclasses.replace(ledger.indexer(range_size=1), chain=chain).catch_up()
    ledger.indexer().catch_up()
    found = dump(ledger.index)
    ledger.indexer().rebuild()
    assert dump(ledger.index) == found
