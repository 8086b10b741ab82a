"""What `qoima verify` asks about: a digest of local bytes, a digest, a CID or a SWHID."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cli.exits import UsageError
from cli.progress import bytes_bar
from depository.subject import read_subject, subject_text
from ledger.errors import Rejected
from qoima.client.digests import file_digest

if TYPE_CHECKING:
    from cli.session import Session

__all__ = ["subject_of"]


def subject_of(session: Session, what: str) -> str:
    """`0x` and the SHA-256 of a file or as given, or a CID or SWHID in its usual form.

    Raises UsageError `input.file-unreadable`, `input.not-verifiable` (given).
    """
    path = Path(what)
    if path.is_file():
        with bytes_bar(session, "cli-hashing", path.stat().st_size) as progress:
            return "0x" + file_digest(path, progress).hex()
    try:
        return subject_text(read_subject(what))
    except Rejected as error:
        raise UsageError("input.not-verifiable", given=what[:200]) from error
