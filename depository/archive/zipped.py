"""A source tree from a zip archive, by its central directory and against its local headers."""

from __future__ import annotations

import stat
import zlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from depository.archive.zip_directory import (
    Record,
    data_start,
    descriptor_end,
    read_directory,
)
from depository.text import shown
from ledger.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from depository.archive.gate import Gate
    from depository.archive.model import Entry

__all__ = ["read_zip"]

_STORED, _DEFLATED = 0, 8
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_PIECE = 64 << 10


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    record: Record
    start: int


def read_zip(archive: Path, gate: Gate) -> Iterator[Entry]:
    """Yield the files of a zip archive (APPNOTE 6.3.10: stored and deflated, with zip64).

    All names and places are looked at before the first file is read. Raises what the gate raises:
    beside names, "archive.encrypted", "archive.unsupported-compression", "archive.symlink",
    "archive.device", "archive.ratio", "archive.expands-too-much", "archive.size-differs",
    "archive.headers-disagree", "archive.overlap", "archive.foreign-data", "archive.truncated",
    "archive.damaged".
    """
    with archive.open("rb") as file:
        waiting = iter(_files(file, gate))
        rest = ((each.path, each.record.size, _Stream(file, each)) for each in waiting)
        for item in waiting:
            source = _Stream(file, item)
            yield gate.entry(item.path, item.record.size, source, item.record.mode, rest)


def _files(file: IO[bytes], gate: Gate) -> list[_File]:
    """Look at every record and local header, in the order in which they lie."""
    directory = read_directory(file, gate)
    records = sorted(directory.records, key=lambda record: record.offset)
    following = [*(record.offset for record in records), directory.offset][1:]
    if records and records[0].offset:
        gate.fail("archive.foreign-data")
    files = []
    for record, behind in zip(records, following, strict=True):
        start = data_start(file, record, gate)
        _check_place(file, record, start + record.compressed, behind, gate)
        path = _admit(record, gate)
        if path is not None:
            files.append(_File(path, record, start))
    gate.whole_ratio(sum(item.record.size for item in files), directory.offset)
    gate.finish()
    return files


def _check_place(file: IO[bytes], record: Record, end: int, behind: int, gate: Gate) -> None:
    """What belongs to a file must end where the next begins."""
    if end > behind:
        gate.problem("archive.overlap", record.name)
        return
    last = descriptor_end(file, record, end, behind)
    if last is None:
        gate.problem("archive.headers-disagree", record.name)
    elif last != behind:
        gate.problem("archive.foreign-data", record.name)


def _admit(record: Record, gate: Gate) -> str | None:
    mode = stat.S_IFMT(record.mode)
    folder = record.name.endswith("/")
    if gate.is_left_out(record.name):
        return None
    if record.flags & _ENCRYPTED:
        gate.problem("archive.encrypted", record.name)
    elif record.method not in {_STORED, _DEFLATED}:
        gate.problem("archive.unsupported-compression", record.name, method=record.method)
    elif mode == stat.S_IFLNK:
        gate.problem("archive.symlink", record.name)
    elif mode not in {0, stat.S_IFDIR if folder else stat.S_IFREG}:
        gate.problem("archive.device", record.name)
    elif (folder and record.size) or (
        record.method == _STORED and record.size != record.compressed
    ):
        gate.problem("archive.size-differs", record.name)
    else:
        gate.ratio(record.name, record.size, record.compressed)
        return gate.admit(record.name, record.size, folder=folder)
    return None


class _Stream:
    """Unpacks one file within bounds: never more at once than is asked for."""

    def __init__(self, file: IO[bytes], item: _File) -> None:
        self._file = file
        self._item = item
        self._at = item.start
        self._left = item.record.compressed
        self._inflater = zlib.decompressobj(-15) if item.record.method == _DEFLATED else None
        self._checksum = 0

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes; at the end the checksum must be that of the directory."""
        try:
            inflater = self._inflater
            piece = self._inflated(inflater, size) if inflater else self._stored(size)
        except zlib.error as error:
            raise self._damaged() from error
        self._checksum = zlib.crc32(piece, self._checksum)
        if not piece and size and self._checksum != self._item.record.checksum:
            raise self._damaged()
        return piece

    def _stored(self, size: int) -> bytes:
        self._file.seek(self._at)
        piece = self._file.read(min(size, self._left))
        self._at += len(piece)
        self._left -= len(piece)
        return piece

    def _inflated(self, inflater: zlib._Decompress, size: int) -> bytes:
        piece = b""
        while size and not piece and not inflater.eof:
            packed = inflater.unconsumed_tail or self._stored(_PIECE)
            piece = inflater.decompress(packed, size)
            if not packed and not piece:
                break
        if size and not piece and (not inflater.eof or self._left or inflater.unused_data):
            raise self._damaged()
        return piece

    def _damaged(self) -> Rejected:
        return Rejected("archive.damaged", name=shown(self._item.path))
