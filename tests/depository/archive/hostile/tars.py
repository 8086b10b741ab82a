"""Tar archives that lie, link away, or blow up."""

from __future__ import annotations

import io
import tarfile
from functools import partial
from typing import TYPE_CHECKING

from depository.archive import ArchiveKind, Limits
from tests.depository.archive.hostile.row import GOOD, Hostile, of_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["ROWS", "tar"]


def tar(files: Mapping[str, bytes] = GOOD, form: int = tarfile.PAX_FORMAT) -> bytes:
    """A tar archive of a tree."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=form) as packed:
        for path, data in files.items():
            member = tarfile.TarInfo(path)
            member.size = len(data)
            packed.addfile(member, io.BytesIO(data))
    return target.getvalue()


def _header(kind: bytes, size: int = 0, name: str = "link") -> bytes:
    member = tarfile.TarInfo(name)
    member.type, member.size, member.linkname = kind, size, "/etc/passwd"
    return member.tobuf(tarfile.USTAR_FORMAT)


def _extended(kind: bytes, data: bytes, size: int | None = None) -> bytes:
    """A file `good` behind an extension of the given kind."""
    stated = len(data) if size is None else size
    body = _header(kind, stated, "extension") + data + bytes(-len(data) % 512)
    return body + _header(tarfile.REGTYPE, 0, "good") + bytes(1024)


def _record(key: str, value: str) -> bytes:
    length = len(f" {key}={value}\n".encode())
    digits = len(str(length + len(str(length))))
    return f"{length + digits} {key}={value}\n".encode()


def _checked(block: bytes) -> bytes:
    """A header with the checksum that it ought to have."""
    plain = block[:148] + b" " * 8 + block[156:]
    return block[:148] + b"%06o\0 " % sum(plain) + block[156:]


def _sized(field: bytes) -> bytes:
    """A file whose size is stated in another way."""
    block = _header(tarfile.REGTYPE, 0, "good")
    return _checked(block[:124] + field + block[136:]) + bytes(1024)


def _row(
    name: str, make: Callable[[], bytes], codes: str, limits: Limits | None = None, mib: int = 32
) -> Hostile:
    return Hostile(name, ArchiveKind.TAR, of_bytes(make), codes, limits or Limits(), mib)


_KINDS = {
    "a symbolic link": (tarfile.SYMTYPE, "archive.symlink"),
    "a hard link": (tarfile.LNKTYPE, "archive.hard-link"),
    "a character device": (tarfile.CHRTYPE, "archive.device"),
    "a block device": (tarfile.BLKTYPE, "archive.device"),
    "a pipe": (tarfile.FIFOTYPE, "archive.device"),
    "the name of a volume": (b"V", "archive.unsupported-entry"),
    "a sparse file": (tarfile.GNUTYPE_SPARSE, "archive.unsupported-entry"),
}
_X, _G, _L = tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME
_MANY = {f"d/{n}": b"" for n in range(3_000)}

ROWS = (
    *(_row(name, partial(_extended, kind, b""), code) for name, (kind, code) in _KINDS.items()),
    _row("two archives in one", lambda: tar() + tar(), "archive.foreign-data"),
    _row("something behind", lambda: tar() + b"more", "archive.foreign-data"),
    _row("no end", lambda: tar()[:1536], "archive.truncated"),
    _row("half an end", lambda: _header(b"0") + bytes(512) + b"x" * 512, "archive.damaged"),
    _row("a wrong checksum", lambda: b"X" + tar()[1:], "archive.damaged"),
    _row("a size below zero", partial(_sized, b"\xff" * 12), "archive.damaged"),
    _row("a size that is no number", partial(_sized, b"0000000000x\0"), "archive.damaged"),
    _row(
        "a size of 2^80 bytes", partial(_sized, b"\x80\0" + b"\1" + bytes(9)), "archive.too-large"
    ),
    _row("a size beyond the end", partial(_sized, b"00000177777\0"), "archive.truncated"),
    _row("an extension of a gigabyte", partial(_extended, _X, b"", 1 << 30), "archive.damaged"),
    _row("a long name of a gigabyte", partial(_extended, _L, b"", 1 << 30), "archive.damaged"),
    _row(
        "a long name that leads out", partial(_extended, _L, b"../evil\0"), "archive.path-escapes"
    ),
    _row(
        "an extended name that leads out",
        lambda: _extended(_X, _record("path", "../evil")),
        "archive.path-escapes",
    ),
    _row(
        "an extended name with a zero",
        lambda: _extended(_X, _record("path", "a\0b")),
        "archive.control-character",
    ),
    _row(
        "an extended size beyond the end",
        lambda: _extended(_X, _record("size", "70000")),
        "archive.truncated",
    ),
    _row(
        "an extended size that is no number",
        lambda: _extended(_X, _record("size", "-1")),
        "archive.damaged",
    ),
    _row("a record longer than all", partial(_extended, _X, b"99 path=x\n"), "archive.damaged"),
    _row("a record without a length", partial(_extended, _X, b"path=x\n"), "archive.damaged"),
    _row("a global name", lambda: _extended(_G, _record("path", "../evil")), "archive.damaged"),
    _row(
        "a sparse file by extension",
        lambda: _extended(_X, _record("GNU.sparse.realsize", "9999999999")),
        "archive.unsupported-entry",
    ),
    _row(
        "names in another encoding",
        lambda: _checked("файл".encode("cp1251") + _header(b"0")[4:]) + bytes(1024),
        "archive.name-not-utf8",
    ),
    _row(
        "names equal in NFC",
        lambda: tar({"й.txt": b"1", "и\u0306.txt": b"2"}),
        "archive.duplicate-name",
    ),
    _row("a file too large", tar, "archive.file-too-large", Limits(max_file_bytes=3)),
    _row("too many files", lambda: tar(_MANY), "archive.too-many-files", Limits(max_files=2_999)),
)
