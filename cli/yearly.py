"""`qoima deposit record-verification`: what a verification found, from what a person typed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from cli.client.deposit_acts import record_verification
from cli.commands.values import end_of_day
from cli.digests import document_digest
from depository.history import Findings
from ledger.types import Digest, Timestamp

if TYPE_CHECKING:
    from cli.client.agent import Agent
    from cli.session import Session

__all__ = ["Report", "record"]

Report = tuple[int, int, str, str | None]
"""Objects checked, of these faulty ones, the report (a file or SHA-256), the day or None."""


def record(session: Session, key: str, told: Report, basis: str) -> dict[str, Any]:
    """Sign the record of a verification; completed at the end of the day, or at the indexed head.

    Raises UsageError `input.file-unreadable` (path), `input.date-malformed` (given).
    """
    checked, faulty, report, day = told
    digest, decision = Digest(document_digest(report)), document_digest(basis)
    with session.agent(key) as agent:
        verified_at = _head(agent) if day is None else end_of_day(day)
        found = Findings(checked, faulty, digest, Timestamp(verified_at))
        return record_verification(agent, found, decision).as_json()


def _head(agent: Agent) -> int:
    """The time of the last indexed block: the chain's clock may be behind this machine's."""
    told = agent.client.get("/v1/depository")["as_of"]["timestamp"]
    return int(datetime.fromisoformat(told).timestamp())
