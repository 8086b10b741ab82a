"""The issuer's system and who has access to it: what A-6 asks of issue and transfer."""

from __future__ import annotations

import pytest

from tests.contracts.assets import (
    NUMBERS,
    SYSTEM,
    allow,
    attest,
    balances,
    issue,
    move,
    open_class,
    register,
    told,
)
from tests.contracts.evm import Event, RefusedError, account
from tests.contracts.world import BASIS, ISSUER, World, digest

HOLDER, SECOND = account("holder"), account("second holder")


def test_a_system_is_attested_and_revoked_on_a_basis(world: World) -> None:
    issuer, ask = NUMBERS["issuer"], world.asset_classes.ask
    outcome = world.decree("asset_classes", "attest_system", issuer, SYSTEM)
    assert outcome.event == Event(
        "SystemAttested", {"issuer": issuer, "system": SYSTEM, "basis": BASIS}
    )
    assert ask("system_of", issuer) == SYSTEM
    world.decree("asset_classes", "attest_system", issuer, digest("system, renewed"))
    assert ask("system_of", issuer) == digest("system, renewed")
    outcome = world.decree("asset_classes", "revoke_system", issuer)
    assert outcome.event == Event("SystemRevoked", {"issuer": issuer, "basis": BASIS})
    assert ask("system_of", issuer) == bytes(32)


def test_a_faulty_attestation_of_a_system_is_refused(world: World) -> None:
    issuer = NUMBERS["issuer"]
    for unknown in (0, 9):
        with pytest.raises(RefusedError, match=r"^asset_classes: no such participant$"):
            world.decree("asset_classes", "attest_system", unknown, SYSTEM)
    with pytest.raises(RefusedError, match=r"^asset_classes: system is zero$"):
        world.decree("asset_classes", "attest_system", issuer, bytes(32))
    with pytest.raises(RefusedError, match=r"^asset_classes: system not attested$"):
        world.decree("asset_classes", "revoke_system", issuer)


def test_nothing_is_issued_or_moved_while_the_system_is_not_attested(world: World) -> None:
    register(world)
    allow(world, "holder", "second holder")
    attest(world, 10)
    with pytest.raises(RefusedError, match=r"^asset_classes: system not attested$"):
        issue(world, 5)
    world.decree("asset_classes", "attest_system", NUMBERS["attestor"], SYSTEM)
    assert world.asset_classes.ask("class_check", 1) == (6, "asset_classes: system not attested")
    world.decree("asset_classes", "attest_system", NUMBERS["issuer"], SYSTEM)
    issue(world, 5)
    move(world, 1)
    world.decree("asset_classes", "revoke_system", NUMBERS["issuer"])
    with pytest.raises(RefusedError, match=r"^asset_classes: system not attested$"):
        issue(world, 5)
    with pytest.raises(RefusedError, match=told("ERC7943CannotTransfer", HOLDER, SECOND, 1, 1)):
        move(world, 1)
    world.decree("asset_classes", "attest_system", NUMBERS["issuer"], SYSTEM)
    move(world, 1)
    assert balances(world, "holder", "second holder") == [3, 2]


def test_access_is_granted_and_revoked_by_the_issuer(world: World) -> None:
    register(world)
    holder, ask = NUMBERS["holder"], world.asset_classes.ask
    assert not ask("has_access", 1, holder)
    outcome = world.asset_classes.act("issuer", "grant_access", 1, holder)
    assert outcome.event == Event("AccessGranted", {"id": 1, "participant": holder})
    assert ask("has_access", 1, holder)
    outcome = world.asset_classes.act("issuer", "revoke_access", 1, holder)
    assert outcome.event == Event("AccessRevoked", {"id": 1, "participant": holder})
    assert not ask("has_access", 1, holder)


