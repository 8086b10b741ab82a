"""Decoded values as text in SQL."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.index.values import amount_to_text, pack_values, text_to_amount, unpack_values

AMOUNTS = st.integers(0, 2**256 - 1)


@given(first=AMOUNTS, second=AMOUNTS)
@settings(max_examples=100, deadline=None)
def test_the_text_of_an_amount_is_exact_and_sorts_as_the_amount(first: int, second: int) -> None:
    assert text_to_amount(amount_to_text(first)) == first
    assert (amount_to_text(first) < amount_to_text(second)) == (first < second)


LEAVES = AMOUNTS | st.text() | st.booleans() | st.binary(max_size=40)


@given(values=st.dictionaries(st.sampled_from("abc"), LEAVES | st.lists(LEAVES)))
@settings(max_examples=100, deadline=None)
def test_packed_values_come_back_with_their_types(values: dict[str, object]) -> None:
    assert unpack_values(pack_values(values)) == values
