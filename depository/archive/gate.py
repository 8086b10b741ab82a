"""The gate that every name and every byte of a source tree passes."""

from __future__ import annotations

import re
import stat
import unicodedata
from typing import TYPE_CHECKING, NoReturn

from depository.archive.model import ArchiveRefused, Entry, Limits, Source
from depository.text import has_controls, shown
from ledger.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["Content", "Gate"]

Content = tuple[str, int, Source]
"""A file that waits to be read: its path, stated size, and bytes."""

_PROBLEMS = 100
_NAME_BYTES = 255
_NAMES_PER_FILE = 4
_LETTERS_PER_FILE = 512
_LETTERS_FREE = 1 << 20
_RATIO_FREE_BYTES = 1 << 20
_WHOLE_RATIO_FREE_BYTES = 16 << 20
_DRAIN = 1 << 20
_DRIVE = re.compile(r"[A-Za-z]:")


class Gate:
    """Lets a tree in file by file, or gathers what is wrong with it so that all of it is named.

    From the first problem on nothing more is let in, but names are still looked at: `finish`
    raises them together. Names are normalised to NFC, as a disk of another system would have
    them, and two that are then equal, or differ by case only, are refused.
    """

    def __init__(self, limits: Limits, exclude: Callable[[str], bool] | None = None) -> None:
        """`exclude` tells, by its path, which file or folder (with all in it) is left out."""
        self._limits = limits
        self._exclude = exclude
        self._problems: list[Rejected] = []
        self._taken: dict[str, tuple[str, bool]] = {}
        self._files = 0
        self._stated = 0
        self._read = 0
        self._letters = 0

    @property
    def limits(self) -> Limits:
        """What is let in."""
        return self._limits

    @property
    def refused(self) -> bool:
        """Whether anything has been refused already."""
        return bool(self._problems)

    def problem(self, code: str, name: str, **facts: int) -> None:
        """Record that something with the given name cannot be taken."""
        self._record(Rejected(code, name=shown(name), **facts))

    def fail(self, code: str, **facts: str | int) -> NoReturn:
        """Record a problem of the whole archive that ends its reading; raise all of them."""
        self._problems.append(Rejected(code, **facts))
        self._raise()

    def admit(self, raw: str, size: int, *, folder: bool = False) -> str | None:
        """Check a name and a stated size; return the path to use, or None for a problem."""
        path = self._plain(raw)
        if not path:
            return None
        if not self._claim(raw, path, folder) or folder:
            return None
        return path if self._counts(raw, size) else None

    def is_left_out(self, raw: str) -> bool:
        """Tell whether the caller wants the file, or a folder that it is in, left out."""
        if self._exclude is None:
            return False
        parts = unicodedata.normalize("NFC", _trimmed(raw)).split("/")
        return any(self._exclude("/".join(parts[: n + 1])) for n in range(len(parts)))

    def remember(self, letters: int) -> None:
        """Count letters of names that stay in memory; too many end the reading."""
        self._letters += letters
        most = self._limits.max_files * _LETTERS_PER_FILE + _LETTERS_FREE
        if self._letters > most:
            self.fail("archive.names-too-long", limit=most)

    def ratio(self, name: str, size: int, compressed: int) -> None:
        """Refuse content that is too many times larger than its compressed form."""
        if size > max(_RATIO_FREE_BYTES, compressed * self._limits.max_ratio):
            self.problem("archive.ratio", name, limit=self._limits.max_ratio)

    def whole_ratio(self, made: int, packed: int) -> None:
        """End the reading of an archive that is in all too many times larger than packed."""
        if made > max(_WHOLE_RATIO_FREE_BYTES, packed * self._limits.max_ratio):
            self.fail("archive.expands-too-much", limit=self._limits.max_ratio)

    def entry(
        self, path: str, size: int, source: Source, mode: int, rest: Iterable[Content] = ()
    ) -> Entry:
        """Return the entry for a file whose bytes are counted as they are read.

        Of its `mode` in Unix's sense only counts whether the owner may execute it. When its bytes
        are not what was stated, those of `rest` are looked at too, so that all bad ones are named.
        """
        counted = _Counted(self, (path, size, source), rest)
        return Entry(path, size, counted, executable=bool(mode & stat.S_IXUSR))

    def spoiled(self, refusal: Rejected, rest: Iterable[Content]) -> NoReturn:
        """Record a file whose bytes are bad, and each such of `rest`; raise all of them."""
        self._record(refusal)
        for content in rest:
            found = _Counted(self, content, ()).fault()
            if found is not None:
                self._record(found)
        self._raise()

    def count(self, read: int) -> None:
        """Add bytes that were really read. Raises the problems when there are too many."""
        self._read += read
        if self._read > self._limits.max_total_bytes:
            self.fail("archive.too-large", limit=self._limits.max_total_bytes)

    def finish(self) -> None:
        """Raise what was gathered: one problem as it is, several as ArchiveRefused.

        Without any, Rejected("archive.empty") if no file was let in.
        """
        if self._problems:
            self._raise()
        if not self._files:
            self.fail("archive.empty")

    def _record(self, problem: Rejected) -> None:
        self._problems.append(problem)
        if len(self._problems) >= _PROBLEMS:
            self._raise()

    def _raise(self) -> NoReturn:
        if len(self._problems) == 1:
            raise self._problems[0]
        raise ArchiveRefused(self._problems)

    def _plain(self, raw: str) -> str | None:
        """Return the name in NFC without a leading `./` or trailing slash, or record a problem."""
        name = _trimmed(raw)
        if name in {"", "."} and raw not in {"", "/"}:
            return ""
        code = _fault(raw, name.split("/"))
        if code is not None:
            self.problem(code, raw)
            return None
        return self._short(raw, unicodedata.normalize("NFC", name))

    def _short(self, raw: str, path: str) -> str | None:
        parts = path.split("/")
        longest = max(len(part.encode()) for part in parts)
        if longest > _NAME_BYTES:
            self.problem("archive.name-too-long", raw, limit=_NAME_BYTES)
        elif len(path.encode()) > self._limits.max_name_bytes:
            self.problem("archive.name-too-long", raw, limit=self._limits.max_name_bytes)
        elif len(parts) > self._limits.max_depth:
            self.problem("archive.too-deep", raw, limit=self._limits.max_depth)
        else:
            return path
        return None

    def _claim(self, raw: str, path: str, folder: bool) -> bool:
        """Take the path and its folders; the same file twice or a mere likeness is a problem."""
        parts, known = path.split("/"), len(self._taken)
        for depth in range(1, len(parts) + 1):
            prefix = "/".join(parts[:depth])
            key, as_folder = _likeness(prefix), folder or depth < len(parts)
            taken = self._taken.setdefault(key, (prefix, as_folder))
            new = len(self._taken) > known
            known = len(self._taken)
            self.remember(len(prefix) if new else 0)
            code = None if new else _clash(taken, (prefix, as_folder))
            if code is not None:
                self.problem(code, raw)
                return False
        if known > _NAMES_PER_FILE * self._limits.max_files + self._limits.max_depth:
            self.fail("archive.too-many-files", limit=self._limits.max_files)
        return True

    def _counts(self, raw: str, size: int) -> bool:
        self._files += 1
        self._stated += size
        if self._files > self._limits.max_files:
            self.fail("archive.too-many-files", limit=self._limits.max_files)
        if self._stated > self._limits.max_total_bytes:
            self.fail("archive.too-large", limit=self._limits.max_total_bytes)
        if size > self._limits.max_file_bytes:
            self.problem("archive.file-too-large", raw, limit=self._limits.max_file_bytes)
            return False
        return not self._problems


