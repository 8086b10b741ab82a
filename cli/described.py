"""What a depositor says of a package, on the command line and in a CodeMeta document."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from cli.exits import UsageError
from depository.codemeta import read_codemeta
from depository.components import Declaration
from depository.metadata import Access, Metadata, PackageKind
from ledger.errors import Rejected
from ledger.localized import LANGUAGES, Localized

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from depository.codemeta import Said

__all__ = ["Description", "declaration", "described"]

_MAX_BYTES: Final = 256 * 1024
_MAX_NESTED: Final = 5000
_PLAIN: Final = PackageKind.PROGRAM_CODE.word


@dataclass(frozen=True)
class Description:
    """What the depositor says of the package; texts by language, None for what is not said."""

    titles: Mapping[str, str | None]
    version: str | None = None
    license: str | None = None
    kind: str | None = None
    limited: bool = False
    authors: tuple[str, ...] = ()
    about: Mapping[str, str] | None = None
    parts: Declaration | None = None

    def metadata(self) -> Metadata:
        """The same, checked.

        Raises UsageError `input.description-missing` (options) for all that must be said and is
        not, and Rejected `metadata.*`, `text.empty`.
        """
        said = {f"--title-{each}": self.titles.get(each) for each in LANGUAGES}
        said |= {"--version": self.version, "--license": self.license}
        missing = [option for option, value in said.items() if value is None]
        if missing:
            raise UsageError("input.description-missing", options=", ".join(missing))
        return Metadata(
            titles=_localized(self.titles),
            version=self.version or "",
            license=self.license or "",
            kind=PackageKind[(self.kind or _PLAIN).upper().replace("-", "_")],
            access=Access.LIMITED if self.limited else Access.PUBLIC,
            description=None if self.about is None else _localized(self.about),
            authors=self.authors,
            parts=self.parts,
        )


def described(given: Description, document: Path | None) -> Description:
    """What is given, and from a CodeMeta document what is not.

    Titles and description count only where the document has them by language. Raises UsageError
    `input.codemeta-unreadable` (path), `input.codemeta-malformed` (path, field: a JSON pointer).
    """
    if document is None:
        return given
    found = _said(document)
    about = found.description
    return Description(
        titles={each: given.titles.get(each) or found.titles.get(each) for each in LANGUAGES},
        version=given.version or found.version,
        license=given.license or found.license,
        kind=given.kind or (None if found.kind is None else found.kind.word),
        limited=given.limited or found.access is Access.LIMITED,
        authors=given.authors or found.authors,
        about=given.about or (about if about.keys() == set(LANGUAGES) else None),
        parts=given.parts or Declaration.of(found.parts.present, found.parts.absent),
    )


def declaration(parts: Sequence[str], without: Sequence[str]) -> Declaration | None:
    """The parts of the set as they are typed: NAME=PATH and NAME=REASON.

    Raises UsageError `input.part-malformed` (given), and Rejected `parts.*`.
    """
    present: dict[str, list[str]] = {}
    for given in parts:
        name, path = _pair(given)
        present.setdefault(name, []).append(path)
    return Declaration.of(present, dict(map(_pair, without)))


def _document(path: Path) -> dict[str, Any]:
    """The document of a file of at most 256 KiB."""
    try:
        with path.open("rb") as file:
            raw = file.read(_MAX_BYTES + 1)
        nested = raw.count(b"[") + raw.count(b"{")
        document = json.loads(raw) if len(raw) <= _MAX_BYTES and nested < _MAX_NESTED else None
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError("input.codemeta-unreadable", path=str(path)) from error
    if not isinstance(document, dict):
        raise UsageError("input.codemeta-unreadable", path=str(path))
    return document


def _said(path: Path) -> Said:
    document = _document(path)
    try:
        return read_codemeta(document)
    except Rejected as refusal:
        field = str(refusal.facts["pointer"])
        raise UsageError("input.codemeta-malformed", path=str(path), field=field) from refusal


def _pair(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals or not name:
        raise UsageError("input.part-malformed", given=given)
    return name, value


def _localized(texts: Mapping[str, str | None]) -> Localized:
    return Localized(**{language: texts.get(language) or "" for language in LANGUAGES})
