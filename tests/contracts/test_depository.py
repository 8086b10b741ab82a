"""The depository: deposits, their versions, and what the operator decides on them."""

from __future__ import annotations

import pytest

from tests.contracts.deposits import (
    ACCEPTED,
    CODE,
    CONCEPT,
    DEPOSITED,
    DEPOSITOR_NUMBER,
    DOCUMENTATION,
    HOLDER_NUMBER,
    NONE,
    REASON,
    RETURNED,
    ROOT,
    SECOND,
    THIRD,
    accepted,
    content,
    deposit,
    hand_back,
    rival,
    transfer,
)
from tests.contracts.evm import NOW, Event, RefusedError, account
from tests.contracts.world import World, deploy, digest

BUDGET, STATE = 1, 2


def line(world: World, number: int) -> tuple[int, int]:
    record = world.depository.ask("deposit_of", number)
    return record["previous"], record["successor"]


def test_a_deposit_is_recorded_to_its_possessor(world: World) -> None:
    facts = content(kind=CONCEPT, access=1, origin=BUDGET, conclusion=digest("conclusion"))
    outcome = world.depository.act("depositor", "deposit", *facts)
    assert outcome.answer == 1 == world.depository.ask("count") == world.depository.ask("standing")
    assert outcome.event == Event(
        "Deposited",
        {
            "number": 1,
            "root": ROOT,
            "possessor": DEPOSITOR_NUMBER,
            "account": account("depositor"),
            "size": 1000,
            "kind": CONCEPT,
            "access": 1,
            "origin": BUDGET,
            "conclusion": digest("conclusion"),
            "previous": 0,
        },
    )
    assert world.depository.ask("deposit_of", 1) == {
        "root": ROOT,
        "size": 1000,
        "kind": CONCEPT,
        "access": 1,
        "origin": BUDGET,
        "conclusion": digest("conclusion"),
        "possessor": DEPOSITOR_NUMBER,
        "previous": 0,
        "successor": 0,
        "status": DEPOSITED,
        "deposited_at": NOW,
        "decided_at": 0,
        "reason": NONE,
    }
    assert world.depository.ask("owner_of", 1) == account("depositor")


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (content(NONE), "depository: root is zero"),
        (content(size=0), "depository: size is zero"),
        (content(kind=0), "depository: unknown kind"),
        (content(kind=6), "depository: unknown kind"),
        (content(access=2), "depository: unknown access"),
        (content(origin=3), "depository: unknown origin"),
    ],
)
def test_a_faulty_deposit_is_refused(world: World, facts: tuple[object, ...], reason: str) -> None:
    with pytest.raises(RefusedError, match=f"^{reason}$"):
        world.depository.act("depositor", "deposit", *facts)
    deposit(world, SECOND)
    with pytest.raises(RefusedError, match=f"^{reason}$"):
        world.depository.act("depositor", "supersede", 1, *facts)
    assert world.depository.ask("count") == 1 == world.depository.ask("standing")


@pytest.mark.parametrize("origin", [BUDGET, STATE])
@pytest.mark.parametrize("kind", [DOCUMENTATION, CONCEPT])
def test_concepts_and_documentation_of_the_state_need_the_conclusion(
    world: World, origin: int, kind: int
) -> None:
    bare = content(origin=origin, kind=kind)
    with pytest.raises(RefusedError, match=r"^depository: conclusion is zero$"):
        world.depository.act("depositor", "deposit", *bare)
    whole = content(origin=origin, kind=kind, conclusion=digest("conclusion"))
    world.depository.act("depositor", "deposit", *whole)
    later = content(SECOND, origin=origin, kind=kind)
    with pytest.raises(RefusedError, match=r"^depository: conclusion is zero$"):
        world.depository.act("depositor", "supersede", 1, *later)


@pytest.mark.parametrize(
    ("origin", "kind"),
    [(BUDGET, 1), (BUDGET, 2), (BUDGET, CODE), (STATE, CODE), (0, DOCUMENTATION), (0, CONCEPT)],
)
def test_nothing_else_needs_the_conclusion_and_all_may_have_it(
    world: World, origin: int, kind: int
) -> None:
    bare = content(origin=origin, kind=kind)
    assert world.depository.act("depositor", "deposit", *bare).answer == 1
    whole = content(SECOND, origin=origin, kind=kind, conclusion=digest("conclusion"))
    assert world.depository.act("depositor", "deposit", *whole).answer == 2


@pytest.mark.parametrize("who", ["operator", "issuer", "holder", "stranger"])
def test_nobody_but_a_depositor_deposits(world: World, who: str) -> None:
    with pytest.raises(RefusedError, match=r"^depository: not a depositor$"):
        world.depository.act(who, "deposit", *content())


def test_a_suspended_depositor_deposits_nothing(world: World) -> None:
    deposit(world)
    world.suspend("depositor")
    with pytest.raises(RefusedError, match=r"^depository: not a depositor$"):
        deposit(world, SECOND)
    with pytest.raises(RefusedError, match=r"^depository: not an active participant$"):
        deposit(world, SECOND, previous=1)


def test_the_operator_accepts_a_deposit(world: World) -> None:
    deposit(world)
    world.evm.wait(60)
    outcome = world.depository.act("operator", "accept", 1)
    assert outcome.event == Event("Accepted", {"number": 1, "operator": account("operator")})
    record = world.depository.ask("deposit_of", 1)
    assert (record["status"], record["decided_at"]) == (ACCEPTED, NOW + 60)
    assert world.depository.ask("standing") == 1


