"""SHA-256 of files on this machine, read piece by piece."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from qoima.client.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["document_digest", "file_digest", "hexed", "listed_digests"]

_DIGEST: Final = re.compile(r"(?:0x)?([0-9a-fA-F]{64})")
_PIECE: Final = 1024 * 1024


def hexed(digest: bytes) -> str:
    """A digest as the API takes it."""
    return "0x" + digest.hex()


def file_digest(path: Path, progress: Callable[[int], None] | None = None) -> bytes:
    """SHA-256 of a file; raises InputError `input.file-unreadable` (path)."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
                if progress:
                    progress(len(piece))
    except OSError as error:
        raise InputError("input.file-unreadable", path=str(path)) from error
    return digest.digest()


def document_digest(text: str) -> bytes:
    """The digest of a document named either by its path or by its SHA-256 itself.

    The document stays here; only its digest is sent. Raises InputError `input.file-unreadable`.
    """
    path = Path(text)
    match = _DIGEST.fullmatch(text)
    if match and not path.exists():
        return bytes.fromhex(match[1])
    return file_digest(path)


def listed_digests(texts: Sequence[str]) -> tuple[tuple[str, bytes], ...]:
    """Documents given as `CODE=DOCUMENT`, or as a document whose code is its place in the list.

    A document is what `document_digest` takes. Raises InputError `input.file-unreadable`.
    """
    return tuple(_listed(text, str(place)) for place, text in enumerate(texts, 1))


def _listed(text: str, place: str) -> tuple[str, bytes]:
    code, marked, document = text.partition("=")
    if not marked or Path(text).exists():
        return place, document_digest(text)
    return code, document_digest(document)
