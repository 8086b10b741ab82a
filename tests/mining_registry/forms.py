"""Filled-in forms for the tests, as plain data."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from mining_registry.reading import document_of
from mining_registry.schema import example_form

if TYPE_CHECKING:
    from ledger.errors import Rejected

__all__ = ["TODAY", "changed", "dated", "faults_of", "filled"]

TODAY = dt.date(2026, 11, 20)


def filled(**changes: Any) -> dict[str, Any]:
    """The example as plain data; `miner__kind="legal"` changes one field, `sites__0__kato` too."""
    document = document_of(example_form())
    del document["form"]
    return changed(document, **changes)


def changed(document: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A document with some of its fields changed, each named by the steps to it."""
    for path, value in changes.items():
        *steps, last = (int(step) if step.isdigit() else step for step in path.split("__"))
        part: Any = document
        for step in steps:
            part = part[step]
        part[last] = value
    return document


def dated(today: dt.date, start_in: int = 31, **changes: Any) -> dict[str, Any]:
    """The example, submitted today and starting so many days later."""
    start = today + dt.timedelta(days=start_in)
    return filled(dates__submitted=today.isoformat(), dates__start=start.isoformat(), **changes)


def faults_of(refusal: Rejected) -> set[tuple[str, str]]:
    """Path and reason of each fault."""
    paths, reasons = refusal.facts["paths"], refusal.facts["reasons"]
    assert isinstance(paths, tuple)
    assert isinstance(reasons, tuple)
    return set(zip(paths, reasons, strict=True))
