"""The error tree that every register raises.

QoimaError
├── NotFound            what was asked for is not there
├── Conflict            it clashes with what is there already
├── Rejected            the input or the act is refused, and would be again
├── Unavailable         a part that is needed does not answer now; try again
└── VerificationError   a proof, a seal or a digest does not hold
"""

from __future__ import annotations

__all__ = [
    "Conflict",
    "Fact",
    "NotFound",
    "QoimaError",
    "Rejected",
    "Unavailable",
    "VerificationError",
]

Fact = str | int | tuple[str, ...]


class QoimaError(Exception):
    """A refusal: a stable dotted `code` and typed `facts`, never a sentence for the user.

    The code names the thing and what is wrong with it (`archive.path-escapes`); sentences in
    Kazakh, Russian and English stand in the catalogues of `api/locales` under the same code.
    """

    def __init__(self, code: str, /, **facts: Fact) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        if not self.facts:
            return self.code
        facts = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code} ({facts})"


class NotFound(QoimaError):  # noqa: N818 - the tree is named as a reader speaks of it
    """What was asked for is not there."""


class Conflict(QoimaError):  # noqa: N818 - as above
    """The act clashes with what is recorded already."""


class Rejected(QoimaError):  # noqa: N818 - as above
    """The input or the act is refused; repeating it unchanged would not help."""


class Unavailable(QoimaError):  # noqa: N818 - as above
    """A part that is needed does not answer now; the same request may succeed later."""


class VerificationError(QoimaError):
    """A proof, a seal or a digest does not hold."""
