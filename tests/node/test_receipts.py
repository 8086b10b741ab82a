"""Receipts are made, encoded and read as py-evm makes, encodes and reads them."""

from __future__ import annotations

from typing import Any

from eth.rlp.logs import Log as StockLog
from eth.rlp.receipts import Receipt as StockReceipt
from eth.vm.forks.london.receipts import LondonReceiptBuilder, LondonTypedReceipt
from eth_typing import Address
from hypothesis import given, settings
from hypothesis import strategies as st

from node.patches.receipts import Log, Receipt

addresses = st.binary(min_size=20, max_size=20).map(Address)
topics = st.lists(st.integers(0, 2**256 - 1), max_size=4).map(tuple)
logs = st.builds(Log, addresses, topics, st.binary(max_size=100))
kinds = st.sampled_from((0, 1, 2))


def _stock(kind: int, status: int, gas: int, found: tuple[Log, ...]) -> Any:
    inner = StockReceipt(b"\x01" if status else b"", gas, [StockLog(*each) for each in found])
    return LondonTypedReceipt(kind, inner) if kind else inner


@settings(max_examples=200, deadline=None)
@given(kinds, st.integers(0, 1), st.integers(0, 2**63), st.lists(logs, max_size=5).map(tuple))
def test_a_receipt_is_py_evms(kind: int, status: int, gas: int, found: tuple[Log, ...]) -> None:
    ours, stock = Receipt.made(kind, status, gas, found), _stock(kind, status, gas, found)
    assert ours.bloom == stock.bloom
    assert ours.encode() == stock.encode()
    assert Receipt.decode(ours.encode()) == ours
    assert LondonReceiptBuilder.decode(ours.encode()).gas_used == gas
