"""Blocks: when they are made, what goes in, what is left for the next or dropped."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from eth.vm.forks.london.transactions import DynamicFeeTransaction, LondonTypedTransaction
from eth_keys.datatypes import PrivateKey
from eth_typing import Address

from contracts.loader import CONTRACTS
from node.clock import SystemClock
from node.errors import Unavailable
from node.headers import base_fee
from node.initialise import DEFAULT_CHAIN_ID
from node.pool import Pool
from node.primitives import address_of, as_checksummed, contract_address, keccak
from node.sealer import Sealer
from node.transactions import Transaction
from tests.node.world import AUTHORITY, BEGINNING, FIRST_NONCE, OPERATOR, SEALER, opened

if TYPE_CHECKING:
    from pathlib import Path

    from tests.node.world import World


def test_the_contracts_are_in_the_first_block_at_once(world: World) -> None:
    assert world.chain.head.header.block_number == 1
    assert world.chain.head.header.timestamp == BEGINNING
    block = world.chain.records.block(world.chain.head.header)
    assert world.statuses(block) == [1] * len(CONTRACTS)


def test_nothing_is_sealed_without_work(world: World) -> None:
    assert world.sealer.seal_next() is None
    assert world.chain.head.header.block_number == 1


def test_a_block_is_due_a_period_after_its_parent(world: World) -> None:
    assert world.sealer.wait_until_due() == 1.0
    world.clock.at += 0.25
    assert world.sealer.wait_until_due() == 0.75
    world.clock.at += 10
    assert world.sealer.wait_until_due() == 0.0
    world.admission.admit(world.transaction(OPERATOR))
    assert world.seal().header.timestamp == BEGINNING + 10


def test_a_participants_act_is_executed_and_recorded(world: World) -> None:
    depositor = PrivateKey(b"\x21" * 32)
    world.admit(depositor, 16)
    sent = world.act(depositor, "depository", "deposit", b"\x07" * 32, 1, 3, 0, 0, bytes(32))
    block = world.seal()
    assert world.statuses(block) == [1]
    assert world.chain.records.place(sent) == (block.number, 0)
    assert world.pool.get(sent) is None  # type: ignore[arg-type]  # a hash is bytes


def test_a_reverted_act_is_sealed_with_its_failure(world: World) -> None:
    world.act(OPERATOR, "participants", "suspend", "0x" + "11" * 20)
    assert world.statuses(world.seal()) == [0]


def test_blocks_stay_below_half_of_their_gas_so_that_the_base_fee_stays_zero(
    world: World,
) -> None:
    burn_everything = "0xfe"  # INVALID takes all the gas that is given
    world.admission = replace(world.admission, most_gas=200_000_000)
    for gas in (140_000_000, 50_000_000, 30_000_000, 200_000_000):
        world.admission.admit(world.transaction(OPERATOR, to=None, data=burn_everything, gas=gas))
    sizes = [[tx.inner.gas for tx in world.seal().transactions] for _ in range(3)]
    assert sizes == [[140_000_000, 50_000_000], [30_000_000], [200_000_000]]
    world.admission.admit(world.transaction(OPERATOR))
    after_a_full_target = world.seal().header
    assert base_fee(after_a_full_target) == 0


def test_a_block_is_filled_for_a_time_but_never_stays_empty(world: World) -> None:
    for _ in range(3):
        world.admission.admit(world.transaction(OPERATOR))
    hurried = Sealer(world.chain, world.pool, SEALER, world.clock, longest=0.0)
    blocks = []
    while len(world.pool):
        world.clock.at += hurried.wait_until_due()
        blocks.append(hurried.seal_next())
    assert [block and len(block.transactions) for block in blocks] == [1, 1, 1]


def test_a_large_transaction_does_not_stop_others_and_comes_first_next(world: World) -> None:
    burn_everything = "0xfe"
    world.admission = replace(world.admission, most_gas=2 * 10**8)
    world.admission.admit(world.transaction(OPERATOR, to=None, data=burn_everything, gas=10**7))
    world.admission.admit(world.transaction(OPERATOR, to=None, data=burn_everything, gas=2 * 10**8))
    world.admission.admit(world.transaction(OPERATOR))
    world.admission.admit(world.transaction(AUTHORITY))
    senders = [[tx.inner.gas for tx in world.seal().transactions] for _ in range(3)]
    assert senders == [[10**7, 10**6], [2 * 10**8], [10**6]]


def test_nonces_are_sealed_in_order_whatever_the_order_of_arrival(world: World) -> None:
    first, second, third, fourth, fifth = range(FIRST_NONCE, FIRST_NONCE + 5)
    for nonce in (third, first, second, fifth):
        world.admission.admit(world.transaction(OPERATOR, nonce=nonce))
    assert [tx.inner.nonce for tx in world.seal().transactions] == [first, second, third]
    assert len(world.pool) == 1
    world.admission.admit(world.transaction(OPERATOR, nonce=fourth))
    assert [tx.inner.nonce for tx in world.seal().transactions] == [fourth, fifth]


def test_a_waiting_transaction_whose_nonce_was_used_is_dropped(tmp_path: Path) -> None:
    """As after the restore of an older pool beside a newer chain."""
    with opened(tmp_path / "home") as world:
        world.admission.admit(world.transaction(OPERATOR, nonce=FIRST_NONCE))
        late = Pool(world.chain.store)
        world.seal()
        stale = Sealer(world.chain, late, SEALER, world.clock)
        assert len(late) == 1
        world.clock.at += 1
        assert stale.seal_next() is None
        assert len(late) == 0


def test_a_key_that_is_no_signer_may_not_seal(world: World) -> None:
    with pytest.raises(Unavailable) as caught:
        Sealer(world.chain, world.pool, OPERATOR, SystemClock())
    assert caught.value.code == "sealer.not-a-signer"


def test_acknowledged_transactions_are_there_when_the_store_is_opened_again(
    tmp_path: Path,
) -> None:
    with opened(tmp_path / "home") as world:
        clock = world.clock
        sent = [world.admission.admit(world.transaction(OPERATOR)) for _ in range(3)]
        sealed = world.seal()
        waiting = [world.admission.admit(world.transaction(AUTHORITY)) for _ in range(2)]
    with opened(tmp_path / "home", clock) as world:
        assert world.chain.head.header.hash == sealed.hash
        assert [world.chain.records.place(each) for each in sent] == [(2, 0), (2, 1), (2, 2)]
        assert [tx.hash for tx in world.seal().transactions] == waiting
        assert len(world.pool) == 0
        state_of = world.chain.reading(world.chain.head.header)
        with state_of as state:
            assert state.get_nonce(address_of(AUTHORITY)) == 2


def test_the_state_of_every_block_stays_readable(world: World) -> None:
    for _ in range(3):
        world.admission.admit(world.transaction(OPERATOR))
        world.seal()
    nonces = []
    for number in range(5):
        with world.chain.reading(world.chain.records.header_at(number)) as state:
            nonces.append(state.get_nonce(address_of(OPERATOR)))
    assert nonces == [0, *range(FIRST_NONCE, FIRST_NONCE + 4)]


def test_who_may_seal_is_known_for_every_block(world: World) -> None:
    world.admission.admit(world.transaction(OPERATOR))
    world.seal()
    for number in range(3):
        snapshot = world.chain.snapshot(world.chain.records.header_at(number))
        assert snapshot.signers == (address_of(SEALER),)
        assert snapshot.number == number


def test_a_transaction_on_which_the_machine_fails_does_not_stop_the_chain(world: World) -> None:
    """None is known that admission lets through, so one is put into the pool behind its back."""
    inner = DynamicFeeTransaction(
        DEFAULT_CHAIN_ID, FIRST_NONCE, 0, 0, 21_000, Address(b"\x11" * 19), 0, b"", (), 0, 1, 1
    )
    typed = LondonTypedTransaction(2, inner)
    vars(typed)["sender"] = address_of(OPERATOR)
    spoilt = Transaction(b"spoilt", keccak(b"spoilt"), typed)
    world.pool.add(spoilt, FIRST_NONCE)
    world.admission.admit(world.transaction(AUTHORITY))
    assert [tx.sender for tx in world.seal().transactions] == [address_of(AUTHORITY)]
    assert len(world.pool) == 0


def test_a_contract_that_calls_itself_to_the_end_of_its_gas_is_sealed(world: World) -> None:
    """py-evm recurses with each of the 1024 calls; the thread that executes must have room."""
    call_self = "6000600060006000600030"  # out, in, value and this address
    code = call_self + "5af100"  # GAS CALL STOP
    size = len(code) // 2
    creation = f"0x60{size:02x}600c60003960{size:02x}6000f3{code}"
    world.admission.admit(world.transaction(OPERATOR, to=None, data=creation))
    created = world.seal().transactions[0]
    address = as_checksummed(contract_address(created.sender, created.inner.nonce))
    world.admission = replace(world.admission, most_gas=30_000_000)
    world.admission.admit(world.transaction(OPERATOR, to=address, gas=30_000_000))
    world.clock.at += 1
    with ThreadPoolExecutor(1) as thread:
        block = thread.submit(world.sealer.seal_next).result()
    assert block is not None
    assert world.statuses(block) == [1]
    assert block.header.gas_used > 1024 * 60


def test_a_sealer_that_cannot_write_ends_and_says_so(world: World) -> None:
    ended = threading.Event()
    world.admission.admit(world.transaction(OPERATOR))
    world.sealer.on_failure(ended.set)
    world.chain.store.close()
    world.sealer.start()
    assert ended.wait(30)
    world.sealer.stop()
    assert world.sealer.failure is not None


def test_a_sealer_seals_by_itself_until_it_is_stopped(world: World) -> None:
    world.sealer.start()
    sent = world.admission.admit(world.transaction(OPERATOR))
    deadline = time.monotonic() + 30
    while world.chain.records.place(sent) is None:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    world.sealer.stop()
    world.admission.admit(world.transaction(OPERATOR))
    assert world.chain.head.header.block_number == 2
    assert world.sealer.failure is None
