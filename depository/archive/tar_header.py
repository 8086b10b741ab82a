"""The header blocks of a tar archive: ustar, the extensions of pax, and GNU's long names."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["BLOCK", "Header", "parse_header", "parse_pax"]

BLOCK = 512
"""Tar is written in blocks of so many bytes."""

_USTAR = b"ustar\x00"


@dataclass(frozen=True, slots=True)
class Header:
    """One header: the name as bytes, size in bytes, the letter of its type, its Unix mode."""

    name: bytes
    size: int
    kind: bytes
    mode: int


def parse_header(block: bytes) -> Header:
    """Read a header (POSIX.1-1988 ustar; GNU; v7).

    Raises ValueError for a wrong checksum or number.
    """
    plain = block[:148] + b" " * 8 + block[156:]
    signed = sum(byte - 256 if byte > 127 else byte for byte in plain)
    if _number(block[148:156]) not in {sum(plain), signed}:
        raise ValueError("checksum")
    name = block[:100].split(b"\0", 1)[0]
    if block[257:263] == _USTAR:
        prefix = block[345:500].split(b"\0", 1)[0]
        name = prefix + b"/" + name if prefix else name
    return Header(name, _number(block[124:136]), block[156:157], _number(block[100:108]))


def parse_pax(data: bytes) -> dict[str, bytes]:
    """Read the records of an extended header, `length key=value` each (POSIX.1-2001 pax).

    Raises ValueError.
    """
    records: dict[str, bytes] = {}
    at = 0
    while at < len(data):
        space = data.find(b" ", at, at + 20)
        if space < 0 or not data[at:space].isdigit():
            raise ValueError("pax length")
        end = at + int(data[at:space])
        key, equals, value = data[space + 1 : end - 1].partition(b"=")
        if not space < end <= len(data) or data[end - 1 : end] != b"\n" or not equals:
            raise ValueError("pax record")
        records[key.decode()] = value
        at = end
    return records


def _number(field: bytes) -> int:
    """Read octal digits, or a large number in base 256 behind a set top bit (GNU)."""
    if field[0] == 0x80:
        return int.from_bytes(field[1:], "big")
    digits = field.split(b"\0", 1)[0].strip(b" ")
    if not digits:
        return 0
    if not digits.isdigit():
        raise ValueError("number")
    return int(digits, 8)
