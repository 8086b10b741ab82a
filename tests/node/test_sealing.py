"""The two processes of a node: each ends with the other, and the store stays whole."""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING

import pytest

from node.errors import NotFound, Unavailable
from node.pool import Pool
from node.sealing import SealingProcess
from tests.node.test_kill import check_chain, transfers
from tests.node.world import AUTHORITY, FIRST_NONCE, OPERATOR, SEALER
from tests.support.clocks import StandingClock
from tests.support.node import make_home, start
from tests.support.processes import sealing_pid, wait_until_gone

if TYPE_CHECKING:
    from pathlib import Path

    from tests.node.world import World

_SOON = 20.0


def wait_until(condition: threading.Event) -> None:
    assert condition.wait(_SOON)


def test_a_node_whose_sealing_process_is_killed_ends_and_says_so_and_loses_nothing(
    tmp_path: Path,
) -> None:
    home = make_home(tmp_path / "home")
    node = start(home, patient=True)
    sent = [node.web3.eth.send_raw_transaction(each) for each in transfers(node, FIRST_NONCE, 10)]
    os.kill(sealing_pid(node.process), signal.SIGKILL)
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
    pid = sealing_pid(node.process)
    node.kill()
    wait_until_gone(pid)
    assert "the serving process is gone" in (home / "node.log").read_text()


def test_signals_to_the_sealing_process_are_left_to_the_one_that_serves(tmp_path: Path) -> None:
    """A service manager, and a terminal, signal both."""
    node = start(make_home(tmp_path / "home"))
    node.admit()
    os.kill(sealing_pid(node.process), signal.SIGTERM)
    os.kill(sealing_pid(node.process), signal.SIGINT)
    node.admit()
    assert node.stop() == 0


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
    raws = [world.transaction(OPERATOR, nonce=FIRST_NONCE + n) for n in range(3)]
    hashes = [world.admission.admit(raw) for raw in raws]
    assert len(other) == 0
    other.refresh()
    assert [each.hash for each in other.ready(lambda _: FIRST_NONCE)] == hashes
    assert {each.sender for each in other.waiting()} == {other.waiting()[0].sender}
    world.pool.drop(hashes[:1], sealed=True)
    assert world.pool.get(hashes[0]) is None
    assert world.pool.get(hashes[1]) is not None
