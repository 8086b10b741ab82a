"""The parts that an information system is deposited in, and whether all of them are there (D-9)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from depository.text import has_controls, shown
from ledger.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["REQUIRED", "Declaration", "Part", "PartState", "check_complete"]

_PATHS = 50
_PATH_BYTES = 1024
_REASON_CHARACTERS = 500


class Part(StrEnum):
    """A part of the set of an information system, in the order of the law (2007, art. 25(9)).

    The normative and technical documentation, its fifth item, is four parts.
    """

    SOURCE = "source"
    INSTALLATION = "installation"
    SOFTWARE = "additional-software"
    ANNOTATION = "annotation"
    CERTIFICATION = "certification"
    DESCRIPTION = "description"
    TESTS = "test-programme"
    OPERATION = "operation"
    OTHER = "other"


REQUIRED = tuple(part for part in Part if part is not Part.OTHER)
"""What is in an information system's package, or left out for a reason; the rest is at wish."""


@dataclass(frozen=True, slots=True)
class PartState:
    """What a package says of a part: where it lies, or why it is left out, or neither."""

    part: Part
    paths: tuple[str, ...] = ()
    reason: str | None = None

    @property
    def missing(self) -> bool:
        """Whether nothing is said of a part that something must be said of."""
        return not self.paths and self.reason is None and self.part in REQUIRED


@dataclass(frozen=True, slots=True)
class Declaration:
    """Which files of a package are which part, and why a part is left out, in the law's order.

    A path is that of a file, or of a folder with all that is in it, below the payload. Equal
    declarations are equal values, in whatever order they were made by `of`.
    """

    present: tuple[tuple[Part, tuple[str, ...]], ...] = ()
    absent: tuple[tuple[Part, str], ...] = ()

    @classmethod
    def of(
        cls, present: Mapping[str, Sequence[str]], absent: Mapping[str, str]
    ) -> Declaration | None:
        """Make one of words and paths; None of nothing.

        Raises Rejected: "parts.unknown" (part), "parts.contradiction" (part),
        "parts.bad-path" (part, path), "parts.too-many-paths" (part, limit), "parts.bad-reason"
        (part, limit).
        """
        if not present and not absent:
            return None
        both = sorted(present.keys() & absent.keys())
        if both:
            raise Rejected("parts.contradiction", part=shown(both[0]))
        found = {_part(word): _paths(word, paths) for word, paths in present.items()}
        left = {_part(word): _reason(word, reason) for word, reason in absent.items()}
        return cls(
            tuple((part, found[part]) for part in Part if part in found),
            tuple((part, left[part]) for part in Part if part in left),
        )

    def states(self) -> tuple[PartState, ...]:
        """All parts of the law's list, as far as anything is said of them."""
        present, absent = dict(self.present), dict(self.absent)
        return tuple(PartState(part, present.get(part, ()), absent.get(part)) for part in Part)

    def missing(self) -> tuple[Part, ...]:
        """The parts that are neither in the package nor left out for a reason."""
        return tuple(state.part for state in self.states() if state.missing)

    def check_files(self, files: Iterable[str]) -> None:
        """Check that there is a file behind each path.

        Raises Rejected("parts.no-such-file", part=, path=) for the first that has none.
        """
        known: set[str] = set()
        for file in files:
            names = file.split("/")
            known.update("/".join(names[:count]) for count in range(1, len(names) + 1))
        for part, paths in self.present:
            for path in paths:
                if path not in known:
                    raise Rejected("parts.no-such-file", part=part.value, path=shown(path))


def check_complete(declared: Declaration | None) -> None:
    """Check that the set of an information system is whole (D-9, D-11).

    Raises Rejected("parts.incomplete", parts=…) with all the parts of which nothing is said.
    """
    missing = (declared or Declaration()).missing()
    if missing:
        raise Rejected("parts.incomplete", parts=tuple(part.value for part in missing))


def _part(word: str) -> Part:
    try:
        return Part(word)
    except ValueError as error:
        raise Rejected("parts.unknown", part=shown(word)) from error


def _paths(word: str, paths: Sequence[str]) -> tuple[str, ...]:
    if len(paths) > _PATHS:
        raise Rejected("parts.too-many-paths", part=word, limit=_PATHS)
    found = {_path(word, path) for path in paths}
    if not found:
        raise Rejected("parts.bad-path", part=word, path="")
    return tuple(sorted(found))


def _path(word: str, path: str) -> str:
    """Return a path as the payload has it: NFC, slashes, nothing that leads elsewhere."""
    plain = unicodedata.normalize("NFC", path.removeprefix("./").removesuffix("/"))
    names = plain.split("/")
    bad = {"", ".", ".."} & set(names) or has_controls(plain) or len(plain) > _PATH_BYTES
    if bad:
        raise Rejected("parts.bad-path", part=word, path=shown(path))
    return plain


def _reason(word: str, reason: str) -> str:
    plain = reason.strip()
    if not plain or len(plain) > _REASON_CHARACTERS or has_controls(plain):
        raise Rejected("parts.bad-reason", part=word, limit=_REASON_CHARACTERS)
    return plain
