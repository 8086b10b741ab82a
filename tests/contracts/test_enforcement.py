"""Freezes and forced transfers: acts of the authorised body that leave their basis (ERC-7943)."""

from __future__ import annotations

import pytest

from tests.contracts.assets import (
    NUMBERS,
    ZERO,
    attest,
    balances,
    issue,
    move,
    open_class,
    told,
)
from tests.contracts.evm import Event, RefusedError, account
from tests.contracts.world import AUTHORITY, BASIS, World, digest

HOLDER, SECOND = account("holder"), account("second holder")


def freeze(world: World, amount: int, owner: str = HOLDER) -> tuple[Event, ...]:
    return world.decree("digital_assets", "setFrozenTokens", owner, 1, amount).events


def force(world: World, amount: int, owner: str = HOLDER, to: str = SECOND) -> tuple[Event, ...]:
    return world.decree("digital_assets", "forcedTransfer", owner, to, 1, amount).events


def frozen(world: World, owner: str = HOLDER) -> int:
    amount: int = world.digital_assets.ask("getFrozenTokens", owner, 1)
    return amount


def enforced(act: int, amount: int) -> Event:
    args = {"basis": BASIS, "account": HOLDER, "id": 1, "act": act, "amount": amount}
    return Event("Enforced", args)


def test_a_freeze_is_absolute_and_leaves_its_basis(assets: World) -> None:
    assert freeze(assets, 7) == (
        Event("Frozen", {"account": HOLDER, "tokenId": 1, "amount": 7}),
        enforced(1, 7),
    )
    assert frozen(assets) == 7
    with pytest.raises(
        RefusedError, match=told("ERC7943InsufficientUnfrozenBalance", HOLDER, 1, 4, 3)
    ):
        move(assets, 4)
    move(assets, 3)
    freeze(assets, 2)
    assert frozen(assets) == 2
    move(assets, 5)
    freeze(assets, 0)
    move(assets, 2)
    assert balances(assets, "holder", "second holder") == [0, 10]


def test_more_may_be_frozen_than_is_held_and_it_holds_back_what_comes(assets: World) -> None:
    freeze(assets, 12)
    with pytest.raises(
        RefusedError, match=told("ERC7943InsufficientUnfrozenBalance", HOLDER, 1, 1, 0)
    ):
        move(assets, 1)
    move(assets, 0)
    issue(assets, 3)
    move(assets, 1)
    with pytest.raises(
        RefusedError, match=told("ERC7943InsufficientUnfrozenBalance", HOLDER, 1, 1, 0)
    ):
        move(assets, 1)


def test_a_freeze_is_of_one_account_and_one_class(assets: World) -> None:
    open_class(assets)
    attest(assets, 10, class_id=2)
    issue(assets, 5, class_id=2)
    issue(assets, 5, to="second holder")
    freeze(assets, 10)
    move(assets, 5, class_id=2)
    move(assets, 5, who="second holder", owner="second holder", to="issuer")
    assert assets.digital_assets.ask("getFrozenTokens", HOLDER, 2) == 0
    assert frozen(assets, SECOND) == 0


def test_a_forced_transfer_takes_what_is_free_first(assets: World) -> None:
    freeze(assets, 7)
    moved = {"_from": HOLDER, "_to": SECOND, "_id": 1, "_value": 3}
    operator = {"_operator": assets.participants.contract.address}
    assert force(assets, 3) == (
        Event("TransferSingle", operator | moved),
        Event("ForcedTransfer", {"_from": HOLDER, "to": SECOND, "tokenId": 1, "amount": 3}),
        enforced(2, 3),
    )
    assert frozen(assets) == 7
    assert balances(assets, "holder", "second holder") == [7, 3]


def test_a_forced_transfer_of_frozen_tokens_lowers_the_freeze_first(assets: World) -> None:
    freeze(assets, 7)
    events = force(assets, 5)
    assert events[0] == Event("Frozen", {"account": HOLDER, "tokenId": 1, "amount": 5})
    names = ["Frozen", "TransferSingle", "ForcedTransfer", "Enforced"]
    assert [event.name for event in events] == names
    assert frozen(assets) == 5
    force(assets, 5)
    assert frozen(assets) == 0
    assert balances(assets, "holder", "second holder") == [0, 10]


