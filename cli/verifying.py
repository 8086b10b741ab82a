"""What `qoima verify` asks about: a digest of local bytes, a digest, or a CID."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cli.digests import file_digest
from cli.exits import UsageError
from cli.progress import bytes_bar
from depository.cid import Cid
from ledger.errors import Rejected

if TYPE_CHECKING:
    from cli.session import Session

__all__ = ["subject_of"]

_DIGEST: Final = re.compile(r"(?:0x)?([0-9a-fA-F]{64})")


def subject_of(session: Session, what: str) -> str:
    """`0x` and the SHA-256 of a file or as given, or a CID in its usual form.

    Raises UsageError `input.file-unreadable`, `input.not-verifiable` (given).
    """
    path = Path(what)
    if path.is_file():
        with bytes_bar(session, "cli-hashing", path.stat().st_size) as progress:
            return "0x" + file_digest(path, progress).hex()
    if match := _DIGEST.fullmatch(what):
        return "0x" + match[1].lower()
    try:
        return str(Cid.parse(what))
    except Rejected as error:
        raise UsageError("input.not-verifiable", given=what[:200]) from error
