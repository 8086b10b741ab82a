"""The page that says whether a file, by its digest or CID, stands in the register."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from api.pages.cells import Badge, Text
from api.pages.references import number_phrase, recorded, text
from api.pages.tables import deposit_badges
from depository.cid import Cid
from ledger.errors import Rejected
from ledger.types import Digest

if TYPE_CHECKING:
    from api.languages import Language
    from api.pages.cells import Cell, Phrase, Tone
    from api.services import Services
    from depository.model import Match

__all__ = ["COMMANDS", "MatchView", "VerdictView", "read_subject", "verdict"]

COMMANDS: Final = (
    ("Linux", "sha256sum FILE"),
    ("macOS", "shasum -a 256 FILE"),
    ("Windows", "certutil -hashfile FILE SHA256"),
)
"""How to compute a digest without a browser; the names and commands are the systems' own."""

_DIGEST: Final = re.compile(r"(?:0x|sha256:)?([0-9a-fA-F]{64})")


@dataclass(frozen=True)
class MatchView:
    """A record that holds the content, and where in it."""

    href: str
    title: Phrase
    name: Text | None
    status: Badge
    path: Text | None
    recorded: Cell


@dataclass(frozen=True)
class VerdictView:
    """The answer in words and the records that it rests on."""

    tone: Tone
    heading: str
    words: str
    subject: str
    matches: tuple[MatchView, ...]


def read_subject(given: str) -> Digest | Cid | None:
    """A SHA-256 digest in hex or a CID, as a reader pasted it; None for anything else."""
    plain = "".join(given.split())
    found = _DIGEST.fullmatch(plain)
    if found:
        return Digest(bytes.fromhex(found[1]))
    try:
        return Cid.parse(plain.removeprefix("ipfs://"))
    except Rejected:
        return None


def verdict(services: Services, subject: Digest | Cid, language: Language) -> VerdictView:
    """Ask the register of a digest or CID."""
    answer = services.depository.verify(subject)
    matches = tuple(_match(each, language) for each in answer.matches)
    shown = str(subject) if isinstance(subject, Cid) else subject.hex()
    if not matches:
        tone: Tone = "bad"
        word = "unknown"
    elif answer.accepted:
        tone, word = "good", "known"
    else:
        tone, word = "wait", "claimed" if answer.standing else "gone"
    return VerdictView(tone, f"page-verify-{word}", f"page-verify-{word}-words", shown, matches)


def _match(match: Match, language: Language) -> MatchView:
    deposit = match.deposit
    return MatchView(
        href=f"/deposits/{deposit.number}",
        title=number_phrase("page-deposit-title", deposit.number),
        name=text(deposit.title, language) if deposit.title else None,
        status=deposit_badges(deposit)[0],
        path=Text(match.path, code=True) if match.path else None,
        recorded=recorded(deposit.recorded),
    )
