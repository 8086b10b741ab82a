"""What a schema allows, said to people in words and to browsers in attributes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.languages import Messages
    from api.pages.portal.inputs import InputKind

__all__ = ["hint_of", "limits_of"]

_EXACT_MOST: Final = 2**53 - 1
_DIGITS: Final = re.compile(r"\^\(?\[0-9\]\{(\d+)\}\)?\$")
_LENGTHS: Final[Mapping[InputKind, int]] = {"account": 42, "digest": 66, "amount": 78}


def hint_of(messages: Messages, kind: InputKind, schema: Mapping[str, Any]) -> str | None:
    """What may be written, in words; None where the input says it itself."""
    if kind in {"account", "day", "moment", "digest"}:
        return messages(f"portal-rule-{kind}")
    if kind == "amount":
        return messages("portal-rule-amount")
    if kind == "integer":
        return _integer(messages, schema)
    if kind == "lines":
        return messages("portal-rule-lines", most=int(schema.get("maxItems", 100)))
    if kind in {"text", "long"}:
        return messages("portal-rule-text", most=int(schema.get("maxLength", 500)))
    return _pattern(messages, schema) if kind == "pattern" else None


def _integer(messages: Messages, schema: Mapping[str, Any]) -> str:
    least, most = int(schema.get("minimum", 0)), int(schema.get("maximum", _EXACT_MOST))
    if most >= _EXACT_MOST:
        return messages("portal-rule-integer-from", least=str(least))
    return messages("portal-rule-integer", least=str(least), most=str(most))


def _pattern(messages: Messages, schema: Mapping[str, Any]) -> str | None:
    digits = _DIGITS.fullmatch(schema["pattern"])
    if digits is not None:
        return messages("portal-rule-digits", count=int(digits[1]))
    examples = schema.get("examples")
    return messages("portal-rule-example", example=str(examples[0])) if examples else None


def limits_of(kind: InputKind, schema: Mapping[str, Any]) -> Mapping[str, str]:
    """Attributes of the HTML of an input; patterns of HTML are anchored by themselves."""
    limits: dict[str, str] = {}
    pattern = schema.get("pattern")
    if pattern is not None:
        limits["pattern"] = pattern.removeprefix("^").removesuffix("$")
    longest = _LENGTHS.get(kind) or schema.get("maxLength")
    if longest:
        limits["maxlength"] = str(longest)
    if kind == "integer":
        limits["pattern"] = "0|[1-9][0-9]*"
        limits["maxlength"] = "78"
        limits["data-least"] = str(int(schema.get("minimum", 0)))
        limits["data-most"] = str(int(schema.get("maximum", _EXACT_MOST)))
    if kind in {"amount", "integer"}:
        limits["inputmode"] = "numeric"
    return limits
