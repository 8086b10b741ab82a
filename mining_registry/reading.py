"""A filled-in notification, from plain data (JSON, YAML) to the typed model, all faults named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ledger.errors import Rejected
from mining_registry.faults import Fault, refuse
from mining_registry.form import Dates, NotificationForm
from mining_registry.plain import MAX_FORM_BYTES, typed
from mining_registry.rules import DateRule, form_faults

__all__ = ["FORM", "MAX_FORM_BYTES", "check_form", "document_of", "read_document", "read_form"]

FORM = "mining-notification/1"
"""Name and version of the form; it stands in the document whose digest goes to the chain."""


def read_form(document: object, rule: DateRule | None = None) -> NotificationForm:
    """The form that plain data holds, as `typed` takes it.

    With a `rule`, the dates are checked in the same pass.
    Raises Rejected("form.invalid") that names every fault.
    """
    form = typed(NotificationForm, document, lambda: _date_faults(document, rule))
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


def _date_faults(document: object, rule: DateRule | None) -> Iterator[Fault]:
    """Faults of the dates in a form that fails elsewhere."""
    if rule is None or not isinstance(document, Mapping):
        return
    try:
        dates = typed(Dates, document.get("dates"))
    except Rejected:
        return  # named with the rest
    yield from rule.faults(dates)
