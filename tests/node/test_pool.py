"""What waits: in which order, for how long, and how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from node.errors import Rejected
from node.pool import Pool, PoolLimits
from node.transactions import Transaction
from tests.node.world import OPERATOR, SEALER

if TYPE_CHECKING:
    from tests.node.world import World


class Seconds:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.passed = 0.0

    def __call__(self) -> float:
        return self.passed


def put(world: World, pool: Pool, nonce: int) -> Transaction:
    transaction = Transaction.decode(world.transaction(OPERATOR, nonce=nonce))
    pool.add(transaction, 4)
    return transaction


def test_a_transaction_behind_a_missing_nonce_is_held_for_a_time_and_not_longer(
    world: World,
) -> None:
    seconds = Seconds()
    pool = Pool(world.chain.store, PoolLimits(held=600), now=seconds)
    put(world, pool, 4)
    ahead = [put(world, pool, nonce) for nonce in (6, 7)]
    seconds.passed = 599.0
    assert pool.expired(lambda _: 4) == []
    assert not pool.overdue()
    seconds.passed = 600.0
    assert pool.overdue()
    assert pool.expired(lambda _: 4) == ahead
    put(world, pool, 5)
    assert pool.expired(lambda _: 4) == []


def test_the_sealer_drops_what_was_held_too_long_with_its_reason(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.pool.add(Transaction.decode(world.transaction(OPERATOR, nonce=9)), 4)
    assert world.sealer.seal_next() is None
    assert len(world.pool) == 1
    hasty = Pool(world.chain.store, PoolLimits(held=0))
    sealer = type(world.sealer)(world.chain, hasty, SEALER, world.clock)
    outcomes: list[tuple[int, int]] = []
    sealer.on_outcome(lambda sealed, dropped: outcomes.append((len(sealed), len(dropped))))
    world.clock.at += sealer.wait_until_due()
    assert sealer.seal_next() is None
    assert outcomes == [(0, 1)]
    assert "a nonce is missing" in caplog.text
    assert len(Pool(world.chain.store)) == 0


def test_the_first_transaction_of_a_nonce_stands(world: World) -> None:
    pool = Pool(world.chain.store)
    first = put(world, pool, 4)
    other = Transaction.decode(world.transaction(OPERATOR, nonce=4, data="0x01"))
    with pytest.raises(Rejected) as caught:
        pool.add(other, 4)
    assert caught.value.code == "transaction.replacement-refused"
    assert pool.waiting() == (first,)


steps = st.lists(
    st.tuples(st.sampled_from(("take", "drop", "seal")), st.integers(4, 11)), max_size=40
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps)
def test_the_next_nonce_is_the_first_that_is_neither_sealed_nor_waiting(
    world: World, asked: list[tuple[str, int]]
) -> None:
    made = {
        nonce: Transaction.decode(world.transaction(OPERATOR, nonce=nonce)) for nonce in _NONCES
    }
    pool = Pool(world.chain.store)
    waiting: set[int] = set()
    head = 4
    for verb, nonce in asked:
        if verb == "take" and nonce >= head and nonce not in waiting:
            pool.take(made[nonce], head)
            waiting.add(nonce)
        elif verb == "drop" and nonce in waiting:
            pool.drop([made[nonce].hash])
            waiting.remove(nonce)
        elif verb == "seal" and head in waiting:
            pool.drop([made[head].hash], sealed=True)
            waiting.remove(head)
            head += 1
        expected = next(each for each in range(head, 99) if each not in waiting)
        assert pool.next_nonce(made[4].sender, head) == expected


_NONCES = range(4, 12)
