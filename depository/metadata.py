"""What a possessor says of a package, and its form as CodeMeta JSON."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from depository.components import Declaration, check_complete
from depository.text import has_controls
from ledger.errors import Rejected
from ledger.localized import LANGUAGES, Localized

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from ledger.types import Digest

__all__ = [
    "Access",
    "Metadata",
    "Origin",
    "PackageKind",
    "Provenance",
    "from_codemeta",
    "to_codemeta",
]

_TITLE_CHARACTERS = 300
_DESCRIPTION_CHARACTERS = 10_000
_VERSION_CHARACTERS = 64
_LICENSE_CHARACTERS = 200
_AUTHOR_CHARACTERS = 200
_AUTHORS = 100

_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+_~:-]*\Z")
_SPDX_ID = r"[A-Za-z0-9][A-Za-z0-9.:-]*\+?"
_SPDX = re.compile(rf"\(*{_SPDX_ID}\)*( (AND|OR|WITH) \(*{_SPDX_ID}\)*)*\Z")
_SPDX_ADDRESS = "https://spdx.org/licenses/"
_CONTEXT = [
    "https://w3id.org/codemeta/3.0",
    {"access": "https://schema.org/conditionsOfAccess", "kind": "https://schema.org/genre"},
]
_PARTS_CONTEXT = {
    "absence": "https://schema.org/creativeWorkStatus",
    "path": "https://schema.org/contentUrl",
}


class PackageKind(IntEnum):
    """What is deposited: the numbers of the contract `depository` (D-1, D-9, D-10)."""

    INFORMATION_SYSTEM = 1
    PROGRAM_PRODUCT = 2
    PROGRAM_CODE = 3
    DOCUMENTATION = 4
    CONCEPT = 5

    @property
    def word(self) -> str:
        """The kind in documents and addresses: lower case, hyphens."""
        return self.name.lower().replace("_", "-")


class Access(IntEnum):
    """Who may read the content: the numbers of the contract `depository`."""

    PUBLIC = 0
    LIMITED = 1

    @property
    def word(self) -> str:
        """The access in documents and addresses."""
        return self.name.lower()


class Origin(IntEnum):
    """Where it comes from: the numbers of the contract `depository`.

    What budget money made or bought (D-4) and what a state body has by another way is the state's
    (2007, art. 15(3)).
    """

    NON_STATE = 0
    BUDGET = 1
    STATE = 2

    @property
    def word(self) -> str:
        """The origin in documents and addresses."""
        return self.name.lower().replace("_", "-")


@dataclass(frozen=True, slots=True)
class Provenance:
    """The origin, and the SHA-256 of the authorised body's expert conclusion if there is one.

    Documentation and concepts of the state come with the conclusion, a file of the package (D-10).
    """

    origin: Origin = Origin.NON_STATE
    conclusion: Digest | None = None

    def check(self, kind: PackageKind, digests: Collection[Digest]) -> None:
        """Check the conclusion against a package's kind and the SHA-256 of its files.

        Raises Rejected("conclusion.missing") and Rejected("conclusion.not-in-package", digest=).
        """
        needed = kind in {PackageKind.DOCUMENTATION, PackageKind.CONCEPT}
        if self.conclusion is None:
            if needed and self.origin is not Origin.NON_STATE:
                raise Rejected("conclusion.missing")
        elif self.conclusion not in digests:
            raise Rejected("conclusion.not-in-package", digest="0x" + self.conclusion.hex())


@dataclass(frozen=True, slots=True)
class Metadata:
    """A description of a package; titles and description in all three languages (P-5).

    `version` is a word of up to 64 characters, `license` an SPDX expression, `authors` names of
    people or bodies as they are to be published, `parts` what of the set of an information system
    lies where (D-9).
    Raises Rejected: "metadata.too-long" (field, limit), "metadata.empty" (field),
    "metadata.control-character" (field), "metadata.bad-version" (version),
    "metadata.bad-license" (license), "metadata.too-many-authors" (limit).
    """

    titles: Localized
    version: str
    license: str
    kind: PackageKind
    access: Access = Access.PUBLIC
    description: Localized | None = None
    authors: tuple[str, ...] = ()
    parts: Declaration | None = None

    def __post_init__(self) -> None:
        """Check every field: range, then shape."""
        for language in LANGUAGES:
            _check_text("titles", self.titles.in_language(language), _TITLE_CHARACTERS)
            if self.description is not None:
                text = self.description.in_language(language)
                _check_text("description", text, _DESCRIPTION_CHARACTERS, lines=True)
        if len(self.authors) > _AUTHORS:
            raise Rejected("metadata.too-many-authors", limit=_AUTHORS)
        for author in self.authors:
            _check_text("authors", author, _AUTHOR_CHARACTERS)
        _check_text("version", self.version, _VERSION_CHARACTERS)
        if not _VERSION.match(self.version):
            raise Rejected("metadata.bad-version", version=self.version)
        _check_text("license", self.license, _LICENSE_CHARACTERS)
        opened, closed = self.license.count("("), self.license.count(")")
        if opened != closed or not _SPDX.match(self.license):
            raise Rejected("metadata.bad-license", license=self.license)

    def check_complete(self) -> None:
        """Check that an information system has its whole set; raises as the check of the parts."""
        if self.kind is PackageKind.INFORMATION_SYSTEM:
            check_complete(self.parts)

    def check_files(self, paths: Iterable[str]) -> None:
        """Check that the declared parts are among the files; raises as `Declaration` does."""
        if self.parts is not None:
            self.parts.check_files(paths)


def to_codemeta(metadata: Metadata) -> dict[str, Any]:
    """Return the document of CodeMeta 3.0 (JSON-LD): titles as values with a language."""
    document: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "SoftwareSourceCode",
        "access": metadata.access.word,
        "kind": metadata.kind.word,
        "license": _license_to_json(metadata.license),
        "name": _texts_to_json(metadata.titles),
        "version": metadata.version,
    }
    if metadata.description is not None:
        document["description"] = _texts_to_json(metadata.description)
    if metadata.authors:
        document["author"] = [{"name": name} for name in metadata.authors]
    if metadata.parts is not None:
        document["@context"] = [*_CONTEXT, _PARTS_CONTEXT]
        document["hasPart"] = _parts_to_json(metadata.parts)
    return document


def from_codemeta(document: Mapping[str, Any]) -> Metadata:
    """Read back what `to_codemeta` wrote.

    Raises Rejected("metadata.malformed") for another shape, and what Metadata raises.
    """
    try:
        described = document.get("description")
        return Metadata(
            titles=_texts_from_json(document["name"]),
            version=_string(document["version"]),
            license=_string(document["license"]).removeprefix(_SPDX_ADDRESS),
            kind=PackageKind[_member(document["kind"])],
            access=Access[_member(document["access"])],
            description=None if described is None else _texts_from_json(described),
            authors=tuple(_string(author["name"]) for author in document.get("author", ())),
            parts=_parts_from_json(document.get("hasPart", ())),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise Rejected("metadata.malformed") from error


def _check_text(field: str, text: str, limit: int, *, lines: bool = False) -> None:
    if len(text) > limit:
        raise Rejected("metadata.too-long", field=field, limit=limit)
    if not text.strip():
        raise Rejected("metadata.empty", field=field)
    if has_controls(text.replace("\n", "") if lines else text):
        raise Rejected("metadata.control-character", field=field)


def _license_to_json(expression: str) -> str:
    plain = " " not in expression and "LicenseRef" not in expression and "(" not in expression
    return _SPDX_ADDRESS + expression if plain else expression


def _texts_to_json(texts: Localized) -> list[dict[str, str]]:
    return [
        {"@language": language, "@value": texts.in_language(language)} for language in LANGUAGES
    ]


def _texts_from_json(values: list[dict[str, str]]) -> Localized:
    return Localized(**{_string(value["@language"]): _string(value["@value"]) for value in values})


def _parts_to_json(parts: Declaration) -> list[dict[str, Any]]:
    present = [
        {"@type": "CreativeWork", "identifier": part.value, "path": list(paths)}
        for part, paths in parts.present
    ]
    absent = [
        {"@type": "CreativeWork", "identifier": part.value, "absence": reason}
        for part, reason in parts.absent
    ]
    return present + absent


def _parts_from_json(values: Iterable[Mapping[str, Any]]) -> Declaration | None:
    present: dict[str, list[str]] = {}
    absent: dict[str, str] = {}
    for value in values:
        word = _string(value["identifier"])
        if "absence" in value:
            absent[word] = _string(value["absence"])
        else:
            present[word] = [_string(path) for path in value["path"]]
    return Declaration.of(present, absent)


def _member(word: str) -> str:
    return _string(word).upper().replace("-", "_")


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
