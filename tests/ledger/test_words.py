"""ABI values are read as `eth_abi` reads them, and what it refuses is refused."""

from __future__ import annotations

from typing import Any

import pytest
from eth_abi.abi import decode, encode
from eth_abi.exceptions import DecodingError
from hypothesis import given
from hypothesis import strategies as st

from ledger.chain.words import reader_of, word_reader_of

VALUES: dict[str, st.SearchStrategy[Any]] = {
    "uint256": st.integers(0, 2**256 - 1),
    "uint8": st.integers(0, 255),
    "bool": st.booleans(),
    "bytes32": st.binary(min_size=32, max_size=32),
    "address": st.binary(min_size=20, max_size=20),
    "bytes": st.binary(max_size=70),
    "string": st.text("aқ", max_size=9),
    "bytes4": st.binary(min_size=4, max_size=4),
}
VALUES |= {
    f"{kind}[]": st.lists(VALUES[kind], max_size=4).map(tuple)
    for kind in ("uint256", "bool", "bytes32", "address", "string")
}


def _same(value: Any) -> Any:
    """Addresses as text, as `eth_abi` gives them."""
    if isinstance(value, tuple | list):
        return tuple(map(_same, value))
    return "0x" + value.hex() if isinstance(value, bytes) and len(value) == 20 else value


def _outcome(read: Any, data: bytes) -> Any:
    try:
        return _same(read(data))
    except (DecodingError, UnicodeDecodeError, OverflowError) as error:
        return type(error)


@st.composite
def encoded(draw: st.DrawFn) -> tuple[list[str], bytes]:
    """Some types, and the encoding of values of theirs; of half of them some bytes are changed."""
    types = draw(st.lists(st.sampled_from(sorted(VALUES)), min_size=1, max_size=4))
    data = bytearray(encode(types, [draw(VALUES[kind]) for kind in types]))
    for at in draw(st.lists(st.integers(0, len(data) - 1), max_size=3)):
        data[at] = draw(st.sampled_from([0, 1, 2, 32, 64, 255]))
    end = draw(st.sampled_from([0, 0, 0, 1, 32]))
    return types, bytes(data[: len(data) - end] + draw(st.sampled_from([b"", b"\0" * 32])))


@given(encoded())
def test_values_are_read_as_another_library_reads_them(given: tuple[list[str], bytes]) -> None:
    types, data = given
    assert _outcome(reader_of(types), data) == _outcome(lambda each: decode(types, each), data)


@given(st.sampled_from(sorted(VALUES)), st.binary(min_size=31, max_size=33))
def test_a_topic_is_read_as_another_library_reads_it(kind: str, topic: bytes) -> None:
    found = _outcome(word_reader_of(kind), topic)
    assert found == _outcome(lambda each: decode([kind], each)[0], topic)


@pytest.mark.parametrize("kind", ["uint256", "bool", "bytes32", "address", "bytes", "uint256[]"])
def test_what_breaks_off_is_refused(kind: str) -> None:
    with pytest.raises(DecodingError):
        reader_of([kind])(b"\0" * 31)
