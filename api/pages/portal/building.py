"""The schema of a request turned into the inputs of a form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from api.pages.portal.inputs import Choice, Input
from api.pages.portal.rules import hint_of, limits_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.pages.portal.inputs import InputKind
    from api.pages.portal.kinds import Kind
    from api.pages.portal.naming import Names

__all__ = ["FormMaker"]

_SENDER: Final = "sender"
_MOMENTS: Final = frozenset({"valid_until", "verified_at"})
"""Integers that are seconds since 1970."""
_LEVEL: Final = "level"
_ACCOUNT: Final = "^0x[0-9a-fA-F]{40}$"
_DIGEST: Final = ("^0x[0-9a-f]{64}$", "^(0x[0-9a-f]{64})$")
_AMOUNTS: Final = ("^[1-9][0-9]{0,77}$", "^(0|[1-9][0-9]{0,77})$")
_LONG: Final = 400
"""A text that may be longer than this is written in several lines."""
_SOUGHT: Final = frozenset({"account", "digest", "amount", "integer", "moment"})
_ALL_OR_ONE: Final = frozenset({"pause", "resume"})
"""Acts in which a 0 stands for every asset."""
_PLACE: Final[dict[str, Any]] = {"type": "integer", "minimum": 1, "maximum": 2**53 - 1}
_FROM_ZERO: Final[dict[str, Any]] = {**_PLACE, "minimum": 0}


@dataclass(frozen=True)
class FormMaker:
    """Makes the form of one act in one language.

    `law` is the JSON Schema of the form of the law that the act holds, in force today.
    """

    kind: Kind
    names: Names
    law: Mapping[str, Any] | None = None

    def made(self, given: Mapping[str, str]) -> tuple[Input, ...]:
        """The inputs of the act, those of its path first; `given` fills in what it names."""
        schema = self.kind.body.model_json_schema()
        inputs = (*map(self._place, self.kind.places), *self._members(schema, schema))
        return tuple(replace(each, value=given.get(each.name, each.value)) for each in inputs)

    def _place(self, name: str) -> Input:
        if name == "account":
            schema: dict[str, Any] = {"type": "string", "pattern": _ACCOUNT}
        else:
            zero = name == "index" or self.kind.slug in _ALL_OR_ONE
            schema = _FROM_ZERO if zero else _PLACE
        return replace(self._leaf(name, schema), place=True, sought=True)

    def _members(
        self, schema: Mapping[str, Any], root: Mapping[str, Any], *, sought: bool = True
    ) -> tuple[Input, ...]:
        """The members of an object, those that must be there first in the order of the schema."""
        needed = frozenset(schema.get("required", ()))
        found = []
        for name, described in schema["properties"].items():
            if name == _SENDER or name in self.kind.left_out:
                continue
            seen = sought and name not in self.kind.derived
            made = self._one(name, described, root, sought=seen)
            default = described.get("default")
            optional = name not in needed and "default" in described and default in (None, [])
            found.append(replace(made, required=made.required and not optional))
        return tuple(found)

    def _one(
        self, name: str, schema: Mapping[str, Any], root: Mapping[str, Any], *, sought: bool
    ) -> Input:
        whole = _resolved(schema, root)
        if name == "form" and self.law is not None and "const" not in whole:
            label = self.names.label(name, {"x-titles": self.law["x-titles"]})
            inside = self._members(self.law, self.law, sought=False)
            return Input(name, "group", label, inside=inside)
        if "properties" in whole:
            inside = self._members(whole, root, sought=sought)
            return Input(name, "group", self.names.label(name, whole), inside=inside)
        if whole.get("type") == "array":
            return self._array(name, whole, root, sought=sought)
        if whole.get("type") == "object":
            return Input(name, "pairs", self.names.label(name, whole), False, self.names.help(name))
        made = self._leaf(name, whole)
        return replace(made, sought=sought and made.kind in _SOUGHT)

    def _array(
        self, name: str, schema: dict[str, Any], root: Mapping[str, Any], *, sought: bool
    ) -> Input:
        items = _resolved(schema["items"], root)
        label, least = self.names.label(name, schema), int(schema.get("minItems", 0))
        if "properties" in items:
            inside = self._members(items, root, sought=sought)
            hint = self.names.help(name)
            most = {"data-most": str(schema.get("maxItems", 100))}
            return Input(name, "rows", label, least > 0, hint, most, inside=inside, least=least)
        if "enum" in items:
            choices = self._choices(name, items)
            hint = self.names.help(name)
            return Input(name, "choices", label, least > 0, hint, choices=choices)
        hint = self.names.help(name) or hint_of(self.names.messages, "lines", schema)
        return Input(name, "lines", label, least > 0, hint)

    def _leaf(self, name: str, schema: Mapping[str, Any]) -> Input:
        kind, label = _kind_of(name, schema), self.names.label(name, dict(schema))
        if kind == "constant":
            return Input(name, kind, label, value=str(schema["const"]))
        choices = self._choices(name, dict(schema)) if kind == "choice" else ()
        hints = (self.names.help(name), hint_of(self.names.messages, kind, schema))
        return Input(
            name,
            kind,
            label,
            hint=" ".join(filter(None, hints)) or None,
            limits=limits_of(kind, schema),
            choices=choices,
            value=str(schema.get("default") or ""),
            numeric=name == _LEVEL,
        )

    def _choices(self, name: str, schema: dict[str, Any]) -> tuple[Choice, ...]:
        values = schema.get("enum") or range(schema["minimum"], schema["maximum"] + 1)
        told = [str(each) for each in values]
        return tuple(Choice(each, self.names.choice(name, each, schema)) for each in told)


def _resolved(schema: Mapping[str, Any], root: Mapping[str, Any]) -> dict[str, Any]:
    """A schema with its reference followed; of one that may be null too, the other."""
    found = dict(schema)
    for each in schema.get("anyOf", ()):
        if each.get("type") != "null":
            found |= each
    reference = found.pop("$ref", None)
    if reference is not None:
        found = {**root["$defs"][reference.rpartition("/")[2]], **found}
    return found


def _kind_of(name: str, schema: Mapping[str, Any]) -> InputKind:
    if "const" in schema:
        return "constant"
    if "enum" in schema or name == _LEVEL:
        return "choice"
    if schema.get("type") == "integer":
        return "moment" if name in _MOMENTS else "integer"
    return "day" if schema.get("format") == "date" else _kind_of_text(schema)


def _kind_of_text(schema: Mapping[str, Any]) -> InputKind:
    pattern = schema.get("pattern")
    if pattern == _ACCOUNT:
        return "account"
    if pattern in _DIGEST:
        return "digest"
    if pattern in _AMOUNTS:
        return "amount"
    if pattern is not None:
        return "pattern"
    return "long" if schema.get("maxLength", 0) > _LONG else "text"
