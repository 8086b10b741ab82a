"""Opens a folder or archive as a stream of files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depository.archive.folder import read_folder
from depository.archive.gate import Gate
from depository.archive.model import ArchiveKind, Entry, Limits
from depository.archive.tar_header import BLOCK, parse_header
from depository.archive.tarred import read_tar
from depository.archive.zipped import read_zip
from ledger.errors import NotFound, Rejected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["detect", "entries", "excluding"]


def entries(
    path: Path,
    kind: ArchiveKind | None = None,
    limits: Limits | None = None,
    exclude: Callable[[str], bool] | None = None,
) -> Iterator[Entry]:
    """Yield the regular files of a folder or archive, constant in memory whatever their sizes.

    Folders are implied by the paths of their files; hidden files are in; permissions and times
    are not looked at. `kind` is detected if not given. `exclude` tells by its path, relative and
    with slashes, which file or folder is left out. Each entry is to be read before the next.
    Raises Rejected or ArchiveRefused for what is wrong with it, "archive.empty" for no file at
    all, Rejected("archive.unknown-kind") and NotFound("archive.missing").
    """
    gate = Gate(limits or Limits(), exclude)
    match kind or detect(path):
        case ArchiveKind.DIRECTORY:
            return read_folder(path, gate)
        case ArchiveKind.ZIP:
            return read_zip(path, gate)
        case ArchiveKind.TAR:
            return read_tar(path, gate, packed=False)
        case ArchiveKind.TAR_GZ:
            return read_tar(path, gate, packed=True)


def detect(path: Path) -> ArchiveKind:
    """Tell the kind by the first bytes, never by the name.

    Raises Rejected("archive.unknown-kind") and NotFound("archive.missing").
    """
    if path.is_dir():
        return ArchiveKind.DIRECTORY
    try:
        with path.open("rb") as file:
            head = file.read(BLOCK)
    except OSError as error:
        raise NotFound("archive.missing") from error
    if head[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        return ArchiveKind.ZIP
    if head[:3] == b"\x1f\x8b\x08":
        return ArchiveKind.TAR_GZ
    if len(head) == BLOCK and (not any(head) or _is_tar(head)):
        return ArchiveKind.TAR
    raise Rejected("archive.unknown-kind")


def _is_tar(head: bytes) -> bool:
    """Tell a tar header by its checksum: the oldest form has no other mark."""
    try:
        parse_header(head)
    except ValueError:
        return False
    return True


def excluding(*names: str) -> Callable[[str], bool]:
    """Return what leaves out every file or folder that has one of `names`, at any depth."""
    unwanted = frozenset(names)
    return lambda path: path.rpartition("/")[2] in unwanted
