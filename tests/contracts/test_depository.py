"""The depository: deposits, their versions, and what the operator decides on them."""

from __future__ import annotations

import pytest

from tests.contracts.evm import NOW, Event, RefusedError, account
from tests.contracts.world import DEPOSITOR, World, digest

ROOT, SECOND, THIRD = digest("root"), digest("second"), digest("third")
CODE, CONCEPT = 3, 5
DEPOSITED, ACCEPTED, RETURNED = 1, 2, 3


def deposit(world: World, root: bytes = ROOT, previous: int | None = None) -> int:
    content = (root, 1000, CODE, 0)
    if previous is None:
        number: int = world.depository.act("depositor", "deposit", *content).answer
    else:
        number = world.depository.act("depositor", "supersede", previous, *content).answer
    return number


def hand_back(world: World, number: int) -> None:
    world.depository.act("operator", "return_deposit", number, digest("reason"))


def line(world: World, number: int) -> tuple[int, int]:
    record = world.depository.ask("deposit_of", number)
    return record["previous"], record["successor"]


def test_a_deposit_is_recorded_to_its_possessor(world: World) -> None:
    outcome = world.depository.act("depositor", "deposit", ROOT, 1000, CONCEPT, 1)
    assert outcome.answer == 1 == world.depository.ask("count")
    assert outcome.event == Event(
        "Deposited",
        {
            "number": 1,
            "root": ROOT,
            "possessor": 5,
            "account": account("depositor"),
            "size": 1000,
            "kind": CONCEPT,
            "access": 1,
            "previous": 0,
        },
    )
    assert world.depository.ask("deposit_of", 1) == {
        "root": ROOT,
        "size": 1000,
        "kind": CONCEPT,
        "access": 1,
        "possessor": 5,
        "previous": 0,
        "successor": 0,
        "status": DEPOSITED,
        "deposited_at": NOW,
        "decided_at": 0,
        "reason": bytes(32),
    }
    assert world.depository.ask("number_of", ROOT) == 1
    assert world.depository.ask("owner_of", 1) == account("depositor")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ((bytes(32), 1, 1, 0), "depository: root is zero"),
        ((ROOT, 0, 1, 0), "depository: size is zero"),
        ((ROOT, 1, 0, 0), "depository: unknown kind"),
        ((ROOT, 1, 6, 0), "depository: unknown kind"),
        ((ROOT, 1, 1, 2), "depository: unknown access"),
    ],
)
def test_a_faulty_deposit_is_refused(
    world: World, content: tuple[object, ...], reason: str
) -> None:
    with pytest.raises(RefusedError, match=f"^{reason}$"):
        world.depository.act("depositor", "deposit", *content)
    deposit(world, SECOND)
    with pytest.raises(RefusedError, match=f"^{reason}$"):
        world.depository.act("depositor", "supersede", 1, *content)


@pytest.mark.parametrize("who", ["operator", "issuer", "holder", "stranger"])
def test_nobody_but_a_depositor_deposits(world: World, who: str) -> None:
    with pytest.raises(RefusedError, match=r"^depository: not a depositor$"):
        world.depository.act(who, "deposit", ROOT, 1, CODE, 0)
    deposit(world)
    with pytest.raises(RefusedError, match=r"^depository: not a depositor$"):
        world.depository.act(who, "supersede", 1, SECOND, 1, CODE, 0)


def test_a_suspended_depositor_does_not_deposit(world: World) -> None:
    world.suspend("depositor")
    with pytest.raises(RefusedError, match=r"^depository: not a depositor$"):
        deposit(world)


def test_a_content_is_deposited_once_unless_it_was_returned(world: World) -> None:
    deposit(world)
    with pytest.raises(RefusedError, match=r"^depository: already deposited$"):
        deposit(world)
    hand_back(world, 1)
    assert world.depository.ask("number_of", ROOT) == 1
    assert deposit(world) == 2
    assert world.depository.ask("number_of", ROOT) == 2


def test_the_operator_accepts_a_deposit(world: World) -> None:
    deposit(world)
    world.evm.wait(60)
    outcome = world.depository.act("operator", "accept", 1)
    assert outcome.event == Event("Accepted", {"number": 1, "operator": account("operator")})
    record = world.depository.ask("deposit_of", 1)
    assert (record["status"], record["decided_at"]) == (ACCEPTED, NOW + 60)


def test_the_operator_returns_a_deposit_with_a_reason(world: World) -> None:
    deposit(world)
    outcome = world.depository.act("operator", "return_deposit", 1, digest("reason"))
    assert outcome.event == Event(
        "Returned", {"number": 1, "operator": account("operator"), "reason": digest("reason")}
    )
    record = world.depository.ask("deposit_of", 1)
    assert (record["status"], record["decided_at"]) == (RETURNED, NOW)
    assert record["reason"] == digest("reason")


def test_a_deposit_is_not_returned_without_a_reason(world: World) -> None:
    deposit(world)
    with pytest.raises(RefusedError, match=r"^depository: reason is zero$"):
        world.depository.act("operator", "return_deposit", 1, bytes(32))


DECISIONS = pytest.mark.parametrize(
    ("function", "args"), [("accept", ()), ("return_deposit", (digest("reason"),))]
)


