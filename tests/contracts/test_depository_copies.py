"""Copies of what is stored: who applies, what for, and what was handed out (D-7)."""

from __future__ import annotations

import pytest

from tests.contracts.deposits import (
    DEPOSITOR_NUMBER,
    HOLDER_NUMBER,
    NONE,
    REASON,
    accept,
    accepted,
    deposit,
    transfer,
)
from tests.contracts.evm import NOW, Event, RefusedError, account
from tests.contracts.world import World, digest

ARCHIVING, REPLACEMENT = 1, 2
APPLIED, ISSUED, REFUSED, LAPSED = 1, 2, 3, 4
APPLICATION, COPY = digest("application"), digest("copy")


def apply(world: World, purpose: int = ARCHIVING, who: str = "depositor") -> int:
    index: int = world.depository.act(who, "apply_for_copy", 1, purpose, APPLICATION).answer
    return index


def copy(world: World, index: int = 0) -> dict[str, object]:
    found: dict[str, object] = world.depository.ask("copy_by_index", 1, index)
    return found


@pytest.mark.parametrize("purpose", [ARCHIVING, REPLACEMENT])
def test_the_possessor_applies_for_a_copy(world: World, purpose: int) -> None:
    accepted(world)
    world.evm.wait(60)
    outcome = world.depository.act("depositor", "apply_for_copy", 1, purpose, APPLICATION)
    facts = {
        "number": 1,
        "index": 0,
        "applicant": DEPOSITOR_NUMBER,
        "purpose": purpose,
        "application": APPLICATION,
    }
    assert (outcome.answer, outcome.event) == (0, Event("CopyApplied", facts))
    assert copy(world) == {
        "applicant": DEPOSITOR_NUMBER,
        "purpose": purpose,
        "application": APPLICATION,
        "applied_at": NOW + 60,
        "applied_block": world.evm.block,
        "status": APPLIED,
        "outcome": NONE,
        "decided_at": 0,
        "decided_block": 0,
    }
    assert world.depository.ask("copies_count", 1) == 1


def test_the_operator_records_the_copy_that_was_handed_out(world: World) -> None:
    accepted(world)
    apply(world)
    before = copy(world)
    world.evm.wait(60)
    outcome = world.depository.act("operator", "issue_copy", 1, 0, COPY)
    facts = {"number": 1, "index": 0, "operator": account("operator"), "digest": COPY}
    assert outcome.event == Event("CopyIssued", facts)
    decided = {"decided_at": NOW + 60, "decided_block": world.evm.block}
    assert copy(world) == before | decided | {"status": ISSUED, "outcome": COPY}


def test_the_operator_refuses_a_copy_with_a_reason(world: World) -> None:
    accepted(world)
    apply(world)
    before = copy(world)
    world.evm.wait(60)
    outcome = world.depository.act("operator", "refuse_copy", 1, 0, REASON)
    facts = {"number": 1, "index": 0, "operator": account("operator"), "reason": REASON}
    assert outcome.event == Event("CopyRefused", facts)
    decided = {"decided_at": NOW + 60, "decided_block": world.evm.block}
    assert copy(world) == before | decided | {"status": REFUSED, "outcome": REASON}


def test_copies_of_a_deposit_are_told_in_their_order(world: World) -> None:
    accepted(world)
    for index, function in enumerate(("issue_copy", "refuse_copy", "issue_copy")):
        assert apply(world, REPLACEMENT) == index
        world.depository.act("operator", function, 1, index, digest(f"outcome {index}"))
    assert world.depository.ask("copies_count", 1) == 3
    assert [copy(world, index)["status"] for index in range(3)] == [ISSUED, REFUSED, ISSUED]
    assert copy(world, 2)["outcome"] == digest("outcome 2")


@pytest.mark.parametrize("purpose", [0, 3])
def test_there_are_no_other_purposes(world: World, purpose: int) -> None:
    accepted(world)
    with pytest.raises(RefusedError, match=r"^depository: unknown purpose$"):
        apply(world, purpose)


@pytest.mark.parametrize("who", ["operator", "authority", "holder"])
def test_nobody_but_the_possessor_applies(world: World, who: str) -> None:
    accepted(world)
    with pytest.raises(RefusedError, match=r"^depository: not the possessor$"):
        apply(world, who=who)


