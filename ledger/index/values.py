"""Decoded arguments as JSON text and back, with nothing lost."""

from __future__ import annotations

import json
from typing import Any

import orjson

__all__ = ["AMOUNT_DIGITS", "amount_to_text", "pack_values", "text_to_amount", "unpack_values"]

AMOUNT_DIGITS = 78
"""Decimal digits of the greatest uint256."""

_BYTES = "bytes"


def amount_to_text(amount: int) -> str:
    """Write a uint256 as 78 decimal digits, zeros in front.

    SQL integers end at 64 bits and floats are not exact; of texts of one length the order is the
    order of the numbers, in SQLite and in PostgreSQL alike, so that a list of holders sorts and
    pages by amount on an index. Arithmetic is done on Python's integers, which are exact.
    """
    return str(amount).zfill(AMOUNT_DIGITS)


def text_to_amount(text: str) -> int:
    """Read back what `amount_to_text` wrote."""
    return int(text)


def pack_values(values: Any) -> str:
    """Write decoded arguments as JSON; bytes become `{"bytes": hex}`, integers stay exact."""
    try:
        return orjson.dumps(values, default=_bytes).decode()
    except TypeError:  # an integer of more than 64 bits, or a surrogate by itself
        return _ENCODER.encode(values)


def unpack_values(text: str) -> Any:
    """Read back what `pack_values` wrote, lists and mappings included."""
    return json.loads(text, object_hook=_restore)


def _bytes(value: Any) -> dict[str, str]:
    if not isinstance(value, bytes):
        raise TypeError(type(value).__name__)
    return {_BYTES: value.hex()}


def _restore(found: dict[str, Any]) -> Any:
    return bytes.fromhex(found[_BYTES]) if found.keys() == {_BYTES} else found


_ENCODER = json.JSONEncoder(default=_bytes, separators=(",", ":"), ensure_ascii=False)
