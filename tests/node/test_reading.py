"""A state that is kept open between calls does not come to remember everything it was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from eth_typing import Address

from node.primitives import parse_address

if TYPE_CHECKING:
    from tests.node.world import World

MANY = 25_000


@pytest.fixture
def contract(world: World) -> Address:
    return parse_address(world.address("depository"))


def test_a_state_is_kept_for_the_next_call_until_it_has_read_much(
    world: World, contract: Address
) -> None:
    header = world.chain.head.header
    with world.chain.reading(header) as first:
        for slot in range(MANY // 2):
            first.get_storage(contract, slot)
    with world.chain.reading(header) as same:
        assert same is first
        for slot in range(MANY):
            same.get_storage(contract, slot)
    with world.chain.reading(header) as fresh:
        assert fresh is not first
        assert fresh.get_code(contract) == first.get_code(contract)


def test_accounts_that_were_looked_at_count_as_well(world: World) -> None:
    header = world.chain.head.header
    with world.chain.reading(header) as first:
        for number in range(MANY):
            first.get_balance(Address(number.to_bytes(20, "big")))
    with world.chain.reading(header) as fresh:
        assert fresh is not first


def test_a_call_that_fails_after_it_has_read_much_leaves_nothing_behind(
    world: World, contract: Address
) -> None:
    header = world.chain.head.header
    seen = []

    def fail() -> None:
        with world.chain.reading(header) as state:
            seen.append(state)
            for slot in range(MANY):
                state.get_storage(contract, slot)
            raise ValueError("broken off")

    with pytest.raises(ValueError, match="broken off"):
        fail()
    with world.chain.reading(header) as fresh:
        assert fresh is not seen[0]
