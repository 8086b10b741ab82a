"""A filled-in quarterly report, from plain data (JSON, YAML) to the typed model and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mining_registry.editions import REPORT, chosen, document_by
from mining_registry.faults import refuse
from mining_registry.plain import typed
from mining_registry.reports.form import ReportForm, report_faults

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from ledger.forms.model import LawForm

__all__ = ["example_report", "read_report", "read_report_document", "report_document"]


def read_report(
    document: object, day: dt.date | None = None, forms: LawForm[ReportForm] = REPORT
) -> ReportForm:
    """The report that plain data holds, as `typed` takes it; its member `form` names the edition.

    With a `day`, it is filed on it, by the edition in force. Raises Rejected("form.invalid") that
    names every fault, Rejected("form.edition-not-in-force"), NotFound("form.none-in-force").
    """
    edition, rest = chosen(forms, document, day)
    form = typed(edition.model, rest)
    refuse(report_faults(form))
    return form


def report_document(form: ReportForm, forms: LawForm[ReportForm] = REPORT) -> dict[str, Any]:
    """The plain document that stands for a report: its salted digest goes to the chain."""
    return document_by(forms, form)


def read_report_document(
    document: Mapping[str, Any], forms: LawForm[ReportForm] = REPORT
) -> ReportForm:
    """The report that a document of `report_document` stands for; Rejected("form.invalid")."""
    return read_report({"form": None, **document}, None, forms)


def example_report() -> ReportForm:
    """The complete example that ships with the form (`examples/report.yaml`)."""
    return read_report(REPORT.latest.example())
