"""Mined assets from a declaration to another owner: real chain, real SQL."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

import pytest

from ledger.errors import NotFound, Rejected
from ledger.types import Digest, MinedAssetId, NotificationId, ParticipantId, Timestamp
from mining_registry.mined.model import MinedAsset, check_asset_name
from mining_registry.rules import last_second, midnight
from tests.mining_registry.miners import BITCOIN, declaration, mining, of, today
from tests.support.node import Role

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount

    from mining_registry.model import Notification
    from tests.support.registers import Registers

BASIS = Digest(b"\x07" * 32)
_EVIDENCE = count(1)
Miner = tuple["LocalAccount", "Notification"]


@pytest.fixture(scope="module")
def begun(moving: Registers) -> Miner:
    """A miner, and the notification under which it has been mining."""
    return mining(moving)


def evidence() -> bytes:
    return next(_EVIDENCE).to_bytes(32, "big")


def number_of(registers: Registers, account: LocalAccount) -> ParticipantId:
    return ParticipantId(registers.chain.call("participants", "number_of", account.address))


def declared(registers: Registers, begun: Miner) -> MinedAsset:
    miner, found = begun
    made = declaration(found, found.starts_on, evidence())
    draft = registers.mining.mined.draft_declaration(of(miner), made)
    event = registers.event(miner, draft)
    return registers.mining.mined.asset(MinedAssetId(event.args["id"]))


def exempt(registers: Registers, days: int = 30) -> None:
    authority = registers.node.authority
    until = today(registers) + dt.timedelta(days=days)
    draft = registers.mining.mined.draft_exemption(of(authority), BITCOIN, until, BASIS)
    registers.sign(authority, draft)


def test_what_was_mined_stands_to_the_miner_s_name(moving: Registers, begun: Miner) -> None:
    miner, found = begun
    made = declaration(found, found.starts_on, evidence())
    event = moving.event(miner, moving.mining.mined.draft_declaration(of(miner), made))
    asset = moving.mining.mined.asset(MinedAssetId(event.args["id"]))
    assert (asset.owner, asset.account) == (found.miner, of(miner))
    assert (asset.notification, asset.asset, asset.amount) == (found.number, BITCOIN, made.amount)
    assert (asset.mined_from, asset.mined_until) == (
        midnight(found.starts_on),
        last_second(found.starts_on),
    )
    assert (asset.evidence, asset.declared) == (made.evidence, event.recorded)
    assert (asset.retracted, asset.offered_to) == (None, None)
    assert [(each.owner, each.recorded) for each in asset.ownerships] == [
        (found.miner, event.recorded)
    ]
    owner = moving.chain.call("mining_registry", "owner_of_mined", asset.id)
    assert owner == asset.account


def test_the_last_day_may_be_today_up_to_the_present_second(
    moving: Registers, begun: Miner
) -> None:
    miner, found = begun
    made = declaration(found, today(moving), evidence())
    draft = moving.mining.mined.draft_declaration(of(miner), made)
    until = draft.call.args["mined_until"]
    assert until <= moving.chain.head().timestamp < last_second(made.mined_until)
    moving.sign(miner, draft)


def test_a_faulty_declaration_is_refused(moving: Registers, begun: Miner) -> None:
    miner, found = begun
    mined = moving.mining.mined
    good = declaration(found, found.starts_on, evidence())
    with pytest.raises(Rejected, match=r"mined\.asset-name"):
        mined.draft_declaration(of(miner), replace(good, asset="bitcoin"))
    tomorrow = today(moving) + dt.timedelta(days=1)
    with pytest.raises(Rejected, match=r"mined\.in-future"):
        mined.draft_declaration(of(miner), replace(good, mined_until=tomorrow))
    early = found.starts_on - dt.timedelta(days=1)
    with pytest.raises(Rejected, match="mined before the start"):
        mined.draft_declaration(of(miner), replace(good, mined_from=early))
    with pytest.raises(Rejected, match="not the miner"):
        mined.draft_declaration(of(moving.node.admit(Role.MINER)), good)
    with pytest.raises(NotFound, match=r"notification\.unknown"):
        mined.draft_declaration(of(miner), replace(good, notification=NotificationId(10**6)))


def test_a_name_is_checked_as_caip_19_writes_it() -> None:
    check_asset_name(BITCOIN)
    check_asset_name("eip155:61/slip44:61")
    for name in ("", "bitcoin", "bip122:1", "BIP122:1/slip44:0", BITCOIN + " ", "a" * 129):
        with pytest.raises(Rejected, match=r"mined\.asset-name"):
            check_asset_name(name)


def test_a_mined_asset_passes_while_it_is_exempt_and_the_index_says_whose_it_is(
    moving: Registers, begun: Miner
) -> None:
    miner, _ = begun
    mined, taker = moving.mining.mined, moving.node.admit(0)
    asset, to = declared(moving, begun), number_of(moving, taker)
    with pytest.raises(Rejected, match="the asset is not exempt"):
        mined.draft_offer(of(miner), asset.id, to)
    assert mined.exemption(BITCOIN) is None
    exempt(moving)
    moving.sign(miner, mined.draft_offer(of(miner), asset.id, to))
    offered = mined.asset(asset.id)
    assert (offered.offered_to, offered.owner) == (to, asset.owner)
    with pytest.raises(Rejected, match="not offered to the caller"):
        mined.draft_acceptance(of(miner), asset.id)
    event = moving.event(taker, mined.draft_acceptance(of(taker), asset.id))
    passed = mined.asset(asset.id)
    assert (passed.owner, passed.account, passed.offered_to) == (to, of(taker), None)
    assert [each.owner for each in passed.ownerships] == [asset.owner, to]
    assert passed.ownerships[1].recorded == event.recorded
    assert moving.chain.call("mining_registry", "owner_of_mined", asset.id) == taker.address
    assert mined.assets(9, owner=to).items == (passed,)
    before = moving.chain.block(event.block.number - 1).ref
    assert mined.owner(asset.id) == passed.ownerships[1] == mined.owner(asset.id, event.block)
    assert mined.owner(asset.id, before) == passed.ownerships[0]
    end = mined.draft_exemption_end(of(moving.node.authority), BITCOIN, BASIS)
    moving.sign(moving.node.authority, end)
    ended = mined.exemption(BITCOIN)
    assert ended is not None
    assert (ended.until, ended.basis) == (0, BASIS)
    assert not ended.in_force(Timestamp(1))


def test_an_offer_is_withdrawn_and_an_error_retracted(moving: Registers, begun: Miner) -> None:
    miner, found = begun
    mined, taker = moving.mining.mined, moving.node.admit(0)
    asset = declared(moving, begun)
    exempt(moving)
    moving.sign(miner, mined.draft_offer(of(miner), asset.id, number_of(moving, taker)))
    moving.sign(miner, mined.draft_withdrawal(of(miner), asset.id))
    assert mined.asset(asset.id) == asset
    with pytest.raises(Rejected, match="not the owner"):
        mined.draft_retraction(of(taker), asset.id)
    event = moving.event(miner, mined.draft_retraction(of(miner), asset.id))
    retracted = mined.asset(asset.id)
    assert (retracted.owner, retracted.account) == (None, None)
    assert retracted.retracted == event.recorded
    assert mined.owner(asset.id) is None
    before = moving.chain.block(event.block.number - 1).ref
    assert mined.owner(asset.id, before) == asset.ownerships[0]
    early = moving.chain.block(asset.declared.block.number - 1).ref
    with pytest.raises(NotFound, match=r"mined\.not-yet"):
        mined.owner(asset.id, early)
    owned = mined.assets(200, owner=found.miner).items
    assert asset.id not in {each.id for each in owned}
    under = mined.assets(200, notification=found.number).items
    assert asset.id in {each.id for each in under}


def test_only_the_authority_exempts_an_asset_of_a_right_name(moving: Registers) -> None:
    mined, authority = moving.mining.mined, of(moving.node.authority)
    until = today(moving) + dt.timedelta(days=9)
    with pytest.raises(Rejected, match="not the authority"):
        mined.draft_exemption(of(moving.node.operator), BITCOIN, until, BASIS)
    with pytest.raises(Rejected, match=r"mined\.asset-name"):
        mined.draft_exemption(authority, "bitcoin", until, BASIS)
    with pytest.raises(Rejected, match=r"mined\.asset-name"):
        mined.draft_exemption_end(authority, "bitcoin", BASIS)
    past = today(moving) - dt.timedelta(days=1)
    with pytest.raises(Rejected, match="the exemption is over"):
        mined.draft_exemption(authority, BITCOIN, past, BASIS)
    exempt(moving, 9)
    exemption = mined.exemption(BITCOIN)
    assert exemption is not None
    assert exemption.until == last_second(until)
    assert exemption.in_force(exemption.until)
    assert not exemption.in_force(Timestamp(exemption.until + 1))


def test_an_unknown_mined_asset_is_not_found(moving: Registers, begun: Miner) -> None:
    mined, miner = moving.mining.mined, of(begun[0])
    for wanted in (0, 10**6, 2**70):
        number = MinedAssetId(wanted)
        with pytest.raises(NotFound, match=r"mined\.unknown"):
            mined.asset(number)
        with pytest.raises(NotFound, match=r"mined\.unknown"):
            mined.draft_offer(miner, number, ParticipantId(1))
        for draft in (mined.draft_retraction, mined.draft_withdrawal, mined.draft_acceptance):
            with pytest.raises(NotFound, match=r"mined\.unknown"):
                draft(miner, number)
    assert mined.assets(9, owner=ParticipantId(2**70)).total == 0
    assert mined.assets(9, notification=NotificationId(2**70)).total == 0


def test_mined_assets_are_paged_the_newest_first_and_an_index_built_anew_is_equal(
    moving: Registers, begun: Miner
) -> None:
    _, found = begun
    made = [declared(moving, begun).id for _ in range(3)]
    first = moving.mining.mined.assets(2, notification=found.number)
    assert [each.id for each in first.items] == made[:0:-1]
    rest = moving.mining.mined.assets(200, first.next, notification=found.number)
    assert rest.items[0].id == made[0]
    assert first.total == len(first.items) + len(rest.items)
    before = moving.mining.mined.assets(200)
    moving.indexer.rebuild()
    assert moving.mining.mined.assets(200) == before