def test_a_freeze_of_more_than_is_held_is_lowered_by_what_is_taken(assets: World) -> None:
    freeze(assets, 100)
    force(assets, 4)
    assert frozen(assets) == 96
    assert balances(assets, "holder", "second holder") == [6, 4]


def test_force_reaches_one_suspended_without_access_and_a_replaced_key(assets: World) -> None:
    assets.suspend("holder")
    assets.asset_classes.act("issuer", "revoke_access", 1, NUMBERS["holder"])
    force(assets, 4, to=account("miner"))
    assets.replace_key("holder", "new key")
    force(assets, 6, to=account("miner"))
    assert balances(assets, "holder", "miner") == [0, 10]


def test_force_goes_on_while_all_is_paused_and_the_system_is_revoked(assets: World) -> None:
    assets.decree("digital_assets", "pause", 0)
    assets.decree("asset_classes", "revoke_system", NUMBERS["issuer"])
    freeze(assets, 5)
    force(assets, 10)
    assert balances(assets, "holder", "second holder") == [0, 10]


@pytest.mark.parametrize("to", [ZERO, account("stranger"), account("miner")])
def test_force_gives_to_active_participants_only(assets: World, to: str) -> None:
    assets.suspend("miner")
    with pytest.raises(RefusedError, match=told("ERC7943CannotReceive", to)):
        force(assets, 1, to=to)


def test_a_faulty_act_of_force_is_refused(assets: World) -> None:
    with pytest.raises(RefusedError, match=r"^digital_assets: amount is zero$"):
        force(assets, 0)
    with pytest.raises(RefusedError, match=r"^digital_assets: balance too low$"):
        force(assets, 11)
    for function, args in (
        ("forcedTransfer", (HOLDER, SECOND, 2, 1)),
        ("setFrozenTokens", (HOLDER, 2, 1)),
        ("setFrozenTokens", (HOLDER, 0, 1)),
    ):
        with pytest.raises(RefusedError, match=r"^digital_assets: no such class$"):
            assets.decree("digital_assets", function, *args)


def test_acts_of_force_answer_true_to_the_authority_s_voice(assets: World) -> None:
    """As ERC-7943 has it; the register of participants, which calls, passes no answer on."""
    tokens, voice = assets.digital_assets.contract, assets.participants.contract.address
    for function, args in (
        ("setFrozenTokens", (HOLDER, 1, 1)),
        ("forcedTransfer", (HOLDER, SECOND, 1, 1)),
    ):
        assert assets.evm.act(tokens, voice, function, *args).answer is True


@pytest.mark.parametrize("who", ["authority", "operator", "issuer", "holder", "stranger"])
@pytest.mark.parametrize(
    ("function", "args"),
    [
        ("setFrozenTokens", (HOLDER, 1, 1)),
        ("forcedTransfer", (HOLDER, SECOND, 1, 1)),
        ("pause", (0,)),
        ("pause", (1,)),
        ("resume", (0,)),
    ],
)
def test_no_single_account_acts_as_the_authority(
    assets: World, who: str, function: str, args: tuple[object, ...]
) -> None:
    with pytest.raises(RefusedError, match=r"^digital_assets: not the authority$"):
        assets.digital_assets.act(who, function, *args)


def test_force_waits_for_the_quorum_and_names_the_basis_of_the_decision(assets: World) -> None:
    assets.admit("second authority", AUTHORITY)
    assets.decree("participants", "set_quorum", 2)
    order = digest("a court's order")
    args = ("digital_assets", "forcedTransfer", HOLDER, SECOND, 1, 3)
    assert assets.decree(*args, basis=order).events == ()
    assert balances(assets, "holder", "second holder") == [10, 0]
    outcome = assets.decree(*args, by=("authority", "second authority"), basis=order)
    assert outcome.events[-1].args["basis"] == order
    assert balances(assets, "holder", "second holder") == [7, 3]
