"""Opening a chain costs the same, however long the chain is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from node.blocks import Block
from node.chain import Chain
from node.clique.snapshot import Snapshot
from node.headers import changed
from node.pool import Pool
from node.storage.records import Records
from node.storage.store import Changes, Store, Table
from tests.node.world import BEGINNING
from tests.support.clocks import StandingClock

if TYPE_CHECKING:
    from pathlib import Path

    from tests.node.world import World


class CountingStore(Store):
    """Counts what is read."""

    reads = 0

    def get(self, table: Table, key: bytes) -> bytes | None:
        self.reads += 1
        return super().get(table, key)

    def get_together(self, table: Table, *keys: bytes) -> list[bytes | None]:
        self.reads += len(keys)
        return super().get_together(table, *keys)


def reads_to_open(path: Path, number: int) -> int:
    """Open a chain as a node does and look at its head."""
    store = CountingStore(path)
    try:
        chain = Chain(store, StandingClock(BEGINNING))
        assert len(Pool(store)) == 0
        assert chain.head.header.block_number == number
        with chain.reading(chain.head.header) as state:
            assert state.get_nonce(b"\x01" * 20) == 0  # type: ignore[arg-type]  # an address
        return store.reads
    finally:
        store.close()


def lengthen(world: World, count: int) -> int:
    """Put blocks without transactions, never sealed, on the head; only their records matter."""
    header, snapshot = world.chain.head.header, world.chain.head.snapshot
    records = Records(world.chain.store)
    first = header.block_number + 1
    for number in range(first, first + count):
        header = changed(header, block_number=number, parent_hash=header.hash)
        changes = Changes()
        records.add(changes, Block(header, ()), (), Snapshot(number, snapshot.signers))
        world.chain.store.write(changes)
    return header.block_number


@pytest.mark.parametrize("count", [50, pytest.param(100_000, marks=pytest.mark.long)])
def test_as_much_is_read_to_open_a_long_chain_as_a_short_one(world: World, count: int) -> None:
    path = world.chain.store.path
    short = world.chain.head.header.block_number
    world.chain.store.close()
    before = reads_to_open(path, short)
    world.chain.store = Store(path)
    number = lengthen(world, count)
    world.chain.store.close()
    assert reads_to_open(path, number) == before
