"""The yearly verification: made here from end to end, or recorded as a person types it."""

from __future__ import annotations

import hashlib
import json
import time
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from cli.commands.values import end_of_day
from cli.progress import count_bar
from depository.history import Findings
from ledger.errors import Unavailable, VerificationError
from ledger.types import Digest, Timestamp
from qoima.client.deposit_acts import record_verification
from qoima.client.digests import document_digest, hexed
from qoima.client.trust import Meant

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cli.session import Session
    from qoima.client.agent import Agent
    from qoima.client.http import Client, Json

__all__ = ["Told", "record", "verify"]

_CHECKS: Final = "/v1/depository/checks"
_POLL_SECONDS: Final = 0.5
_MOST_BYTES: Final = 1 << 20

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


def verify(session: Session, key: str, basis: str) -> dict[str, Any]:
    """Have the server check the whole store, read its report, and sign the record of it (D-8).

    Raises UsageError `input.file-unreadable`, Unavailable `verification.check-stopped`,
    VerificationError `verification.report-differs` (digest), and as an act does.
    """
    decision = Digest(document_digest(basis))
    with session.agent(key) as agent:
        asked = {"sender": agent.address, "basis": hexed(decision)}
        begun = agent.client.post(_CHECKS, asked)
        with count_bar(session, "cli-checking") as progress:
            found = _finished(agent.client, begun, asked, progress)
        report = found["report"]
        told = _read(agent.client, report)
        facts = (told["checked"], told["faulty"], _bytes(report), int(report["verified_at"]))
        _check_time(told, int(report["verified_at"]))
        meant = Meant("depository", "record_verification", facts, decision)
        recorded = agent.resolve(found["act"], meant).as_json()
    return {**recorded, **_summary(report, told)}


def _finished(
    client: Client, check: Json, asked: Mapping[str, str], progress: Callable[[int, int], None]
) -> Json:
    """The check once it is over."""
    while check["state"] == "running":
        time.sleep(_POLL_SECONDS)
        check = client.get(f"{_CHECKS}/{check['entry']}", **asked)
        progress((check["progress"] or {}).get("percent", 0), 100)
    if check["state"] != "finished":
        raise Unavailable("verification.check-stopped")
    return check


def _read(client: Client, report: Json) -> Json:
    """The document of a report, which must have the digest that is to be signed."""
    text = b""
    with client.stream(str(report["document"])) as pieces:
        for piece in pieces:
            text += piece
            if len(text) > _MOST_BYTES:
                break
    if hashlib.sha256(text).digest() != _bytes(report):
        raise VerificationError("verification.report-differs", digest=str(report["digest"]))
    told: Json = json.loads(text)
    return told


def _check_time(told: Json, verified_at: int) -> None:
    """The time that is signed may not be later than the end of the check."""
    if verified_at > datetime.fromisoformat(told["completed_at"]).timestamp():
        raise VerificationError("signing.differs", field="verified_at")


def _bytes(report: Json) -> bytes:
    return bytes.fromhex(str(report["digest"]).removeprefix("0x"))


def _summary(report: Json, told: Json) -> dict[str, Any]:
    figures = ("checked", "damaged", "missing", "recovered", "faulty")
    paper = {name: report[name] for name in ("document", "paper")}
    return {"report": report["digest"], **{each: told[each] for each in figures}, **paper}


def _head(agent: Agent) -> int:
    """The time of the last indexed block: the chain's clock may be behind this machine's."""
    told = agent.client.get("/v1/depository")["as_of"]["timestamp"]
    return int(datetime.fromisoformat(told).timestamp())
