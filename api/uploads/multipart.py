"""Reading a deposit's multipart body as it comes: metadata first, then content into a spool."""

from __future__ import annotations

import hashlib
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Generic, TypeVar

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool

from ledger.errors import Rejected
from ledger.types import Digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from python_multipart.multipart import MultipartCallbacks
    from starlette.requests import Request

__all__ = ["METADATA_LIMIT", "Spool", "Upload", "read_little", "read_upload", "spool_in"]

METADATA_LIMIT: Final = 65_536
"""The most bytes that the metadata part may have."""

_WRITE_BYTES: Final = 1_048_576
_PARTS: Final = ("metadata", "content")

T = TypeVar("T")


@dataclass
class Spool:
    """A temporary file, written and hashed as bytes come; it goes when its context ends."""

    path: Path
    _file: IO[bytes]
    size: int = 0
    _hash: hashlib._Hash = field(default_factory=hashlib.sha256)

    def write(self, data: bytes) -> None:
        """Append to the file and hash."""
        self._file.write(data)
        self._hash.update(data)
        self.size += len(data)

    def digest(self) -> Digest:
        """SHA-256 of what was written so far."""
        return Digest(self._hash.digest())


@dataclass(frozen=True)
class Upload(Generic[T]):
    """What a multipart body held: checked metadata and the spooled content."""

    metadata: T
    content: Spool


@contextmanager
def spool_in(folder: Path) -> Iterator[Spool]:
    """A spool in `folder`, readable by its owner only and removed on every path."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix="upload-", buffering=0) as file:
        yield Spool(Path(file.name), file)


async def read_upload(request: Request, check: Callable[[bytes], T], spool: Spool) -> Upload[T]:
    """Read the parts `metadata` (JSON, at most METADATA_LIMIT bytes) and `content`, in that order.

    `check` turns the metadata into a value, or refuses it before any content is taken.

    Raises Rejected: request.media-type, upload.malformed, upload.part-unexpected,
    upload.metadata-too-large, upload.incomplete; and whatever `check` raises.
    """
    kind, options = parse_options_header(request.headers.get("content-type"))
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not boundary:
        raise Rejected("request.media-type", expected="multipart/form-data")
    reader = _Reader(check)
    try:
        parser = MultipartParser(boundary, reader.callbacks())
        async for chunk in request.stream():
            parser.write(chunk)
            if len(reader.content) >= _WRITE_BYTES:
                await run_in_threadpool(spool.write, reader.take())
        parser.finalize()
    except FormParserError:
        raise Rejected("upload.malformed") from None
    if len(reader.done) < 2 or reader.metadata is None:
        raise Rejected("upload.incomplete", missing=_PARTS[len(reader.done) : 2])
    await run_in_threadpool(spool.write, reader.take())
    return Upload(reader.metadata, spool)


async def read_little(request: Request, limit: int) -> bytes:
    """A whole body of at most `limit` bytes; Rejected("upload.metadata-too-large", limit)."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise Rejected("upload.metadata-too-large", limit=limit)
    return bytes(body)


@dataclass
class _Reader(Generic[T]):
    """Callbacks of the parser: which part is being read, and its bytes so far."""

    check: Callable[[bytes], T]
    metadata: T | None = None
    done: list[str] = field(default_factory=list)
    content: bytearray = field(default_factory=bytearray)
    _raw: bytearray = field(default_factory=bytearray)
    _header: bytearray = field(default_factory=bytearray)
    _value: bytearray = field(default_factory=bytearray)
    _part: str = ""

    def callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._header.extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._value.extend(data[start:end]),
            "on_header_end": self._header_end,
            "on_headers_finished": self._named,
            "on_part_data": self._data,
            "on_part_end": self._end,
        }

    def take(self) -> bytes:
        """The content bytes gathered since the last time."""
        taken = bytes(self.content)
        self.content.clear()
        return taken

    def _begin(self) -> None:
        self._part = ""

    def _header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            _, options = parse_options_header(bytes(self._value).decode("latin-1"))
            self._part = options.get(b"name", b"").decode("utf-8", "replace")
        self._header.clear()
        self._value.clear()

    def _named(self) -> None:
        """Each part once, metadata before content: what comes is what is expected next."""
        expected = _PARTS[len(self.done)] if len(self.done) < len(_PARTS) else ""
        if self._part != expected:
            raise Rejected("upload.part-unexpected", part=self._part[:64], expected=expected)

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._part == "content":
            self.content.extend(data[start:end])
            return
        self._raw.extend(data[start:end])
        if len(self._raw) > METADATA_LIMIT:
            raise Rejected("upload.metadata-too-large", limit=METADATA_LIMIT)

    def _end(self) -> None:
        self.done.append(self._part)
        if self._part == "metadata":
            self.metadata = self.check(bytes(self._raw))
