"""Opens a folder or archive as a stream of files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depository.archive.folder import read_file, read_folder
from depository.archive.gate import Gate
from depository.archive.git_bundle import read_bundle
from depository.archive.model import ArchiveKind, Entry, Limits
from depository.archive.tar_header import BLOCK, parse_header
from depository.archive.tarred import read_tar
from depository.archive.unpacking import GZIP, XZ, ZSTD
from depository.archive.zipped import read_zip
from ledger.errors import NotFound, Rejected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["detect", "entries", "excluding"]

_FIRST_BYTES = (
    (b"PK\x03\x04", ArchiveKind.ZIP),
    (b"PK\x05\x06", ArchiveKind.ZIP),
    (b"\x1f\x8b\x08", ArchiveKind.TAR_GZ),
    (b"\xfd7zXZ\x00", ArchiveKind.TAR_XZ),
    (b"\x28\xb5\x2f\xfd", ArchiveKind.TAR_ZST),
    (b"# v2 git bundle\n", ArchiveKind.GIT_BUNDLE),
    (b"# v3 git bundle\n", ArchiveKind.GIT_BUNDLE),
)
_PACKINGS = {
    ArchiveKind.TAR: None,
    ArchiveKind.TAR_GZ: GZIP,
    ArchiveKind.TAR_XZ: XZ,
    ArchiveKind.TAR_ZST: ZSTD,
}


def entries(
    path: Path,
    kind: ArchiveKind | None = None,
    limits: Limits | None = None,
    exclude: Callable[[str], bool] | None = None,
    *,
    name: str | None = None,
) -> Iterator[Entry]:
    """Yield the regular files of a folder or archive, constant in memory whatever their sizes.

    Folders are implied by the paths of their files; hidden files are in; times and all of the
    permissions but whether the owner may execute are not looked at. `kind` is detected if not
    given, but for a single file, which is taken under `name` as it is. `exclude` tells by its
    path, relative and with slashes, which file or folder is left out. Each entry is to be read
    before the next.
    Raises Rejected or ArchiveRefused for what is wrong with it, "archive.empty" for no file at
    all, Rejected("archive.unknown-kind"), Rejected("archive.file-name") for a name without a
    single file or the reverse, and NotFound("archive.missing").
    """
    gate = Gate(limits or Limits(), exclude)
    found = kind or detect(path)
    if (found is ArchiveKind.FILE) != (name is not None):
        raise Rejected("archive.file-name")
    if name is not None:
        return read_file(path, name, gate)
    match found:
        case ArchiveKind.DIRECTORY:
            return read_folder(path, gate)
        case ArchiveKind.ZIP:
            return read_zip(path, gate)
        case ArchiveKind.GIT_BUNDLE:
            return read_bundle(path, gate)
        case _:
            return read_tar(path, gate, _PACKINGS[found])


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
    for start, kind in _FIRST_BYTES:
        if head.startswith(start):
            return kind
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
