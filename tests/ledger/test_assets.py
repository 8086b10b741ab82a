"""Digital assets on a real chain: what the index answers is what the contract says."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from eth_account import Account

from ledger.assets.model import BackingKind, Holding
from ledger.assets.tables import AssetClassRow, HoldingRow
from ledger.database import writing
from ledger.errors import NotFound, Rejected, VerificationError
from ledger.types import ZERO_ADDRESS, Address, ClassId
from tests.ledger.market import (
    DECISION,
    EVIDENCE,
    FOREVER,
    RIGHTS,
    Market,
    allow,
    attest,
    open_market,
    register,
)
from tests.support.chain import address
from tests.support.node import Role

if TYPE_CHECKING:
    from ledger.assets.model import Movement
    from ledger.paging import Page
    from tests.support.chain import Ledger

MOST = 2**255  # more than any SQL integer or float can say exactly


@pytest.fixture
def market(ledger: Ledger) -> Market:
    """A class backed by a very large amount, with three admitted holders and nothing issued."""
    return open_market(ledger, MOST, 3)


def test_a_registered_class_is_listed_before_anyone_attests_it(ledger: Ledger) -> None:
    issuer = ledger.admit(Role.ISSUER)
    class_id = register(ledger, issuer)
    head = ledger.indexer().catch_up()
    asset = ledger.assets.asset(class_id)
    assert asset.issuer == ledger.chain.call("participants", "number_of", issuer.address)
    assert asset.issuer_account == address(issuer)
    assert (asset.backing_kind, asset.decision, asset.rights) == (
        BackingKind.GOODS,
        DECISION,
        RIGHTS,
    )
    assert (asset.uri, asset.supply, asset.backing) == ("https://example.kz/rights", 0, None)
    assert asset.registered.block == head
    assert asset in ledger.assets.assets(200).items


def test_backing_supply_and_shortfall_are_exact(market: Market) -> None:
    ledger = market.ledger
    market.issue(market.holders[0], MOST)
    attest(ledger, market.attestor, market.class_id, MOST - 7)
    ledger.indexer().catch_up()
    asset = ledger.assets.asset(market.class_id)
    assert asset.supply == MOST
    assert asset.backing is not None
    assert asset.backing.amount == MOST - 7
    assert asset.backing.valid_until == FOREVER
    assert asset.backing.attestor == address(market.attestor)
    assert asset.backing.evidence == EVIDENCE
    assert asset.shortfall == 7


def test_issuing_beyond_the_backing_is_refused(market: Market) -> None:
    market.issue(market.holders[0], MOST)
    with pytest.raises(Rejected) as refused:
        market.issue(market.holders[0], 1)
    assert refused.value.code == "contract.refused"
    assert refused.value.facts["contract"] == "digital_assets"


def test_a_transfer_to_a_stranger_or_of_too_much_is_refused(market: Market) -> None:
    one, two, _ = market.holders
    market.issue(one, 5)
    draft = market.ledger.assets.draft_transfer
    for to, amount in ((Address("0x" + "0" * 39 + "1"), 1), (address(two), 6)):
        with pytest.raises(Rejected) as refused:
            draft(address(one), market.class_id, to, amount)
        assert refused.value.code == "contract.refused"
    with pytest.raises(Rejected, match=r"contract\.bad-arguments"):
        draft(address(one), market.class_id, address(two), -1)


def test_holders_are_listed_the_largest_first_and_none_with_nothing(market: Market) -> None:
    one, two, three = market.holders
    ledger = market.ledger
    market.issue(one, 100)
    market.transfer(one, two, 70)
    market.issue(three, 9)
    market.transfer(three, one, 9)
    head = ledger.indexer().catch_up()
    page = ledger.assets.holders(market.class_id, 10)
    expected = [(two, 70), (one, 39)]
    assert page.total == 2
    assert list(page.items) == [
        Holding(market.class_id, address(account), amount, 0, head) for account, amount in expected
    ]
    assert ledger.assets.holding(market.class_id, address(three)).amount == 0
    assert ledger.assets.holdings(address(three), 10).items == ()
    first = ledger.assets.holders(market.class_id, 1)
    second = ledger.assets.holders(market.class_id, 1, first.next)
    assert (*first.items, *second.items) == page.items
    assert second.next is None


def test_movements_are_listed_newest_first_by_class_and_by_account(market: Market) -> None:
    one, two, three = market.holders
    ledger = market.ledger
    market.issue(one, 100)
    market.transfer(one, two, 60)
    market.transfer(two, three, 1)
    ledger.indexer().catch_up()

    def told(page: Page[Movement]) -> list[tuple[str, str, int]]:
        return [(m.sender, m.recipient, m.amount) for m in page.items]

    issue = (ZERO_ADDRESS, one.address, 100)
    first, last = (one.address, two.address, 60), (two.address, three.address, 1)
    movements = ledger.assets.movements
    assert told(movements(market.class_id, limit=10)) == [last, first, issue]
    assert told(movements(account=address(one), limit=10)) == [first, issue]
    assert told(movements(market.class_id, address(three), limit=10)) == [last]
    page = movements(market.class_id, limit=2)
    assert page.total == 3
    assert told(movements(market.class_id, limit=2, after=page.next)) == [issue]
    assert page.items[0].operator == address(two)
    assert ledger.store.transaction(page.items[0].transaction).sender == address(two)


@pytest.mark.parametrize("wanted", [0, -1, 10**9, 2**200])
def test_a_class_that_is_not_there_is_not_found(ledger: Ledger, wanted: int) -> None:
    ledger.indexer().catch_up()
    unknown, assets = ClassId(wanted), ledger.assets
    for ask in (
        lambda: assets.asset(unknown),
        lambda: assets.holders(unknown, 10),
        lambda: assets.holding(unknown, ZERO_ADDRESS),
        lambda: assets.movements(unknown, limit=10),
    ):
        with pytest.raises(NotFound, match=r"asset\.unknown"):
            ask()


@dataclass
class Replay:
    """The naive book: what must come of the acts."""

    balances: dict[tuple[int, str], int] = field(default_factory=lambda: defaultdict(int))

    def move(self, class_id: int, sender: str | None, to: str, amount: int) -> None:
        if sender is not None:
            self.balances[class_id, sender] -= amount
        self.balances[class_id, to] += amount


def test_after_a_random_history_index_contract_and_naive_replay_agree(market: Market) -> None:
    """Issues, single and batch transfers, a lost key and the claim of what it held."""
    ledger, chance = market.ledger, random.Random(33)  # noqa: S311 - a history, not a secret
    ids = [market.class_id, register(ledger, market.issuer)]
    attest(ledger, market.attestor, ids[1], MOST)
    for holder in market.holders:
        allow(ledger, market.issuer, ids[1], holder)
    replay, indexer = Replay(), ledger.indexer(range_size=3)
    past: dict[int, dict[tuple[int, str], int]] = {}
    for step in range(16):
        _random_act(market, ids, replay, chance)
        past[ledger.chain.head().number] = dict(replay.balances)
        if step == 8:
            _replace_a_key(market, ids, replay)
        if step % 8 == 7:
            indexer.catch_up()
            _check_balances(market, ids, replay)
    _check_past(market, past)
    undisturbed = [ledger.assets.holders(i, 200) for i in ids]
    indexer.rebuild()
    assert [ledger.assets.holders(i, 200) for i in ids] == undisturbed


def _random_act(market: Market, ids: list[ClassId], replay: Replay, chance: random.Random) -> None:
    class_id, (one, two) = chance.choice(ids), chance.choices(market.holders, k=2)
    kind, has = chance.choice("itb"), replay.balances[class_id, one.address]
    if kind == "i" or not has:
        amount = chance.choice([1, 10**6, 2**200 + chance.getrandbits(100)])
        draft = market.ledger.assets.draft_issue(
            address(market.issuer), class_id, address(one), amount
        )
        market.act(market.issuer, draft)
        replay.move(class_id, None, one.address, amount)
        return
    amounts = [chance.randint(0, replay.balances[i, one.address]) for i in ids]
    if kind == "t":
        amount = chance.choice([has, has // 2])
        draft = market.ledger.assets.draft_transfer(address(one), class_id, address(two), amount)
        replay.move(class_id, one.address, two.address, amount)
    else:
        draft = market.ledger.chain.build(
            address(one),
            "digital_assets",
            "safeBatchTransferFrom",
            *(one.address, two.address, ids, amounts, b""),
        )
        for each, amount in zip(ids, amounts, strict=True):
            replay.move(each, one.address, two.address, amount)
    market.act(one, draft)


def _replace_a_key(market: Market, ids: list[ClassId], replay: Replay) -> None:
    """The first holder loses the key; the new one claims what the old one held."""
    ledger, authority = market.ledger, market.ledger.node.authority
    old, new = market.holders[0], Account.create()
    draft = ledger.participants.draft_replacement(
        address(authority), address(old), address(new), EVIDENCE
    )
    market.act(authority, draft)
    market.holders[0] = new
    for class_id in ids:
        held = replay.balances[class_id, old.address]
        if held:
            market.act(new, ledger.assets.draft_claim(address(new), class_id, address(old)))
            replay.move(class_id, old.address, new.address, held)


def _check_balances(market: Market, ids: list[ClassId], replay: Replay) -> None:
    ledger = market.ledger
    head = ledger.store.head()
    assert head is not None
    for (class_id, account), expected in replay.balances.items():
        found = ledger.assets.holding(ClassId(class_id), Address(account)).amount
        asked = ("digital_assets", "balanceOf", account, class_id)
        assert found == expected == ledger.chain.call(*asked, block=head.number)
    for class_id in ids:
        supply = ledger.assets.asset(class_id).supply
        holders = ledger.assets.holders(class_id, 200).items
        assert supply == sum(h.amount for h in holders)
        assert supply == ledger.chain.call(
            "digital_assets", "totalSupply", class_id, block=head.number
        )


def _check_past(market: Market, past: dict[int, dict[tuple[int, str], int]]) -> None:
    """Every balance after every act: by the replay, the index, and the contract at that block."""
    ledger = market.ledger
    assert len(past) > 8
    for number, balances in past.items():
        at = ledger.chain.block(number).ref
        for (class_id, account), expected in balances.items():
            found = ledger.assets.holding(ClassId(class_id), Address(account), at)
            asked = ("digital_assets", "balanceOf", account, class_id)
            assert found.amount == expected == ledger.chain.call(*asked, block=number)
        for class_id in {of for of, _ in balances}:
            page = ledger.assets.holders(ClassId(class_id), 200, None, at)
            held = {a: n for (of, a), n in balances.items() if of == class_id and n}
            assert {each.account: each.amount for each in page.items} == held
            assert page.total == len(held)


def test_a_book_that_does_not_add_up_stops_the_indexer(market: Market) -> None:
    one, two, _ = market.holders
    ledger = market.ledger
    market.issue(one, 5)
    ledger.indexer().catch_up()
    with writing(ledger.index) as session:
        session.delete(session.get(HoldingRow, (market.class_id, one.address)))
    market.transfer(one, two, 5)
    with pytest.raises(VerificationError) as stopped:
        ledger.indexer().catch_up()
    assert stopped.value.code == "index.negative-balance"
    with writing(ledger.index) as session:
        session.delete(session.get(AssetClassRow, market.class_id))
    with pytest.raises(VerificationError, match=r"index\.out-of-order"):
        ledger.indexer().catch_up()
    ledger.indexer().rebuild()
    assert ledger.assets.holding(market.class_id, address(two)).amount == 5
