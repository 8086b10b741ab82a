"""Zip archives that lie, hide something, or blow up."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from functools import partial
from typing import TYPE_CHECKING

from depository.archive import ArchiveKind, Limits
from tests.depository.archive.hostile.row import GOOD, MIB, Hostile, of_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["ROWS"]

LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
STORED, DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED


class _Pipe(io.BytesIO):
    """What cannot be wound back, so that sizes stand behind the bytes."""

    def seekable(self) -> bool:
        return False

    def seek(self, offset: int, whence: int = 0, /) -> int:
        raise OSError


def _zip(files: Mapping[str, bytes] = GOOD, method: int = DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as packed:
        for path, data in files.items():
            packed.writestr(path, data)
    return target.getvalue()


def _piped() -> bytes:
    target = _Pipe()
    with zipfile.ZipFile(target, "w", DEFLATED) as packed:
        for path, data in GOOD.items():
            packed.writestr(path, data)
    return target.getvalue()


def _put(data: bytes, signature: bytes, offset: int, value: bytes) -> bytes:
    """Write `value` over what stands `offset` behind the first `signature`."""
    at = data.index(signature) + offset
    return data[:at] + value + data[at + len(value) :]


def _both(local: int, central: int, value: bytes, method: int = DEFLATED) -> bytes:
    whole = _zip({"liar": b"0123456789" * 1000}, method)
    return _put(_put(whole, LOCAL, local, value), CENTRAL, central, value)


def _unix(mode: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        record = zipfile.ZipInfo("link")
        record.external_attr = (mode | 0o777) << 16
        packed.writestr(record, "/etc/passwd")
    return target.getvalue()


def _flagged(flag: int) -> bytes:
    whole = _zip()
    for signature, offset in ((LOCAL, 6), (CENTRAL, 8)):
        at = whole.index(signature) + offset
        whole = _put(whole, signature, offset, bytes([whole[at] | flag]))
    return whole


def _overlapping(records: int) -> bytes:
    """The pattern of the overlapping-file bomb: several records of one place."""
    one = _zip({"a": b"x" * 5000}, STORED)
    at, end = one.index(CENTRAL), one.index(END)
    record = one[at:end]
    stated = (0, 0, records, records, records * len(record), at, 0)
    return one[:at] + record * records + struct.pack("<4s4H2LH", END, *stated)


def _gap() -> bytes:
    """Bytes between two files, with all places told as they are."""
    one = _zip({"a": b"1"}, STORED)
    at = one.index(CENTRAL)
    stated = (0, 0, 1, 1, one.index(END) - at, at + 7, 0)
    return one[:at] + b"between" + one[at : one.index(END)] + struct.pack("<4s4H2LH", END, *stated)


def _behind_the_directory() -> bytes:
    whole = _zip()
    return whole[: whole.index(END)] + b"hidden" + whole[whole.index(END) :]


def _zip64_field(field: bytes) -> bytes:
    """A record whose size is to be found in a field that does not hold it."""
    local = struct.pack("<4s5H3L2H", LOCAL, 45, 0, 0, 0, 0, 0, 0, 0, 1, 0) + b"x"
    head = (45, 45, 0, 0, 0, 0, 0, 0, 0xFFFFFFFF, 1, len(field), 0, 0, 0, 0, 0)
    central = struct.pack("<4s6H3L5H2L", CENTRAL, *head) + b"x" + field
    return local + central + struct.pack("<4s4H2LH", END, 0, 0, 1, 1, len(central), len(local), 0)


def _zip64_end(count: int, size: int | None = None) -> bytes:
    """An end of 64 bits that states another number of records or another size."""
    whole = _zip()
    at, end = whole.index(CENTRAL), whole.index(END)
    stated = (45, 45, 0, 0, count, count, end - at if size is None else size, at)
    large = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, *stated)
    place = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    last = struct.pack("<4s4H2LH", END, 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return whole[:end] + large + place + last


def _fewer() -> bytes:
    whole = _zip()
    return _put(_put(whole, END, 8, b"\1\0"), END, 10, b"\1\0")


def _row(
    name: str, make: Callable[[], bytes], codes: str, limits: Limits | None = None, mib: int = 32
) -> Hostile:
    return Hostile(name, ArchiveKind.ZIP, of_bytes(make), codes, limits or Limits(), mib)


_MANY = {f"d/{n}": b"" for n in range(70_000)}
_LONG = {f"{n:05}" + "n" * 60_000: b"" for n in range(30)}
_MIBS = {str(n): bytes(MIB) for n in range(20)}

ROWS = (
    _row("encrypted", partial(_flagged, 1), "archive.encrypted"),
    _row("strongly encrypted", partial(_flagged, 0x40), "archive.encrypted"),
    _row("bzip2", partial(_zip, {"x": b"x"}, zipfile.ZIP_BZIP2), "archive.unsupported-compression"),
    _row("lzma", partial(_zip, {"x": b"x"}, zipfile.ZIP_LZMA), "archive.unsupported-compression"),
    _row("a symbolic link", partial(_unix, stat.S_IFLNK), "archive.symlink"),
    _row("a device", partial(_unix, stat.S_IFCHR), "archive.device"),
    _row("a pipe", partial(_unix, stat.S_IFIFO), "archive.device"),
    _row("a socket", partial(_unix, stat.S_IFSOCK), "archive.device"),
    _row("a size too small", partial(_both, 22, 24, b"\1\0\0\0"), "archive.size-differs"),
    _row("a size too large", partial(_both, 22, 24, b"\0\0\x0e\0"), "archive.size-differs"),
    _row(
        "a size of two kinds", partial(_both, 22, 24, b"\1\0\0\0", STORED), "archive.size-differs"
    ),
    _row("a wrong checksum", partial(_both, 14, 16, b"\1\0\0\0"), "archive.damaged"),
    _row(
        "a wrong checksum, stored", partial(_both, 14, 16, b"\1\0\0\0", STORED), "archive.damaged"
    ),
    _row("overlapping files", partial(_overlapping, 2), "archive.duplicate-name archive.overlap"),
    _row(
        "a hundred thousand overlapping files",
        partial(_overlapping, 60_000),
        "archive.duplicate-name archive.overlap",
    ),
    _row(
        "another local name", lambda: _put(_zip(), LOCAL, 30, b"evil"), "archive.headers-disagree"
    ),
    _row("another local size", lambda: _put(_zip(), LOCAL, 22, b"\7"), "archive.headers-disagree"),
    _row("another local sum", lambda: _put(_zip(), LOCAL, 14, b"abcd"), "archive.headers-disagree"),
    _row("another local method", lambda: _put(_zip(), LOCAL, 8, b"\0"), "archive.headers-disagree"),
    _row(
        "a data descriptor that lies",
        lambda: _put(_piped(), b"PK\x07\x08", 12, b"\7"),
        "archive.headers-disagree",
    ),
    _row(
        "a data descriptor without its mark",
        lambda: _put(_piped(), b"PK\x07\x08", 0, b"KP"),
        "archive.headers-disagree",
    ),
    _row("something in front", lambda: b"#!/bin/sh\nexit\n" + _zip(), "archive.foreign-data"),
    _row("something behind", lambda: _zip() + b"%PDF-1.7", "archive.foreign-data"),
    _row("something between", _gap, "archive.foreign-data"),
    _row("something behind the directory", _behind_the_directory, "archive.foreign-data"),
    _row("two archives in one", lambda: _zip() + _zip({"x": b"x"}), "archive.foreign-data"),
    _row("fewer records than there are", _fewer, "archive.foreign-data"),
    _row("several disks", lambda: _put(_zip(), END, 4, b"\1"), "archive.damaged"),
    _row("a zip64 field that is missing", partial(_zip64_field, b""), "archive.damaged"),
    _row(
        "a zip64 field that is too short",
        partial(_zip64_field, struct.pack("<2H", 1, 4) + b"abcd"),
        "archive.damaged",
    ),
    _row("a zip64 end of more records", partial(_zip64_end, 3), "archive.damaged"),
    _row("a zip64 end of 2^40 records", partial(_zip64_end, 1 << 40), "archive.too-many-files"),
    _row("a zip64 end of another size", partial(_zip64_end, 2, 7), "archive.foreign-data"),
    _row("a bomb by ratio", partial(_zip, {"bomb": bytes(20 * MIB)}), "archive.ratio"),
    _row("many small bombs", partial(_zip, _MIBS), "archive.expands-too-much"),
    _row(
        "too many files",
        partial(_zip, _MANY),
        "archive.too-many-files",
        Limits(max_files=69_999),
        96,
    ),
    _row("a file too large", _zip, "archive.file-too-large", Limits(max_file_bytes=3)),
    _row("names without end", partial(_zip, _LONG), "archive.names-too-long", Limits(max_files=99)),
)
