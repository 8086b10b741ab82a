"""A deposit's request whose description comes, in part or whole, from a CodeMeta document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from depository.codemeta import read_codemeta
from ledger.localized import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from depository.codemeta import Said

__all__ = ["SOURCES", "either", "filled"]

SOURCES: Final[Mapping[str, str]] = {
    "titles": "name",
    "version": "version",
    "license": "license",
    "kind": "kind",
    "access": "access",
    "authors": "author",
    "description": "description",
    "parts": "hasPart",
}
"""Fields of a request, and the member of the document that each is taken from."""


def filled(asked: dict[str, Any]) -> dict[str, Any]:
    """What `codemeta` says and the request does not, by the names of the request.

    Raises Rejected("codemeta.malformed", pointer), where `pointer` is that of the request.
    """
    document = asked.get("codemeta")
    if not isinstance(document, dict):
        return {}
    said = _by_field(read_codemeta(document, "/codemeta"))
    return {name: value for name, value in said.items() if value and asked.get(name) is None}


def either(schema: dict[str, Any]) -> None:
    """Say in a JSON schema that a request describes itself or brings a document that does."""
    described = [name for name in schema["required"] if name in SOURCES]
    schema["required"] = [name for name in schema["required"] if name not in SOURCES]
    document = {"required": ["codemeta"], "properties": {"codemeta": {"type": "object"}}}
    schema["anyOf"] = [{"required": described}, document]


def _by_field(said: Said) -> dict[str, Any]:
    titles, about = said.titles, said.description
    present = {part: list(paths) for part, paths in said.parts.present.items()}
    parts = {"present": present, "absent": dict(said.parts.absent)}
    return {
        "titles": {each: titles[each] for each in LANGUAGES if each in titles},
        "version": said.version,
        "license": said.license,
        "kind": None if said.kind is None else said.kind.word,
        "access": None if said.access is None else said.access.word,
        "authors": list(said.authors),
        "description": dict(about) if about.keys() == set(LANGUAGES) else None,
        "parts": parts if any(parts.values()) else None,
    }
