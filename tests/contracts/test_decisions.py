"""Decisions of the authorised body: proposed, confirmed, executed by a quorum, and else refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contracts.deciding import THREE, propose, suspended
from tests.contracts.evm import NOW, Contract, Event, RefusedError, account
from tests.contracts.world import AUTHORITY, BASIS, MINER, World, digest

ZERO = "0x" + "00" * 20
NOTHING = bytes(32)
WEEK = 7 * 86_400
REFUSED = r"^participants: not the authority$"


def test_one_authority_decides_alone_until_a_quorum_is_set(world: World) -> None:
    before = world.participants.ask("proposals")
    target = world.participants.contract
    id_, events = propose(world)
    assert id_ == before + 1 == world.participants.ask("proposals")
    data = target.data("suspend", account("issuer"))
    assert [each.name for each in events] == ["Proposed", "Executed", "Suspended"]
    assert events[0].args == {
        "proposal": id_,
        "proposer": account("authority"),
        "target": target.address,
        "data": data,
        "basis": BASIS,
    }
    assert events[1].args == {"proposal": id_, "target": target.address, "basis": BASIS}
    assert events[2].args["basis"] == BASIS
    assert suspended(world)
    assert world.participants.ask("proposal_of", id_) == {
        "target": target.address,
        "data": data,
        "basis": BASIS,
        "proposer": account("authority"),
        "proposed_at": NOW,
        "state": 2,
    }
    assert world.participants.ask("basis") == NOTHING


def test_a_quorum_executes_with_its_last_confirmation(three: World) -> None:
    id_, events = propose(three)
    assert [each.name for each in events] == ["Proposed", "Awaiting"]
    assert events[1].args == {"proposal": id_, "agreed": 1, "required": 2}
    assert not suspended(three)
    assert three.participants.ask("agreed", id_) == 1
    assert three.participants.ask("proposal_of", id_)["state"] == 1
    outcome = three.participants.act("third authority", "confirm", id_)
    assert outcome.events[0] == Event(
        "Confirmed", {"proposal": id_, "authority": account("third authority")}
    )
    assert [each.name for each in outcome.events[1:]] == ["Executed", "Suspended"]
    assert suspended(three)
    keys = account("authority"), account("third authority")
    assert three.participants.ask("confirmations_of", id_) == keys
    assert three.participants.ask("agreed", id_) == 2


def test_an_act_in_another_contract_has_the_register_for_its_sender(three: World) -> None:
    three.mining_registry.act("miner", "notify", digest("form"), NOW + 30 * 86_400)
    basis = digest("order")
    outcome = three.decree(
        "mining_registry", "acknowledge", 1, digest("form"), by=THREE[:2], basis=basis
    )
    assert outcome.event.args["basis"] == basis
    assert three.mining_registry.ask("notification_of", 1)["acknowledged_at"] == NOW


def test_the_refusal_of_the_called_contract_is_passed_on_and_nothing_is_left(world: World) -> None:
    before = world.participants.ask("proposals")
    with pytest.raises(RefusedError, match=r"^mining_registry: no such notification$"):
        world.decree("mining_registry", "acknowledge", 1, digest("form"))
    assert world.participants.ask("proposals") == before
    assert world.participants.ask("basis") == NOTHING


def test_a_confirmation_that_is_refused_leaves_the_proposal_open(three: World) -> None:
    id_, _ = propose(three, "reinstate")
    with pytest.raises(RefusedError, match=r"^participants: not suspended$"):
        three.participants.act("third authority", "confirm", id_)
    assert three.participants.ask("agreed", id_) == 1
    three.decree("participants", "suspend", account("issuer"), by=THREE[1:])
    three.participants.act("third authority", "confirm", id_)
    assert not suspended(three)


@pytest.mark.parametrize("who", ["operator", "issuer", "stranger"])
def test_nobody_but_an_authority_proposes_confirms_or_withdraws(three: World, who: str) -> None:
    id_, _ = propose(three)
    with pytest.raises(RefusedError, match=REFUSED):
        propose(three, who=who)
    for function in ("confirm", "withdraw"):
        with pytest.raises(RefusedError, match=REFUSED):
            three.participants.act(who, function, id_)


def test_a_proposal_names_its_basis_and_a_contract(world: World) -> None:
    target = world.participants.contract
    data = target.data("suspend", account("issuer"))
    act = world.participants.act
    with pytest.raises(RefusedError, match=r"^participants: basis is zero$"):
        act("authority", "propose", target.address, data, NOTHING)
    for nobody in (ZERO, account("issuer")):
        with pytest.raises(RefusedError, match=r"^participants: target is not a contract$"):
            act("authority", "propose", nobody, data, BASIS)


def test_a_call_has_four_kibibytes_at_most(world: World, receiver_code: Any) -> None:
    contract = deciding(world, receiver_code)
    rest = 4096 - len(contract.data("call", b""))
    target = world.participants.contract
    for spare in (0, 1):
        ask = contract.data("call", target.data("agreed", 1).ljust(rest + spare, b"\0"))
        data = target.data("propose", contract.address, ask[: 4096 + spare], BASIS)
        if spare == 0:
            world.evm.send(target, account("authority"), data)
            continue
        with pytest.raises(RefusedError, match=r"^$"):
            world.evm.send(target, account("authority"), data)


def test_nobody_confirms_twice(three: World) -> None:
    three.decree("participants", "set_quorum", 3, by=THREE[:2])
    id_, _ = propose(three)
    three.participants.act("second authority", "confirm", id_)
    for who in THREE[:2]:
        with pytest.raises(RefusedError, match=r"^participants: already confirmed$"):
            three.participants.act(who, "confirm", id_)
    assert not suspended(three)


def test_an_unknown_proposal_is_refused(three: World) -> None:
    last, _ = propose(three)
    for id_ in (0, last + 1):
        for function in ("confirm", "withdraw"):
            with pytest.raises(RefusedError, match=r"^participants: no such proposal$"):
                three.participants.act("second authority", function, id_)
        for view in ("proposal_of", "confirmations_of", "agreed"):
            with pytest.raises(RefusedError, match=r"^participants: no such proposal$"):
                three.participants.ask(view, id_)


def test_an_executed_proposal_is_closed(three: World) -> None:
    id_, _ = propose(three)
    three.participants.act("second authority", "confirm", id_)
    for who, function in (("third authority", "confirm"), ("authority", "withdraw")):
        with pytest.raises(RefusedError, match=r"^participants: proposal is closed$"):
            three.participants.act(who, function, id_)


def test_a_proposer_withdraws_the_proposal(three: World) -> None:
    id_, _ = propose(three)
    outcome = three.participants.act("authority", "withdraw", id_)
    fields = {"proposal": id_, "authority": account("authority"), "closed": True}
    assert outcome.event == Event("Withdrawn", fields)
    assert three.participants.ask("proposal_of", id_)["state"] == 3
    with pytest.raises(RefusedError, match=r"^participants: proposal is closed$"):
        three.participants.act("second authority", "confirm", id_)
    assert not suspended(three)


def test_a_confirmer_withdraws_the_confirmation_and_may_confirm_again(three: World) -> None:
    three.decree("participants", "set_quorum", 3, by=THREE[:2])
    id_, _ = propose(three)
    three.participants.act("second authority", "confirm", id_)
    outcome = three.participants.act("second authority", "withdraw", id_)
    fields = {"proposal": id_, "authority": account("second authority"), "closed": False}
    assert outcome.event == Event("Withdrawn", fields)
    with pytest.raises(RefusedError, match=r"^participants: not confirmed$"):
        three.participants.act("second authority", "withdraw", id_)
    three.participants.act("third authority", "confirm", id_)
    assert not suspended(three)
    assert three.participants.ask("agreed", id_) == 2
    three.participants.act("second authority", "confirm", id_)
    assert suspended(three)


def test_a_proposal_expires_after_seven_days(three: World) -> None:
    first, _ = propose(three)
    second, _ = propose(three, "suspend", account("miner"))
    three.evm.wait(WEEK)
    three.participants.act("second authority", "confirm", first)
    assert suspended(three)
    three.evm.wait(1)
    for who, function in (("second authority", "confirm"), ("authority", "withdraw")):
        with pytest.raises(RefusedError, match=r"^participants: proposal has expired$"):
            three.participants.act(who, function, second)
    assert not suspended(three, "miner")


def test_a_suspended_authority_neither_acts_nor_counts(three: World) -> None:
    id_, _ = propose(three)
    by = THREE[1:]
    three.decree("participants", "suspend", account("authority"), by=by)
    assert three.participants.ask("agreed", id_) == 0
    for function in ("confirm", "withdraw"):
        with pytest.raises(RefusedError, match=r"^participants: not the authority$"):
            three.participants.act("authority", function, id_)
    with pytest.raises(RefusedError, match=r"^participants: not the authority$"):
        propose(three)
    three.participants.act("second authority", "confirm", id_)
    assert not suspended(three)
    three.participants.act("third authority", "confirm", id_)
    assert suspended(three)


@pytest.mark.parametrize("change", ["roles", "key"])
def test_a_confirmation_lapses_with_the_role_and_with_the_key(three: World, change: str) -> None:
    id_, _ = propose(three)
    if change == "roles":
        three.decree("participants", "set_roles", account("authority"), MINER, by=THREE[1:])
    else:
        keys = account("authority"), account("new key")
        three.decree("participants", "replace_key", *keys, by=THREE[1:])
    three.participants.act("second authority", "confirm", id_)
    assert not suspended(three)
    if change == "key":
        three.participants.act("new key", "confirm", id_)
        assert suspended(three)


def test_no_decision_is_slipped_into_another(world: World, receiver_code: Any) -> None:
    contract = deciding(world, receiver_code)
    world.admit_account(contract.address, AUTHORITY)
    target = world.participants.contract
    inner = target.data("suspend", account("issuer"))
    for function, args in (
        ("propose", (target.address, inner, digest("slipped in"))),
        ("confirm", (1,)),
        ("withdraw", (1,)),
    ):
        data = contract.data("call", target.data(function, *args))
        with pytest.raises(RefusedError, match=r"^participants: a decision is being executed$"):
            world.participants.act("authority", "propose", contract.address, data, BASIS)
    assert not suspended(world)
    world.evm.act(contract, account("stranger"), "call", target.data("propose", *args_of(world)))
    assert suspended(world)


def deciding(world: World, receiver_code: Any) -> Contract:
    """A contract that calls the register as it is told."""
    code = receiver_code("deciding")
    bytecode = bytes.fromhex(code["bytecode"][2:])
    return world.evm.deploy(code["abi"], bytecode, world.participants.contract.address)


def args_of(world: World) -> tuple[str, bytes, bytes]:
    """A suspension of the issuer, ready to be proposed."""
    target = world.participants.contract
    return target.address, target.data("suspend", account("issuer")), BASIS
