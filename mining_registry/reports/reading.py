"""A filled-in quarterly report, from plain data (JSON, YAML) to the typed model and back."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

from mining_registry.faults import Fault, refuse
from mining_registry.plain import typed
from mining_registry.reports.form import ReportForm, report_faults
from mining_registry.schema import described

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "REPORT",
    "example_report",
    "read_report",
    "read_report_document",
    "report_document",
    "report_schema",
]

REPORT = "mining-report/1"
"""Name and version of the form; it stands in the document whose digest goes to the chain."""


def read_report(document: object) -> ReportForm:
    """The report that plain data holds, as `typed` takes it.

    Raises Rejected("form.invalid") that names every fault.
    """
    form = typed(ReportForm, document)
    refuse(report_faults(form))
    return form


def report_document(form: ReportForm) -> dict[str, Any]:
    """The plain document that stands for a report: its salted digest goes to the chain."""
    return {"form": REPORT, **form.model_dump(mode="json", exclude_none=True)}


def read_report_document(document: Mapping[str, Any]) -> ReportForm:
    """The report that a document of `report_document` stands for; Rejected("form.invalid")."""
    if document.get("form") != REPORT:
        refuse([Fault("form", "form.not-listed", REPORT)])
    return read_report({name: value for name, value in document.items() if name != "form"})


def example_report() -> ReportForm:
    """The complete example that ships with the form (`examples/report.yaml`)."""
    text = resources.files("mining_registry") / "examples" / "report.yaml"
    return read_report(yaml.safe_load(text.read_text(encoding="utf-8")))


def report_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of the report, with titles in three languages and an example."""
    example = report_document(example_report())
    del example["form"]
    return described(ReportForm, "report", example)
