"""The yearly verification of the whole depository by the authority (D-8)."""

from __future__ import annotations

import pytest

from tests.contracts.deposits import NONE, accepted, hand_back
from tests.contracts.deposits import deposit as deposited
from tests.contracts.evm import NOW, Event, RefusedError
from tests.contracts.world import BASIS, World, digest

REPORT = digest("report")
DAY = 86400
YEAR = 365 * DAY
NEVER = {
    "checked": 0,
    "faulty": 0,
    "standing": 0,
    "report": NONE,
    "basis": NONE,
    "verified_at": 0,
    "recorded_at": 0,
    "block_number": 0,
}


def record(world: World, checked: int, faulty: int, verified_at: int) -> None:
    world.decree("depository", "record_verification", checked, faulty, REPORT, verified_at)


def test_a_verification_is_recorded_with_what_it_found(world: World) -> None:
    accepted(world)
    deposited(world, digest("second"))
    hand_back(world, deposited(world, digest("third")))
    world.evm.wait(3 * DAY)
    facts = (100, 3, REPORT, NOW + 2 * DAY)
    outcome = world.decree("depository", "record_verification", *facts)
    found = {
        "checked": 100,
        "faulty": 3,
        "standing": 2,
        "report": REPORT,
        "basis": BASIS,
        "verified_at": NOW + 2 * DAY,
    }
    assert outcome.event == Event("Verified", {"index": 0} | found)
    stored = found | {"recorded_at": NOW + 3 * DAY, "block_number": world.evm.block}
    assert world.depository.ask("last_verification") == stored
    assert world.depository.ask("verification_by_index", 0) == stored
    assert world.depository.ask("verifications_count") == 1


def test_verifications_are_told_in_their_order(world: World) -> None:
    accepted(world)
    for faulty in (2, 0, 1):
        world.evm.wait(DAY)
        record(world, 10, faulty, world.evm.now)
    ask = world.depository.ask
    assert [ask("verification_by_index", index)["faulty"] for index in range(3)] == [2, 0, 1]
    assert ask("last_verification")["faulty"] == 1
    with pytest.raises(RefusedError, match=r"^depository: no such verification$"):
        ask("verification_by_index", 3)


def test_the_first_year_runs_from_the_founding(world: World) -> None:
    ask = world.depository.ask
    assert ask("last_verification") == NEVER
    assert (ask("verifications_count"), ask("verification_due_at")) == (0, NOW + YEAR)
    world.evm.wait(YEAR - 1)
    assert ask("verification_due") is False
    world.evm.wait(1)
    assert ask("verification_due") is True


def test_a_year_runs_from_when_the_last_verification_was_completed(world: World) -> None:
    accepted(world)
    world.evm.wait(YEAR + 10 * DAY)
    completed = NOW + YEAR + 5 * DAY
    record(world, 1, 0, completed)
    ask = world.depository.ask
    assert (ask("verification_due"), ask("verification_due_at")) == (False, completed + YEAR)
    world.evm.wait(YEAR - 5 * DAY)
    assert ask("verification_due") is True


@pytest.mark.parametrize("who", ["authority", "operator", "attestor", "stranger"])
def test_nobody_records_a_verification_but_the_authority_by_a_decision(
    world: World, who: str
) -> None:
    accepted(world)
    world.evm.wait(DAY)
    with pytest.raises(RefusedError, match=r"^depository: not the authority$"):
        world.depository.act(who, "record_verification", 1, 0, REPORT, world.evm.now)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ((0, 0, REPORT, NOW + DAY), "depository: nothing was checked"),
        ((1, 2, REPORT, NOW + DAY), "depository: more faulty than checked"),
        ((1, 0, NONE, NOW + DAY), "depository: report is zero"),
        ((1, 0, REPORT, NOW + DAY + 1), "depository: verified in the future"),
        ((1, 0, REPORT, NOW), "depository: verified before the last"),
    ],
)
def test_a_faulty_verification_is_refused(
    world: World, facts: tuple[object, ...], reason: str
) -> None:
    accepted(world)
    world.evm.wait(DAY)
    with pytest.raises(RefusedError, match=f"^{reason}$"):
        world.decree("depository", "record_verification", *facts)


def test_all_may_be_faulty_and_all_checked_in_the_same_second(world: World) -> None:
    accepted(world)
    world.evm.wait(1)
    record(world, 7, 7, world.evm.now)
    assert world.depository.ask("last_verification")["faulty"] == 7


def test_a_verification_is_later_than_the_last(world: World) -> None:
    accepted(world)
    world.evm.wait(DAY)
    record(world, 1, 0, world.evm.now)
    for verified_at in (world.evm.now, world.evm.now - 1):
        with pytest.raises(RefusedError, match=r"^depository: verified before the last$"):
            record(world, 1, 0, verified_at)


def test_of_an_empty_depository_nothing_is_checked(world: World) -> None:
    world.evm.wait(DAY)
    record(world, 0, 0, world.evm.now)
    assert world.depository.ask("last_verification")["standing"] == 0
    hand_back(world, deposited(world))
    world.evm.wait(DAY)
    record(world, 0, 0, world.evm.now)
    assert world.depository.ask("verifications_count") == 2
