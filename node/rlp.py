"""RLP (Yellow Paper, appendix B) of what this node has written itself: plain, and quick to read.

What comes from outside is read strictly, by `node.primitives.rlp_decode`.
"""

from __future__ import annotations

from typing import Any

__all__ = ["encode_list", "encode_string", "read", "read_apart"]

_STRING, _LIST = 0x80, 0xC0


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


def read_apart(encoded: bytes) -> list[bytes]:
    """The items of a list: byte strings, and of each list within it the encoding as it stands."""
    base, at, end = _span(encoded, 0)
    if base != _LIST:
        raise ValueError("no list")
    items = []
    while at < end:
        base, start, stop = _span(encoded, at)
        items.append(encoded[at if base == _LIST else start : stop])
        at = stop
    return items


def _items(encoded: bytes, at: int, end: int) -> list[Any]:
    items: list[Any] = []
    while at < end:
        base, start, stop = _span(encoded, at)
        part = _items(encoded, start, stop) if base == _LIST else encoded[start:stop]
        items.append(part)
        at = stop
    return items


def _span(encoded: bytes, at: int) -> tuple[int, int, int]:
    """What kind of item begins there, and from where to where its payload is."""
    first = encoded[at]
    if first < _STRING:
        return _STRING, at, at + 1
    base = _LIST if first >= _LIST else _STRING
    start = at + 1
    if first < base + 56:
        return base, start, start + first - base
    start += first - base - 55
    return base, start, start + int.from_bytes(encoded[at + 1 : start], "big")


def _long(base: int, length: int) -> bytes:
    digits = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([base + len(digits)]) + digits
