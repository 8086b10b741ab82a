"""A record that is taken out of a batch: by its way to the root of the list, as a deposit."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.merkle import node_digest
from ledger.types import Digest
from tests.contracts.batches import LIST, Batch, batch_over, deposit_many, refusal, state_of, take
from tests.contracts.deposits import (
    ACCEPTED,
    CONCEPT,
    DEPOSITED,
    DEPOSITOR_NUMBER,
    DOCUMENTATION,
    HOLDER_NUMBER,
    NONE,
    REASON,
    content,
    deposit,
    rival,
    status,
    transfer,
)
from tests.contracts.evm import NOW, Event, RefusedError, account
from tests.contracts.world import World, digest, found


def test_a_record_that_is_taken_out_is_a_deposit_like_any_other(world: World) -> None:
    batch = deposit_many(world)
    world.evm.wait(60)
    outcome = world.depository.act("depositor", "take_out", *batch.taking(1, 2))
    assert outcome.answer == 1
    deposited, taken = outcome.events
    assert deposited.name == "Deposited"
    assert deposited.args["account"] == account("depositor")
    assert taken == Event("TakenOut", {"batch": 1, "index": 2, "number": 1})
    record = world.depository.ask("deposit_of", 1)
    names = ("root", "size", "kind", "access", "origin", "conclusion")
    assert tuple(record[name] for name in names) == batch.records[2]
    assert (record["possessor"], record["status"]) == (DEPOSITOR_NUMBER, DEPOSITED)
    assert (record["deposited_at"], record["previous"]) == (NOW + 60, 0)
    assert state_of(world) == (DEPOSITED, 1)
    assert [world.depository.ask("taken_out", 1, index) for index in range(3)] == [0, 0, 1]
    assert world.depository.ask("standing") == 3
    assert world.depository.ask("claim_of", record["root"], DEPOSITOR_NUMBER) == 1
    world.depository.act("operator", "accept", 1)
    transfer(world, 1, "depositor", "holder", HOLDER_NUMBER)
    assert world.depository.ask("owner_of", 1) == account("holder")


def test_of_an_accepted_batch_a_record_is_accepted_when_it_is_taken_out(world: World) -> None:
    batch = deposit_many(world)
    world.depository.act("operator", "accept_batch", 1)
    world.evm.wait(60)
    outcome = world.depository.act("depositor", "take_out", *batch.taking(1, 0))
    assert [each.name for each in outcome.events] == ["Deposited", "TakenOut", "Accepted"]
    assert outcome.events[2].args == {"number": 1, "operator": account("operator")}
    record = world.depository.ask("deposit_of", 1)
    assert (record["status"], record["decided_at"]) == (ACCEPTED, NOW + 60)
    assert world.depository.ask("number_of", record["root"]) == 1


def test_a_record_waits_for_a_decision_where_another_deposit_is_accepted(world: World) -> None:
    rival(world)
    batch = deposit_many(world)
    world.depository.act("operator", "accept_batch", 1)
    root = batch.records[0][0]
    other = deposit(world, root, who="rival")
    world.depository.act("operator", "accept", other)
    number = take(world, batch, 0)
    assert (status(world, number), world.depository.ask("number_of", root)) == (DEPOSITED, other)


def test_a_record_is_taken_out_once_even_when_its_deposit_was_returned(world: World) -> None:
    batch = deposit_many(world)
    number = take(world, batch, 1)
    again = batch.taking(1, 1)
    assert refusal(world, "depositor", "take_out", *again) == "depository: taken out before"
    world.depository.act("operator", "return_deposit", number, REASON)
    assert refusal(world, "depositor", "take_out", *again) == "depository: taken out before"
    assert (state_of(world), world.depository.ask("standing")) == ((DEPOSITED, 1), 2)


def test_only_the_possessor_takes_out(world: World) -> None:
    rival(world)
    batch = deposit_many(world)
    for who in ("rival", "operator", "holder"):
        refused = refusal(world, who, "take_out", *batch.taking(1, 0))
        assert refused == "depository: not the possessor"
    stranger = refusal(world, "stranger", "take_out", *batch.taking(1, 0))
    assert stranger == "depository: not an active participant"


def test_who_is_no_depositor_any_more_takes_nothing_out(world: World) -> None:
    batch = deposit_many(world)
    world.set_roles("depositor", 0)
    refused = refusal(world, "depositor", "take_out", *batch.taking(1, 0))
    assert refused == "depository: not a depositor"


def test_the_possessor_with_another_key_takes_out(world: World) -> None:
    batch = deposit_many(world)
    world.replace_key("depositor", "new key")
    assert refusal(world, "depositor", "take_out", *batch.taking(1, 0)).startswith("depository: ")
    assert world.depository.ask("owner_of", take(world, batch, 0, "new key")) == account("new key")


def test_nothing_is_taken_out_of_a_returned_or_annulled_batch(world: World) -> None:
    batch = deposit_many(world)
    taken = take(world, batch, 0)
    world.depository.act("operator", "return_batch", 1, REASON)
    refused = refusal(world, "depositor", "take_out", *batch.taking(1, 1))
    assert refused == "depository: returned or annulled"
    assert (status(world, taken), world.depository.ask("standing")) == (DEPOSITED, 1)
    other = deposit_many(world, 4)
    world.depository.act("operator", "accept_batch", 2)
    world.decree("depository", "annul_batch", 2)
    refused = refusal(world, "depositor", "take_out", *other.taking(2, 3))
    assert refused == "depository: returned or annulled"


def test_what_was_deposited_alone_is_not_taken_out_as_well(world: World) -> None:
    batch = deposit_many(world)
    deposit(world, batch.records[0][0])
    refused = refusal(world, "depositor", "take_out", *batch.taking(1, 0))
    assert refused == "depository: already deposited"
    assert (world.depository.ask("taken_out", 1, 0), state_of(world)) == (0, (DEPOSITED, 0))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"size": 0}, "depository: size is zero"),
        ({"kind": 6}, "depository: unknown kind"),
        ({"access": 2}, "depository: unknown access"),
        ({"origin": 3}, "depository: unknown origin"),
        ({"kind": CONCEPT, "origin": 1}, "depository: conclusion is zero"),
        ({"kind": DOCUMENTATION, "origin": 2}, "depository: conclusion is zero"),
    ],
)
def test_a_record_that_no_deposit_could_be_is_not_taken_out(
    world: World, changes: dict[str, int], reason: str
) -> None:
    batch = batch_over([content(), content(digest("other"), **changes)])
    world.depository.act("depositor", "deposit_many", *batch.args())
    assert refusal(world, "depositor", "take_out", *batch.taking(1, 1)) == reason
    assert take(world, batch, 0) == 1


def test_a_place_that_the_list_does_not_have_is_refused(world: World) -> None:
    batch = deposit_many(world)
    number, _, record, path = batch.taking(1, 2)
    refused = refusal(world, "depositor", "take_out", number, 3, record, path)
    assert refused == "depository: no such record"
    with pytest.raises(RefusedError, match="depository: no such record"):
        world.depository.ask("taken_out", 1, 3)


@pytest.fixture(scope="module")
def standing() -> World:
    """A world of batches of every size up to 17, whose numbers are their sizes."""
    world = found()
    for size in range(1, 18):
        deposit_many(world, size)
    return world


def _batch(size: int) -> Batch:
    return batch_over(content(digest(f"record {index}")) for index in range(size))


@pytest.mark.parametrize("size", range(1, 18))
def test_every_record_of_a_batch_of_any_size_is_proven(standing: World, size: int) -> None:
    before = standing.evm.snapshot()
    batch = _batch(size)
    for index in range(size):
        standing.depository.act("depositor", "take_out", *batch.taking(size, index))
    assert state_of(standing, size) == (DEPOSITED, size)
    standing.evm.revert(before)


@given(data=st.data())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_no_other_record_place_or_way_is_in_a_batch(standing: World, data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 17))
    batch = _batch(size)
    number, index, record, path = batch.taking(size, data.draw(st.integers(0, size - 1)))
    other = data.draw(st.integers(0, size - 1).filter(lambda each: each != index))
    step = data.draw(st.integers(0, len(path) - 1))
    flipped = bytes([path[step][0] ^ 1]) + path[step][1:]
    wrong = {
        "place": (number, other, record, path),
        "record": (number, index, batch.records[other], path),
        "size": (number, index, (record[0], record[1] + 1, *record[2:]), path),
        "short": (number, index, record, path[:-1]),
        "empty": (number, index, record, ()),
        "long": (number, index, record, (*path, path[-1])),
        "longest": (number, index, record, (*path, *[NONE] * (32 - len(path)))),
        "flipped": (number, index, record, (*path[:step], flipped, *path[step + 1 :])),
        "of another": (number, index, record, _batch(18).tree.proof(index)),
        "node as a leaf": (number, 0, _as_record(batch), path[1:]),
    }
    args = wrong[data.draw(st.sampled_from(sorted(wrong)))]
    assert refusal(standing, "depositor", "take_out", *args) == "depository: not in the batch"


def _as_record(batch: Batch) -> tuple[Any, ...]:
    """Two digests of leaves in the place of a record's first words."""
    first, second = batch.tree.rows[0][:2]
    return first, int.from_bytes(second), 1, 0, 0, NONE


def test_a_way_of_more_than_thirty_two_steps_is_refused_as_malformed(standing: World) -> None:
    args = (1, 0, content(digest("record 0")), (NONE,) * 33)
    assert refusal(standing, "depositor", "take_out", *args) == ""


def test_a_batch_of_the_largest_size_is_walked_to_its_last_record(world: World) -> None:
    """Its last record hangs below whatever digests stand beside its way, 32 of them."""
    record = content()
    beside = tuple(digest(f"beside {step}") for step in range(32))
    leaf = batch_over([record]).tree.root
    root = _climb(leaf, beside)
    world.depository.act("depositor", "deposit_many", root, 2**32, LIST)
    args = (1, 2**32 - 1, record, beside)
    assert world.depository.act("depositor", "take_out", *args).answer == 1


def _climb(leaf: bytes, beside: tuple[bytes, ...]) -> bytes:
    found = Digest(leaf)
    for each in beside:
        found = node_digest(Digest(each), found)
    return found
