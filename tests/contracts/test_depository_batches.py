"""Many deposits by one act: what stands of them, and who decides on them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contracts.batches import LIST, deposit_many, refusal, take
from tests.contracts.deposits import (
    ACCEPTED,
    ANNULLED,
    DEPOSITED,
    DEPOSITOR_NUMBER,
    NONE,
    REASON,
    RETURNED,
    content,
    deposit,
    status,
)
from tests.contracts.evm import NOW, Event, RefusedError, account
from tests.contracts.world import BASIS, World, digest

ROOT = digest("root of a tree")


def test_a_batch_is_recorded_to_its_possessor(world: World) -> None:
    outcome = world.depository.act("depositor", "deposit_many", ROOT, 1000, LIST)
    facts = {"root": ROOT, "possessor": DEPOSITOR_NUMBER, "size": 1000, "content": LIST}
    told = {"batch": 1, "account": account("depositor"), **facts}
    assert (outcome.answer, outcome.event) == (1, Event("DepositedMany", told))
    later = {"status": DEPOSITED, "taken": 0, "deposited_at": NOW, "decided_at": 0}
    undecided = {"reason": NONE, "operator": "0x" + "00" * 20}
    assert world.depository.ask("batch_of", 1) == {**facts, **later, **undecided}
    assert world.depository.ask("batches_count") == 1
    assert (world.depository.ask("count"), world.depository.ask("standing")) == (0, 1000)


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        ((NONE, 1, LIST), "depository: root is zero"),
        ((ROOT, 0, LIST), "depository: size is zero"),
        ((ROOT, 2**32 + 1, LIST), "depository: too many records"),
        ((ROOT, 1, NONE), "depository: list is zero"),
    ],
)
def test_a_batch_that_is_not_described_is_refused(
    world: World, args: tuple[Any, ...], reason: str
) -> None:
    assert refusal(world, "depositor", "deposit_many", *args) == reason
    assert world.depository.ask("batches_count") == 0


def test_the_largest_batch_is_recorded(world: World) -> None:
    world.depository.act("depositor", "deposit_many", ROOT, 2**32, LIST)
    assert world.depository.ask("standing") == 2**32


@pytest.mark.parametrize("who", ["operator", "holder", "stranger"])
def test_only_a_depositor_deposits_many(world: World, who: str) -> None:
    refused = refusal(world, who, "deposit_many", ROOT, 1, LIST)
    assert refused == "depository: not a depositor"


def test_a_suspended_depositor_neither_deposits_many_nor_takes_out(world: World) -> None:
    batch = deposit_many(world)
    world.suspend("depositor")
    assert refusal(world, "depositor", "deposit_many", ROOT, 1, LIST).endswith("not a depositor")
    refused = refusal(world, "depositor", "take_out", *batch.taking(1, 0))
    assert refused == "depository: not an active participant"


def test_batches_have_numbers_of_their_own(world: World) -> None:
    deposit(world)
    deposit_many(world)
    deposit_many(world, 5)
    assert world.depository.ask("batches_count") == 2
    assert world.depository.ask("batch_of", 2)["size"] == 5
    assert (world.depository.ask("count"), world.depository.ask("standing")) == (1, 9)


@pytest.mark.parametrize("batch", [0, 2])
def test_a_batch_that_is_not_there_is_refused(world: World, batch: int) -> None:
    deposit_many(world)
    with pytest.raises(RefusedError, match="depository: no such batch"):
        world.depository.ask("batch_of", batch)
    with pytest.raises(RefusedError, match="depository: no such batch"):
        world.depository.ask("taken_out", batch, 0)
    for refused in (
        refusal(world, "operator", "accept_batch", batch),
        refusal(world, "operator", "return_batch", batch, REASON),
        refusal(world, "depositor", "take_out", batch, 0, content(), ()),
    ):
        assert refused == "depository: no such batch"
    with pytest.raises(RefusedError, match="depository: no such batch"):
        world.decree("depository", "annul_batch", batch)


def test_the_operator_accepts_a_batch(world: World) -> None:
    deposit_many(world)
    world.evm.wait(60)
    outcome = world.depository.act("operator", "accept_batch", 1)
    told = {"batch": 1, "operator": account("operator")}
    assert outcome.event == Event("BatchAccepted", told)
    found = world.depository.ask("batch_of", 1)
    assert (found["status"], found["decided_at"]) == (ACCEPTED, NOW + 60)
    assert (found["operator"], found["reason"]) == (account("operator"), NONE)
    assert world.depository.ask("standing") == 3


def test_the_operator_returns_a_batch_and_its_records_stand_no_more(world: World) -> None:
    deposit_many(world)
    world.evm.wait(60)
    outcome = world.depository.act("operator", "return_batch", 1, REASON)
    told = {"batch": 1, "operator": account("operator"), "reason": REASON}
    assert outcome.event == Event("BatchReturned", told)
    found = world.depository.ask("batch_of", 1)
    assert (found["status"], found["decided_at"]) == (RETURNED, NOW + 60)
    assert (found["reason"], found["operator"]) == (REASON, "0x" + "00" * 20)
    assert world.depository.ask("standing") == 0


def test_a_batch_is_decided_once_by_the_operator_and_returned_for_reasons(world: World) -> None:
    deposit_many(world)
    for who in ("depositor", "authority", "attestor"):
        for function, args in (("accept_batch", ()), ("return_batch", (REASON,))):
            refused = refusal(world, who, function, 1, *args)
            assert refused == "depository: not the operator"
    assert refusal(world, "operator", "return_batch", 1, NONE) == "depository: reason is zero"
    world.depository.act("operator", "accept_batch", 1)
    assert refusal(world, "operator", "accept_batch", 1) == "depository: already decided"
    assert refusal(world, "operator", "return_batch", 1, REASON) == "depository: already decided"


def test_the_authority_annuls_the_acceptance_of_a_batch(world: World) -> None:
    batch = deposit_many(world)
    with pytest.raises(RefusedError, match="depository: not accepted"):
        world.decree("depository", "annul_batch", 1)
    world.depository.act("operator", "accept_batch", 1)
    taken = take(world, batch, 1)
    assert refusal(world, "authority", "annul_batch", 1) == "depository: not the authority"
    world.evm.wait(60)
    outcome = world.decree("depository", "annul_batch", 1)
    assert outcome.events == (Event("BatchAnnulled", {"batch": 1, "basis": BASIS}),)
    found = world.depository.ask("batch_of", 1)
    assert (found["status"], found["reason"], found["taken"]) == (ANNULLED, BASIS, 1)
    assert found["decided_at"] > NOW
    assert (world.depository.ask("standing"), status(world, taken)) == (1, ACCEPTED)
    with pytest.raises(RefusedError, match="depository: not accepted"):
        world.decree("depository", "annul_batch", 1)
