"""The page that says whether a file, by its digest or CID, stands in the register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from api.pages.cells import Badge, Text
from api.pages.references import number_phrase, recorded, text
from api.pages.tables import deposit_badges
from depository.subject import read_subject, subject_text
from ledger.errors import Rejected

if TYPE_CHECKING:
    from api.languages import Language
    from api.pages.cells import Cell, Phrase, Tone
    from api.services import Services
    from depository.model import Match
    from depository.subject import Subject

__all__ = ["COMMANDS", "MatchView", "VerdictView", "pasted_subject", "verdict"]

COMMANDS: Final = (
    ("Linux", "sha256sum FILE"),
    ("macOS", "shasum -a 256 FILE"),
    ("Windows", "certutil -hashfile FILE SHA256"),
)
"""How to compute a digest without a browser; the names and commands are the systems' own."""


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


def pasted_subject(given: str) -> Subject | None:
    """A digest, a CID or a SWHID, as a reader pasted it; None for anything else."""
    try:
        return read_subject(given)
    except Rejected:
        return None


def verdict(services: Services, subject: Subject, language: Language) -> VerdictView:
    """Ask the register of a subject."""
    answer = services.depository.verify(subject)
    matches = tuple(_match(each, language) for each in answer.matches)
    if not matches:
        tone: Tone = "bad"
        word = "unknown"
    elif answer.accepted:
        tone, word = "good", "known"
    else:
        tone, word = "wait", "claimed" if answer.standing else "gone"
    return VerdictView(
        tone, f"page-verify-{word}", f"page-verify-{word}-words", subject_text(subject), matches
    )


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
