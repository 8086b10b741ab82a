"""The JSON Schema of bundles, made from the kinds: what other implementers are given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ledger.proofs.kinds import KINDS
from ledger.proofs.model import FORMAT, PROFILE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.proofs.kinds import Kind, Word

__all__ = ["schema"]

_COUNT: Final = {"type": "integer", "minimum": 0, "maximum": 2**53 - 1}
_TEXT: Final = {"type": "string", "minLength": 1, "maxLength": 4096}
_BASE64: Final = {
    "type": "string",
    "pattern": "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
}
_WORDS: Final = {
    "uint256": {"type": "string", "pattern": "^(0|[1-9][0-9]{0,77})$"},
    "bytes32": {"type": "string", "pattern": "^0x[0-9a-f]{64}$"},
    "address": {"type": "string", "pattern": "^0x[0-9a-f]{40}$"},
}


def schema() -> dict[str, Any]:
    """The schema (draft 7) of a bundle of any kind.

    It describes the form. That the file is the canonical JSON (RFC 8785) of what it says, and that
    what it says holds, is not a schema's to tell.
    """
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": FORMAT,
        "description": "A proof that a record stands on a chain. The file is canonical JSON.",
        "oneOf": [_bundle(name, kind) for name, kind in KINDS.items()],
    }


def _bundle(name: str, kind: Kind) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "chain": _exactly({"genesis": _WORDS["bytes32"], "id": _COUNT}),
        "contract": _WORDS["address"],
        "format": {"const": FORMAT},
        "kind": {"const": name},
        "subject": _exactly({each: _WORDS[type_] for each, type_ in kind.subject.items()}),
        "witnesses": _list(_witness(), 256),
    }
    if kind.content:
        fields["content"] = _content(kind)
    if kind.record:
        says = _exactly({each.name: _WORDS[each.type] for each in kind.record})
        fields["record"] = _exactly({"path": _list(_WORDS["bytes32"], 64), "says": says})
    if kind.event is not None:
        place = {"index": _COUNT, "log": _COUNT, "receipt": _BASE64}
        fields["statement"] = _section(kind.event.words, place)
    ways = {"account": _BASE64, "storage": _BASE64}
    state = {"state": _section([slot.word for slot in kind.state], ways)}
    return _exactly(fields | state, fields.keys() if kind.event else (*fields, "state"))


def _section(words: Iterable[Word], more: dict[str, Any]) -> dict[str, Any]:
    block = {"number": _COUNT, "parent": _WORDS["bytes32"], "time": _COUNT}
    return _exactly(
        {
            "block": _exactly(block),
            "headers": _list(_BASE64, 520),
            "says": _exactly({each.name: _WORDS[each.type] for each in words}),
            **more,
        }
    )


def _content(kind: Kind) -> dict[str, Any]:
    fields: dict[str, Any] = {"cid": _TEXT, "profile": {"const": PROFILE}}
    if kind.file:
        fields |= {"car": _BASE64, "file": _TEXT, "path": _TEXT}
        fields["sha256"] = {"oneOf": [{"type": "null"}, _WORDS["bytes32"]]}
    return _exactly(fields)


def _witness() -> dict[str, Any]:
    sections = {"enum": ["statement", "state"]}
    return _exactly({"address": _WORDS["address"], "section": sections, "signature": _BASE64})


def _exactly(fields: dict[str, Any], required: Iterable[str] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": fields,
        "required": sorted(fields if required is None else required),
        "additionalProperties": False,
    }


def _list(items: dict[str, Any], most: int) -> dict[str, Any]:
    return {"type": "array", "items": items, "maxItems": most}