def test_the_operator_returns_a_deposit_with_a_reason(world: World) -> None:
    deposit(world)
    world.evm.wait(60)
    outcome = world.depository.act("operator", "return_deposit", 1, REASON)
    assert outcome.event == Event(
        "Returned", {"number": 1, "operator": account("operator"), "reason": REASON}
    )
    record = world.depository.ask("deposit_of", 1)
    assert (record["status"], record["decided_at"]) == (RETURNED, NOW + 60)
    assert (record["reason"], record["possessor"]) == (REASON, DEPOSITOR_NUMBER)
    assert world.depository.ask("standing") == 0


def test_a_deposit_is_not_returned_without_a_reason(world: World) -> None:
    deposit(world)
    with pytest.raises(RefusedError, match=r"^depository: reason is zero$"):
        world.depository.act("operator", "return_deposit", 1, NONE)


DECISIONS = pytest.mark.parametrize(
    ("function", "args"), [("accept", ()), ("return_deposit", (REASON,))]
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
    if first == "accept":
        accepted(world)
    else:
        hand_back(world, deposit(world))
    with pytest.raises(RefusedError, match=r"^depository: already decided$"):
        world.depository.act("operator", function, 1, *args)


def test_a_new_version_follows_the_one_before(world: World) -> None:
    deposit(world)
    outcome = world.depository.act("depositor", "supersede", 1, *content(SECOND))
    assert outcome.answer == 2
    deposited, superseded = outcome.events
    assert (deposited.name, deposited.args["previous"]) == ("Deposited", 1)
    assert superseded == Event("Superseded", {"previous": 1, "number": 2})
    assert (line(world, 1), line(world, 2)) == ((0, 2), (1, 0))


def test_an_accepted_deposit_may_be_superseded(world: World) -> None:
    accepted(world)
    assert deposit(world, SECOND, previous=1) == 2


def test_a_deposit_is_superseded_once(world: World) -> None:
    deposit(world)
    deposit(world, SECOND, previous=1)
    with pytest.raises(RefusedError, match=r"^depository: already superseded$"):
        deposit(world, THIRD, previous=1)


def test_a_returned_or_unknown_deposit_is_not_superseded(world: World) -> None:
    hand_back(world, deposit(world))
    with pytest.raises(RefusedError, match=r"^depository: returned or annulled$"):
        deposit(world, SECOND, previous=1)
    for number in (0, 2):
        with pytest.raises(RefusedError, match=r"^depository: no such deposit$"):
            deposit(world, SECOND, previous=number)


def test_another_s_deposit_is_not_superseded(world: World) -> None:
    deposit(world)
    rival(world)
    with pytest.raises(RefusedError, match=r"^depository: not the possessor$"):
        deposit(world, SECOND, previous=1, who="rival")


def test_a_possessor_who_is_no_depositor_deposits_no_version(world: World) -> None:
    accepted(world)
    transfer(world, 1, "depositor", "holder", HOLDER_NUMBER)
    with pytest.raises(RefusedError, match=r"^depository: not a depositor$"):
        deposit(world, SECOND, previous=1, who="holder")


def test_when_a_version_is_returned_the_one_before_is_the_last_again(world: World) -> None:
    deposit(world)
    deposit(world, SECOND, previous=1)
    outcome = world.depository.act("operator", "return_deposit", 2, REASON)
    assert outcome.events[1:] == (Event("Superseded", {"previous": 1, "number": 0}),)
    assert line(world, 1) == (0, 0)
    assert deposit(world, THIRD, previous=1) == 3
    assert line(world, 1) == (0, 3)


def test_when_a_middle_version_is_returned_its_neighbours_follow_each_other(world: World) -> None:
    deposit(world)
    deposit(world, SECOND, previous=1)
    deposit(world, THIRD, previous=2)
    outcome = world.depository.act("operator", "return_deposit", 2, REASON)
    assert outcome.events[1:] == (Event("Superseded", {"previous": 1, "number": 3}),)
    assert (line(world, 1), line(world, 3)) == ((0, 3), (1, 0))
    hand_back(world, 3)
    assert line(world, 1) == (0, 0)


def test_when_the_first_version_is_returned_the_second_is_the_first(world: World) -> None:
    deposit(world)
    deposit(world, SECOND, previous=1)
    outcome = world.depository.act("operator", "return_deposit", 1, REASON)
    assert outcome.events[1:] == (Event("Superseded", {"previous": 0, "number": 2}),)
    assert line(world, 2) == (0, 0)


def test_a_new_key_possesses_what_the_old_one_deposited(world: World) -> None:
    deposit(world)
    world.replace_key("depositor", "new key")
    assert world.depository.ask("owner_of", 1) == account("new key")
    assert deposit(world, SECOND, previous=1, who="new key") == 2
    with pytest.raises(RefusedError, match=r"^depository: not an active participant$"):
        deposit(world, THIRD, previous=2)


def test_a_depository_names_the_text_of_its_rules(world: World) -> None:
    given = {"participants": world.participants.contract.address, "rules": NONE}
    with pytest.raises(RefusedError, match=r"^rules: digest is zero$"):
        deploy(world.evm, "depository", given)
    found = deploy(world.evm, "depository", given | {"rules": REASON})
    assert found.ask("validation_rules") == REASON


def test_an_unknown_deposit_has_no_record_and_no_owner(world: World) -> None:
    for view in ("deposit_of", "owner_of"):
        for number in (0, 1):
            with pytest.raises(RefusedError, match=r"^depository: no such deposit$"):
                world.depository.ask(view, number)
