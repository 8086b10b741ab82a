"""A tar of a deposit: regular files only, no dates, no owners; the same bytes each time."""

from __future__ import annotations

import tarfile
from typing import TYPE_CHECKING, Final

from depository.giving.content import Stored

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from depository.giving.content import Segment
    from depository.package import PackedFile

__all__ = ["BLOCK", "END", "tar_file", "tar_header", "tar_of"]

BLOCK: Final = 512
END: Final = bytes(2 * BLOCK)
"""What closes a tar (POSIX pax)."""

_PLAIN, _EXECUTABLE = 0o644, 0o755


def tar_header(path: str, size: int, *, executable: bool) -> bytes:
    """What stands before a file's bytes: a POSIX header, extended where names or sizes need it."""
    info = tarfile.TarInfo(path)
    info.size = size
    info.mode = _EXECUTABLE if executable else _PLAIN
    return info.tobuf(tarfile.PAX_FORMAT, "utf-8", "strict")


def tar_file(path: str, stored: Stored, *, executable: bool = False) -> Iterator[Segment]:
    """One file with its header and padding."""
    yield tar_header(path, stored.size, executable=executable)
    yield stored
    yield bytes(-stored.size % BLOCK)


def tar_of(files: Iterable[PackedFile]) -> Iterator[Segment]:
    """The payload as it was deposited."""
    for file in files:
        yield from tar_file(file.path, Stored(file.cid, file.size), executable=file.executable)
    yield END
