"""A node whose state has a million storage slots reads and seals in less than 400 MiB."""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx
import pytest

from node.primitives import hexed
from tests.node.asking import ask
from tests.support.node import running_node
from tests.support.processes import Memory, sealing_pid
from tests.support.slots import FILLED, Slots, slot_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from eth_account.signers.local import LocalAccount

    from tests.support.node import RunningNode

SLOTS, EACH = 1_000_000, 400
WRITERS, READERS = 4, 4
MOST = 400  # MiB, of both processes, files that they have mapped included
_AHEAD = 16


@dataclass(frozen=True)
class Filling:
    """One account that fills every so many-th part of the slots."""

    node: RunningNode
    slots: Slots
    account: LocalAccount
    part: int

    def run(self) -> None:
        with httpx.Client(base_url=self.node.url, timeout=60) as post:
            for nonce in range(SLOTS // EACH // WRITERS):
                first = (nonce * WRITERS + self.part) * EACH
                raw = self.slots.fill(self.account, nonce, first, EACH)
                ask(post, "eth_sendRawTransaction", hexed(raw))
                self._wait(post, nonce + 1 - _AHEAD)
            self._wait(post, SLOTS // EACH // WRITERS)

    def _wait(self, post: httpx.Client, nonce: int) -> None:
        """Not to fill the pool: what is measured is a node with a state, not with a queue."""
        address = self.account.address
        while int(ask(post, "eth_getTransactionCount", address, "latest"), 16) < nonce:
            time.sleep(0.05)


@dataclass(frozen=True)
class Reading:
    """A client that reads at random for as long as it is wanted; all slots are `full`, or some."""

    node: RunningNode
    slots: Slots
    seed: int
    full: bool

    def run(self, stop: threading.Event) -> int:
        chance, count = random.Random(self.seed), 0  # noqa: S311 - places, not secrets
        with httpx.Client(base_url=self.node.url, timeout=60) as post:
            while not stop.is_set():
                self._read(post, chance)
                count += 1
        return count

    def _read(self, post: httpx.Client, chance: random.Random) -> None:
        head = int(ask(post, "eth_blockNumber"), 16)
        number = chance.randrange(SLOTS)
        found = int(ask(post, "eth_call", self.slots.at(number), hex(head)), 16)
        assert found == number + 1 or (found == 0 and not self.full)
        place = hex(slot_of(number))
        proof = ask(post, "eth_getProof", self.slots.address, [place], hex(head))
        assert int(proof["storageProof"][0]["value"], 16) == found
        first = chance.randrange(max(1, head - 50))
        span = {"fromBlock": hex(first), "toBlock": hex(first + 50)}
        for log in ask(post, "eth_getLogs", {"address": self.slots.address, **span}):
            assert log["topics"][0] == FILLED


@pytest.mark.long
def test_a_million_slots_are_filled_and_read_in_little_memory(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    with running_node(tmp_path / "home") as node:
        nonce = node.web3.eth.get_transaction_count(node.operator.address)
        slots = Slots(node.operator, node.deployment["chain_id"], nonce)
        node.sealed(slots.creation())
        fillings = [Filling(node, slots, node.admit(), part) for part in range(WRITERS)]
        readings = [Reading(node, slots, seed, full=True) for seed in range(READERS)]
        stop = threading.Event()
        with (
            Memory(node.process.pid, sealing_pid(node.process)) as memory,
            ThreadPoolExecutor(WRITERS + READERS) as threads,
        ):
            beside = threads.submit(Reading(node, slots, READERS, full=False).run, stop)
            for filled in [threads.submit(each.run) for each in fillings]:
                filled.result()
            stop.set()
            assert beside.result() > 0
            record_property("peaks of filling", dict(memory.peaks))
            assert filled_slots(node, slots) == SLOTS
            read_and_seal(node, slots, readings, threads)
        record_property("peaks", dict(memory.peaks))
        store = tmp_path / "home" / "node" / "chain" / "data.mdb"
        record_property("store", f"{store.stat().st_blocks // 2048} MiB")
        assert memory.peaks["resident"] < MOST


def filled_slots(node: RunningNode, slots: Slots) -> int:
    """How many slots the chain says to have been filled, block by block."""
    with httpx.Client(base_url=node.url, timeout=60) as post:
        head, count = node.web3.eth.block_number, 0
        for first in range(0, head + 1, 500):
            span = {"fromBlock": hex(first), "toBlock": hex(first + 499)}
            found = ask(post, "eth_getLogs", {"address": slots.address, **span})
            count += sum(int(log["data"], 16) for log in found)
        return count


def read_and_seal(
    node: RunningNode, slots: Slots, readings: list[Reading], threads: ThreadPoolExecutor
) -> None:
    """Twenty seconds of reading from several connections, while slots above the rest are filled."""
    stop = threading.Event()
    reading = [threads.submit(each.run, stop) for each in readings]
    end = time.monotonic() + 20
    nonce = node.web3.eth.get_transaction_count(node.operator.address)
    for number in range(nonce, nonce + 10_000):
        node.sealed(slots.fill(node.operator, number, SLOTS + number * EACH, EACH))
        if time.monotonic() > end:
            break
    stop.set()
    assert min(each.result() for each in reading) > 0
