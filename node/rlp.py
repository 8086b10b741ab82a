"""RLP (Yellow Paper, appendix B) of what this node has written itself: plain, and quick to read.

What comes from outside is read strictly, by `node.primitives.rlp_decode`.
"""

from __future__ import annotations

from typing import Any

__all__ = ["encode_list", "encode_string", "read"]


def encode_string(value: bytes) -> bytes:
    """The RLP of a byte string."""
    length = len(value)
    if length == 1 and value[0] < 0x80:
        return value
    return (bytes([0x80 + length]) if length < 56 else _long(0xB7, length)) + value


def encode_list(payload: bytes) -> bytes:
    """The RLP of a list whose items are encoded already."""
    length = len(payload)
    return (bytes([0xC0 + length]) if length < 56 else _long(0xF7, length)) + payload


def read(encoded: bytes) -> Any:
    """Byte strings, and lists of them and of lists, from their canonical encoding."""
    (value,) = _items(encoded, 0, len(encoded))
    return value


def _items(encoded: bytes, at: int, end: int) -> list[Any]:
    items: list[Any] = []
    while at < end:
        first = encoded[at]
        if first < 0x80:
            stop = at + 1
            items.append(encoded[at:stop])
        else:
            base = 0xC0 if first >= 0xC0 else 0x80
            start = at + 1
            if first < base + 56:
                stop = start + first - base
            else:
                start += first - base - 55
                stop = start + int.from_bytes(encoded[at + 1 : start], "big")
            part = encoded[start:stop] if base == 0x80 else _items(encoded, start, stop)
            items.append(part)
        at = stop
    return items


def _long(base: int, length: int) -> bytes:
    digits = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([base + len(digits)]) + digits
