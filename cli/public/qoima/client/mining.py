"""Acts of miners and owners of mined assets, as `qoima.client.acts` has those of the registers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from ledger.errors import Unavailable
from mining_registry.rules import KAZAKHSTAN_TIME, last_second, midnight
from qoima.client.digests import hexed
from qoima.client.trust import ANY, Meant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qoima.client.agent import Agent, Awaiting, Done

__all__ = [
    "Mined",
    "accept_mined",
    "declare",
    "end_exemption",
    "exempt",
    "offer_mined",
    "present_form",
    "report",
    "retract_mined",
    "withdraw_offer",
]

_CONTRACT = "mining_registry"


@dataclass(frozen=True)
class Mined:
    """What a miner declares; days in Kazakhstan, both included; `evidence` is a digest."""

    asset: str
    amount: int
    mined_from: date
    mined_until: date
    evidence: bytes


def present_form(agent: Agent, number: int) -> bytes:
    """The digest of the version in force, for one who has seen it.

    Raises Unavailable `server.strange-answer`; ProblemError.
    """
    path = f"/v1/notifications/{number}"
    try:
        return bytes.fromhex(str(agent.client.get(path)["data"]["digest"]).removeprefix("0x"))
    except (KeyError, TypeError, ValueError) as error:
        raise Unavailable("server.strange-answer", url=path) from error


def report(agent: Agent, number: int, form: Mapping[str, Any]) -> Done:
    """File a quarterly report, or correct it; the salted digest of the form is the server's."""
    meant = Meant(_CONTRACT, "report", (number, _whole(form, "year"), _whole(form, "quarter"), ANY))
    return agent.act(f"/v1/notifications/{number}/reports", {"form": dict(form)}, meant)


def declare(agent: Agent, number: int, mined: Mined) -> Done:
    """Declare what was mined; the present second of today is for the server to say."""
    past = mined.mined_until < datetime.now(KAZAKHSTAN_TIME).date()
    until = last_second(mined.mined_until) if past else ANY
    begin = midnight(mined.mined_from)
    args = (number, mined.asset, mined.amount, begin, until, mined.evidence)
    body = {
        "asset": mined.asset,
        "amount": str(mined.amount),
        "mined_from": mined.mined_from.isoformat(),
        "mined_until": mined.mined_until.isoformat(),
        "evidence": hexed(mined.evidence),
    }
    meant = Meant(_CONTRACT, "declare_mined", args)
    return agent.act(f"/v1/notifications/{number}/mined-assets", body, meant)


def retract_mined(agent: Agent, number: int) -> Done:
    """Retract a declaration made in error."""
    meant = Meant(_CONTRACT, "retract_mined", (number,))
    return agent.act(f"/v1/mined-assets/{number}/retractions", {}, meant)


def offer_mined(agent: Agent, number: int, to: int) -> Done:
    """Offer one's own mined asset to a participant, named by the number."""
    meant = Meant(_CONTRACT, "offer_mined", (number, to))
    return agent.act(f"/v1/mined-assets/{number}/offers", {"to": to}, meant)


def withdraw_offer(agent: Agent, number: int) -> Done:
    """Withdraw an offer that is not accepted yet."""
    meant = Meant(_CONTRACT, "withdraw_offer", (number,))
    return agent.act(f"/v1/mined-assets/{number}/withdrawals", {}, meant)


def accept_mined(agent: Agent, number: int) -> Done:
    """Accept a mined asset that is offered to one."""
    meant = Meant(_CONTRACT, "accept_mined", (number,))
    return agent.act(f"/v1/mined-assets/{number}/acceptances", {}, meant)


def exempt(agent: Agent, asset: str, last_day: date, basis: bytes) -> Done | Awaiting:
    """Let an asset pass from owner to owner until the end of a day, as the authority (A-3)."""
    meant = Meant(_CONTRACT, "exempt", (asset, last_second(last_day)), basis)
    body = {"asset": asset, "last_day": last_day.isoformat()}
    return agent.decree("/v1/exemptions", body, meant)


def end_exemption(agent: Agent, asset: str, basis: bytes) -> Done | Awaiting:
    """End an asset's exemption at once, as the authority."""
    meant = Meant(_CONTRACT, "end_exemption", (asset,), basis)
    return agent.decree("/v1/exemptions/ends", {"asset": asset}, meant)


def _whole(form: Mapping[str, Any], field: str) -> Any:
    """A whole number of the form; ANY if it has none, which the server refuses."""
    value = form.get(field)
    return value if type(value) is int else ANY
