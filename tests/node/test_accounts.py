"""Our accounts do what py-evm's do, whatever transactions do to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from eth.db.account import AccountDB
from eth.db.atomic import AtomicDB
from eth.db.backends.memory import MemoryDB
from eth_typing import Address
from hypothesis import given, settings
from hypothesis import strategies as st
from lru import LRU

from node.patches.accounts import Accounts
from node.primitives import ValidationError
from node.storage.state import StateDatabase

if TYPE_CHECKING:
    from eth.abc import AccountDatabaseAPI

ADDRESSES = [Address(bytes([n]) * 20) for n in (1, 2, 3)]
SLOTS = [0, 1, 2**255]

addresses = st.sampled_from(ADDRESSES)
slots = st.sampled_from(SLOTS)
small = st.sampled_from([0, 1, 127, 128, 2**200])
steps = st.one_of(
    st.tuples(st.just("set_storage"), addresses, slots, small),
    st.tuples(st.just("set_balance"), addresses, small),
    st.tuples(st.just("increment_nonce"), addresses),
    st.tuples(st.just("touch_account"), addresses),
    st.tuples(st.just("set_code"), addresses, st.sampled_from([b"\x00", b"code"])),
    st.tuples(st.just("delete_code"), addresses),
    st.tuples(st.just("mark_address_warm"), addresses),
    st.tuples(st.just("mark_storage_warm"), addresses, slots),
)
frames: Any = st.recursive(
    steps, lambda inner: st.tuples(st.booleans(), st.lists(inner, max_size=6)), max_leaves=20
)
transactions = st.tuples(st.lists(frames, max_size=8), st.sets(addresses, max_size=2))
blocks = st.lists(st.lists(transactions, max_size=4), max_size=3)


def ours() -> Accounts:
    return Accounts(StateDatabase(MemoryDB(), LRU(1000)))


def perform(accounts: AccountDatabaseAPI, frame: Any) -> None:
    """One step, or a frame of steps that is kept or taken back as a call's are."""
    if isinstance(frame[0], str):
        name, *arguments = frame
        getattr(accounts, name)(*arguments)
        return
    kept, inner = frame
    checkpoint = accounts.record()
    for each in inner:
        perform(accounts, each)
    (accounts.commit if kept else accounts.discard)(checkpoint)


def seen(accounts: AccountDatabaseAPI) -> list[Any]:
    """Everything that can be asked."""
    return [
        (
            accounts.account_exists(address),
            accounts.account_is_empty(address),
            accounts.account_has_code_or_nonce(address),
            accounts.get_balance(address),
            accounts.get_nonce(address),
            accounts.get_code(address),
            accounts.get_code_hash(address),
            accounts.is_address_warm(address),
            *(accounts.is_storage_warm(address, slot) for slot in SLOTS),
            *(accounts.get_storage(address, slot) for slot in SLOTS),
            *(accounts.get_storage(address, slot, from_journal=False) for slot in SLOTS),
        )
        for address in ADDRESSES
    ]


def transact(
    both: tuple[AccountDatabaseAPI, AccountDatabaseAPI], top: list[Any], deleted: list[Address]
) -> None:
    """One transaction on both; accounts go at its end, as EIP-161 and SELFDESTRUCT have it."""
    for accounts in both:
        accounts.lock_changes()
    for frame in top:
        for accounts in both:
            perform(accounts, (True, [frame]))
        assert seen(both[0]) == seen(both[1])
    for address in deleted:
        for accounts in both:
            accounts.delete_account(address)


@settings(max_examples=150, deadline=None)
@given(blocks)
def test_blocks_of_any_transactions_leave_what_py_evm_leaves(chain: list[Any]) -> None:
    both: tuple[AccountDatabaseAPI, AccountDatabaseAPI] = (ours(), AccountDB(AtomicDB()))
    for block in chain:
        for top, deleted in block:
            transact(both, top, sorted(deleted))
        for accounts in both:
            accounts.persist()
        assert both[0].state_root == both[1].state_root
        assert seen(both[0]) == seen(both[1])


def test_a_root_that_was_persisted_can_be_opened_again() -> None:
    accounts = ours()
    accounts.set_storage(ADDRESSES[0], 1, 7)
    accounts.set_code(ADDRESSES[0], b"code")
    accounts.persist()
    old = accounts.state_root
    accounts.set_storage(ADDRESSES[0], 1, 8)
    accounts.delete_account(ADDRESSES[0])
    accounts.persist()
    assert not accounts.account_exists(ADDRESSES[0])
    assert accounts.has_root(old)
    assert not accounts.has_root(b"\x01" * 32)
    accounts.state_root = old
    assert accounts.get_storage(ADDRESSES[0], 1) == 7
    assert accounts.get_code(ADDRESSES[0]) == b"code"


@pytest.mark.parametrize("balance", [-1, 2**256])
def test_a_balance_out_of_range_is_refused(balance: int) -> None:
    with pytest.raises(ValidationError):
        ours().set_balance(ADDRESSES[0], balance)


@pytest.mark.parametrize("nonce", [-1, 2**64])
def test_a_nonce_out_of_range_is_refused(nonce: int) -> None:
    with pytest.raises(ValidationError):
        ours().set_nonce(ADDRESSES[0], nonce)
