"""The four rules of the protocol buffer wire that dag-pb and UnixFS need."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["field_bytes", "field_number", "fields", "read_varint", "varint"]

_VARINT, _BYTES = 0, 2
_MAX_VARINT = 10


def varint(value: int) -> bytes:
    """Write an unsigned number, seven bits a byte, lowest first."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def field_number(number: int, value: int) -> bytes:
    """Write field `number` holding an unsigned number."""
    return varint(number << 3 | _VARINT) + varint(value)


def field_bytes(number: int, value: bytes) -> bytes:
    """Write field `number` holding bytes, text or a message."""
    return varint(number << 3 | _BYTES) + varint(len(value)) + value


def read_varint(data: bytes, at: int) -> tuple[int, int]:
    """Read an unsigned number at `at`; return it and the place behind it. Raises ValueError."""
    value = 0
    for index, byte in enumerate(data[at : at + _MAX_VARINT]):
        value |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            if value >> 64 or (index and not byte):
                raise ValueError("varint")
            return value, at + index + 1
    raise ValueError("varint")


def fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Read the fields of a message in their order. Raises ValueError on anything else."""
    at = 0
    while at < len(data):
        tag, at = read_varint(data, at)
        value, at = read_varint(data, at)
        kind = tag & 7
        if kind == _VARINT:
            yield tag >> 3, value
        elif kind == _BYTES and at + value <= len(data):
            yield tag >> 3, data[at : at + value]
            at += value
        else:
            raise ValueError("wire type")
