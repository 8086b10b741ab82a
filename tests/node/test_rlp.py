"""What this node writes as RLP is what pyrlp writes, and is read back as pyrlp reads it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from node.primitives import rlp_decode, rlp_encode
from node.rlp import encode_list, encode_string, read, read_apart

strings = st.one_of(st.binary(max_size=70), st.integers(0, 300).map(bytes))
values = st.recursive(strings, lambda inner: st.lists(inner, max_size=5), max_leaves=30)


def _encode(value: Any) -> bytes:
    if isinstance(value, bytes):
        return encode_string(value)
    return encode_list(b"".join(map(_encode, value)))


@given(values)
@example(b"")
@example(b"\x7f")
@example(b"\x80")
@example(bytes(55))
@example(bytes(56))
@example(bytes(70_000))
@example([])
@example([[], [[]], b"\x01" * 60])
def test_any_value_is_written_and_read_as_by_pyrlp(value: Any) -> None:
    encoded = rlp_encode(value)
    assert _encode(value) == encoded
    assert read(encoded) == rlp_decode(encoded)


@given(st.lists(values, max_size=5))
def test_a_list_is_read_apart_into_strings_and_the_encodings_of_lists(items: list[Any]) -> None:
    apart = [each if isinstance(each, bytes) else rlp_encode(each) for each in items]
    assert read_apart(rlp_encode(items)) == apart


def test_a_string_is_not_read_apart() -> None:
    with pytest.raises(ValueError, match="no list"):
        read_apart(rlp_encode(b"many bytes"))
