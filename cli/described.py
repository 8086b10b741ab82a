"""What a depositor says of a package, on the command line and in a CodeMeta document."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from cli.exits import UsageError
from depository.components import Declaration
from depository.metadata import Access, Metadata, PackageKind
from ledger.localized import LANGUAGES, Localized

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["Description", "declaration", "described"]

_MAX_BYTES: Final = 256 * 1024
_MAX_NESTED: Final = 5000
_SPDX: Final = ("https://spdx.org/licenses/", "http://spdx.org/licenses/")
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
    `input.codemeta-unreadable` (path), `input.codemeta-malformed` (path, field).
    """
    if document is None:
        return given
    found = _Document(document)
    about = found.texts("description")
    return Description(
        titles={
            each: given.titles.get(each) or found.texts("name").get(each) for each in LANGUAGES
        },
        version=given.version or found.text("version") or found.text("softwareVersion"),
        license=given.license or found.license(),
        kind=given.kind or found.kind(),
        limited=given.limited or found.text("access") == Access.LIMITED.word,
        authors=given.authors or found.authors(),
        about=given.about or (about if about.keys() == set(LANGUAGES) else None),
        parts=given.parts or found.parts(),
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


class _Document:
    """A CodeMeta document (JSON-LD) with the fields that we use."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            with path.open("rb") as file:
                raw = file.read(_MAX_BYTES + 1)
            nested = raw.count(b"[") + raw.count(b"{")
            document = json.loads(raw) if len(raw) <= _MAX_BYTES and nested < _MAX_NESTED else None
        except (OSError, ValueError, RecursionError) as error:
            raise UsageError("input.codemeta-unreadable", path=str(path)) from error
        if not isinstance(document, dict):
            raise UsageError("input.codemeta-unreadable", path=str(path))
        self._fields: dict[str, Any] = document

    def text(self, field: str) -> str | None:
        """A plain text."""
        value = self._fields.get(field)
        if value is not None and not isinstance(value, str):
            raise self._malformed(field)
        return value

    def texts(self, field: str) -> dict[str, str]:
        """A text by language; nothing for one of no language."""
        values = self._fields.get(field, [])
        if isinstance(values, str):
            return {}
        try:
            found = {value["@language"]: value["@value"] for value in values}
        except (TypeError, KeyError) as error:
            raise self._malformed(field) from error
        if not all(isinstance(text, str) for text in found.values()):
            raise self._malformed(field)
        return found

    def license(self) -> str | None:
        """An SPDX expression, without the address before it."""
        found = self.text("license")
        for address in _SPDX:
            found = found.removeprefix(address) if found else found
        return found.removesuffix(".html") if found else found

    def kind(self) -> str | None:
        """What is deposited, if it is one of our words."""
        found = self.text("kind")
        if found is not None and found not in {kind.word for kind in PackageKind}:
            raise self._malformed("kind")
        return found

    def authors(self) -> tuple[str, ...]:
        """Names of authors: one of an organisation, given and family names of a person."""
        values = self._fields.get("author", [])
        values = values if isinstance(values, list) else [values]
        try:
            return tuple(_name(value) for value in values)
        except (AttributeError, TypeError, KeyError) as error:
            raise self._malformed("author") from error

    def parts(self) -> Declaration | None:
        """The parts of the set, as our own documents have them."""
        present: dict[str, list[str]] = {}
        absent: dict[str, str] = {}
        try:
            for value in self._fields.get("hasPart", []):
                if "absence" in value:
                    absent[str(value["identifier"])] = str(value["absence"])
                else:
                    present[str(value["identifier"])] = [str(path) for path in value["path"]]
        except (TypeError, KeyError) as error:
            raise self._malformed("hasPart") from error
        return Declaration.of(present, absent)

    def _malformed(self, field: str) -> UsageError:
        return UsageError("input.codemeta-malformed", path=str(self._path), field=field)


def _name(value: Any) -> str:
    if isinstance(value, str):
        return value
    given, family = value.get("givenName"), value.get("familyName")
    return str(value["name"] if "name" in value else " ".join(filter(None, (given, family))))


def _pair(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals or not name:
        raise UsageError("input.part-malformed", given=given)
    return name, value


def _localized(texts: Mapping[str, str | None]) -> Localized:
    return Localized(**{language: texts.get(language) or "" for language in LANGUAGES})
