"""What the client raises beside the kinds of the error tree: whose fault it is, and of what kind.

QoimaError (ledger/errors.py)
├── Rejected ── InputError      what the caller gave cannot be used; nothing was sent
├── Unavailable ── BrokenError  the connection broke after something was sent
└── ProblemError                the server refused (RFC 9457); each is one of the kinds too:
    ├── MissingError            NotFound        404, 410
    ├── ConflictError           Conflict        409, 412
    ├── RefusedError            Rejected        any other status
    └── BusyError               Unavailable     429 and 5xx: the same may succeed later
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ledger.errors import Conflict, Fact, NotFound, QoimaError, Rejected, Unavailable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "BusyError",
    "ConflictError",
    "Fault",
    "InputError",
    "MissingError",
    "ProblemError",
    "RefusedError",
    "problem_of",
]

_MEMBERS: Final = frozenset({"type", "title", "status", "detail", "instance", "code", "errors"})
_MOST_FACTS: Final = 50
_MOST_FAULTS: Final = 1000
_LONGEST: Final = 10_000
"""Of what a server says of its refusal, so much at most is kept."""


class Fault(NamedTuple):
    """One of several faults that a refusal gathers: the file or field, and what is wrong."""

    field: str
    message: str


class InputError(Rejected):
    """The caller gave something that cannot be used: a file, a name, a place."""


class BrokenError(Unavailable):
    """The connection broke after something was sent; what became of it is not known."""


class ProblemError(QoimaError):
    """The server's refusal (RFC 9457), phrased by the server in the language asked for.

    `code` is stable; `facts` are the status and what the problem says beside its sentences;
    `retry_after` are the seconds after which the server wants to be asked again, if it said so.
    """

    def __init__(
        self, code: str, status: int, title: str, detail: str, faults: Sequence[Fault] = ()
    ) -> None:
        super().__init__(code, status=status)
        self.retry_after: float | None = None
        self.status = status
        self.title = title
        self.detail = detail
        self.faults = tuple(faults)


class MissingError(ProblemError, NotFound):
    """What was asked for is not there, or not any more."""


class ConflictError(ProblemError, Conflict):
    """The act clashes with what is recorded already."""


class RefusedError(ProblemError, Rejected):
    """The act is refused; repeating it unchanged would not help."""


class BusyError(ProblemError, Unavailable):
    """The server is too busy, or a part of it does not answer; the same may succeed later."""


_KINDS: Final[Mapping[int, type[ProblemError]]] = {
    404: MissingError,
    410: MissingError,
    409: ConflictError,
    412: ConflictError,
    429: BusyError,
}


def problem_of(status: int, document: Any) -> ProblemError:
    """The refusal that an answer with a status is; `document` is its JSON, whatever it may be.

    What is no problem of ours has the code `api.refused`.
    """
    kind = _KINDS.get(status, BusyError if status >= 500 else RefusedError)
    try:
        title, code = _text(document["title"]), _text(document.get("code", "api.refused"))
        detail = _text(document.get("detail", "")) or title
        listed = list(document.get("errors", []))[:_MOST_FAULTS]
        faults = [Fault(_text(each["field"]), _text(each["message"])) for each in listed]
    except (KeyError, TypeError, AttributeError):
        title = f"HTTP {status}"
        return kind("api.refused", status, title, title)
    error = kind(code, status, title, detail, faults)
    error.facts.update(_facts(document))
    return error


def _facts(document: Mapping[str, Any]) -> dict[str, Fact]:
    """Members that are facts: texts, whole numbers, lists of texts."""
    found: dict[str, Fact] = {}
    for name, value in document.items():
        if name in _MEMBERS or len(found) >= _MOST_FACTS:
            continue
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            found[name] = tuple(map(_text, value[:_MOST_FAULTS]))
        elif isinstance(value, str):
            found[name] = _text(value)
        elif isinstance(value, int):
            found[name] = value
    return found


def _text(value: Any) -> str:
    return str(value)[:_LONGEST]
