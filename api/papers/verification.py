"""The report of a yearly verification as a paper: the figures of the document that is signed."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from api.pages.formats import moment_text
from api.papers.paper import Paper

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.languages import Messages
    from depository.fixity.report import Report

__all__ = ["verification_paper"]

_NAMED = 60
"""How many faulty deposits a paper names; the document has up to 200."""


def verification_paper(report: Report, address: str, messages: Messages) -> bytes:
    """Write a report as PDF, the same bytes for the same report and language.

    `address` is where the document itself is read, whose SHA-256 the chain holds.
    """
    told: dict[str, Any] = json.loads(report.text)
    completed = _seconds(told["completed_at"])
    title = messages("paper-verification")
    paper = Paper(title, messages.language, completed)
    lead = moment_text(completed, messages.language)
    paper.head(messages("paper-depository"), title, lead)
    paper.facts(_figures(told, messages))
    if told["faulty_deposits"]:
        named = ", ".join(str(each["deposit"]) for each in told["faulty_deposits"][:_NAMED])
        paper.facts([(messages("paper-verification-deposits"), named)])
    paper.facts(_grounds(report, told, messages))
    paper.code(address, messages("paper-verification-check"))
    return paper.bytes()


def _figures(told: dict[str, Any], messages: Messages) -> Iterator[tuple[str, str]]:
    yield messages("paper-verification-began"), _moment(told["began_at"], messages)
    yield messages("paper-verification-completed"), _moment(told["completed_at"], messages)
    for name in ("checked", "damaged", "missing", "recovered", "faulty"):
        yield messages(f"paper-verification-{name}"), messages.number(told[name])
    yield messages("page-deposit-size"), messages("paper-bytes", size=told["bytes"])
    yield messages("page-field-standing"), messages.number(told["register"]["standing"])


def _grounds(report: Report, told: dict[str, Any], messages: Messages) -> Iterator[tuple[str, str]]:
    chain, log = told["chain"], told["log"]
    yield messages("paper-verification-digest"), "0x" + report.digest.hex()
    yield messages("paper-verification-log"), f"{log['name']} · {log['entries']} · {log['root']}"
    yield messages("paper-contract"), str(chain["depository"])
    said = {"chain": str(chain["id"]), "genesis": str(chain["genesis"])}
    yield messages("paper-chain"), messages("paper-chain-value", **said)


def _moment(text: str, messages: Messages) -> str:
    return moment_text(_seconds(text), messages.language)


def _seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())
