"""The register of nodes: who answers for which, entered and removed on a legal basis."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contracts.evm import NOW, Event, RefusedError, account
from tests.contracts.world import BASIS, World

ZERO = "0x" + "00" * 20
SEALER, WITNESS, FOLLOWER = 1, 2, 3
HOLDER = 7
DAY = 86_400


def register(world: World, **changes: Any) -> Event:
    """Have a witness of the holder registered, but for the changes; answer the event."""
    given: dict[str, Any] = {
        "entity": HOLDER,
        "kind": WITNESS,
        "key": account("node key"),
        "purpose": "independent control",
        "location": "witness.example.kz:30303",
        **changes,
    }
    return world.decree("participants", "register_node", *given.values()).event


def test_a_node_is_registered_with_who_answers_for_it(world: World) -> None:
    assert world.participants.ask("node_count") == 0
    event = register(world)
    described = {
        "entity": HOLDER,
        "key": account("node key"),
        "kind": WITNESS,
        "purpose": "independent control",
        "location": "witness.example.kz:30303",
    }
    assert event == Event("NodeRegistered", {"node": 1, **described, "basis": BASIS})
    assert world.participants.ask("node", 1) == {
        **described,
        "registered_at": NOW,
        "removed_at": 0,
    }
    assert world.participants.ask("node_count") == 1
    assert world.participants.ask("node_of", account("node key")) == 1
    assert world.participants.ask("node_stands", 1)


def test_a_removed_node_stays_on_record_and_its_key_is_free(world: World) -> None:
    register(world)
    world.evm.wait(DAY)
    event = world.decree("participants", "remove_node", 1).event
    fields = {"node": 1, "entity": HOLDER, "key": account("node key"), "basis": BASIS}
    assert event == Event("NodeRemoved", fields)
    assert world.participants.ask("node", 1)["removed_at"] == NOW + DAY
    assert world.participants.ask("node_of", account("node key")) == 0
    assert not world.participants.ask("node_stands", 1)
    with pytest.raises(RefusedError, match=r"^participants: node was removed$"):
        world.decree("participants", "remove_node", 1)
    assert register(world, kind=SEALER).args["node"] == 2
    assert world.participants.ask("node_of", account("node key")) == 2


def test_nodes_are_enumerated_by_number(world: World) -> None:
    for kind in (SEALER, WITNESS, FOLLOWER):
        register(world, kind=kind, key=account(f"key {kind}"), location="")
    count = world.participants.ask("node_count")
    found = [world.participants.ask("node", number) for number in range(1, count + 1)]
    assert [each["kind"] for each in found] == [SEALER, WITNESS, FOLLOWER]


def test_followers_that_sign_nothing_have_no_key(world: World) -> None:
    assert register(world, kind=FOLLOWER, key=ZERO).args["node"] == 1
    assert register(world, kind=FOLLOWER, key=ZERO).args["node"] == 2
    assert world.participants.ask("node_of", ZERO) == 0
    world.decree("participants", "remove_node", 1)
    assert world.participants.ask("node_stands", 2)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"entity": 0}, "participants: no such participant"),
        ({"entity": 9}, "participants: no such participant"),
        ({"kind": 0}, "participants: unknown kind of node"),
        ({"kind": 4}, "participants: unknown kind of node"),
        ({"kind": SEALER, "key": ZERO}, "participants: node has no key"),
        ({"kind": WITNESS, "key": ZERO}, "participants: node has no key"),
        ({"purpose": ""}, "participants: purpose is empty"),
    ],
)
def test_a_faulty_node_is_refused(world: World, changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(RefusedError, match=f"^{reason}$"):
        register(world, **changes)


def test_a_key_is_one_node_s(world: World) -> None:
    register(world)
    with pytest.raises(RefusedError, match=r"^participants: node key is taken$"):
        register(world, entity=8, kind=FOLLOWER)


def test_no_one_who_is_suspended_answers_for_a_node(world: World) -> None:
    register(world)
    world.suspend("holder")
    assert not world.participants.ask("node_stands", 1)
    with pytest.raises(RefusedError, match=r"^participants: entity is suspended$"):
        register(world, key=account("another key"))
    world.decree("participants", "remove_node", 1)
    world.reinstate("holder")
    assert not world.participants.ask("node_stands", 1)


def test_an_unknown_node_is_refused(world: World) -> None:
    register(world)
    for number in (0, 2):
        with pytest.raises(RefusedError, match=r"^participants: no such node$"):
            world.decree("participants", "remove_node", number)
        for view in ("node", "node_stands"):
            with pytest.raises(RefusedError, match=r"^participants: no such node$"):
                world.participants.ask(view, number)
