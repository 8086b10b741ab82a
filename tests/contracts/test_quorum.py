"""How many authorities must agree: set by those it binds, within what can be reached."""

from __future__ import annotations

import pytest

from tests.contracts.deciding import THREE, propose, suspended
from tests.contracts.evm import Event, RefusedError, account
from tests.contracts.world import AUTHORITY, BASIS, MINER, World


def test_the_quorum_is_set_by_the_quorum_within_what_can_be_reached(three: World) -> None:
    outcome = three.decree("participants", "set_quorum", 3, by=THREE[:2])
    assert outcome.event == Event("QuorumSet", {"quorum": 3, "basis": BASIS})
    assert three.participants.ask("quorum") == 3
    for required in (0, 4, 2**256 - 1):
        with pytest.raises(RefusedError, match=r"^participants: quorum out of range$"):
            three.decree("participants", "set_quorum", required, by=THREE)
    three.decree("participants", "set_quorum", 1, by=THREE)
    assert three.participants.ask("quorum") == 1


def test_no_more_than_thirty_two_can_be_asked_to_agree(world: World) -> None:
    names = [f"authority {number}" for number in range(32)]
    for who in names:
        world.admit(who, AUTHORITY)
    with pytest.raises(RefusedError, match=r"^participants: quorum out of range$"):
        world.decree("participants", "set_quorum", 33)
    world.decree("participants", "set_quorum", 32)
    id_, _ = propose(world)
    for who in names[:30]:
        world.participants.act(who, "confirm", id_)
    world.decree("participants", "suspend", account("authority"), by=names)
    world.participants.act(names[30], "confirm", id_)
    with pytest.raises(RefusedError, match=r"^participants: too many confirmations$"):
        world.participants.act(names[31], "confirm", id_)
    assert not suspended(world)


def test_no_act_leaves_fewer_authorities_than_the_quorum(three: World) -> None:
    three.decree("participants", "suspend", account("third authority"), by=THREE[:2])
    for function, args in (
        ("suspend", (account("second authority"),)),
        ("set_roles", (account("second authority"), MINER)),
    ):
        with pytest.raises(RefusedError, match=r"^participants: too few authorities$"):
            three.decree("participants", function, *args, by=THREE[:2])
    three.decree("participants", "set_quorum", 1, by=THREE[:2])
    three.decree("participants", "suspend", account("second authority"))
