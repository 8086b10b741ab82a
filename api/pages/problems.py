"""Pages of what went wrong: in the reader's language, without the machinery's detail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from api.problems import describe, status_of

if TYPE_CHECKING:
    from api.languages import Messages
    from api.pages.cells import Tone
    from ledger.errors import QoimaError

__all__ = ["FAULT", "ProblemPage", "problem_page", "refusal_in_words"]


@dataclass(frozen=True)
class ProblemPage:
    """Status, what happened, what the reader can do, and the refusal in words where it helps."""

    status: int
    title: str
    words: str
    detail: str | None = None
    tone: Tone = "wait"


_BAD_CURSOR: Final = "page.bad-cursor"
"""A page of a list that is none: to the reader, an address that leads nowhere."""

FAULT: Final = ProblemPage(500, "page-problem-fault", "page-problem-fault-words")
"""Anything outside the error tree: nothing of it is told."""


def problem_page(error: QoimaError, messages: Messages) -> ProblemPage:
    """The page for a refusal; its sentence is that of the HTTP interface."""
    status = status_of(error)
    if status == 404 or error.code == _BAD_CURSOR:
        return ProblemPage(status, "page-problem-missing", "page-problem-missing-words")
    if status < 500:
        kind = "refused"
    elif status == 503:
        kind = "unavailable"
    else:
        kind = "fault"
    detail = describe(error, messages).detail
    return ProblemPage(status, f"page-problem-{kind}", f"page-problem-{kind}-words", detail)


def refusal_in_words(error: QoimaError, messages: Messages) -> str:
    """A refusal that stands on a page beside other things: its sentence, or what it is called."""
    problem = describe(error, messages)
    return problem.detail or problem.title
