"""A filled-in notification, from plain data (JSON, YAML) to the typed model, all faults named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ledger.errors import Rejected
from mining_registry.editions import NOTIFICATION, chosen, document_by
from mining_registry.faults import Fault, refuse
from mining_registry.form import Dates, NotificationForm
from mining_registry.plain import MAX_FORM_BYTES, typed
from mining_registry.rules import DateRule, form_faults

if TYPE_CHECKING:
    from ledger.forms.model import LawForm

__all__ = ["MAX_FORM_BYTES", "check_form", "document_of", "read_document", "read_form"]


def read_form(
    document: object,
    rule: DateRule | None = None,
    forms: LawForm[NotificationForm] = NOTIFICATION,
) -> NotificationForm:
    """The form that plain data holds, as `typed` takes it; its member `form` names the edition.

    With a `rule`, it is filed on the day of the rule: the edition is that in force, and the dates
    are checked in the same pass. Raises Rejected("form.invalid") that names every fault,
    Rejected("form.edition-not-in-force"), NotFound("form.none-in-force").
    """
    edition, rest = chosen(forms, document, None if rule is None else rule.today)
    form = typed(edition.model, rest, lambda: _date_faults(rest, rule))
    check_form(form, rule)
    return form


def check_form(form: NotificationForm, rule: DateRule | None = None) -> None:
    """Refuse a form whose parts contradict each other or, with a `rule`, whose dates are wrong.

    Raises Rejected("form.invalid") that names every fault.
    """
    dates = () if rule is None else rule.faults(form.dates)
    refuse([*form_faults(form), *dates])


def document_of(
    form: NotificationForm, forms: LawForm[NotificationForm] = NOTIFICATION
) -> dict[str, Any]:
    """The plain document that stands for a form: its salted digest goes to the chain."""
    return document_by(forms, form)


def read_document(
    document: Mapping[str, Any], forms: LawForm[NotificationForm] = NOTIFICATION
) -> NotificationForm:
    """The form that a document of `document_of` stands for, read by the edition that it names.

    Raises Rejected("form.invalid") if it is none.
    """
    return read_form({"form": None, **document}, None, forms)


def _date_faults(document: object, rule: DateRule | None) -> Iterator[Fault]:
    """Faults of the dates in a form that fails elsewhere."""
    if rule is None or not isinstance(document, Mapping):
        return
    try:
        dates = typed(Dates, document.get("dates"))
    except Rejected:
        return  # named with the rest
    yield from rule.faults(dates)
