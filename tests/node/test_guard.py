"""A transaction that would hold up the chain is left out of it, and all others are sealed."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from node.admission import MAX_GAS
from node.chain import Chain
from node.genesis import Genesis
from node.pool import Pool
from node.primitives import as_checksummed, contract_address, hexed
from node.sealer import Sealer
from node.storage.store import Store, Table
from tests.node.world import AUTHORITY, OPERATOR, SEALER

if TYPE_CHECKING:
    from pathlib import Path

    from node.blocks import Block
    from tests.node.world import World

LOOP = "5b600056"  # JUMPDEST, PUSH1 0, JUMP
ROUNDS = "0x00ffffff" + "00" * 208 + "01"  # of BLAKE2 (EIP-152): one gas each, and five minutes
# Makes a contract with one byte of code, and calls it.
FACTORY = "0x6460016000f3600052" + "6005601b6000f0" + "60006000600060006000855af100"
BLAKE2 = "0x" + "00" * 19 + "09"


def deployed(world: World, code: str) -> str:
    """The address of a contract with this code."""
    size = len(code) // 2
    creation = f"0x60{size:02x}600c60003960{size:02x}6000f3{code}"
    world.admission.admit(world.transaction(OPERATOR, to=None, data=creation))
    created = world.seal().transactions[0]
    return as_checksummed(contract_address(created.sender, created.inner.nonce))


def seal(world: World, **options: float) -> Block | None:
    sealer = Sealer(world.chain, world.pool, SEALER, world.clock, **options)
    world.clock.at += sealer.wait_until_due()
    return sealer.seal_next()


def test_a_transaction_without_end_is_dropped_and_said_to_be(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    address = deployed(world, LOOP)
    endless = world.admission.admit(world.transaction(OPERATOR, to=address, gas=MAX_GAS))
    behind = world.admission.admit(world.transaction(OPERATOR))
    beside = world.admission.admit(world.transaction(AUTHORITY))
    with caplog.at_level(logging.CRITICAL):
        block = seal(world, patience=0.2)
    assert block is not None
    assert [each.hash for each in block.transactions] == [beside]
    assert world.pool.get(endless) is None
    assert world.pool.get(behind) is not None  # its nonce is ahead of a missing one now
    (said,) = caplog.records
    assert endless.hex() in said.message
    assert "call.time-limit" in said.message
    again = Pool(world.chain.store)  # what is on disk has forgotten it too
    assert [each.hash for each in again.waiting()] == [behind]


def test_one_that_ends_in_time_is_sealed_however_much_it_takes(world: World) -> None:
    address = deployed(world, LOOP)
    ending = world.admission.admit(world.transaction(OPERATOR, to=address, gas=1_000_000))
    block = seal(world, patience=60.0)
    assert block is not None
    assert [each.hash for each in block.transactions] == [ending]
    assert world.statuses(block) == [0]
    assert block.header.gas_used == 1_000_000


@pytest.mark.parametrize("gas", [299_999, MAX_GAS])
def test_a_precompile_that_takes_minutes_is_not_even_begun(world: World, gas: int) -> None:
    data = "0x" + min(gas - 30_000, 0xFFFFFF).to_bytes(4, "big").hex() + ROUNDS[10:]
    slow = world.admission.admit(world.transaction(OPERATOR, to=BLAKE2, data=data, gas=gas))
    assert seal(world, patience=1.0) is None
    assert world.pool.get(slow) is None
    quick = "0x" + (12).to_bytes(4, "big").hex() + ROUNDS[10:]
    world.admission.admit(world.transaction(OPERATOR, to=BLAKE2, data=quick, gas=gas))
    block = seal(world, patience=1.0)
    assert block is not None
    assert world.statuses(block) == [1]


def test_what_is_watched_gives_the_same_block_as_what_is_not(world: World, tmp_path: Path) -> None:
    for gas in (299_999, 300_001, MAX_GAS):
        world.admission.admit(world.transaction(OPERATOR, to=None, data=FACTORY, gas=gas))
    block = world.seal()
    assert world.statuses(block) == [1] * 3
    genesis = Genesis.parse(world.chain.records.genesis() or b"")
    store = Store(tmp_path / "other")
    try:
        other = Chain.create(store, genesis, world.clock)
        for number in range(1, block.number + 1):
            header = world.chain.records.header_at(number)
            other.import_block(world.chain.records.block(header))  # nothing is watched here
        assert hexed(other.head.header.hash) == hexed(block.hash)
        assert list(store.items(Table.CHAIN)) == list(world.chain.store.items(Table.CHAIN))
    finally:
        store.close()
