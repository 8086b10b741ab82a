"""How refusals of access are answered: their statuses, and `WWW-Authenticate` (RFC 6750 §3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["STATUSES", "www_authenticate"]

_UNSIGNED: Final = (
    "other-domain",
    "other-uri",
    "other-chain",
    "expired",
    "not-yet-valid",
    "nonce-unknown",
    "nonce-spent",
    "other-signer",
    "bad-signature",
    "high-s",
    "contract-account",
)

STATUSES: Final[Mapping[str, int]] = {
    **{f"sign-in.{each}": 401 for each in _UNSIGNED},
    "sign-in.malformed": 400,
    "sign-in.too-many-challenges": 429,
    "access.required": 401,
    "access.bad-scheme": 401,
    "access.bad-token": 401,
    "access.expired": 401,
    "access.refresh-reused": 401,
    "access.not-a-participant": 403,
    "access.suspended": 403,
    "access.scope": 403,
    "access.other-origin": 403,
    "access.csrf": 403,
    "deposit.restricted": 403,
    "notification.restricted": 403,
    "identity.restricted": 403,
    "identity.too-many-challenges": 429,
}
"""The HTTP status of each refusal here."""

_REALM: Final = 'Bearer realm="qoima"'


def www_authenticate(code: str, status: int, facts: Mapping[str, object]) -> str | None:
    """The header of a refusal, if it has one: what was shown, and what is missing.

    Whoever showed nothing is told no error (RFC 6750 §3.1).
    """
    if code == "access.scope":
        return f'{_REALM}, error="insufficient_scope", scope="{facts.get("scope", "")}"'
    if status != 401:
        return None
    if code == "access.required":
        return _REALM
    return f'{_REALM}, error="invalid_token", error_description="{code}"'
