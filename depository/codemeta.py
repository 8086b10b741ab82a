"""Reads from anybody's CodeMeta document (JSON-LD) what a deposit has to say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from depository.metadata import Access, PackageKind
from ledger.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Parts", "Said", "read_codemeta"]

_SPDX: Final = ("https://spdx.org/licenses/", "http://spdx.org/licenses/")


@dataclass(frozen=True, slots=True)
class Parts:
    """What of the set of an information system lies at which paths, or why it is left out."""

    present: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    absent: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """What a document says: texts by language, None for what it does not say.

    Titles and description count only where the document has them by language.
    """

    titles: Mapping[str, str]
    version: str | None
    license: str | None
    kind: PackageKind | None
    access: Access | None
    authors: tuple[str, ...]
    description: Mapping[str, str]
    parts: Parts


def read_codemeta(document: Mapping[str, Any], at: str = "") -> Said:
    """Read the fields of CodeMeta 3.0 that we use, and our own `kind`, `access` and `hasPart`.

    Raises Rejected("codemeta.malformed", pointer), a JSON pointer (RFC 6901) to what has another
    form than it should; `at` is the pointer to the document in whatever holds it.
    """
    reading = _Reading(document, at)
    return Said(
        titles=reading.texts("name"),
        version=reading.text("version") or reading.text("softwareVersion"),
        license=reading.license(),
        kind=reading.word("kind", {each.word: each for each in PackageKind}),
        access=reading.word("access", {each.word: each for each in Access}),
        authors=tuple(
            _author(value, where) for value, where in reading.items("author", alone=True)
        ),
        description=reading.texts("description"),
        parts=reading.parts(),
    )


class _Reading:
    """A document's fields, each with the pointer to it; null is the same as nothing."""

    def __init__(self, document: Mapping[str, Any], at: str) -> None:
        self._fields = document
        self._at = at

    def text(self, name: str) -> str | None:
        value = self._fields.get(name)
        return None if value is None else _text(value, f"{self._at}/{name}")

    def texts(self, name: str) -> dict[str, str]:
        """A text by language; nothing for one of no language."""
        if isinstance(self._fields.get(name), str):
            return {}
        found = {}
        for value, where in self.items(name):
            language = _text(_member(value, "@language", where), f"{where}/@language")
            found[language] = _text(_member(value, "@value", where), f"{where}/@value")
        return found

    def license(self) -> str | None:
        """An SPDX expression, without the address before it."""
        found = self.text("license")
        for address in _SPDX:
            found = found.removeprefix(address) if found else found
        return found.removesuffix(".html") if found else found

    def word(self, name: str, words: Mapping[str, Any]) -> Any:
        found = self.text(name)
        if found is not None and found not in words:
            raise _malformed(self._at, name)
        return None if found is None else words[found]

    def items(self, name: str, *, alone: bool = False) -> list[tuple[Any, str]]:
        """The items of a list with the pointers to them; `alone`: or the one that stands for it."""
        value = self._fields.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            if not alone:
                raise _malformed(self._at, name)
            return [(value, f"{self._at}/{name}")]
        return [(each, f"{self._at}/{name}/{place}") for place, each in enumerate(value)]

    def parts(self) -> Parts:
        present: dict[str, tuple[str, ...]] = {}
        absent: dict[str, str] = {}
        for value, where in self.items("hasPart"):
            part = _text(_member(value, "identifier", where), f"{where}/identifier")
            if "absence" in value:
                absent[part] = _text(value["absence"], f"{where}/absence")
                continue
            paths = _member(value, "path", where)
            if not isinstance(paths, list):
                raise _malformed(where, "path")
            present[part] = tuple(
                _text(path, f"{where}/path/{place}") for place, path in enumerate(paths)
            )
        return Parts(present, absent)


def _author(value: Any, where: str) -> str:
    """The name of an organisation, given and family names of a person."""
    if isinstance(value, str):
        return value
    if not isinstance(value, dict):
        raise _malformed(where)
    if "name" in value:
        return _text(value["name"], f"{where}/name")
    names = ("givenName", "familyName")
    return " ".join(_text(value[name], f"{where}/{name}") for name in names if value.get(name))


def _member(value: Any, name: str, where: str) -> Any:
    if not isinstance(value, dict) or name not in value:
        raise _malformed(where)
    return value[name]


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise _malformed(where)
    return value


def _malformed(*place: str) -> Rejected:
    return Rejected("codemeta.malformed", pointer="/".join(place))
