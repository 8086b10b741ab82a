"""Plain data (JSON, YAML) turned into a typed part of a form, with every fault of it named."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from mining_registry.faults import Fault, refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pydantic_core import ErrorDetails

__all__ = ["MAX_FORM_BYTES", "typed"]

MAX_FORM_BYTES = 4 * 2**20
"""A longer document is refused before it is read."""

_MAX_DEPTH = 16
_MAX_ITEMS = MAX_FORM_BYTES // 2
_M = TypeVar("_M", bound=BaseModel)

_REASONS: Mapping[str, tuple[str, str | None]] = {
    "missing": ("form.missing", None),
    "extra_forbidden": ("form.unknown-field", None),
    "string_type": ("form.not-text", None),
    "string_too_short": ("form.too-short", "min_length"),
    "string_too_long": ("form.too-long", "max_length"),
    "int_type": ("form.not-integer", None),
    "greater_than_equal": ("form.too-small", "ge"),
    "less_than_equal": ("form.too-large", "le"),
    "enum": ("form.not-listed", "expected"),
    "too_short": ("form.too-few", "min_length"),
    "too_long": ("form.too-many", "max_length"),
    "tuple_type": ("form.not-list", None),
    "model_type": ("form.not-object", None),
    "date_type": ("form.not-date", None),
    "date_parsing": ("form.not-date", None),
    "date_from_datetime_parsing": ("form.not-date", None),
    "date_from_datetime_inexact": ("form.not-date", None),
}
"""Kind of pydantic's error → our code, and which of its facts is the bound that was passed."""


def typed(model: type[_M], document: object, beside: Callable[[], Iterable[Fault]] = tuple) -> _M:
    """What plain data says as a `model`.

    `document` is what a JSON or YAML reader gives: objects, lists, text, integers, and days
    either as ISO text or as `date`. Raises Rejected("form.invalid") that names every fault, those
    of `beside` with them.
    """
    text = _as_json(document)
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        failure = error
    # Raised outside of the handler: pydantic's text repeats the input.
    refuse([*_faults(failure), *beside()])
    raise failure  # not reached


def _as_json(document: object) -> str:
    try:
        _check_depth(document)
        text = json.dumps(document, allow_nan=False, default=_plain)
    except (TypeError, ValueError):
        refuse([Fault("", "form.unreadable")])
        raise  # not reached
    if len(text) > MAX_FORM_BYTES:
        refuse([Fault("", "form.too-big", str(MAX_FORM_BYTES))])
    return text


def _check_depth(document: object) -> None:
    """Refuse nesting that no form has: JSON's own encoder would recurse as deep as it goes.

    References of YAML are counted as often as they are used.
    """
    level = [document]
    for _ in range(_MAX_DEPTH):
        level = [
            item
            for part in level
            if isinstance(part, dict | list | tuple)
            for item in (part.values() if isinstance(part, dict) else part)
        ]
        if len(level) > _MAX_ITEMS:
            raise ValueError
    if level:
        raise ValueError


def _plain(value: object) -> str:
    """A day as ISO text; a YAML reader makes `date` of it."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _faults(failure: ValidationError) -> Iterator[Fault]:
    """Each error once: a list whose items all fail is not also "too short" by that."""
    faults = [_fault(error) for error in failure.errors(include_url=False)]
    for fault in faults:
        inside = fault.path + "."
        counted = fault.reason == "form.too-few"
        if not (counted and any(other.path.startswith(inside) for other in faults)):
            yield fault


def _fault(error: ErrorDetails) -> Fault:
    path = ".".join(str(step) for step in error["loc"])
    context = error.get("ctx", {})
    if error["type"].startswith("form."):
        return Fault(path, error["type"], str(context.get("detail", "")))
    reason, fact = _REASONS.get(error["type"], ("form.unreadable", None))
    return Fault(path, reason, "" if fact is None else str(context.get(fact, "")))
