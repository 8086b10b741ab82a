"""A deposit on its way to the server: a folder as one tar, inside one multipart body, streamed."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any, Final

from depository.giving import tar_header
from ledger.errors import VerificationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from depository.archive.model import Entry

__all__ = ["MultipartBody", "file_pieces", "tar_pieces"]

_PIECE: Final = 1024 * 1024
_BLOCK: Final = 512


class MultipartBody:
    """`multipart/form-data` (RFC 7578) with the parts `metadata` and `content`, in that order."""

    def __init__(
        self, metadata: Mapping[str, Any], name: str, content: Callable[[], Iterable[bytes]]
    ) -> None:
        self._boundary = secrets.token_hex(16)
        self._metadata = json.dumps(metadata, ensure_ascii=False).encode()
        self._name = name
        self._content = content

    @property
    def media_type(self) -> str:
        """The Content-Type of the body."""
        return f"multipart/form-data; boundary={self._boundary}"

    def pieces(self) -> Iterator[bytes]:
        """The body from its beginning, each time the same."""
        yield self._head('name="metadata"', "application/json") + self._metadata + b"\r\n"
        disposition = f'name="content"; filename="{self._name}"'
        yield self._head(disposition, "application/octet-stream")
        yield from self._content()
        yield f"\r\n--{self._boundary}--\r\n".encode()

    def _head(self, disposition: str, media_type: str) -> bytes:
        return (
            f"--{self._boundary}\r\nContent-Disposition: form-data; {disposition}\r\n"
            f"Content-Type: {media_type}\r\n\r\n"
        ).encode()


def file_pieces(path: Path, start: int = 0) -> Iterator[bytes]:
    """The bytes of a file from an offset on."""
    with path.open("rb") as file:
        file.seek(start)
        while piece := file.read(_PIECE):
            yield piece


def tar_pieces(entries: Iterable[Entry], start: int = 0) -> Iterator[bytes]:
    """A POSIX tar of regular files: no dates, no owners, and only whether one is executable.

    The same files give the same bytes. It comes from byte `start` on; files before it are not
    read.
    Raises VerificationError `input.file-changed` (path) when a file's size changes meanwhile.
    """
    before = start
    for entry in entries:
        header = tar_header(entry.path, entry.size, executable=entry.executable)
        size = len(header) + entry.size + -entry.size % _BLOCK
        if before >= size:
            before -= size
            continue
        yield from _from(before, _member(entry, header))
        before = 0
    yield from _from(before, [bytes(2 * _BLOCK)])


def _member(entry: Entry, header: bytes) -> Iterator[bytes]:
    yield header
    yield from _exactly(entry)
    yield bytes(-entry.size % _BLOCK)


def _from(start: int, pieces: Iterable[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        yield piece[start:]
        start = max(0, start - len(piece))


def _exactly(entry: Entry) -> Iterator[bytes]:
    left = entry.size
    while left and (piece := entry.source.read(min(left, _PIECE))):
        left -= len(piece)
        yield piece
    if left or entry.source.read(1):
        raise VerificationError("input.file-changed", path=entry.path)
