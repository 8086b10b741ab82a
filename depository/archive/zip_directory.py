"""The central directory of a zip archive, read record by record and believed in nothing."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depository.archive.gate import Gate

__all__ = ["Directory", "Record", "data_start", "descriptor_end", "read_directory"]

_END = struct.Struct("<4s4H2LH")
_END64_PLACE = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_END_SIGNATURE = b"PK\x05\x06"
_DESCRIPTOR_SIGNATURE = b"PK\x07\x08"
_DESCRIPTORS = {12: "<3L", 16: "<3L", 20: "<L2Q", 24: "<L2Q"}
_SIZES_FOLLOW = 0x8
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
    _, _, flags, method, _, _, *stated, name_length, extra_length = _LOCAL.unpack(header)
    name, extra = file.read(name_length), file.read(extra_length)
    same = name == record.raw_name and method == record.method and not (flags ^ record.flags) & 9
    if not same or not _same_sizes(record, tuple(stated), extra):
        gate.problem("archive.headers-disagree", record.name)
    return int(record.offset + _LOCAL.size + name_length + extra_length)


def descriptor_end(file: IO[bytes], record: Record, end: int, following: int) -> int | None:
    """Return where all that belongs to a file ends, or None for a descriptor that lies.

    `end` is where its bytes end, `following` where what comes next begins. A file whose sizes
    follow it has a data descriptor there (APPNOTE 6.3.10 §4.3.9), in one of four forms.
    """
    form = _DESCRIPTORS.get(following - end)
    if not record.flags & _SIZES_FOLLOW or following == end or form is None:
        return end
    file.seek(end)
    data = file.read(following - end)
    signed = len(data) in {16, 24}
    if signed and data[:4] != _DESCRIPTOR_SIGNATURE:
        return None
    values = struct.unpack(form, data[4:] if signed else data)
    same = values == (record.checksum, record.compressed, record.size)
    return following if same else None


def _same_sizes(record: Record, stated: tuple[int, ...], extra: bytes) -> bool:
    """Compare checksum and sizes; where they follow the file, zeros may stand in their place."""
    checksum, compressed, size = stated
    if record.flags & _SIZES_FOLLOW and not checksum:
        return True
    large = _zip64(extra, (size, compressed, 0))
    return large is not None and (checksum, large[1], large[0]) == (
        record.checksum,
        record.compressed,
        record.size,
    )


def _end(file: IO[bytes], length: int, gate: Gate) -> tuple[int, int, int, int]:
    """Return where the directory ends, and the count, size and offset that it states."""
    start = max(0, length - _END.size - _MAX_COMMENT)
    file.seek(start)
    tail = file.read(_END.size + _MAX_COMMENT)
    at = _find_end(tail)
    if at < 0:
        gate.fail("archive.truncated" if _is_cut(tail) else "archive.foreign-data")
    values = _END.unpack_from(tail, at)
    _, disk, first, here, count, size, offset, _ = values
    if disk or first or here != count:
        gate.fail("archive.damaged", name="")
    if count == 0xFFFF or 0xFFFFFFFF in (size, offset):
        return _end64(file, start + at, gate)
    return start + at, int(count), int(size), int(offset)


def _is_cut(tail: bytes) -> bool:
    """Tell whether the file ends before its end record, or the comment of that, does."""
    at = tail.rfind(_END_SIGNATURE)
    comment = tail[at + _END.size - 2 : at + _END.size]
    return at < 0 or at + _END.size + int.from_bytes(comment, "little") > len(tail)


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
        gate.remember(name_length)
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
