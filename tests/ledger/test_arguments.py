"""Arguments of acts: each type read from what people write, and what is none refused."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.decisions.arguments import read_arguments
from ledger.errors import Rejected

ADDRESS = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
WORD = "0x" + "ab" * 32


def read(kind: str, value: Any) -> Any:
    (found,) = read_arguments([{"name": "it", "type": kind}], {"it": value})
    return found


@pytest.mark.parametrize(
    ("kind", "value", "found"),
    [
        ("uint256", 7, 7),
        ("uint256", "7", 7),
        ("uint256", str(2**256 - 1), 2**256 - 1),
        ("address", ADDRESS.lower(), ADDRESS),
        ("bytes32", WORD, bytes.fromhex("ab" * 32)),
        ("bytes", "0x", b""),
        ("string", "сәлем", "сәлем"),
        ("bool", "true", True),
        ("bool", False, False),
        ("uint256[]", "1, 2", [1, 2]),
        ("uint256[]", [1, "2"], [1, 2]),
        ("address[]", "", []),
    ],
)
def test_an_argument_is_read_by_its_type(kind: str, value: Any, found: Any) -> None:
    assert read(kind, value) == found


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("uint256", -1),
        ("uint256", "07"),
        ("uint256", 1.5),
        ("uint256", True),
        ("uint256", str(2**256)),
        ("address", ADDRESS.replace("a", "A")),
        ("address", 5),
        ("bytes32", WORD[:-2]),
        ("bytes32", "ab" * 32),
        ("bytes", "0xabc"),
        ("string", 5),
        ("bool", "yes"),
        ("bool", []),
        ("uint256[]", "1,x"),
    ],
)
def test_an_argument_that_does_not_fit_is_refused_by_name(kind: str, value: Any) -> None:
    with pytest.raises(Rejected) as refused:
        read(kind, value)
    assert refused.value.code == "argument.malformed"
    assert refused.value.facts["argument"] == "it"


def test_arguments_come_in_the_acts_order_and_none_is_left_out_or_added() -> None:
    inputs = [{"name": "first", "type": "uint256"}, {"name": "second", "type": "string"}]
    assert read_arguments(inputs, {"second": "b", "first": 1}) == (1, "b")
    with pytest.raises(Rejected, match=r"argument\.missing"):
        read_arguments(inputs, {"first": 1})
    with pytest.raises(Rejected, match=r"argument\.unknown"):
        read_arguments(inputs, {"first": 1, "second": "b", "third": 2})
