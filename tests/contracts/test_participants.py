"""The register of participants: who is admitted, in which roles, and under which key."""

from __future__ import annotations

import pytest

from contracts import loader
from tests.contracts.evm import NOW, Event, Evm, RefusedError, account
from tests.contracts.world import (
    ATTESTOR,
    AUTHORITY,
    BASIS,
    DEPOSITOR,
    ISSUER,
    MINER,
    OPERATOR,
    World,
    deploy,
    digest,
)

ZERO = "0x" + "00" * 20
NOTHING = bytes(32)


def test_the_first_two_participants_are_the_authority_and_the_operator(world: World) -> None:
    ask = world.participants.ask
    assert ask("number_of", account("authority")) == 1
    assert ask("number_of", account("operator")) == 2
    assert ask("has_role", account("authority"), AUTHORITY)
    assert ask("has_role", account("operator"), OPERATOR)
    assert ask("participant", 1)["subject"] == NOTHING


@pytest.mark.parametrize(
    ("pair", "reason"),
    [
        ((ZERO, account("operator")), "participants: account is zero"),
        ((account("one"), account("one")), "participants: account is known"),
    ],
)
def test_authority_and_operator_must_be_two_real_accounts(
    pair: tuple[str, str], reason: str
) -> None:
    authority, operator = pair
    with pytest.raises(RefusedError, match=f"^{reason}$"):
        deploy(Evm(), "participants", {"authority": authority, "operator": operator})


def test_the_contract_names_the_digest_of_its_rules(world: World) -> None:
    rules = world.participants.ask("validation_rules")
    assert rules == loader.rules_digest("participants")
    given = {"authority": account("one"), "operator": account("two"), "rules": NOTHING}
    with pytest.raises(RefusedError, match=r"^rules: digest is zero$"):
        deploy(Evm(), "participants", given)


def test_the_authority_admits_a_participant_under_the_next_number(world: World) -> None:
    before = world.participants.ask("count")
    outcome = world.decree(
        "participants", "admit", account("newcomer"), MINER | ISSUER, digest("who")
    )
    number = before + 1
    assert number == world.participants.ask("count")
    assert outcome.event == Event(
        "Admitted",
        {
            "number": number,
            "account": account("newcomer"),
            "roles": MINER | ISSUER,
            "subject": digest("who"),
            "basis": BASIS,
        },
    )
    assert world.participants.ask("participant", number) == {
        "account": account("newcomer"),
        "roles": MINER | ISSUER,
        "subject": digest("who"),
        "admitted_at": NOW,
        "suspended": False,
    }


def test_a_participant_without_a_role_is_active_all_the_same(world: World) -> None:
    assert world.participants.ask("is_active", account("holder"))
    assert world.participants.ask("roles_of", account("holder")) == 0


@pytest.mark.parametrize(
    ("who", "roles", "reason"),
    [
        (ZERO, 0, "participants: account is zero"),
        (account("issuer"), 0, "participants: account is known"),
        (account("newcomer"), 64, "participants: unknown role"),
    ],
)
def test_a_faulty_admission_is_refused(world: World, who: str, roles: int, reason: str) -> None:
    with pytest.raises(RefusedError, match=f"^{reason}$"):
        world.decree("participants", "admit", who, roles, digest("who"))


def test_a_replaced_key_is_never_admitted_again(world: World) -> None:
    world.replace_key("issuer", "issuer's new key")
    with pytest.raises(RefusedError, match=r"^participants: account was replaced$"):
        world.admit("issuer")


@pytest.mark.parametrize("who", ["authority", "operator", "issuer", "stranger"])
@pytest.mark.parametrize(
    ("function", "args"),
    [
        ("admit", (account("newcomer"), 0, digest("who"))),
        ("set_roles", (account("holder"), MINER)),
        ("suspend", (account("holder"),)),
        ("reinstate", (account("holder"),)),
        ("replace_key", (account("holder"), account("newcomer"))),
        ("set_quorum", (1,)),
        ("register_node", (7, 2, account("node key"), "control", "")),
        ("remove_node", (1,)),
    ],
)
def test_nobody_but_the_authorised_body_acts_here_and_no_key_of_it_alone(
    world: World, who: str, function: str, args: tuple[object, ...]
) -> None:
    with pytest.raises(RefusedError, match=r"^participants: not the authority$"):
        world.participants.act(who, function, *args)


@pytest.mark.parametrize(
    ("function", "args"),
    [
        ("set_roles", (account("stranger"), MINER)),
        ("suspend", (account("stranger"),)),
        ("reinstate", (account("stranger"),)),
        ("replace_key", (account("stranger"), account("newcomer"))),
    ],
)
def test_an_act_on_a_stranger_is_refused(
    world: World, function: str, args: tuple[object, ...]
) -> None:
    with pytest.raises(RefusedError, match=r"^participants: unknown account$"):
        world.decree("participants", function, *args)


def test_roles_are_replaced_as_a_whole(world: World) -> None:
    outcome = world.decree("participants", "set_roles", account("issuer"), MINER)
    assert outcome.event == Event(
        "RolesSet", {"number": 4, "account": account("issuer"), "roles": MINER, "basis": BASIS}
    )
    assert not world.participants.ask("has_role", account("issuer"), ISSUER)
    assert world.participants.ask("has_role", account("issuer"), MINER)


def test_one_participant_may_hold_every_role(world: World) -> None:
    every = AUTHORITY | OPERATOR | ATTESTOR | ISSUER | DEPOSITOR | MINER
    world.set_roles("holder", every)
    world.admit("newcomer", every)
    assert world.participants.ask("has_role", account("holder"), every)
    assert world.participants.ask("has_role", account("newcomer"), every)


