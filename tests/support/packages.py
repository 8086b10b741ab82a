"""Trees, their archives and descriptions for tests of the depository's content."""

from __future__ import annotations

import hashlib
import io
import lzma
import subprocess
import sys
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pyrage
import pytest
from Crypto.Cipher import ChaCha20

from depository.archive import entries
from depository.metadata import Metadata, PackageKind
from ledger.errors import Rejected
from ledger.localized import Localized

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from depository.archive import ArchiveKind, Limits

__all__ = [
    "KeyStream",
    "bundled",
    "committed",
    "description",
    "drained",
    "encrypted",
    "refusal_of",
    "tarred",
    "tarred_xz",
    "tarred_zst",
    "written",
    "zipped",
    "zstd_packed",
]

_GIT = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "core.autocrlf=false"]


class KeyStream:
    """`size` bytes of the ChaCha20 key stream (RFC 7539) under the SHA-256 of `seed`."""

    def __init__(self, seed: str, size: int) -> None:
        key = hashlib.sha256(seed.encode()).digest()
        self._cipher = ChaCha20.new(key=key, nonce=bytes(12))
        self._left = size

    def read(self, size: int, /) -> bytes:
        """Return the next bytes."""
        size = min(size, self._left)
        self._left -= size
        return self._cipher.encrypt(bytes(size))


def description(version: str = "1.0") -> Metadata:
    """Return a description in three languages."""
    return Metadata(
        titles=Localized("Есеп жүйесі", "Система учёта", "Accounting system"),
        version=version,
        license="Apache-2.0",
        kind=PackageKind.PROGRAM_CODE,
        description=Localized("Сипаттама", "Описание", "Description"),
        authors=("Қойма",),
    )


def encrypted(data: bytes) -> bytes:
    """Return what only one who is nowhere any more could open: a file of the age format."""
    return pyrage.encrypt(data, [pyrage.x25519.Identity.generate().to_public()])


def written(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write a tree to the disk and return its folder."""
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return folder


def zipped(archive: Path, files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write a tree as a zip archive."""
    with zipfile.ZipFile(archive, "w", method) as packed:
        for path, data in files.items():
            packed.writestr(path, data)
    return archive


def tarred(
    archive: Path, files: Mapping[str, bytes], mode: str = "w", form: int = tarfile.PAX_FORMAT
) -> Path:
    """Write a tree as a tar archive; `mode` w:gz packs it."""
    with tarfile.open(archive, mode, format=form) as packed:  # type: ignore[call-overload]
        for path, data in files.items():
            member = tarfile.TarInfo(path)
            member.size = len(data)
            packed.addfile(member, io.BytesIO(data))
    return archive


def tarred_xz(archive: Path, files: Mapping[str, bytes]) -> Path:
    """Write a tree as a tar archive packed by xz."""
    packed = lzma.compress(tarred(archive, files).read_bytes())
    archive.write_bytes(packed)
    return archive


def tarred_zst(archive: Path, files: Mapping[str, bytes]) -> Path:
    """Write a tree as a tar archive packed by Zstandard, with a checksum."""
    archive.write_bytes(zstd_packed(tarred(archive, files).read_bytes()))
    return archive


def zstd_packed(data: bytes) -> bytes:
    """Bytes packed by Zstandard, with a checksum."""
    checked: dict[int, int] = {zstd.CompressionParameter.checksum_flag: 1}
    return zstd.compress(data, options=checked)


def committed(folder: Path) -> str:
    """Commit all of a folder with git and return git's id of its tree."""
    for arguments in (
        ["init", "-q"],
        ["add", "-fA", "."],
        ["commit", "-qm", "all", "--allow-empty"],
    ):
        _git(folder, *arguments)
    return _git(folder, "rev-parse", "HEAD^{tree}")


def bundled(archive: Path, files: Mapping[str, bytes]) -> Path:
    """Write a tree as a git bundle of one commit, by git itself."""
    folder = written(archive.with_name(archive.name + "-tree"), files)
    committed(folder)
    _git(folder, "bundle", "create", "-q", str(archive.absolute()), "HEAD")
    return archive


def _git(folder: Path, *arguments: str) -> str:
    asked = ["git", "-C", str(folder), *_GIT, *arguments]
    ran = subprocess.run(asked, check=True, capture_output=True, text=True)
    return ran.stdout.strip()


def drained(path: Path, limits: Limits | None = None, kind: ArchiveKind | None = None) -> int:
    """Read every file of a folder or archive; return the number of bytes."""
    total = 0
    for entry in entries(path, kind, limits):
        while piece := entry.source.read(1 << 20):
            total += len(piece)
    return total


def refusal_of(
    path: Path, limits: Limits | None = None, kind: ArchiveKind | None = None
) -> Rejected:
    """Return the refusal with which a folder or archive must meet."""
    with pytest.raises(Rejected) as refused:
        drained(path, limits, kind)
    return refused.value
