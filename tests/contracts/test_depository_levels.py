"""How far a deposit is verified: who attests which level, and how a mistaken one is withdrawn."""

from __future__ import annotations

import pytest

from tests.contracts.deposits import (
    DEPOSITOR_NUMBER,
    HOLDER_NUMBER,
    NONE,
    REASON,
    accepted,
    deposit,
    hand_back,
    transfer,
)
from tests.contracts.evm import NOW, Event, RefusedError
from tests.contracts.world import ATTESTOR, BASIS, OPERATOR, World, digest

EVIDENCE = digest("evidence")
OPERATOR_NUMBER, ATTESTOR_NUMBER = 2, 3


def attest(world: World, level: int, who: str = "operator") -> None:
    world.depository.act(who, "attest_level", 1, level, EVIDENCE)


def withdraw(world: World, level: int, who: str = "operator") -> None:
    world.depository.act(who, "withdraw_level", 1, level, REASON)


def raised(world: World, to: int) -> None:
    """A deposit that is attested up to a level."""
    deposit(world)
    for level in range(1, to + 1):
        attest(world, level, "attestor" if level == 5 else "operator")


def level(world: World) -> int:
    found: int = world.depository.ask("level_of", 1)
    return found


def last_change(world: World) -> dict[str, object]:
    count = world.depository.ask("level_changes_count", 1)
    found: dict[str, object] = world.depository.ask("level_change_by_index", 1, count - 1)
    return found


def test_what_is_deposited_is_received_and_no_more(world: World) -> None:
    deposit(world)
    assert (level(world), world.depository.ask("level_changes_count", 1)) == (0, 0)


@pytest.mark.parametrize("risen", [1, 2, 3, 4])
def test_the_operator_attests_up_to_the_observed_build(world: World, risen: int) -> None:
    raised(world, risen - 1)
    world.evm.wait(60)
    outcome = world.depository.act("operator", "attest_level", 1, risen, EVIDENCE)
    facts = {"number": 1, "actor": OPERATOR_NUMBER, "level": risen, "evidence": EVIDENCE}
    assert outcome.event == Event("LevelAttested", facts)
    assert level(world) == risen
    assert world.depository.ask("level_changes_count", 1) == risen
    assert last_change(world) == {
        "level": risen,
        "attested": True,
        "actor": OPERATOR_NUMBER,
        "digest": EVIDENCE,
        "at": NOW + 60,
        "block_number": world.evm.block,
    }


def test_an_independent_attestor_attests_the_fifth(world: World) -> None:
    raised(world, 4)
    outcome = world.depository.act("attestor", "attest_level", 1, 5, EVIDENCE)
    facts = {"number": 1, "actor": ATTESTOR_NUMBER, "level": 5, "evidence": EVIDENCE}
    assert outcome.event == Event("LevelAttested", facts)
    assert (level(world), last_change(world)["actor"]) == (5, ATTESTOR_NUMBER)


@pytest.mark.parametrize("asked", [1, 4])
@pytest.mark.parametrize("who", ["attestor", "authority", "depositor", "stranger"])
def test_nobody_else_attests_what_the_operator_does(world: World, asked: int, who: str) -> None:
    raised(world, asked - 1)
    with pytest.raises(RefusedError, match=r"^depository: not the operator$"):
        attest(world, asked, who)


@pytest.mark.parametrize("who", ["operator", "authority", "depositor", "stranger"])
def test_nobody_attests_the_fifth_who_is_no_attestor(world: World, who: str) -> None:
    raised(world, 4)
    with pytest.raises(RefusedError, match=r"^depository: not an attestor$"):
        attest(world, 5, who)


def test_an_attestor_who_operates_the_depository_is_not_independent(world: World) -> None:
    raised(world, 4)
    world.set_roles("operator", OPERATOR | ATTESTOR)
    with pytest.raises(RefusedError, match=r"^depository: not independent$"):
        attest(world, 5, "operator")


def test_an_attestor_who_is_or_was_the_possessor_is_not_independent(world: World) -> None:
    accepted(world)
    for each in range(1, 5):
        attest(world, each)
    transfer(world, 1, "depositor", "holder", HOLDER_NUMBER)
    transfer(world, 1, "holder", "second holder", 8)
    for who in ("depositor", "holder", "second holder"):
        world.set_roles(who, ATTESTOR)
        with pytest.raises(RefusedError, match=r"^depository: not independent$"):
            attest(world, 5, who)
    attest(world, 5, "attestor")


@pytest.mark.parametrize("asked", [0, 2, 3, 4])
def test_no_level_is_skipped_and_none_attested_twice(world: World, asked: int) -> None:
    deposit(world)
    with pytest.raises(RefusedError, match=r"^depository: not the next level$"):
        attest(world, asked)
    attest(world, 1)
    with pytest.raises(RefusedError, match=r"^depository: not the next level$"):
        attest(world, 1)


def test_the_fifth_does_not_come_before_the_fourth(world: World) -> None:
    raised(world, 3)
    with pytest.raises(RefusedError, match=r"^depository: not the next level$"):
        attest(world, 5, "attestor")


def test_there_is_no_sixth_level(world: World) -> None:
    raised(world, 5)
    with pytest.raises(RefusedError, match=r"^depository: unknown level$"):
        attest(world, 6, "attestor")


def test_an_attestation_names_its_evidence(world: World) -> None:
    raised(world, 4)
    with pytest.raises(RefusedError, match=r"^depository: evidence is zero$"):
        world.depository.act("attestor", "attest_level", 1, 5, NONE)
    deposit(world, digest("another"))
    with pytest.raises(RefusedError, match=r"^depository: evidence is zero$"):
        world.depository.act("operator", "attest_level", 2, 1, NONE)


