"""A filled-in form, from plain data (JSON, YAML) to the typed model, with all its faults named."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from mining_registry.faults import Fault, refuse
from mining_registry.form import Dates, NotificationForm
from mining_registry.rules import DateRule, form_faults

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

__all__ = ["FORM", "MAX_FORM_BYTES", "check_form", "document_of", "read_document", "read_form"]

FORM = "mining-notification/1"
"""Name and version of the form; it stands in the document whose digest goes to the chain."""

MAX_FORM_BYTES = 4 * 2**20
"""A longer document is refused before it is read."""

_MAX_DEPTH = 16
_MAX_ITEMS = MAX_FORM_BYTES // 2

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


def read_form(document: object, rule: DateRule | None = None) -> NotificationForm:
    """The form that plain data holds.

    `document` is what a JSON or YAML reader gives: objects, lists, text, integers, and days
    either as ISO text or as `date`. With a `rule`, the dates are checked in the same pass.
    Raises Rejected("form.invalid") that names every fault.
    """
    text = _as_json(document)
    failure: ValidationError | None = None
    try:
        form = NotificationForm.model_validate_json(text)
    except ValidationError as error:
        failure = error
    if failure is not None:  # raised outside of the handler: pydantic's text repeats the input
        refuse([*_faults(failure), *_date_faults(document, rule)])
    check_form(form, rule)
    return form


def check_form(form: NotificationForm, rule: DateRule | None = None) -> None:
    """Refuse a form whose parts contradict each other or, with a `rule`, whose dates are wrong.

    Raises Rejected("form.invalid") that names every fault.
    """
    dates = () if rule is None else rule.faults(form.dates)
    refuse([*form_faults(form), *dates])


def document_of(form: NotificationForm) -> dict[str, Any]:
    """The plain document that stands for a form: its salted digest goes to the chain."""
    return {"form": FORM, **form.model_dump(mode="json", exclude_none=True)}


def read_document(document: Mapping[str, Any]) -> NotificationForm:
    """The form that a document of `document_of` stands for; Rejected("form.invalid") if none."""
    if document.get("form") != FORM:
        refuse([Fault("form", "form.not-listed", FORM)])
    return read_form({name: value for name, value in document.items() if name != "form"})


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


def _date_faults(document: object, rule: DateRule | None) -> Iterator[Fault]:
    """Faults of the dates in a form that fails elsewhere."""
    if rule is None or not isinstance(document, Mapping):
        return
    try:
        dates = Dates.model_validate_json(_as_json(document.get("dates")))
    except ValidationError:
        return  # named with the rest
    yield from rule.faults(dates)
