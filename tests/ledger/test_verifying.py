"""The index held against the contracts: whole, by sample, and when a row was altered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from ledger.assets import claims as assets
from ledger.assets.tables import BalanceRow
from ledger.database import IndexRow, writing
from ledger.errors import Unavailable, VerificationError
from ledger.index.values import amount_to_text
from ledger.index.verifying import verify
from ledger.participants import claims as participants
from ledger.types import Digest
from tests.ledger.market import Market, open_market
from tests.support.chain import address, opened

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.chain import Ledger

SOURCES = (*participants.SOURCES, *assets.SOURCES)


@pytest.fixture
def market(ledger: Ledger) -> Market:
    """A class that was issued, passed on and frozen in part, and a suspended participant."""
    market = open_market(ledger, 10)
    holders = market.holders
    market.issue(holders[0], 10)
    market.transfer(holders[0], holders[1], 10)
    authority, basis = ledger.node.authority, Digest(b"\x07" * 32)
    freeze = ledger.assets.enforcement.draft_freeze
    held = (market.class_id, address(holders[1]), 4, basis)
    ledger.act(authority, freeze(address(authority), *held))
    suspend = ledger.participants.draft_suspension
    ledger.act(authority, suspend(address(authority), address(holders[0]), basis))
    ledger.indexer().catch_up()
    return market


def test_every_row_or_a_sample_is_what_the_contract_answers(market: Market) -> None:
    chain, index = market.ledger.chain, market.ledger.index
    whole = verify(chain, index, SOURCES)
    assert whole.compared > 20
    assert whole.block == market.ledger.store.head()
    told: list[int] = []
    assert 0 < verify(chain, index, SOURCES, 2, told.append).compared <= 16
    assert told


def test_a_row_that_was_altered_is_named(market: Market) -> None:
    chain, index = market.ledger.chain, market.ledger.index
    mine = select(BalanceRow).where(BalanceRow.class_id == market.class_id)
    with writing(index) as session:
        row = session.exec(mine).first()
        assert row is not None
        key, right = (row.class_id, row.account, row.block), row.amount
        row.amount = amount_to_text(7)
    try:
        with pytest.raises(VerificationError) as refused:
            verify(chain, index, SOURCES)
    finally:
        with writing(index) as session:
            session.get_one(BalanceRow, key).amount = right
    assert refused.value.code == "index.differs"
    assert refused.value.facts == {
        "what": f"digital_assets.balanceOf({key[1]}, {key[0]})",
        "block": str(key[2]),
        "index": "7",
        "chain": str(int(right)),
    }


def test_an_empty_index_says_nothing(market: Market, tmp_path: Path) -> None:
    with opened(tmp_path / "index.db", IndexRow) as empty, pytest.raises(Unavailable):
        verify(market.ledger.chain, empty, SOURCES)
