"""Arguments of views written as text."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.addresses import checksummed
from ledger.chain.given import read_arguments
from ledger.errors import Rejected

ADDRESS = checksummed("0x" + "ab" * 20)


def _one(kind: str, text: str) -> Any:
    return read_arguments([{"name": "x", "type": kind}], [text])[0]


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("uint256", "0", 0),
        ("uint256", " 12 ", 12),
        ("uint256", "0xff", 255),
        ("uint256", str(2**256 - 1), 2**256 - 1),
        ("uint8", "255", 255),
        ("int128", "-5", -5),
        ("address", ADDRESS.lower(), ADDRESS),
        ("bool", "true", True),
        ("bool", "false", False),
        ("bytes", "0x", b""),
        ("bytes4", "0x01ffc9a7", bytes.fromhex("01ffc9a7")),
        ("string", "қойма", "қойма"),
        ("uint256[]", "[]", []),
        ("uint256[]", '[1, "2", "0x03"]', [1, 2, 3]),
        ("address[]", f'["{ADDRESS}"]', [ADDRESS]),
        ("bool[]", "[true, false]", [True, False]),
        ("uint8[][]", "[[1], [2, 3]]", [[1], [2, 3]]),
    ],
)
def test_each_type_is_read(kind: str, text: str, value: Any) -> None:
    assert _one(kind, text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("uint256", ""),
        ("uint256", "-1"),
        ("uint256", "1.0"),
        ("uint256", "1e3"),
        ("uint256", "١"),
        ("uint256", str(2**256)),
        ("uint256", "9" * 4000),
        ("uint256", "0x" + "f" * 65),
        ("uint8", "256"),
        ("int8", "128"),
        ("address", "0x12"),
        ("address", ADDRESS[:-1] + "C"),
        ("bool", "1"),
        ("bool", "True"),
        ("bytes", "0x1"),
        ("bytes", "ff"),
        ("bytes4", "0x01"),
        ("bytes32", "0x" + "00" * 33),
        ("uint256[]", "1"),
        ("uint256[]", '{"0": 1}'),
        ("uint256[]", "[1.5]"),
        ("uint256[]", "[null]"),
        ("uint256[]", "[true]"),
        ("uint256[]", "[[1]]"),
        ("uint256[]", "[" + "1," * 1000 + "1]"),
        ("uint256[]", "[" * 500 + "]" * 500),
        ("tuple", "1"),
    ],
)
def test_what_is_no_value_of_its_type_is_refused(kind: str, text: str) -> None:
    with pytest.raises(Rejected, match=r"contract\.bad-argument") as refusal:
        _one(kind, text)
    assert refusal.value.facts == {"argument": "x", "kind": kind, "found": text.strip()[:80]}


@given(st.sampled_from(["uint256", "int16", "address", "bytes32", "bool[]", "bytes[]"]), st.text())
def test_any_text_is_read_or_refused(kind: str, text: str) -> None:
    refused = None
    try:
        _one(kind, text)
    except Rejected as refusal:
        refused = refusal.code
    assert refused in {None, "contract.bad-argument"}


@given(st.lists(st.integers(0, 2**256 - 1), max_size=20))
def test_a_list_of_numbers_is_read_back(numbers: list[int]) -> None:
    assert _one("uint256[]", orjson.dumps([str(each) for each in numbers]).decode()) == numbers


@pytest.mark.parametrize("texts", [[], ["1", "2"]])
def test_another_number_of_arguments_is_refused(texts: list[str]) -> None:
    with pytest.raises(Rejected, match=r"contract\.arguments-count") as refusal:
        read_arguments([{"name": "x", "type": "uint256"}], texts)
    assert refusal.value.facts == {"expected": 1, "found": len(texts)}
