"""Hostile names, in zip, tar and tar.gz alike."""

from __future__ import annotations

import tarfile
import zipfile
from functools import partial
from typing import TYPE_CHECKING

from depository.archive import ArchiveKind
from tests.depository.archive.hostile.row import GOOD, Hostile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["NAMES", "ROWS"]

NAMES = {
    "../escape": "archive.path-escapes",
    "a/../../escape": "archive.path-escapes",
    "a/..": "archive.path-escapes",
    "/etc/passwd": "archive.absolute-path",
    "C:/windows": "archive.absolute-path",
    "c:evil": "archive.absolute-path",
    "..\\escape": "archive.backslash",
    "a\\b": "archive.backslash",
    "a//b": "archive.path-not-plain",
    "a/./b": "archive.path-not-plain",
    "a\nb": "archive.control-character",
    "a\x7fb": "archive.control-character",
    "txt\u202efdp": "archive.control-character",
    "n" * 256: "archive.name-too-long",
    "n" * 5000: "archive.name-too-long",
    "/".join(["n" * 100] * 50): "archive.name-too-long",
    "/".join("d" * 65): "archive.too-deep",
    "GOOD.TXT": "archive.names-alike",
    "Folder/other.txt": "archive.names-alike",
    "good.txt": "archive.duplicate-name",
    "good.txt/below": "archive.file-and-directory",
    "folder": "archive.file-and-directory",
}


def _zip(name: str, path: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        for each in (*GOOD, name):
            record = zipfile.ZipInfo("x")
            record.filename = each
            packed.NameToInfo.clear()
            packed.writestr(record, b"x")


def _tar(mode: str, name: str, path: Path) -> None:
    with tarfile.open(path, mode) as packed:  # type: ignore[call-overload]
        for each in (*GOOD, name):
            packed.addfile(tarfile.TarInfo(each))


_FORMS: dict[ArchiveKind, Callable[[str, Path], None]] = {
    ArchiveKind.ZIP: _zip,
    ArchiveKind.TAR: partial(_tar, "w"),
    ArchiveKind.TAR_GZ: partial(_tar, "w:gz"),
}

ROWS = tuple(
    Hostile(f"the name {name[:40]!r} ({len(name)})", kind, partial(form, name), code)
    for name, code in NAMES.items()
    for kind, form in _FORMS.items()
)
