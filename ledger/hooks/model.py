"""What a webhook is, how its requests are signed, and when a failed one is tried again."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from ledger.errors import Rejected

if TYPE_CHECKING:
    from ledger.index.feed import Place, Wanted
    from ledger.types import Address

__all__ = [
    "DELAYS",
    "GONE",
    "MOST_EVENTS",
    "OPERATOR",
    "Hook",
    "Letter",
    "check_url",
    "secret_text",
    "signed_headers",
]

DELAYS: Final = (5, 30, 120, 600, 3_600, 14_400, 43_200)
"""Seconds from each failed attempt to the next; after the last the events become a dead letter."""

MOST_EVENTS: Final = 100
"""Events in one request."""

GONE: Final = "gone"
"""Why a webhook is paused: its receiver answered 410."""

OPERATOR: Final = "operator"
"""Why a webhook is paused: the operator said so."""

_LONGEST_URL: Final = 2_000
_PREFIX: Final = "whsec_"


@dataclass(frozen=True, slots=True)
class Hook:
    """A webhook: where it goes, what it tells, how far it has come; its secret is not here.

    `place` is what is to be told next; `attempts` counts failed ones at that place, `due_at` is the
    second from which it may be tried again, `failure` what the last one met. `owner` is the account
    that made it, None the operator.
    """

    id: str
    url: str
    wanted: Wanted
    place: Place
    paused: str | None
    attempts: int
    due_at: int
    delivered: int
    failure: str | None
    owner: Address | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A dead letter: events from `place` up to before `until` that nobody took."""

    number: int
    hook: str
    place: Place
    until: Place
    events: int
    failure: str
    given_up_at: int


def check_url(url: str) -> str:
    """A URL that events may go to: https, or http on this machine; no name and password in it.

    Raises Rejected("hook.bad-url"), which does not repeat it.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise Rejected("hook.bad-url") from error
    safe = parts.scheme == "https" or (parts.scheme == "http" and _is_here(host or ""))
    plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= _LONGEST_URL
    if not (safe and plain and host and port != 0) or "@" in parts.netloc or parts.fragment:
        raise Rejected("hook.bad-url")
    return url


def secret_text(secret: bytes) -> str:
    """A secret as Standard Webhooks writes it."""
    return _PREFIX + base64.b64encode(secret).decode()


def signed_headers(secret: bytes, message: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The headers by which a receiver knows us (Standard Webhooks, symmetric, `v1`)."""
    signed = f"{message}.{timestamp}.".encode() + body
    code = base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
    return {
        "webhook-id": message,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,{code}",
    }


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
