"""A source tree from a tar archive, plain or packed, in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depository.archive.tar_header import BLOCK, Header, parse_header, parse_pax
from depository.archive.unpacking import Packing, Unpacked
from depository.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from depository.archive.gate import Gate
    from depository.archive.model import Entry, Source

__all__ = ["read_tar"]

_PIECE = 64 << 10
_SKIP = 1 << 20
_MAX_EXTENSION = 1 << 20
_FILE, _FOLDER = b"0\x007", b"5"
_REFUSED = {
    b"1": "archive.hard-link",
    b"2": "archive.symlink",
    b"3": "archive.device",
    b"4": "archive.device",
    b"6": "archive.device",
}
_PAX, _PAX_GLOBAL, _LONG_NAME, _LONG_LINK = b"x", b"g", b"L", b"K"
_SPARSE = "GNU.sparse"


def read_tar(archive: Path, gate: Gate, packing: Packing | None = None) -> Iterator[Entry]:
    """Yield the files of a tar archive; after the first problem only names are looked at.

    Raises what the gate raises at the end, or at once "archive.truncated", "archive.damaged",
    "archive.foreign-data" (bytes behind the end) and what `Unpacked` raises: beside names,
    "archive.symlink", "archive.hard-link", "archive.device", "archive.unsupported-entry".
    """
    with archive.open("rb") as file:
        source: Source = Unpacked(file, packing, gate) if packing else file
        stream = _Stream(source, gate)
        for header, path in _members(stream, gate):
            if path is not None and not gate.refused:
                member = _Member(stream, header.size)
                yield gate.entry(path, header.size, member, header.mode)
                member.skip()
            else:
                stream.skip(header.size)
            stream.skip(-header.size % BLOCK)
    gate.finish()


def _members(stream: _Stream, gate: Gate) -> Iterator[tuple[Header, str | None]]:
    """Yield each header with the path to take it under; the caller passes over its bytes."""
    extension: dict[str, bytes] = {}
    while (header := _header(stream, gate)) is not None:
        if header.kind in {_PAX, _PAX_GLOBAL, _LONG_NAME, _LONG_LINK}:
            extension.update(_extension(stream, header, gate))
            continue
        header = _extended(header, extension, gate)
        extension = {}
        yield header, _admit(header, gate)
    stream.expect_zeros()


def _header(stream: _Stream, gate: Gate) -> Header | None:
    block = stream.exactly(BLOCK)
    if not any(block):
        if any(stream.exactly(BLOCK)):
            gate.fail("archive.damaged", name="")
        return None
    try:
        return parse_header(block)
    except ValueError:
        gate.fail("archive.damaged", name="")


def _extension(stream: _Stream, header: Header, gate: Gate) -> dict[str, bytes]:
    """Read what the next header is extended by; of the global kind nothing is used."""
    if header.size > _MAX_EXTENSION:
        gate.fail("archive.damaged", name=shown(header.name.decode("utf-8", "backslashreplace")))
    data = stream.exactly(header.size)
    stream.skip(-header.size % BLOCK)
    if header.kind == _LONG_NAME:
        return {"path": data.split(b"\0", 1)[0]}
    if header.kind == _LONG_LINK:
        return {}
    try:
        records = parse_pax(data)
    except ValueError:
        gate.fail("archive.damaged", name="")
    if header.kind == _PAX_GLOBAL:
        if records.keys() & {"path", "size", "linkpath"}:
            gate.fail("archive.damaged", name="")
        return {}
    kept = {key: value for key, value in records.items() if key in {"path", "size"}}
    sparse = any(key.startswith("GNU.sparse.") for key in records)
    return {**kept, _SPARSE: b""} if sparse else kept


def _extended(header: Header, extension: dict[str, bytes], gate: Gate) -> Header:
    name, size = extension.get("path", header.name), header.size
    stated = extension.get("size")
    if stated is not None:
        if not stated.isdigit() or len(stated) > 20:
            gate.fail("archive.damaged", name=shown(name.decode("utf-8", "backslashreplace")))
        size = int(stated)
    return Header(name, size, b"S" if _SPARSE in extension else header.kind, header.mode)


def _admit(header: Header, gate: Gate) -> str | None:
    try:
        name = header.name.decode()
    except UnicodeDecodeError:
        gate.problem("archive.name-not-utf8", header.name.decode("utf-8", "backslashreplace"))
        return None
    if gate.is_left_out(name):
        return None
    if header.kind == _FOLDER or (header.kind in _FILE and name.endswith("/")):
        gate.admit(name, 0, folder=True)
    elif header.kind in _FILE:
        return gate.admit(name, header.size)
    else:
        gate.problem(_REFUSED.get(header.kind, "archive.unsupported-entry"), name)
    return None


class _Stream:
    """Reads exactly what is due."""

    def __init__(self, source: Source, gate: Gate) -> None:
        self._source = source
        self._gate = gate

    def some(self, size: int) -> bytes:
        piece = self._source.read(size)
        if not piece and size:
            self._gate.fail("archive.truncated")
        return piece

    def exactly(self, size: int) -> bytes:
        pieces = []
        while size:
            pieces.append(self.some(size))
            size -= len(pieces[-1])
        return b"".join(pieces)

    def skip(self, size: int) -> None:
        while size:
            size -= len(self.some(min(size, _SKIP)))

    def expect_zeros(self) -> None:
        while piece := self._source.read(_PIECE):
            if piece.strip(b"\0"):
                self._gate.fail("archive.foreign-data")


class _Member:
    """The bytes of one file within the stream."""

    def __init__(self, stream: _Stream, size: int) -> None:
        self._stream = stream
        self._left = size

    def read(self, size: int, /) -> bytes:
        """Return up to `size` of the bytes that are left."""
        piece = self._stream.some(min(size, self._left))
        self._left -= len(piece)
        return piece

    def skip(self) -> None:
        """Pass over what nobody has read."""
        self._stream.skip(self._left)
        self._left = 0