class _Counted:
    """Reads a file to the size that was stated for it, no further and no less."""

    def __init__(self, gate: Gate, content: Content, rest: Iterable[Content]) -> None:
        self._gate = gate
        self._path, self._left, self._source = content
        self._rest = rest

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes; the end must come where it was announced."""
        try:
            return self._piece(size)
        except Rejected as error:
            if self._gate.refused:
                raise
            self._gate.spoiled(error, self._rest)

    def fault(self) -> Rejected | None:
        """Read to the end and tell what is wrong."""
        try:
            while self._piece(_DRAIN):
                pass
        except Rejected as error:
            return error
        return None

    def _piece(self, size: int) -> bytes:
        piece = self._source.read(min(size, self._left + 1))
        self._left -= len(piece)
        if self._left < 0 or (not piece and size and self._left):
            raise Rejected("archive.size-differs", name=shown(self._path))
        self._gate.count(len(piece))
        return piece


def _trimmed(raw: str) -> str:
    name = raw.removesuffix("/")
    while name.startswith("./"):
        name = name[2:]
    return name


def _fault(raw: str, parts: list[str]) -> str | None:
    """Tell what is wrong with the letters of a name."""
    code = None
    if has_controls(raw):
        code = "archive.control-character"
    elif raw.startswith("/") or _DRIVE.match(raw):
        code = "archive.absolute-path"
    elif "\\" in raw:
        code = "archive.backslash"
    elif ".." in parts:
        code = "archive.path-escapes"
    elif "" in parts or "." in parts:
        code = "archive.path-not-plain"
    return code


def _likeness(path: str) -> str:
    """Return one form for all names that some disk would take for the same."""
    if path.isascii():
        return path if path.islower() else path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", path).casefold())


def _clash(taken: tuple[str, bool], wanted: tuple[str, bool]) -> str | None:
    """Tell what is wrong with a name when its likeness is taken; a folder may come again."""
    if taken[0] != wanted[0]:
        return "archive.names-alike"
    if taken[1] != wanted[1]:
        return "archive.file-and-directory"
    return None if wanted[1] else "archive.duplicate-name"
