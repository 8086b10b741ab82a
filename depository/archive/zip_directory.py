"""The central directory of a zip archive, read record by record and believed in nothing."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depository.archive.gate import Gate

__all__ = ["Directory", "Record", "data_start", "read_directory"]

_END = struct.Struct("<4s4H2LH")
_END64_PLACE = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_END_SIGNATURE = b"PK\x05\x06"
_MAX_COMMENT = 0xFFFF


@dataclass(frozen=True, slots=True)
class Record:
    """What the central directory says of one file; `mode` is that of Unix or 0."""

    name: str
    raw_name: bytes
    flags: int
    method: int
    checksum: int
    compressed: int
    size: int
    mode: int
    offset: int


@dataclass(frozen=True, slots=True)
class Directory:
    """The records, and where the directory itself begins."""

    records: tuple[Record, ...]
    offset: int


def read_directory(file: IO[bytes], gate: Gate) -> Directory:
    """Read all records. The archive must end with the archive's end and be one whole.

    Raises, through the gate, "archive.truncated", "archive.foreign-data", "archive.damaged",
    "archive.too-many-files", "archive.name-not-utf8".
    """
    length = file.seek(0, 2)
    place, count, size, offset = _end(file, length, gate)
    if count > 2 * gate.limits.max_files:
        gate.fail("archive.too-many-files", limit=gate.limits.max_files)
    if offset + size != place:
        gate.fail("archive.foreign-data")
    file.seek(offset)
    return Directory(tuple(_records(file, count, place, gate)), offset)


def data_start(file: IO[bytes], record: Record, gate: Gate) -> int:
    """Return where the bytes of a file begin, having compared its local header with `record`."""
    file.seek(record.offset)
    header = file.read(_LOCAL.size)
    if len(header) < _LOCAL.size or header[:4] != b"PK\x03\x04":
        gate.fail("archive.damaged", name="")
    _, _, flags, method, _, _, _, _, _, name_length, extra_length = _LOCAL.unpack(header)
    name = file.read(name_length)
    if name != record.raw_name or method != record.method or (flags ^ record.flags) & 1:
        gate.problem("archive.headers-disagree", record.name)
    return int(record.offset + _LOCAL.size + name_length + extra_length)


def _end(file: IO[bytes], length: int, gate: Gate) -> tuple[int, int, int, int]:
    """Return where the directory ends, and the count, size and offset that it states."""
    start = max(0, length - _END.size - _MAX_COMMENT)
    file.seek(start)
    tail = file.read(_END.size + _MAX_COMMENT)
    at = _find_end(tail)
    if at < 0:
        gate.fail("archive.foreign-data" if _END_SIGNATURE in tail else "archive.truncated")
    values = _END.unpack_from(tail, at)
    _, disk, first, here, count, size, offset, _ = values
    if disk or first or here != count:
        gate.fail("archive.damaged", name="")
    if count == 0xFFFF or 0xFFFFFFFF in (size, offset):
        return _end64(file, start + at, gate)
    return start + at, int(count), int(size), int(offset)


def _find_end(tail: bytes) -> int:
    """Return where the last end record stands whose comment ends with the file, or -1."""
    at = tail.rfind(_END_SIGNATURE)
    while at >= 0:
        comment = int.from_bytes(tail[at + _END.size - 2 : at + _END.size], "little")
        if at + _END.size + comment == len(tail):
            return at
        at = tail.rfind(_END_SIGNATURE, 0, at + 3)
    return at


def _end64(file: IO[bytes], place: int, gate: Gate) -> tuple[int, int, int, int]:
    locator_at = place - _END64_PLACE.size
    file.seek(max(0, locator_at))
    locator = file.read(_END64_PLACE.size)
    if locator_at < 0 or locator[:4] != b"PK\x06\x07":
        gate.fail("archive.damaged", name="")
    _, _, at, disks = _END64_PLACE.unpack(locator)
    file.seek(min(at, locator_at))
    end = file.read(_END64.size)
    if at + _END64.size > locator_at or end[:4] != b"PK\x06\x06" or disks > 1:
        gate.fail("archive.damaged", name="")
    _, _, _, _, disk, first, here, count, size, offset = _END64.unpack(end)
    if disk or first or here != count:
        gate.fail("archive.damaged", name="")
    return at, count, size, offset


def _records(file: IO[bytes], count: int, end: int, gate: Gate) -> Iterator[Record]:
    for _ in range(count):
        header = file.read(_CENTRAL.size)
        if len(header) < _CENTRAL.size or header[:4] != b"PK\x01\x02":
            gate.fail("archive.damaged", name="")
        values = _CENTRAL.unpack(header)
        _, _, _, flags, method, _, _, checksum, *sizes = values
        compressed, size, name_length, extra_length, comment_length, _, _, attributes, offset = (
            sizes
        )
        raw = file.read(name_length)
        extra = file.read(extra_length)
        file.seek(comment_length, 1)
        large = _zip64(extra, (size, compressed, offset))
        if large is None or file.tell() > end or large[1] > end or large[2] > end:
            gate.fail("archive.damaged", name="")
        size, compressed, offset = large
        name = _text(raw, gate)
        mode = attributes >> 16
        yield Record(name, raw, flags, method, checksum, compressed, size, mode, offset)
    if file.tell() != end:
        gate.fail("archive.foreign-data")


def _text(raw: bytes, gate: Gate) -> str:
    """Names are UTF-8 whether the archive says so or not; any other letters are a problem."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        gate.problem("archive.name-not-utf8", raw.decode("utf-8", "backslashreplace"))
        return raw.decode("utf-8", "replace")


def _zip64(extra: bytes, stated: tuple[int, int, int]) -> tuple[int, int, int] | None:
    """Replace the values that did not fit 32 bits by those of the zip64 field."""
    if 0xFFFFFFFF not in stated:
        return stated
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == 1:
            field = extra[at + 4 : at + 4 + length]
            return _widened(field, stated)
        at += 4 + length
    return None


def _widened(field: bytes, stated: tuple[int, int, int]) -> tuple[int, int, int] | None:
    values, at = [], 0
    for value in stated:
        if value != 0xFFFFFFFF:
            values.append(value)
        elif at + 8 <= len(field):
            values.append(int.from_bytes(field[at : at + 8], "little"))
            at += 8
        else:
            return None
    return values[0], values[1], values[2]
