"""What holds of the depository after any sequence of acts, and whatever others do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test

from tests.contracts.batches_machine import Batches
from tests.contracts.depository_machine import Depository
from tests.contracts.deposits import DEPOSITOR_NUMBER, accepted
from tests.contracts.evm import RefusedError, account
from tests.contracts.world import ATTESTOR, DEPOSITOR, OPERATOR, World, digest, found

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

OTHERS: Final = ("operator", "attestor", "rival", "holder", "authority", "stranger")
IMMUTABLE: Final = ("root", "size", "kind", "access", "origin", "conclusion", "possessor")

FEW: Final = settings(max_examples=6, stateful_step_count=40, deadline=None, derandomize=True)

TestDepository = Depository.TestCase
TestDepository.settings = FEW
TestBatches = Batches.TestCase
TestBatches.settings = FEW


@pytest.mark.long
@pytest.mark.parametrize("machine", [Depository, Batches])
def test_the_model_foretells_what_happens_in_fifteen_thousand_steps(
    machine: type[Depository],
) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(max_examples=300, stateful_step_count=50, deadline=None),
    )


def crowd() -> World:
    """An accepted deposit of the depositor's among others who have every role but one."""
    world = found()
    accepted(world)
    world.admit("rival", DEPOSITOR | OPERATOR | ATTESTOR)
    world.set_roles("holder", DEPOSITOR)
    return world


def _value(entry: dict[str, Any]) -> SearchStrategy[Any]:
    if entry["type"] == "tuple":
        return st.tuples(*map(_value, entry["components"]))
    if entry["type"] == "bytes32[]":
        return st.lists(_value({"type": "bytes32"}), max_size=3)
    if entry["type"] == "bytes32":
        return st.sampled_from([digest("root"), digest("agreement"), bytes(32)])
    return st.sampled_from([0, 1, 2, 3, 5, 7, 9, 1_800_000_001])


def _calls(world: World) -> SearchStrategy[tuple[str, str, tuple[Any, ...]]]:
    """Any act of the contract with any arguments, by anyone but the possessor."""
    acts = [
        entry
        for entry in world.depository.contract.abi
        if entry["type"] == "function" and entry["stateMutability"] == "nonpayable"
    ]
    assert len(acts) >= 15

    def call(entry: dict[str, Any]) -> SearchStrategy[tuple[str, str, tuple[Any, ...]]]:
        values = st.tuples(*map(_value, entry["inputs"]))
        return st.tuples(st.sampled_from(OTHERS), st.just(entry["name"]), values)

    return st.one_of([call(entry) for entry in acts])


def _let_act(world: World, who: str, function: str, args: tuple[Any, ...]) -> bool:
    """Whether the contract let it; the authority acts by a decision."""
    try:
        if who == "authority":
            world.decree("depository", function, *args)
        else:
            world.depository.act(who, function, *args)
    except RefusedError:
        return False
    return True


def _others_change_nothing(world: World, data: st.DataObject, steps: int) -> None:
    before, facts = world.evm.snapshot(), world.depository.ask("deposit_of", 1)
    strategy = _calls(world)
    for _ in range(steps):
        _let_act(world, *data.draw(strategy))
        now = world.depository.ask("deposit_of", 1)
        assert [now[name] for name in IMMUTABLE] == [facts[name] for name in IMMUTABLE]
        assert world.depository.ask("owner_of", 1) == account("depositor")
    assert world.depository.ask("owners_count", 1) == 1
    assert world.depository.ask("owner_at", 1, world.evm.block) == DEPOSITOR_NUMBER
    world.evm.revert(before)


def _whatever_others_do(examples: int, steps: int, *, same: bool) -> None:
    world = crowd()

    @given(data=st.data())
    @settings(max_examples=examples, deadline=None, derandomize=same)
    def try_it(data: st.DataObject) -> None:
        _others_change_nothing(world, data, steps)

    try_it()


def test_nothing_that_others_do_changes_whose_a_deposit_is_or_its_root() -> None:
    _whatever_others_do(10, 30, same=True)


@pytest.mark.long
def test_nothing_that_others_do_for_long_changes_it_either() -> None:
    _whatever_others_do(300, 50, same=False)


def test_the_acts_that_others_try_include_some_that_are_let_through() -> None:
    world = crowd()
    assert _let_act(world, "rival", "attest_level", (1, 1, digest("root")))
    assert _let_act(world, "authority", "annul", (1,))
    assert not _let_act(world, "rival", "offer", (1, 7, digest("agreement")))
