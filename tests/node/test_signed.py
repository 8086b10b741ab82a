"""Typed transactions are read as py-evm reads them, and nothing that it refuses is let in."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import pytest
from eth.vm.forks.london.transactions import LondonTransactionBuilder
from eth_account import Account
from eth_utils.address import to_canonical_address
from hypothesis import given, settings
from hypothesis import strategies as st

from node.errors import Rejected
from node.patches.signed import TYPES, Signed
from node.transactions import Transaction

if TYPE_CHECKING:
    from collections.abc import Callable

_KEY = b"\x05" * 32
_SENDER = to_canonical_address(Account.from_key(_KEY).address)
_NAMES = ("chain_id", "nonce", "max_priority_fee_per_gas", "max_fee_per_gas", "gas", "to", "value")
_MORE = ("data", "access_list", "y_parity", "r", "s", "intrinsic_gas", "sender")

addresses = st.binary(min_size=20, max_size=20).map(lambda each: "0x" + each.hex())
slots = st.binary(min_size=32, max_size=32).map(lambda each: "0x" + each.hex())
listed = st.fixed_dictionaries({"address": addresses, "storageKeys": st.lists(slots, max_size=3)})
numbers = st.sampled_from((0, 1, 127, 128, 255, 256, 2**64 - 2, 2**128))


@st.composite
def raws(draw: Callable[..., Any]) -> bytes:
    """A transaction that somebody has signed."""
    fields: dict[str, Any] = {
        "chainId": draw(st.sampled_from((1, 128, 33012015))),
        "nonce": draw(st.sampled_from((0, 1, 128, 2**64 - 2))),
        "gas": draw(st.sampled_from((21_000, 2**63))),
        "value": draw(numbers),
        "data": "0x" + draw(st.binary(max_size=80)).hex(),
        "accessList": draw(st.lists(listed, max_size=2)),
    }
    to = draw(st.none() | addresses)
    if to is not None:
        fields["to"] = Account.from_key(to + "11" * 12).address
    if draw(st.sampled_from(TYPES)) == 1:
        fields |= {"type": 1, "gasPrice": draw(numbers)}
    else:
        fields |= {"maxFeePerGas": 2**130, "maxPriorityFeePerGas": draw(numbers)}
    return bytes(Account.sign_transaction(fields, _KEY).raw_transaction)


@settings(max_examples=150, deadline=None)
@given(raws())
def test_every_field_is_as_py_evm_reads_it(raw: bytes) -> None:
    ours, stock = Signed.decode(raw), LondonTransactionBuilder.decode(raw)
    for name in (*_NAMES, *_MORE):
        theirs = getattr(stock, name)
        if name == "access_list":
            theirs = tuple((address, tuple(keys)) for address, keys in theirs)
        assert getattr(ours, name) == theirs, name
    assert ours.type_id == raw[0]
    assert ours.unsigned == stock.get_message_for_signing()
    assert Transaction.decode(raw).sender == _SENDER


@settings(max_examples=400, deadline=None)
@given(raws(), st.data())
def test_what_is_changed_is_read_alike_or_refused(raw: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(raw) - 1))
    changed = data.draw(
        st.one_of(
            st.binary(min_size=1, max_size=1).map(lambda by: raw[:at] + by + raw[at + 1 :]),
            st.just(raw[:at]),
            st.just(raw[:at] + raw[at + 1 :]),
            st.binary(min_size=1, max_size=3).map(lambda more: raw + more),
        )
    )
    try:
        ours = Transaction.decode(changed)
    except Rejected:
        return
    stock = LondonTransactionBuilder.decode(changed)
    assert stock.encode() == changed
    assert ours.sender == stock.sender
    assert ours.inner.nonce == stock.nonce


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize(
    "items", ["c0", "80", "c101", "cc" + "01" * 12, "cb" + "01" * 11, "ff", ""]
)
def test_what_is_no_transaction_is_refused(kind: int, items: str) -> None:
    raw = bytes([kind]) + bytes.fromhex(items)
    with pytest.raises(Rejected) as caught:
        Transaction.decode(raw)
    assert caught.value.code == "transaction.malformed"
    with contextlib.suppress(Exception):  # py-evm raises whatever comes its way
        assert LondonTransactionBuilder.decode(raw).encode() != raw
