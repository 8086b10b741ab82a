"""The two processes of a node: each ends with the other, and the store stays whole."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from node.errors import NotFound, Unavailable
from node.pool import Pool
from node.sealing import SealingProcess
from tests.node.test_kill import check_chain, transfers
from tests.node.world import AUTHORITY, OPERATOR, SEALER
from tests.support.clocks import StandingClock
from tests.support.node import make_home, start

if TYPE_CHECKING:
    from hexbytes import HexBytes

    from tests.node.world import World
    from tests.support.node import RunningNode

_SOON = 20.0


def sealing_pid(node: RunningNode) -> int:
    """The process of the sealer, as soon as it is there."""
    deadline = time.monotonic() + _SOON
    children = Path(f"/proc/{node.process.pid}/task/{node.process.pid}/children")
    while time.monotonic() < deadline:
        for pid in map(int, children.read_text().split()):
            if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes():
                return pid
        time.sleep(0.01)
    raise AssertionError("no sealing process")


def wait_until_gone(pid: int) -> None:
    deadline = time.monotonic() + _SOON
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not Path(f"/proc/{pid}").exists()


def wait_until(condition: threading.Event) -> None:
    assert condition.wait(_SOON)


def test_a_node_whose_sealing_process_is_killed_ends_and_says_so_and_loses_nothing(
    tmp_path: Path,
) -> None:
    home = make_home(tmp_path / "home")
    node = start(home, patient=True)
    sent = [node.web3.eth.send_raw_transaction(each) for each in transfers(node, 4, 10)]
    os.kill(sealing_pid(node), signal.SIGKILL)
    assert node.process.wait(_SOON) != 0
    assert "sealing has ended" in (home / "node.log").read_text()
    node = start(home)
    try:
        receipts = [node.web3.eth.wait_for_transaction_receipt(each, 30) for each in sent]
        assert {receipt["status"] for receipt in receipts} == {1}
        check_chain(node.web3)
    finally:
        node.stop()


def test_a_sealing_process_does_not_outlive_the_one_that_serves(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    node = start(home)
    node.admit()
    pid = sealing_pid(node)
    node.kill()
    wait_until_gone(pid)
    assert "the serving process is gone" in (home / "node.log").read_text()


def test_signals_to_the_sealing_process_are_left_to_the_one_that_serves(tmp_path: Path) -> None:
    """A service manager, and a terminal, signal both."""
    node = start(make_home(tmp_path / "home"))
    node.admit()
    os.kill(sealing_pid(node), signal.SIGTERM)
    os.kill(sealing_pid(node), signal.SIGINT)
    node.admit()
    assert node.stop() == 0


@pytest.mark.long
def test_kills_of_either_process_at_random_moments_lose_nothing(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    chance = random.Random(2026)  # noqa: S311 - moments, not secrets
    sent: list[HexBytes] = []
    for _ in range(20):
        node = start(home)
        victim = sealing_pid(node)
        moment = time.monotonic() + chance.uniform(0.05, 3.0)
        nonce = int(node.web3.eth.get_transaction_count(node.operator.address, "pending"))
        while time.monotonic() < moment:
            sent += map(node.web3.eth.send_raw_transaction, transfers(node, nonce, 5))
            nonce += 5
        os.kill(chance.choice([victim, node.process.pid]), signal.SIGKILL)
        node.process.wait(_SOON)
        wait_until_gone(victim)
    node = start(home)
    try:
        receipts = [node.web3.eth.wait_for_transaction_receipt(each, 30) for each in sent]
        places = {(each["blockNumber"], each["transactionIndex"]) for each in receipts}
        assert len(places) == len(sent) == len(set(sent))
        check_chain(node.web3)
    finally:
        node.stop()


def test_a_pool_and_a_head_follow_what_the_other_process_does(world: World) -> None:
    sealer = SealingProcess(world.chain, world.pool, SEALER, StandingClock(world.clock.at + 1))
    sealed = threading.Event()
    sealer.on_sealed(lambda _seconds: sealed.set())
    sealer.start()
    try:
        number = world.chain.head.header.block_number
        world.admission.admit(world.transaction(OPERATOR))
        wait_until(sealed)
        assert world.chain.head.header.block_number == number + 1
        assert len(world.pool) == 0
        assert sealer.failure is None
    finally:
        sealer.stop()


def test_a_key_that_is_no_signer_starts_no_process(world: World) -> None:
    with pytest.raises(Unavailable) as caught:
        SealingProcess(world.chain, world.pool, AUTHORITY, world.clock)
    assert caught.value.code == "sealer.not-a-signer"


def test_nothing_above_the_head_is_seen_before_the_head_moves(world: World) -> None:
    """The other process may have written a block that this one has not been told of."""
    chain = world.chain
    behind = chain.head.header.block_number
    transaction = world.admission.admit(world.transaction(OPERATOR))
    block = world.seal()
    chain.records.last = behind
    assert chain.records.place(transaction) is None
    with pytest.raises(NotFound):
        chain.records.header(block.hash)
    with pytest.raises(NotFound):
        chain.records.header_at(block.number)
    chain.follow()
    assert chain.records.place(transaction) == (block.number, 0)
    assert chain.records.header(block.hash) == chain.records.header_at(block.number)


def test_a_second_pool_over_the_table_sees_what_comes_in_order(world: World) -> None:
    other = Pool(world.chain.store)
    raws = [world.transaction(OPERATOR, nonce=4 + n) for n in range(3)]
    hashes = [world.admission.admit(raw) for raw in raws]
    assert len(other) == 0
    other.refresh()
    assert [each.hash for each in other.ready(lambda _: 4)] == hashes
    assert {each.sender for each in other.waiting()} == {other.waiting()[0].sender}
    world.pool.drop(hashes[:1], sealed=True)
    assert world.pool.get(hashes[0]) is None
    assert world.pool.get(hashes[1]) is not None
