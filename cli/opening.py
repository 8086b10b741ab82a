"""`qoima deposit open`: an encrypted package becomes a folder again, on this machine only."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.bounds import limits
from cli.exits import UsageError
from cli.fetching import write_file
from cli.identities import open_identities
from cli.progress import bytes_bar
from depository.archive import ArchiveKind, entries
from qoima.client.sealing import unseal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.session import Session
    from depository.archive import Source

__all__ = ["open_sealed"]

_PIECE = 1 << 20


def open_sealed(session: Session, file: Path, folder: Path, identity: str) -> dict[str, Any]:
    """Decrypt `file` and unpack it into `folder`, which must be new.

    The whole of it is decrypted, and so known to be unaltered, before a single file is written;
    what is written is checked as any archive is.
    Raises UsageError `input.output-exists` (path), `input.identity-unreadable` (path), and what
    `unseal` and `entries` raise.
    """
    if folder.exists():
        raise UsageError("input.output-exists", path=str(folder))
    identities = open_identities(session.settings, identity)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".opening-") as place:
        tar = Path(place) / "content.tar"
        with bytes_bar(session, "cli-decrypting", None) as progress:
            unseal(file, tar, identities, progress)
        count = size = 0
        with bytes_bar(session, "cli-writing", tar.stat().st_size) as progress:
            for entry in entries(tar, ArchiveKind.TAR, limits(session.settings)):
                write_file(folder, entry.path, _pieces(entry.source), progress)
                if entry.executable:
                    (folder / entry.path).chmod(0o755)
                count, size = count + 1, size + entry.size
    return {"folder": str(folder), "files": count, "size": size}


def _pieces(source: Source) -> Iterator[bytes]:
    while piece := source.read(_PIECE):
        yield piece
