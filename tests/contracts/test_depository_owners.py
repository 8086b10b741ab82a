"""Who possessed a deposit at which block: told by the chain itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contracts.deposits import (
    DEPOSITOR_NUMBER,
    HOLDER_NUMBER,
    NONE,
    accepted,
    deposit,
    owners,
    transfer,
)
from tests.contracts.evm import RefusedError

if TYPE_CHECKING:
    from tests.contracts.world import World


def test_the_chain_tells_who_possessed_it_at_any_block(world: World) -> None:
    evm, ask = world.evm, world.depository.ask
    evm.wait(1, blocks=9)
    accepted(world)
    expected = [(DEPOSITOR_NUMBER, 10)]
    turns = (("depositor", "holder", 7), ("holder", "second holder", 8))
    for giver, receiver, number in (*turns, ("second holder", "depositor", 5)):
        evm.wait(1, blocks=10)
        transfer(world, 1, giver, receiver, number)
        expected.append((number, evm.block))
    assert owners(world) == expected == [(5, 10), (7, 20), (8, 30), (5, 40)]
    asked = (1, 9, 10, 11, 19, 20, 29, 30, 39, 40)
    assert [ask("owner_at", 1, height) for height in asked] == [0, 0, 5, 5, 5, 7, 7, 8, 8, 5]
    with pytest.raises(RefusedError, match=r"^depository: block in the future$"):
        ask("owner_at", 1, 41)


def test_of_two_possessors_in_one_block_the_later_counts(world: World) -> None:
    accepted(world)
    transfer(world, 1, "depositor", "holder", HOLDER_NUMBER)
    assert owners(world) == [(DEPOSITOR_NUMBER, world.evm.block), (7, world.evm.block)]
    assert world.depository.ask("owner_at", 1, world.evm.block) == HOLDER_NUMBER


def test_an_unknown_deposit_has_no_owners_and_a_known_one_no_more_than_it_had(
    world: World,
) -> None:
    for view, args in (
        ("owners_count", ()),
        ("owner_by_index", (0,)),
        ("owner_at", (1,)),
        ("offer_of", ()),
    ):
        with pytest.raises(RefusedError, match=r"^depository: no such deposit$"):
            world.depository.ask(view, 1, *args)
    deposit(world)
    assert world.depository.ask("owner_by_index", 1, 0)["agreement"] == NONE
    with pytest.raises(RefusedError, match=r"^depository: no such owner$"):
        world.depository.ask("owner_by_index", 1, 1)
