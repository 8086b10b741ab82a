"""Exit codes of the commands, and the sentence that goes with each error."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from ledger.errors import QoimaError, Unavailable, VerificationError
from qoima.client.errors import Fault, InputError, ProblemError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.languages import Messages

__all__ = [
    "Exit",
    "FaultsError",
    "UsageError",
    "exit_of",
    "faults",
    "sentence",
]


class Exit(IntEnum):
    """What a caller's script may rely on."""

    OK = 0
    REFUSED = 1
    USAGE = 2
    UNAVAILABLE = 3
    VERIFICATION_FAILED = 4


class UsageError(InputError):
    """The command was given something that it cannot use: a file, a name, a setting."""


class FaultsError(UsageError):
    """What was given has several faults, each of which is named."""

    def __init__(self, code: str, faults: Sequence[Fault], **facts: int | str) -> None:
        super().__init__(code, **facts)
        self.faults = tuple(faults)


def exit_of(error: QoimaError) -> Exit:
    """The exit code that an error ends the command with."""
    match error:
        case InputError():
            return Exit.USAGE
        case Unavailable():
            return Exit.UNAVAILABLE
        case VerificationError():
            return Exit.VERIFICATION_FAILED
    return Exit.REFUSED


def sentence(error: QoimaError, messages: Messages) -> tuple[str, str | None]:
    """What happened, and more about it or what to do, where that is known.

    What the server refused is said in the server's words; what failed here is followed by the
    commands and settings that mend it, which the catalogue `cli.ftl` has as `advice-<code>`.
    """
    if isinstance(error, ProblemError):
        title, more = error.title, [error.detail]
    else:
        from api.problems import describe

        problem = describe(error, messages)
        title, more = problem.title, [problem.detail]
        advice = "advice-" + error.code.replace(".", "_")
        more += [messages(advice)] if advice in messages else []
    return title, " ".join(each for each in more if each != title) or None


def faults(error: QoimaError, messages: Messages) -> tuple[Fault, ...]:
    """Every single fault, where a refusal gathers several of an archive or of a form."""
    if isinstance(error, FaultsError | ProblemError):
        return error.faults
    from api.problems import describe

    gathered: Any = describe(error, messages).facts.get("errors", ())
    return tuple(Fault(each["field"], each["message"]) for each in gathered)
