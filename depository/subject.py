"""What can be asked of the register: a digest, a CID or a SWHID, as people write them."""

from __future__ import annotations

import re
from typing import Final

from depository.cid import Cid
from depository.swhid import Swhid
from ledger.types import Digest

__all__ = ["Subject", "read_subject", "subject_text"]

Subject = Digest | Cid | Swhid
"""A SHA-256 of a file or of a package's root, the CID of either, or the SWHID of a file or tree."""

_DIGEST: Final = re.compile(r"(?:0x|sha256:)?([0-9a-fA-F]{64})")


def read_subject(given: str) -> Subject:
    """Read a SHA-256 in hex, a SWHID, or else a CID; blanks are passed over.

    Raises Rejected("swhid.malformed", text=), Rejected("swhid.other-kind", kind=) and as
    `Cid.parse`.
    """
    plain = "".join(given.split())
    if found := _DIGEST.fullmatch(plain):
        return Digest(bytes.fromhex(found[1]))
    if plain[:4].lower() == "swh:":
        return Swhid.parse(plain)
    return Cid.parse(plain.removeprefix("ipfs://"))


def subject_text(subject: Subject) -> str:
    """A subject in its usual form: `0x` and hex, a CID, or a SWHID."""
    return str(subject) if isinstance(subject, Cid | Swhid) else "0x" + subject.hex()
