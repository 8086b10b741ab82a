"""What the authorised body does about digital assets; each act is proposed on a legal basis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qoima.client.digests import hexed
from qoima.client.trust import Meant

if TYPE_CHECKING:
    from qoima.client.agent import Agent, Awaiting, Done

__all__ = ["attest_system", "exempt", "force", "freeze", "pause", "revoke_system"]

_CLASSES = "asset_classes"
_TOKENS = "digital_assets"


def attest_system(agent: Agent, issuer: int, system: bytes, basis: bytes) -> Done | Awaiting:
    """Attest that the system of an issuer, by its number, meets the requirements (A-6)."""
    meant = Meant(_CLASSES, "attest_system", (issuer, system), basis)
    body = {"issuer": issuer, "system": hexed(system)}
    return agent.decree("/v1/asset-systems", body, meant)


def revoke_system(agent: Agent, issuer: int, basis: bytes) -> Done | Awaiting:
    """Revoke the attestation of an issuer's system (A-6)."""
    meant = Meant(_CLASSES, "revoke_system", (issuer,), basis)
    return agent.decree("/v1/asset-systems/revocations", {"issuer": issuer}, meant)


def exempt(agent: Agent, number: int, basis: bytes, *, exempt: bool) -> Done | Awaiting:
    """Let an unbacked class be issued and moved, or no longer (A-3)."""
    verb = "record_exemption" if exempt else "revoke_exemption"
    path = "exemptions" if exempt else "exemption-revocations"
    return agent.decree(f"/v1/assets/{number}/{path}", {}, Meant(_CLASSES, verb, (number,), basis))


def pause(agent: Agent, number: int, basis: bytes, *, paused: bool) -> Done | Awaiting:
    """Stop everything of a class, of all with number 0, or let it go on."""
    verb, path = ("pause", "pauses") if paused else ("resume", "resumptions")
    return agent.decree(f"/v1/assets/{number}/{path}", {}, Meant(_TOKENS, verb, (number,), basis))


def freeze(agent: Agent, number: int, account: str, amount: int, basis: bytes) -> Done | Awaiting:
    """Freeze an amount of an account's tokens in place of what was frozen before."""
    meant = Meant(_TOKENS, "setFrozenTokens", (account, number, amount), basis)
    body = {"account": account, "amount": str(amount)}
    return agent.decree(f"/v1/assets/{number}/freezes", body, meant)


def force(
    agent: Agent, number: int, ends: tuple[str, str], amount: int, basis: bytes
) -> Done | Awaiting:
    """Move tokens from the first to the second of `ends` whether the holder wills or not."""
    holder, to = ends
    meant = Meant(_TOKENS, "forcedTransfer", (holder, to, number, amount), basis)
    body = {"holder": holder, "to": to, "amount": str(amount)}
    return agent.decree(f"/v1/assets/{number}/forced-transfers", body, meant)
