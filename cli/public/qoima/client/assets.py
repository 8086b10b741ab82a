"""Acts about digital assets: each asks the API for a draft and says what call it must be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.assets.model import BackingKind
from qoima.client.digests import hexed
from qoima.client.trust import Meant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qoima.client.agent import Agent, Done

__all__ = [
    "attest",
    "change_access",
    "close",
    "issue",
    "record_document",
    "redeem",
    "refuse",
    "register_class",
    "transfer",
    "withdraw",
]

_CLASSES = "asset_classes"
_TOKENS = "digital_assets"


def register_class(
    agent: Agent, backing: str, decision: bytes, rights: Sequence[tuple[str, bytes]], uri: str
) -> Done:
    """Register a class by the kind of its backing (A-4) and the rights that it certifies (A-2).

    A right is a code and the digest of its text.
    """
    kind = int(BackingKind[backing.upper().replace("-", "_")])
    meant = Meant(_CLASSES, "register_class", (kind, decision, tuple(rights), uri))
    listed = [{"code": code, "text": hexed(text)} for code, text in rights]
    body = {"backing": backing, "decision": hexed(decision), "rights": listed, "uri": uri}
    return agent.act("/v1/assets", body, meant)


def record_document(agent: Agent, number: int, name: str, digest: bytes) -> Done:
    """Record a document of one's own class, or a new version of it."""
    meant = Meant(_CLASSES, "record_document", (number, name, digest))
    body = {"name": name, "digest": hexed(digest)}
    return agent.act(f"/v1/assets/{number}/documents", body, meant)


def change_access(agent: Agent, number: int, participant: int, *, granted: bool) -> Done:
    """Give a participant access to one's own class, or take it (A-6)."""
    verb, path = ("grant_access", "access") if granted else ("revoke_access", "access-revocations")
    meant = Meant(_CLASSES, verb, (number, participant))
    return agent.act(f"/v1/assets/{number}/{path}", {"participant": participant}, meant)


def attest(agent: Agent, number: int, amount: int, valid_until: int, evidence: bytes) -> Done:
    """Attest a class's backing: how much, until when (seconds since 1970), on what evidence."""
    meant = Meant(_TOKENS, "attest_backing", (number, amount, valid_until, evidence))
    body = {"amount": str(amount), "valid_until": valid_until, "evidence": hexed(evidence)}
    return agent.act(f"/v1/assets/{number}/attestations", body, meant)


def issue(agent: Agent, number: int, to: str, amount: int) -> Done:
    """Issue tokens of one's own class to a participant."""
    meant = Meant(_TOKENS, "issue", (number, to, amount))
    return agent.act(f"/v1/assets/{number}/issues", {"to": to, "amount": str(amount)}, meant)


def transfer(agent: Agent, number: int, to: str, amount: int) -> Done:
    """Transfer one's own tokens to a participant."""
    args = (agent.address, to, number, amount, b"")
    meant = Meant(_TOKENS, "safeTransferFrom", args)
    return agent.act(f"/v1/assets/{number}/transfers", {"to": to, "amount": str(amount)}, meant)


def redeem(agent: Agent, number: int, amount: int, demand: bytes) -> Done:
    """Ask the issuer for what one's own tokens certify."""
    meant = Meant(_TOKENS, "request_redemption", (number, amount, demand))
    body = {"amount": str(amount), "demand": hexed(demand)}
    return agent.act(f"/v1/assets/{number}/redemptions", body, meant)


def withdraw(agent: Agent, number: int) -> Done:
    """Withdraw a request for redemption of one's own."""
    meant = Meant(_TOKENS, "withdraw_redemption", (number,))
    return agent.act(f"/v1/redemptions/{number}/withdrawals", {}, meant)


def close(agent: Agent, number: int, evidence: bytes) -> Done:
    """Close a request for redemption that is fulfilled."""
    meant = Meant(_TOKENS, "close_redemption", (number, evidence))
    return agent.act(f"/v1/redemptions/{number}/closings", {"evidence": hexed(evidence)}, meant)


def refuse(agent: Agent, number: int, reason: bytes) -> Done:
    """Refuse a request for redemption with a reason."""
    meant = Meant(_TOKENS, "refuse_redemption", (number, reason))
    return agent.act(f"/v1/redemptions/{number}/refusals", {"reason": hexed(reason)}, meant)
