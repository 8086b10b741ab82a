"""RLP (Yellow Paper, appendix B), read strictly: of each value the one canonical encoding."""

from __future__ import annotations

from typing import Any, Final

__all__ = ["Item", "decode", "encode", "number_of", "read_item"]

Item = Any
"""A byte string, or a list of items."""

_DEEPEST: Final = 16
_LARGEST: Final = 2**53 - 1


def decode(data: bytes) -> Item:
    """Read one item that fills `data`. Raises ValueError for anything that is not canonical."""
    item, end = read_item(data, 0)
    if end != len(data):
        raise ValueError("more than one item")
    return item


def read_item(data: bytes, at: int) -> tuple[Item, int]:
    """Read the item that begins at `at`, and say where it ends. Raises ValueError as `decode`."""
    return _item(data, at, len(data), 0)


def encode(item: Item) -> bytes:
    """Write an item."""
    if isinstance(item, bytes):
        if len(item) == 1 and item[0] < 0x80:
            return item
        return _head(0x80, len(item)) + item
    payload = b"".join(encode(each) for each in item)
    return _head(0xC0, len(payload)) + payload


def number_of(item: Item) -> int:
    """Read a number without leading zeros, up to 2**53 - 1. Raises ValueError."""
    if not isinstance(item, bytes) or item[:1] == b"\0":
        raise ValueError("no number")
    value = int.from_bytes(item, "big")
    if value > _LARGEST:
        raise ValueError("too large")
    return value


def _item(data: bytes, at: int, end: int, depth: int) -> tuple[Item, int]:
    if at >= end:
        raise ValueError("nothing there")
    first = data[at]
    if first < 0x80:
        return data[at : at + 1], at + 1
    start, size = _span(data, at, first - (0xC0 if first >= 0xC0 else 0x80))
    stop = start + size
    if stop > end:
        raise ValueError("breaks off")
    if first >= 0xC0:
        return _items(data, start, stop, depth + 1), stop
    if size == 1 and data[start] < 0x80:
        raise ValueError("a byte with a head")
    return data[start:stop], stop


def _items(data: bytes, at: int, end: int, depth: int) -> list[Item]:
    if depth > _DEEPEST:
        raise ValueError("too deep")
    items = []
    while at < end:
        item, at = _item(data, at, end, depth)
        items.append(item)
    return items


def _span(data: bytes, at: int, short: int) -> tuple[int, int]:
    """Where the payload begins, and its length."""
    if short < 56:
        return at + 1, short
    start = at + short - 54
    digits = data[at + 1 : start]
    size = int.from_bytes(digits, "big")
    if digits[:1] == b"\0" or size < 56:
        raise ValueError("a longer head than it needs")
    return start, size


def _head(base: int, size: int) -> bytes:
    if size < 56:
        return bytes([base + size])
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([base + 55 + len(digits)]) + digits
