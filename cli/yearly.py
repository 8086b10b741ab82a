"""The yearly verification: made here from end to end, or recorded as a person types it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cli.caring import scrub
from cli.client.deposit_acts import record_verification
from cli.commands.values import end_of_day
from cli.digests import document_digest
from cli.wiring import vault_engine
from depository.fixity.report import Reports
from depository.history import Findings
from ledger.types import Digest, Timestamp

if TYPE_CHECKING:
    from cli.client.agent import Agent
    from cli.session import Session
    from depository.fixity.report import Report

__all__ = ["Told", "record", "verify"]

Told = tuple[int, int, str, str | None]
"""Objects checked, of these faulty ones, the report (a file or SHA-256), the day or None."""


def record(session: Session, key: str, told: Told, basis: str) -> dict[str, Any]:
    """Sign the record of a verification; completed at the end of the day, or at the indexed head.

    Raises UsageError `input.file-unreadable` (path), `input.date-malformed` (given).
    """
    checked, faulty, report, day = told
    digest, decision = Digest(document_digest(report)), document_digest(basis)
    with session.agent(key) as agent:
        verified_at = _head(agent) if day is None else end_of_day(day)
        found = Findings(checked, faulty, digest, Timestamp(verified_at))
        return record_verification(agent, found, decision).as_json()


def verify(session: Session, key: str, basis: str, rate: int | None) -> dict[str, Any]:
    """Check the whole store here, write the report, and sign the record of it (D-8).

    Goes on with a check that is not over. Raises as `scrub`, UsageError `input.file-unreadable`.
    """
    decision = document_digest(basis)
    scrub(session.settings, rate, None)
    report = Reports(vault_engine(session.settings)).last()
    told = json.loads(report.text)
    completed = int(datetime.fromisoformat(told["completed_at"]).timestamp())
    with session.agent(key) as agent:
        verified_at = Timestamp(min(completed, _head(agent)))
        found = Findings(told["checked"], told["faulty"], report.digest, verified_at)
        recorded = record_verification(agent, found, decision).as_json()
    return {**recorded, **_summary(report, told)}


def _summary(report: Report, told: dict[str, Any]) -> dict[str, Any]:
    figures = ("checked", "damaged", "missing", "recovered", "faulty")
    return {"report": "0x" + report.digest.hex(), **{each: told[each] for each in figures}}


def _head(agent: Agent) -> int:
    """The time of the last indexed block: the chain's clock may be behind this machine's."""
    told = agent.client.get("/v1/depository")["as_of"]["timestamp"]
    return int(datetime.fromisoformat(told).timestamp())
