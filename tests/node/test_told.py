"""What is told of a transaction is what py-evm reads in it, whatever its type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eth.vm.forks.london.transactions import LondonTransactionBuilder
from eth_account import Account
from hypothesis import given, settings
from hypothesis import strategies as st

from node.told import Told, told
from node.transactions import Transaction
from tests.node.test_signed import addresses, numbers, raws

if TYPE_CHECKING:
    from collections.abc import Callable

_KEY = b"\x06" * 32
_SAME = ("sender", "chain_id", "nonce", "gas", "to", "value", "data", "r", "s")


@st.composite
def legacy(draw: Callable[..., Any]) -> bytes:
    """A transaction without a type, signed for one chain (EIP-155) or for any."""
    fields: dict[str, Any] = {
        "nonce": draw(st.sampled_from((0, 1, 128, 2**64 - 2))),
        "gas": draw(st.sampled_from((21_000, 2**63))),
        "gasPrice": draw(numbers),
        "value": draw(numbers),
        "data": "0x" + draw(st.binary(max_size=80)).hex(),
    }
    chain_id = draw(st.none() | st.sampled_from((1, 128, 33012015)))
    if chain_id is not None:
        fields["chainId"] = chain_id
    to = draw(st.none() | addresses)
    if to is not None:
        fields["to"] = Account.from_key(to + "11" * 12).address
    return bytes(Account.sign_transaction(fields, _KEY).raw_transaction)


@settings(max_examples=150, deadline=None)
@given(raws() | legacy())
def test_every_field_is_told_as_py_evm_reads_it(raw: bytes) -> None:
    stock: Any = LondonTransactionBuilder.decode(raw)
    found = told(raw, None, stock.sender)
    for name in _SAME:
        assert getattr(found, name) == getattr(stock, name), name
    assert found.hash == stock.hash
    assert found.kind == (stock.type_id or 0)
    assert (found.max_fee, found.priority_fee) == (
        stock.max_fee_per_gas,
        stock.max_priority_fee_per_gas,
    )
    assert found.v == (stock.v if found.kind == 0 else stock.y_parity)
    listed = [(each, [int.from_bytes(slot, "big") for slot in s]) for each, s in found.access_list]
    assert listed == [(address, [*slots]) for address, slots in stock.access_list]
    assert found.creates == (not stock.to)
    assert Told.of(Transaction.decode(raw) if found.kind else Transaction.stored(raw)) == found
