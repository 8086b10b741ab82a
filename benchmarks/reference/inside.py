"""Sealing inside one process: this node beside stock py-evm, on the same signed calls."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from eth.db.atomic import AtomicDB

from benchmarks.reference.workload import Workload
from node.headers import changed
from node.initialise import DEFAULT_CHAIN_ID
from node.storage.store import Table
from node.transactions import Transaction
from tests.node.stock import StockChain
from tests.node.world import OPERATOR, account, opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eth_typing import Hash32

from tests.node.world import World

__all__ = ["PER_BLOCK", "measure", "ready_world", "seal_ours", "stock_chain"]

PER_BLOCK = 200


def ready_world(world: World) -> Workload:
    """Make the contract of the workload on an open chain."""
    workload = Workload(account(OPERATOR), DEFAULT_CHAIN_ID, world.nonce(OPERATOR))
    world.admission.admit(workload.creation())
    world.seal()
    return workload


def stock_chain(world: World) -> StockChain:
    """A stock chain that goes on from the state of ours."""
    database = AtomicDB()
    for key, value in world.chain.store.items(Table.STATE):
        database[key] = value
    header = changed(world.chain.head.header, block_number=0, parent_hash=b"\x00" * 32)
    chain: StockChain = StockChain.from_genesis_header(database, header)  # type: ignore[assignment]  # its own class
    return chain


def seal_ours(world: World, raws: Sequence[bytes]) -> Hash32:
    """Decode, recover and seal one block of ours; the state root. The pool holds them already."""
    for raw in raws:
        Transaction.decode(raw)
    return world.seal().header.state_root


def measure(blocks: int) -> tuple[float, float]:
    """Transactions per second of ours and of stock, block after block in turn.

    Ours waits for the disk, stock only for memory. Each block must give the same state root.
    """
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder) / "home") as world:
        workload = ready_world(world)
        stock = stock_chain(world)
        ours_took = stock_took = 0.0
        for block in range(blocks):
            raws = workload.calls(block * PER_BLOCK, PER_BLOCK)
            for raw in raws:
                world.admission.admit(raw)
            began = time.perf_counter()
            ours = seal_ours(world, raws)
            between = time.perf_counter()
            assert stock.mine(raws) == ours
            stock_took += time.perf_counter() - between
            ours_took += between - began
    count = blocks * PER_BLOCK
    return count / ours_took, count / stock_took


if __name__ == "__main__":
    rates = measure(5)
    print(f"ours {rates[0]:.0f} tx/s, stock {rates[1]:.0f} tx/s, ratio {rates[0] / rates[1]:.2f}")
