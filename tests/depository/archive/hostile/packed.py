"""Tar archives in gzip, xz and Zstandard that blow up, ask for too much, or hide something."""

from __future__ import annotations

import gzip
import lzma
import sys
import tarfile
import zlib
from typing import TYPE_CHECKING

from depository.archive import ArchiveKind
from tests.depository.archive.hostile.row import MIB, Hostile, of_bytes
from tests.depository.archive.hostile.tars import tar

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["ROWS"]

GZ, XZ, ZST = ArchiveKind.TAR_GZ, ArchiveKind.TAR_XZ, ArchiveKind.TAR_ZST
_SKIPPED = b"\x5e\x2a\x4d\x18" + (6).to_bytes(4, "little") + b"hidden"


def _row(name: str, kind: ArchiveKind, data: Callable[[], bytes], code: str) -> Hostile:
    return Hostile(name, kind, of_bytes(data), f"archive.{code}")


def _bomb(path: Path) -> None:
    """A header that states a gigabyte, and 64 MiB of zeros."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    member = tarfile.TarInfo("bomb")
    member.size = 1 << 30
    with path.open("wb") as file:
        file.write(packer.compress(member.tobuf(tarfile.USTAR_FORMAT)))
        for _ in range(64):
            file.write(packer.compress(bytes(MIB)))
        file.write(packer.flush())


def _zeros() -> bytes:
    return tar({"zeros": bytes(40 * MIB)})


def _spoiled(data: bytes, at: int) -> bytes:
    spoiled = bytearray(data)
    spoiled[at] ^= 1
    return bytes(spoiled)


def _greedy_xz() -> bytes:
    """A block whose header asks for a dictionary of 4 GiB (xz file format, §3.1 and §5.3.1)."""
    whole = lzma.compress(tar(), check=lzma.CHECK_CRC32)
    length = 4 * (whole[12] + 1)
    header = bytearray(whole[12 : 12 + length - 4])
    header[header.index(b"\x21\x01") + 2] = 40
    crc = zlib.crc32(header).to_bytes(4, "little")
    return whole[:12] + bytes(header) + crc + whole[12 + length :]


def _frame(descriptor: bytes) -> bytes:
    """A frame of Zstandard with one raw block behind the given descriptor (RFC 8878 §3.1.1)."""
    data = tar({"x": b"x"})[:2048]
    block = (1 | len(data) << 3).to_bytes(3, "little")
    return b"\x28\xb5\x2f\xfd" + descriptor + block + data


def _checked_zst() -> bytes:
    return zstd.compress(tar(), options={zstd.CompressionParameter.checksum_flag: 1})


ROWS = (
    Hostile("a bomb of a gigabyte", GZ, _bomb, "archive.expands-too-much"),
    _row("a bomb", XZ, lambda: lzma.compress(_zeros()), "expands-too-much"),
    _row("a bomb", ZST, lambda: zstd.compress(_zeros()), "expands-too-much"),
    _row("bytes behind the tar", GZ, lambda: gzip.compress(tar() + b"more"), "foreign-data"),
    _row("bytes behind the tar", XZ, lambda: lzma.compress(tar() + b"more"), "foreign-data"),
    _row("bytes behind the tar", ZST, lambda: zstd.compress(tar() + b"more"), "foreign-data"),
    _row("bytes behind the member", GZ, lambda: gzip.compress(tar()) + b"more", "damaged"),
    _row(
        "bytes behind the stream", XZ, lambda: lzma.compress(tar()) + b"more than that", "damaged"
    ),
    _row("bytes behind the frame", ZST, lambda: zstd.compress(tar()) + b"more", "damaged"),
    _row(
        "two members and what is none",
        GZ,
        lambda: (
            gzip.compress(tar()[:700]) + gzip.compress(tar()[700:]) + b"\x1f\x8b\x09" + bytes(20)
        ),
        "damaged",
    ),
    _row(
        "a second archive",
        ZST,
        lambda: zstd.compress(tar()) + zstd.compress(tar()),
        "foreign-data",
    ),
    _row("padding that is no padding", XZ, lambda: lzma.compress(tar()) + bytes(5), "damaged"),
    _row("a wrong checksum", GZ, lambda: _spoiled(gzip.compress(tar()), -7), "damaged"),
    _row("a wrong checksum", XZ, lambda: _spoiled(lzma.compress(tar()), -40), "damaged"),
    _row("a wrong checksum", ZST, lambda: _spoiled(_checked_zst(), -1), "damaged"),
    _row("a dictionary of 4 GiB", XZ, _greedy_xz, "needs-memory"),
    _row("a window of 2 GiB", ZST, lambda: _frame(b"\x00\xa8"), "needs-memory"),
    _row(
        "a dictionary that is not there", ZST, lambda: _frame(b"\x01\x58\x07"), "needs-dictionary"
    ),
    _row(
        "a frame to be skipped in front",
        ZST,
        lambda: _SKIPPED + zstd.compress(tar()),
        "foreign-data",
    ),
    _row(
        "a frame to be skipped behind", ZST, lambda: zstd.compress(tar()) + _SKIPPED, "foreign-data"
    ),
    _row("no tar at all", XZ, lambda: lzma.compress(b"text"), "truncated"),
    _row("no tar at all", ZST, lambda: zstd.compress(b"text" * 512), "damaged"),
    _row("no tar at all", GZ, lambda: gzip.compress(b""), "truncated"),
)
