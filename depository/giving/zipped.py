"""A zip of a deposit: files stored, not deflated, so that every byte has its place beforehand.

Source: APPNOTE 6.3.10, §4.3 to 4.5.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from depository.giving.content import Stored

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from depository.giving.content import Segment
    from depository.package import PackedFile

__all__ = ["zip_of"]

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_END64: Final = struct.Struct("<4sQ2H2L4Q")
_LOCATOR: Final = struct.Struct("<4sLQL")
_FULL16, _FULL32 = 0xFFFF, 0xFFFFFFFF
_UTF8: Final = 1 << 11
_UNIX: Final = 3 << 8
_DAY: Final = (1 << 5) | 1
"""The first of January 1980, the first day that a zip can name."""
_PLAIN, _EXECUTABLE = 0o100644, 0o100755


@dataclass(frozen=True, slots=True)
class _Placed:
    """A file, its CRC-32, and where its local header begins."""

    file: PackedFile
    checksum: int
    offset: int

    @property
    def name(self) -> bytes:
        return self.file.path.encode()


def zip_of(files: Sequence[PackedFile], checksums: Sequence[int]) -> Iterator[Segment]:
    """The payload in the order of its paths; `checksums` are the CRC-32 of the files.

    Names are UTF-8 and say so; whether a file is executable is kept as Unix permissions. Sizes,
    places and counts that do not fit stand in zip64 fields.
    """
    at = 0
    for file, checksum in zip(files, checksums, strict=True):
        header = _local(_Placed(file, checksum, at))
        yield header
        yield Stored(file.cid, file.size)
        at += len(header) + file.size
    begin, at = at, 0
    for file, checksum in zip(files, checksums, strict=True):
        placed = _Placed(file, checksum, at)
        at += len(_local(placed)) + file.size
        yield _central(placed)
    size = sum(len(_central(each)) for each in _places(files))
    yield _ending(len(files), size, begin)


def _places(files: Sequence[PackedFile]) -> Iterator[_Placed]:
    at = 0
    for file in files:
        placed = _Placed(file, 0, at)
        at += len(_local(placed)) + file.size
        yield placed


def _local(placed: _Placed) -> bytes:
    size = placed.file.size
    large = size >= _FULL32
    extra = struct.pack("<2H2Q", 1, 16, size, size) if large else b""
    stated = _FULL32 if large else size
    head = (b"PK\x03\x04", 45 if large else 20, _UTF8, 0, 0, _DAY)
    sizes = (placed.checksum, stated, stated, len(placed.name), len(extra))
    return _LOCAL.pack(*head, *sizes) + placed.name + extra


def _central(placed: _Placed) -> bytes:
    size, offset = placed.file.size, placed.offset
    wide = [*([size, size] if size >= _FULL32 else []), *([offset] if offset >= _FULL32 else [])]
    extra = struct.pack(f"<2H{len(wide)}Q", 1, 8 * len(wide), *wide) if wide else b""
    needed = 45 if wide else 20
    head = (b"PK\x01\x02", _UNIX | needed, needed, _UTF8, 0, 0, _DAY)
    stated = min(size, _FULL32)
    mode = _EXECUTABLE if placed.file.executable else _PLAIN
    sizes = (placed.checksum, stated, stated, len(placed.name), len(extra), 0, 0, 0)
    return _CENTRAL.pack(*head, *sizes, mode << 16, min(offset, _FULL32)) + placed.name + extra


def _ending(count: int, size: int, begin: int) -> bytes:
    end = (b"PK\x05\x06", 0, 0, *[min(count, _FULL16)] * 2, min(size, _FULL32))
    plain = _END.pack(*end, min(begin, _FULL32), 0)
    if count < _FULL16 and size < _FULL32 and begin < _FULL32:
        return plain
    fields = (_END64.size - 12, _UNIX | 45, 45, 0, 0, count, count, size, begin)
    return (
        _END64.pack(b"PK\x06\x06", *fields)
        + _LOCATOR.pack(b"PK\x06\x07", 0, begin + size, 1)
        + plain
    )