def test_unknown_roles_are_not_set(world: World) -> None:
    with pytest.raises(RefusedError, match=r"^participants: unknown role$"):
        world.set_roles("issuer", 2**255)


def test_every_role_asked_for_must_be_held(world: World) -> None:
    assert not world.participants.ask("has_role", account("issuer"), ISSUER | DEPOSITOR)
    world.set_roles("issuer", ISSUER | DEPOSITOR)
    assert world.participants.ask("has_role", account("issuer"), ISSUER | DEPOSITOR)


def test_a_stranger_has_no_role_not_even_the_empty_one(world: World) -> None:
    assert not world.participants.ask("has_role", account("stranger"), 0)
    assert world.participants.ask("has_role", account("holder"), 0)


def test_a_suspended_participant_is_inactive_until_reinstated(world: World) -> None:
    fields = {"number": 4, "account": account("issuer"), "basis": BASIS}
    outcome = world.decree("participants", "suspend", account("issuer"))
    assert outcome.event == Event("Suspended", fields)
    assert not world.participants.ask("is_active", account("issuer"))
    assert not world.participants.ask("has_role", account("issuer"), ISSUER)
    assert world.participants.ask("roles_of", account("issuer")) == ISSUER
    assert world.participants.ask("number_of", account("issuer")) == 4
    outcome = world.decree("participants", "reinstate", account("issuer"))
    assert outcome.event == Event("Reinstated", fields)
    assert world.participants.ask("has_role", account("issuer"), ISSUER)


def test_nobody_is_suspended_twice_or_reinstated_unsuspended(world: World) -> None:
    with pytest.raises(RefusedError, match=r"^participants: not suspended$"):
        world.reinstate("issuer")
    world.suspend("issuer")
    with pytest.raises(RefusedError, match=r"^participants: already suspended$"):
        world.suspend("issuer")


def test_the_last_authority_neither_suspends_nor_strips_itself(world: World) -> None:
    with pytest.raises(RefusedError, match=r"^participants: too few authorities$"):
        world.suspend("authority")
    with pytest.raises(RefusedError, match=r"^participants: too few authorities$"):
        world.set_roles("authority", OPERATOR)
    world.set_roles("authority", AUTHORITY | OPERATOR)


def test_with_a_second_authority_the_first_may_go(world: World) -> None:
    world.admit("second authority", AUTHORITY)
    world.suspend("authority")
    with pytest.raises(RefusedError, match=r"^participants: not the authority$"):
        world.suspend("issuer")
    by = ("second authority",)
    with pytest.raises(RefusedError, match=r"^participants: too few authorities$"):
        world.decree("participants", "suspend", account("second authority"), by=by)
    world.decree("participants", "reinstate", account("authority"), by=by)
    world.decree("participants", "set_roles", account("second authority"), 0, by=by)
    with pytest.raises(RefusedError, match=r"^participants: too few authorities$"):
        world.suspend("authority")


def test_a_suspended_authority_does_not_count_when_its_roles_change(world: World) -> None:
    world.admit("second authority", AUTHORITY)
    world.suspend("second authority")
    world.set_roles("second authority", 0)
    world.set_roles("second authority", AUTHORITY)
    with pytest.raises(RefusedError, match=r"^participants: too few authorities$"):
        world.suspend("authority")
    world.reinstate("second authority")
    world.suspend("authority")


def test_a_new_key_takes_over_number_roles_and_suspension(world: World) -> None:
    world.suspend("issuer")
    old, new = account("issuer"), account("issuer's new key")
    outcome = world.decree("participants", "replace_key", old, new)
    assert outcome.event == Event(
        "KeyReplaced", {"number": 4, "old": old, "new": new, "basis": BASIS}
    )
    ask = world.participants.ask
    assert (ask("number_of", old), ask("number_of", new)) == (0, 4)
    assert ask("account_of", 4) == new
    assert ask("roles_of", new) == ISSUER
    assert not ask("is_active", new)
    assert not ask("is_active", old)


def test_the_successor_of_a_key_is_the_present_one_over_many_replacements(world: World) -> None:
    world.replace_key("issuer", "second key")
    world.replace_key("second key", "third key")
    ask = world.participants.ask
    assert ask("successor_of", account("issuer")) == account("third key")
    assert ask("successor_of", account("second key")) == account("third key")
    assert ask("successor_of", account("third key")) == ZERO
    assert ask("successor_of", account("stranger")) == ZERO


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        (ZERO, "participants: account is zero"),
        (account("holder"), "participants: account is known"),
        (account("issuer"), "participants: account is known"),
    ],
)
def test_a_key_is_not_replaced_by_one_that_is_no_one_s_or_another_s(
    world: World, new: str, reason: str
) -> None:
    with pytest.raises(RefusedError, match=f"^{reason}$"):
        world.decree("participants", "replace_key", account("issuer"), new)


def test_the_authority_replaces_its_own_key_and_acts_with_the_new_one(world: World) -> None:
    world.replace_key("authority", "new authority")
    with pytest.raises(RefusedError, match=r"^participants: not the authority$"):
        world.suspend("issuer")
    world.decree("participants", "suspend", account("issuer"), by=("new authority",))


def test_an_unknown_participant_has_no_record(world: World) -> None:
    assert world.participants.ask("number_of", account("stranger")) == 0
    assert world.participants.ask("account_of", 99) == ZERO
    assert world.participants.ask("roles_of", account("stranger")) == 0
    for number in (0, world.participants.ask("count") + 1):
        with pytest.raises(RefusedError, match=r"^participants: no such participant$"):
            world.participants.ask("participant", number)