ACTS = pytest.mark.parametrize("function", ["attest_level", "withdraw_level"])


@ACTS
def test_what_left_the_depository_is_not_verified(world: World, function: str) -> None:
    with pytest.raises(RefusedError, match=r"^depository: no such deposit$"):
        world.depository.act("operator", function, 1, 1, EVIDENCE)
    deposit(world)
    attest(world, 1)
    hand_back(world, 1)
    for asked in (1, 2):
        with pytest.raises(RefusedError, match=r"^depository: returned or annulled$"):
            world.depository.act("operator", function, 1, asked, EVIDENCE)


@pytest.mark.parametrize("fallen", [1, 2, 4])
def test_the_operator_withdraws_a_level_and_what_stands_on_it_falls(
    world: World, fallen: int
) -> None:
    raised(world, 5)
    world.evm.wait(60)
    outcome = world.depository.act("operator", "withdraw_level", 1, fallen, REASON)
    facts = {
        "number": 1,
        "actor": OPERATOR_NUMBER,
        "level": fallen,
        "left": fallen - 1,
        "reason": REASON,
        "basis": NONE,
    }
    assert outcome.event == Event("LevelWithdrawn", facts)
    assert level(world) == fallen - 1
    assert last_change(world) == {
        "level": fallen - 1,
        "attested": False,
        "actor": OPERATOR_NUMBER,
        "digest": REASON,
        "at": NOW + 60,
        "block_number": world.evm.block,
    }
    attest(world, fallen)
    assert level(world) == fallen


def test_the_attestor_withdraws_the_fifth(world: World) -> None:
    raised(world, 5)
    outcome = world.depository.act("attestor", "withdraw_level", 1, 5, REASON)
    assert (outcome.event.args["actor"], outcome.event.args["left"]) == (ATTESTOR_NUMBER, 4)
    assert level(world) == 4


def test_the_authority_withdraws_any_level_on_a_basis(world: World) -> None:
    raised(world, 5)
    for fallen in (5, 3):
        outcome = world.decree("depository", "withdraw_level", 1, fallen, REASON)
        facts = {
            "number": 1,
            "actor": 0,
            "level": fallen,
            "left": fallen - 1,
            "reason": REASON,
            "basis": BASIS,
        }
        assert outcome.event == Event("LevelWithdrawn", facts)
        assert (level(world), last_change(world)["actor"]) == (fallen - 1, 0)


@pytest.mark.parametrize("who", ["attestor", "authority", "depositor", "stranger"])
def test_nobody_else_withdraws_what_the_operator_attested(world: World, who: str) -> None:
    raised(world, 4)
    for asked in (1, 4):
        with pytest.raises(RefusedError, match=r"^depository: not the operator$"):
            withdraw(world, asked, who)


@pytest.mark.parametrize("who", ["operator", "authority", "depositor", "stranger"])
def test_nobody_withdraws_the_fifth_who_is_no_attestor(world: World, who: str) -> None:
    raised(world, 5)
    with pytest.raises(RefusedError, match=r"^depository: not an attestor$"):
        withdraw(world, 5, who)


def test_another_attestor_does_not_withdraw_the_fifth(world: World) -> None:
    raised(world, 5)
    world.admit("second attestor", ATTESTOR)
    with pytest.raises(RefusedError, match=r"^depository: another attested it$"):
        withdraw(world, 5, "second attestor")


def test_whoever_attested_the_fifth_last_withdraws_it(world: World) -> None:
    raised(world, 5)
    world.admit("second attestor", ATTESTOR)
    withdraw(world, 5, "attestor")
    attest(world, 5, "second attestor")
    with pytest.raises(RefusedError, match=r"^depository: another attested it$"):
        withdraw(world, 5, "attestor")
    withdraw(world, 5, "second attestor")
    assert level(world) == 4


def test_only_what_is_attested_is_withdrawn(world: World) -> None:
    raised(world, 2)
    for asked in (0, 3):
        with pytest.raises(RefusedError, match=r"^depository: level is not attested$"):
            withdraw(world, asked)
    for asked in (0, 3, 6):
        with pytest.raises(RefusedError, match=r"^depository: level is not attested$"):
            world.decree("depository", "withdraw_level", 1, asked, REASON)


def test_a_withdrawal_names_its_reason(world: World) -> None:
    raised(world, 1)
    with pytest.raises(RefusedError, match=r"^depository: reason is zero$"):
        world.depository.act("operator", "withdraw_level", 1, 1, NONE)
    with pytest.raises(RefusedError, match=r"^depository: reason is zero$"):
        world.decree("depository", "withdraw_level", 1, 1, NONE)


def test_the_level_stays_when_the_right_passes_and_a_new_version_begins_anew(
    world: World,
) -> None:
    accepted(world)
    attest(world, 1)
    deposit(world, digest("second"), previous=1)
    transfer(world, 1, "depositor", "holder", HOLDER_NUMBER)
    assert level(world) == 1
    assert world.depository.ask("level_of", 2) == 0
    assert world.depository.ask("owner_by_index", 1, 0)["possessor"] == DEPOSITOR_NUMBER


def test_an_unknown_deposit_has_no_level_and_a_known_one_no_change_that_was_not(
    world: World,
) -> None:
    for view, args in (
        ("level_of", ()),
        ("level_changes_count", ()),
        ("level_change_by_index", (0,)),
    ):
        with pytest.raises(RefusedError, match=r"^depository: no such deposit$"):
            world.depository.ask(view, 1, *args)
    deposit(world)
    with pytest.raises(RefusedError, match=r"^depository: no such change$"):
        world.depository.ask("level_change_by_index", 1, 0)
