"""A delta of a git pack: an object told as copies from another and as bytes of its own."""

from __future__ import annotations

__all__ = ["apply_delta", "varint"]

_MOST_BYTES = 10


def varint(data: bytes, at: int) -> tuple[int, int]:
    """Read a number in groups of seven bits, the lowest first; return it and where it ends.

    Raises ValueError.
    """
    value = shift = 0
    for byte in data[at : at + _MOST_BYTES]:
        value |= (byte & 0x7F) << shift
        shift += 7
        at += 1
        if byte < 0x80:
            return value, at
    raise ValueError("number")


def apply_delta(base: bytes, delta: bytes, limit: int) -> bytes | None:
    """Return the object that `delta` makes of `base`, or None if it has more than `limit` bytes.

    The delta's own statement of both sizes must hold (gitformat-pack(5), "Deltified
    representation"). Raises ValueError.
    """
    based, at = varint(delta, 0)
    size, at = varint(delta, at)
    if based != len(base):
        raise ValueError("base")
    if size > limit:
        return None
    result = bytearray()
    while at < len(delta):
        order = delta[at]
        if order & 0x80:
            start, count, at = _copy(delta, at)
            piece = base[start : start + count]
        else:
            count = order
            piece = delta[at + 1 : at + 1 + count]
            at += 1 + count
        if not count or len(piece) != count or len(result) + count > size:
            raise ValueError("instruction")
        result += piece
    if len(result) != size:
        raise ValueError("size")
    return bytes(result)


def _copy(delta: bytes, at: int) -> tuple[int, int, int]:
    """Read where a copy starts and how long it is: up to four and three bytes, as bits say."""
    order = delta[at]
    at += 1
    numbers = [0, 0]
    for bit in range(7):
        if order >> bit & 1:
            which, shift = (0, bit) if bit < 4 else (1, bit - 4)
            numbers[which] |= delta[at] << 8 * shift if at < len(delta) else 0
            at += 1
    return numbers[0], numbers[1] or 0x10000, at
