"""The register of enforcement on a real chain: every act of force, by whom it concerns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from eth_account import Account
from sqlmodel import select

from ledger.database import reading, writing
from ledger.enforcement import claims
from ledger.enforcement.model import Act
from ledger.enforcement.store import EnforcementStore, Sought
from ledger.enforcement.tables import EnforcementRow
from ledger.errors import Rejected, VerificationError
from ledger.index.values import amount_to_text
from ledger.index.verifying import verify
from tests.ledger.market import Market, open_market
from tests.support.chain import address
from tests.support.node import BASIS

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount

    from ledger.enforcement.model import Enforced
    from ledger.types import Address
    from tests.support.chain import Ledger


@pytest.fixture(scope="module")
def market(ledger: Ledger) -> Market:
    """A class with two holders."""
    market = open_market(ledger, 100)
    holders = market.holders
    market.issue(holders[0], 10)
    return market


def _acts(ledger: Ledger, **sought: object) -> list[Enforced]:
    ledger.indexer().catch_up()
    found: list[Enforced] = []
    after = None
    while True:
        page = EnforcementStore(ledger.index).acts(Sought(**sought), 2, after)  # type: ignore[arg-type] # as the tests name them
        found += page.items
        after = page.next
        if after is None:
            assert page.total == len(found)
            return found


def _told(acts: list[Enforced]) -> list[tuple[Act, int | None, Address | None, Address | None]]:
    assert all(each.basis == BASIS for each in acts)
    return [(each.act, each.amount, each.account, each.counterparty) for each in acts]


def test_freezes_forced_transfers_and_pauses_are_told_newest_first(
    ledger: Ledger, market: Market
) -> None:
    one, other = (address(each) for each in market.holders)
    number = market.class_id
    for function, *args in (
        ("setFrozenTokens", one, number, 4),
        ("forcedTransfer", one, other, number, 9),
        ("setFrozenTokens", one, number, 0),
        ("pause", number),
        ("resume", number),
    ):
        ledger.node.decree("digital_assets", function, *args)
    acts = _acts(ledger, asset=number)
    assert _told(acts) == [
        (Act.RESUME, None, None, None),
        (Act.PAUSE, None, None, None),
        (Act.UNFREEZE, 0, one, None),
        (Act.FORCED_TRANSFER, 9, one, other),
        (Act.FREEZE, 4, one, None),
    ]
    assert [each.recorded.block.number for each in acts] == sorted(
        (each.recorded.block.number for each in acts), reverse=True
    )
    assert {each.contract for each in acts} == {"digital_assets"}
    assert _told(_acts(ledger, account=other)) == [(Act.FORCED_TRANSFER, 9, one, other)]
    assert len(_acts(ledger, account=one, act=Act.FREEZE)) == 1
    assert _acts(ledger, asset=number + 1000) == []


def test_a_pause_of_all_has_the_asset_zero(ledger: Ledger) -> None:
    ledger.node.decree("digital_assets", "pause", 0)
    ledger.node.decree("digital_assets", "resume", 0)
    assert [each.act for each in _acts(ledger, asset=0)][:2] == [Act.RESUME, Act.PAUSE]


def test_acts_on_participants_are_told_with_both_keys(ledger: Ledger) -> None:
    account = ledger.admit()
    new: LocalAccount = Account.create()
    old, given = address(account), address(new)
    number = ledger.chain.call("participants", "number_of", old)
    ledger.node.decree("participants", "suspend", old)
    ledger.node.decree("participants", "reinstate", old)
    ledger.node.decree("participants", "replace_key", old, given)
    acts = _acts(ledger, account=old)
    assert _told(acts) == [
        (Act.KEY_REPLACEMENT, None, old, given),
        (Act.REINSTATEMENT, None, old, None),
        (Act.SUSPENSION, None, old, None),
    ]
    assert {each.participant for each in acts} == {number}


def test_a_revoked_system_is_an_act_and_an_attested_one_is_none(
    ledger: Ledger, market: Market
) -> None:
    issuer = ledger.chain.call("participants", "number_of", market.issuer.address)
    before = len(_acts(ledger))
    ledger.node.decree("asset_classes", "revoke_system", issuer)
    ledger.node.decree("asset_classes", "attest_system", issuer, b"\x01" * 32)
    (revoked, *_), after = _acts(ledger), len(_acts(ledger))
    assert after == before + 1
    assert (revoked.act, revoked.participant) == (Act.SYSTEM_REVOCATION, issuer)


def test_an_altered_act_is_found_by_verifying_the_index(ledger: Ledger, market: Market) -> None:
    held = address(market.holders[1])
    ledger.node.decree("digital_assets", "setFrozenTokens", held, market.class_id, 3)
    ledger.node.decree("digital_assets", "pause", market.class_id)
    ledger.node.decree("digital_assets", "resume", market.class_id)
    ledger.indexer().catch_up()
    assert verify(ledger.chain, ledger.index, claims.SOURCES).compared >= 3
    for act, column, value in (
        (Act.FREEZE, "amount", amount_to_text(5)),
        (Act.RESUME, "act", Act.PAUSE.value),
    ):
        mine = (
            select(EnforcementRow)
            .where(EnforcementRow.act == act.value, EnforcementRow.asset == market.class_id)
            .order_by(EnforcementRow.block.desc())  # type: ignore[attr-defined] # a column
        )
        with reading(ledger.index) as session:
            row = session.exec(mine).first()
            assert row is not None
            key, right = (row.block, row.log_index), getattr(row, column)
        _set(ledger, key, column, value)
        try:
            with pytest.raises(VerificationError, match=r"index\.differs"):
                verify(ledger.chain, ledger.index, claims.SOURCES)
        finally:
            _set(ledger, key, column, right)


def _set(ledger: Ledger, key: tuple[int, int], column: str, value: str) -> None:
    with writing(ledger.index) as session:
        setattr(session.get_one(EnforcementRow, key), column, value)


def test_a_rebuilt_index_has_the_same_acts_and_a_bad_cursor_is_refused(ledger: Ledger) -> None:
    before = _acts(ledger)
    assert before
    ledger.indexer().rebuild()
    assert _acts(ledger) == before
    with pytest.raises(Rejected, match=r"page\.bad-cursor"):
        EnforcementStore(ledger.index).acts(Sought(), 2, "strange")
