"""What comes out of a folder or archive, what is let in, and how several refusals are told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from ledger.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ArchiveKind", "ArchiveRefused", "Entry", "Limits", "Source"]


class ArchiveKind(StrEnum):
    """The forms in which a source tree is taken."""

    DIRECTORY = "directory"
    ZIP = "zip"
    TAR = "tar"
    TAR_GZ = "tar.gz"
    TAR_XZ = "tar.xz"
    TAR_ZST = "tar.zst"
    GIT_BUNDLE = "git-bundle"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a package may be: bytes of one file and of all, files, levels, bytes of a path.

    `max_ratio` bounds how many times larger content may be than its compressed form.
    """

    max_file_bytes: int = 64 << 30
    max_total_bytes: int = 256 << 30
    max_files: int = 200_000
    max_depth: int = 64
    max_name_bytes: int = 1024
    max_ratio: int = 250


class Source(Protocol):
    """The bytes of one file, once."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, fewer if need be, none at the end only."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A regular file: its path in NFC with slashes, its stated size, and its bytes.

    `source` must be read before the next entry is asked for. `executable` is that of its owner.
    """

    path: str
    size: int
    source: Source
    executable: bool = False


class ArchiveRefused(Rejected):
    """Several things are wrong with one archive; `problems` has each with its code and name.

    Its own code is "archive.refused", its facts `count`, `codes` and `names` (of equal length;
    a problem of the whole archive has an empty name).
    """

    def __init__(self, problems: Sequence[Rejected]) -> None:
        """`problems` are in the order in which they were met."""
        super().__init__(
            "archive.refused",
            count=len(problems),
            codes=tuple(problem.code for problem in problems),
            names=tuple(str(problem.facts.get("name", "")) for problem in problems),
        )
        self.problems = tuple(problems)
