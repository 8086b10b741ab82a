"""Acts on deposits on record: each asks the API for a draft and says what call it must be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from depository.history import Purpose
from qoima.client.digests import hexed
from qoima.client.trust import Meant

if TYPE_CHECKING:
    from depository.history import Findings
    from qoima.client.agent import Agent, Awaiting, Done

__all__ = [
    "accept_offer",
    "annul",
    "apply_for_copy",
    "attest_level",
    "issue_copy",
    "offer",
    "record_verification",
    "refuse_copy",
    "refuse_offer",
    "withdraw_level",
    "withdraw_offer",
]


def offer(agent: Agent, number: int, receiver: int, agreement: bytes) -> Done:
    """Offer the right in one's own deposit to a participant."""
    meant = Meant("depository", "offer", (number, receiver, agreement))
    body = {"receiver": receiver, "agreement": hexed(agreement)}
    return agent.act(f"/v1/deposits/{number}/offers", body, meant)


def accept_offer(agent: Agent, number: int, agreement: bytes) -> Done:
    """Accept the right under the agreement of the offer."""
    meant = Meant("depository", "accept_offer", (number, agreement))
    body = {"agreement": hexed(agreement)}
    return agent.act(f"/v1/deposits/{number}/offers/acceptances", body, meant)


def refuse_offer(agent: Agent, number: int) -> Done:
    """Refuse the right that is offered to oneself."""
    meant = Meant("depository", "refuse_offer", (number,))
    return agent.act(f"/v1/deposits/{number}/offers/refusals", {}, meant)


def withdraw_offer(agent: Agent, number: int) -> Done:
    """Take back one's own offer."""
    meant = Meant("depository", "withdraw_offer", (number,))
    return agent.act(f"/v1/deposits/{number}/offers/withdrawals", {}, meant)


def attest_level(agent: Agent, number: int, level: int, evidence: bytes) -> Done:
    """Attest the next level of verification."""
    meant = Meant("depository", "attest_level", (number, level, evidence))
    body = {"level": level, "evidence": hexed(evidence)}
    return agent.act(f"/v1/deposits/{number}/levels", body, meant)


def withdraw_level(
    agent: Agent, number: int, level: int, reason: bytes, basis: bytes | None = None
) -> Done | Awaiting:
    """Withdraw a mistaken attestation; with a basis as the authority."""
    path, body = f"/v1/deposits/{number}/levels/withdrawals", {"reason": hexed(reason)}
    meant = Meant("depository", "withdraw_level", (number, level, reason), basis)
    if basis is None:
        return agent.act(path, {**body, "level": level}, meant)
    return agent.decree(path, {**body, "level": level}, meant)


def apply_for_copy(agent: Agent, number: int, purpose: str, application: bytes) -> Done:
    """Apply for a copy of one's own deposit: `archiving` or `replacement`."""
    asked = (number, int(Purpose[purpose.upper()]), application)
    body = {"purpose": purpose, "application": hexed(application)}
    return agent.act(
        f"/v1/deposits/{number}/copies", body, Meant("depository", "apply_for_copy", asked)
    )


def issue_copy(agent: Agent, number: int, index: int, copy: bytes) -> Done:
    """Record the copy that was handed out, as the operator."""
    meant = Meant("depository", "issue_copy", (number, index, copy))
    path = f"/v1/deposits/{number}/copies/{index}/issues"
    return agent.act(path, {"digest": hexed(copy)}, meant)


def refuse_copy(agent: Agent, number: int, index: int, reason: bytes) -> Done:
    """Refuse a copy, as the operator."""
    meant = Meant("depository", "refuse_copy", (number, index, reason))
    path = f"/v1/deposits/{number}/copies/{index}/refusals"
    return agent.act(path, {"reason": hexed(reason)}, meant)


def annul(agent: Agent, number: int, basis: bytes) -> Done | Awaiting:
    """Annul an acceptance on a legal basis, as the authority."""
    meant = Meant("depository", "annul", (number,), basis)
    return agent.decree(f"/v1/deposits/{number}/annulments", {}, meant)


def record_verification(agent: Agent, found: Findings, basis: bytes) -> Done | Awaiting:
    """Record a verification of the whole depository on a legal basis, as the authority."""
    facts = (found.checked, found.faulty, bytes(found.report), found.verified_at)
    body = {
        "checked": found.checked,
        "faulty": found.faulty,
        "report": hexed(found.report),
        "verified_at": found.verified_at,
    }
    meant = Meant("depository", "record_verification", facts, basis)
    return agent.decree("/v1/depository/verifications", body, meant)