@DECISIONS
@pytest.mark.parametrize("who", ["authority", "depositor", "stranger"])
def test_nobody_but_the_operator_decides(
    world: World, function: str, args: tuple[bytes, ...], who: str
) -> None:
    deposit(world)
    with pytest.raises(RefusedError, match=r"^depository: not the operator$"):
        world.depository.act(who, function, 1, *args)


@DECISIONS
def test_nothing_is_decided_on_an_unknown_deposit(
    world: World, function: str, args: tuple[bytes, ...]
) -> None:
    for number in (0, 1):
        with pytest.raises(RefusedError, match=r"^depository: no such deposit$"):
            world.depository.act("operator", function, number, *args)


@DECISIONS
@pytest.mark.parametrize("first", ["accept", "return"])
def test_a_decision_is_final(
    world: World, function: str, args: tuple[bytes, ...], first: str
) -> None:
    deposit(world)
    if first == "accept":
        world.depository.act("operator", "accept", 1)
    else:
        hand_back(world, 1)
    with pytest.raises(RefusedError, match=r"^depository: already decided$"):
        world.depository.act("operator", function, 1, *args)


def test_a_new_version_follows_the_one_before(world: World) -> None:
    deposit(world)
    outcome = world.depository.act("depositor", "supersede", 1, SECOND, 7, CODE, 0)
    assert outcome.answer == 2
    deposited, superseded = outcome.events
    assert (deposited.name, deposited.args["previous"]) == ("Deposited", 1)
    assert superseded == Event("Superseded", {"previous": 1, "number": 2})
    assert (line(world, 1), line(world, 2)) == ((0, 2), (1, 0))


def test_an_accepted_deposit_may_be_superseded(world: World) -> None:
    deposit(world)
    world.depository.act("operator", "accept", 1)
    assert deposit(world, SECOND, previous=1) == 2


def test_a_deposit_is_superseded_once(world: World) -> None:
    deposit(world)
    deposit(world, SECOND, previous=1)
    with pytest.raises(RefusedError, match=r"^depository: already superseded$"):
        deposit(world, THIRD, previous=1)


def test_a_returned_or_unknown_deposit_is_not_superseded(world: World) -> None:
    deposit(world)
    hand_back(world, 1)
    with pytest.raises(RefusedError, match=r"^depository: already returned$"):
        deposit(world, SECOND, previous=1)
    for number in (0, 2):
        with pytest.raises(RefusedError, match=r"^depository: no such deposit$"):
            deposit(world, SECOND, previous=number)


def test_another_s_deposit_is_not_superseded(world: World) -> None:
    deposit(world)
    world.admit("other depositor", DEPOSITOR)
    with pytest.raises(RefusedError, match=r"^depository: not the possessor$"):
        world.depository.act("other depositor", "supersede", 1, SECOND, 1, CODE, 0)


def test_a_version_is_not_superseded_by_a_content_deposited_already(world: World) -> None:
    deposit(world)
    with pytest.raises(RefusedError, match=r"^depository: already deposited$"):
        deposit(world, ROOT, previous=1)


def test_when_a_version_is_returned_the_one_before_is_the_last_again(world: World) -> None:
    deposit(world)
    deposit(world, SECOND, previous=1)
    outcome = world.depository.act("operator", "return_deposit", 2, digest("reason"))
    assert outcome.events[1] == Event("Superseded", {"previous": 1, "number": 0})
    assert line(world, 1) == (0, 0)
    assert deposit(world, THIRD, previous=1) == 3
    assert line(world, 1) == (0, 3)


def test_when_a_middle_version_is_returned_its_neighbours_follow_each_other(world: World) -> None:
    deposit(world)
    deposit(world, SECOND, previous=1)
    deposit(world, THIRD, previous=2)
    outcome = world.depository.act("operator", "return_deposit", 2, digest("reason"))
    assert outcome.events[1] == Event("Superseded", {"previous": 1, "number": 3})
    assert (line(world, 1), line(world, 3)) == ((0, 3), (1, 0))
    hand_back(world, 3)
    assert line(world, 1) == (0, 0)


def test_when_the_first_version_is_returned_the_second_is_the_first(world: World) -> None:
    deposit(world)
    deposit(world, SECOND, previous=1)
    outcome = world.depository.act("operator", "return_deposit", 1, digest("reason"))
    assert outcome.events[1] == Event("Superseded", {"previous": 0, "number": 2})
    assert line(world, 2) == (0, 0)


def test_a_new_key_possesses_what_the_old_one_deposited(world: World) -> None:
    deposit(world)
    world.replace_key("depositor", "new key")
    assert world.depository.ask("owner_of", 1) == account("new key")
    assert world.depository.act("new key", "supersede", 1, SECOND, 1, CODE, 0).answer == 2
    with pytest.raises(RefusedError, match=r"^depository: not a depositor$"):
        deposit(world, THIRD, previous=2)


def test_an_unknown_deposit_has_no_record_and_no_owner(world: World) -> None:
    assert world.depository.ask("number_of", ROOT) == 0
    for view in ("deposit_of", "owner_of"):
        for number in (0, 1):
            with pytest.raises(RefusedError, match=r"^depository: no such deposit$"):
                world.depository.ask(view, number)
