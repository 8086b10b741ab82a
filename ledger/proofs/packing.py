"""Bytes with their runs of zeros shortened: a zero byte is followed by how many more follow it."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["pack", "unpack"]

_RUN: Final = re.compile(rb"\0{1,256}")
_SHORTENED: Final = re.compile(rb"\0(.)", re.DOTALL)


def pack(data: bytes) -> bytes:
    """Shorten each run of zeros, up to 256 of them, to two bytes."""
    return _RUN.sub(lambda run: bytes([0, len(run[0]) - 1]), data)


def unpack(data: bytes, most: int) -> bytes:
    """The bytes that `pack` shortened. Raises ValueError for another form, or over `most` bytes."""
    size = len(data) + sum(run[0][1] - 1 for run in _SHORTENED.finditer(data))
    if size > most:
        raise ValueError("too large")
    whole = _SHORTENED.sub(lambda run: bytes(run[0][1] + 1), data)
    if pack(whole) != data:
        raise ValueError("not as short as it can be")
    return whole