def test_an_issuer_always_has_access_to_its_own_class_and_to_no_other(world: World) -> None:
    number = world.admit("second issuer", ISSUER)
    register(world)
    register(world, "second issuer")
    ask = world.asset_classes.ask
    assert [ask("has_access", id_, NUMBERS["issuer"]) for id_ in (1, 2, 3)] == [True, False, False]
    assert [ask("has_access", id_, number) for id_ in (1, 2, 3)] == [False, True, False]
    assert [ask("has_access", id_, 0) for id_ in (0, 1, 3)] == [False, False, False]


@pytest.mark.parametrize("function", ["grant_access", "revoke_access"])
@pytest.mark.parametrize(
    ("who", "id_", "reason"),
    [
        ("issuer", 2, "no such class"),
        ("second issuer", 1, "not the issuer"),
        ("holder", 1, "not the issuer"),
        ("authority", 1, "not the issuer"),
        ("stranger", 1, "caller not active"),
    ],
)
def test_nobody_else_grants_or_revokes(
    world: World, function: str, who: str, id_: int, reason: str
) -> None:
    world.admit("second issuer", ISSUER)
    register(world)
    allow(world, "holder")
    with pytest.raises(RefusedError, match=f"^asset_classes: {reason}$"):
        world.asset_classes.act(who, function, id_, NUMBERS["holder"])


def test_faulty_access_is_refused(world: World) -> None:
    register(world)
    act = world.asset_classes.act
    for unknown in (0, 9):
        with pytest.raises(RefusedError, match=r"^asset_classes: no such participant$"):
            act("issuer", "grant_access", 1, unknown)
    allow(world, "holder")
    for known in ("holder", "issuer"):
        with pytest.raises(RefusedError, match=r"^asset_classes: access already granted$"):
            act("issuer", "grant_access", 1, NUMBERS[known])
    for never in ("second holder", "issuer"):
        with pytest.raises(RefusedError, match=r"^asset_classes: access not granted$"):
            act("issuer", "revoke_access", 1, NUMBERS[never])


def test_tokens_are_issued_only_to_one_with_access(world: World) -> None:
    open_class(world, ["second holder"])
    attest(world, 10)
    with pytest.raises(RefusedError, match=r"^digital_assets: receiver has no access$"):
        issue(world, 1)
    issue(world, 1, to="second holder")
    issue(world, 1, to="issuer")


def test_tokens_move_only_between_those_with_access(world: World) -> None:
    open_class(world, ["holder"])
    attest(world, 10)
    issue(world, 5)
    refused = told("ERC7943CannotTransfer", HOLDER, SECOND, 1, 1)
    with pytest.raises(RefusedError, match=refused):
        move(world, 1)
    allow(world, "second holder")
    move(world, 1)
    world.asset_classes.act("issuer", "revoke_access", 1, NUMBERS["holder"])
    with pytest.raises(RefusedError, match=refused):
        move(world, 1)
    assert balances(world, "holder", "second holder") == [4, 1]


def test_access_is_of_one_class_only(world: World) -> None:
    open_class(world)
    open_class(world, ["holder"])
    for class_id in (1, 2):
        attest(world, 10, class_id=class_id)
        issue(world, 5, class_id=class_id)
    move(world, 1)
    with pytest.raises(RefusedError, match=told("ERC7943CannotTransfer", HOLDER, SECOND, 2, 1)):
        move(world, 1, class_id=2)


def test_access_outlives_a_change_of_key(world: World) -> None:
    open_class(world)
    attest(world, 10)
    world.replace_key("holder", "new key")
    issue(world, 5, to="new key")
    move(world, 2, who="new key", owner="new key")
    assert balances(world, "new key", "second holder") == [3, 2]


def test_one_who_enters_a_transfer_for_the_holder_needs_access_too(world: World) -> None:
    open_class(world)
    attest(world, 10)
    issue(world, 5)
    world.digital_assets.act("holder", "setApprovalForAll", account("miner"), True)
    with pytest.raises(RefusedError, match=r"^digital_assets: caller has no access$"):
        move(world, 1, who="miner")
    allow(world, "miner")
    move(world, 1, who="miner")
    assert balances(world, "holder", "second holder") == [4, 1]