def test_a_suspended_possessor_and_a_stranger_do_not_apply(world: World) -> None:
    accepted(world)
    world.suspend("depositor")
    for who in ("depositor", "stranger"):
        with pytest.raises(RefusedError, match=r"^depository: not an active participant$"):
            apply(world, who=who)


def test_an_application_is_not_nothing(world: World) -> None:
    accepted(world)
    with pytest.raises(RefusedError, match=r"^depository: application is zero$"):
        world.depository.act("depositor", "apply_for_copy", 1, ARCHIVING, NONE)


def test_a_copy_is_made_of_what_is_accepted_only(world: World) -> None:
    with pytest.raises(RefusedError, match=r"^depository: no such deposit$"):
        apply(world)
    deposit(world)
    with pytest.raises(RefusedError, match=r"^depository: not accepted$"):
        apply(world)
    accept(world, 1)
    world.decree("depository", "annul", 1)
    with pytest.raises(RefusedError, match=r"^depository: not accepted$"):
        apply(world)


def test_one_application_waits_at_a_time(world: World) -> None:
    accepted(world)
    apply(world)
    with pytest.raises(RefusedError, match=r"^depository: an application waits$"):
        apply(world, REPLACEMENT)
    world.depository.act("operator", "refuse_copy", 1, 0, REASON)
    assert apply(world, REPLACEMENT) == 1


DECISIONS = pytest.mark.parametrize("function", ["issue_copy", "refuse_copy"])


@DECISIONS
@pytest.mark.parametrize("who", ["depositor", "authority", "stranger"])
def test_nobody_but_the_operator_decides(world: World, function: str, who: str) -> None:
    accepted(world)
    apply(world)
    with pytest.raises(RefusedError, match=r"^depository: not the operator$"):
        world.depository.act(who, function, 1, 0, COPY)


@DECISIONS
@pytest.mark.parametrize("first", ["issue_copy", "refuse_copy"])
def test_a_decision_is_final(world: World, function: str, first: str) -> None:
    accepted(world)
    apply(world)
    world.depository.act("operator", first, 1, 0, COPY)
    with pytest.raises(RefusedError, match=r"^depository: application has ended$"):
        world.depository.act("operator", function, 1, 0, COPY)


@DECISIONS
def test_nothing_is_decided_on_an_unknown_application(world: World, function: str) -> None:
    with pytest.raises(RefusedError, match=r"^depository: no such deposit$"):
        world.depository.act("operator", function, 1, 0, COPY)
    accepted(world)
    apply(world)
    with pytest.raises(RefusedError, match=r"^depository: no such application$"):
        world.depository.act("operator", function, 1, 1, COPY)


@pytest.mark.parametrize(
    ("function", "reason"),
    [("issue_copy", "depository: copy is zero"), ("refuse_copy", "depository: reason is zero")],
)
def test_a_decision_names_the_copy_or_the_reason(world: World, function: str, reason: str) -> None:
    accepted(world)
    apply(world)
    with pytest.raises(RefusedError, match=f"^{reason}$"):
        world.depository.act("operator", function, 1, 0, NONE)


def test_what_the_former_possessor_applied_for_is_handed_to_nobody(world: World) -> None:
    accepted(world)
    apply(world)
    before = copy(world)
    world.evm.wait(60)
    transfer(world, 1, "depositor", "holder", HOLDER_NUMBER)
    decided = {"decided_at": NOW + 60, "decided_block": world.evm.block}
    assert copy(world) == before | decided | {"status": LAPSED}
    with pytest.raises(RefusedError, match=r"^depository: application has ended$"):
        world.depository.act("operator", "issue_copy", 1, 0, COPY)
    assert apply(world, who="holder") == 1


def test_an_ended_application_does_not_lapse(world: World) -> None:
    accepted(world)
    apply(world)
    world.depository.act("operator", "issue_copy", 1, 0, COPY)
    before = copy(world)
    world.evm.wait(60)
    transfer(world, 1, "depositor", "holder", HOLDER_NUMBER)
    assert copy(world) == before


def test_an_unknown_deposit_has_no_copies_and_a_known_one_no_more_than_were_asked_for(
    world: World,
) -> None:
    for view, args in (("copies_count", ()), ("copy_by_index", (0,))):
        with pytest.raises(RefusedError, match=r"^depository: no such deposit$"):
            world.depository.ask(view, 1, *args)
    accepted(world)
    assert world.depository.ask("copies_count", 1) == 0
    with pytest.raises(RefusedError, match=r"^depository: no such application$"):
        copy(world)
