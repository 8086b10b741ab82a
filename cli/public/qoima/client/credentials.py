"""What is shown to a server: an API key, or the tokens of a sign-in that renews itself."""

from __future__ import annotations

import ipaddress
import time
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, Protocol
from urllib.parse import urlsplit

from ledger.errors import Rejected, Unavailable
from qoima.client.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable


__all__ = ["ApiKey", "Credential", "SignedIn", "Tokens", "check_covered", "is_here"]

_EARLY_SECONDS: Final = 30


class Credential(Protocol):
    """What a client shows (RFC 6750 §2.1); a server that is not the client's never sees it."""

    def shown(self) -> str | None:
        """The secret for the next request; None shows nothing."""

    def renewed(self, refused: str) -> str | None:
        """Another secret after the server refused one with 401; None if there is none."""


@dataclass(frozen=True)
class ApiKey:
    """A key that an account has made for a machine."""

    secret: str = field(repr=False)

    def shown(self) -> str | None:
        """The key."""
        return self.secret

    def renewed(self, refused: str) -> str | None:  # noqa: ARG002 - of the protocol
        """A key that is refused was revoked or is over: there is no other."""
        return None


@dataclass(frozen=True)
class Tokens:
    """What a sign-in gives; `expires_at` is when the access ends (RFC 3339)."""

    account: str
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_at: str

    @classmethod
    def of(cls, granted: dict[str, Any], url: str) -> Tokens:
        """What the server at `url` granted; Unavailable `server.strange-answer` (url)."""
        try:
            found = cls(
                account=str(granted["account"]),
                access_token=str(granted["access_token"]),
                refresh_token=str(granted["refresh_token"]),
                expires_at=str(granted["expires_at"]),
            )
            datetime.fromisoformat(found.expires_at)
        except (KeyError, ValueError) as error:
            raise Unavailable("server.strange-answer", url=url) from error
        return found

    def is_good(self, now: float) -> bool:
        """Whether the access is good for a while yet."""
        return datetime.fromisoformat(self.expires_at).timestamp() > now + _EARLY_SECONDS


@dataclass
class SignedIn:
    """A sign-in that is made when it is needed, renewed before it ends, and made again after it.

    `begin` signs in and `refresh` gives new tokens for a refresh token, both at one server. One
    thread after another, for a refresh token is good once.
    """

    begin: Callable[[], Tokens]
    refresh: Callable[[str], Tokens]
    now: Callable[[], float] = time.time
    _tokens: Tokens | None = field(default=None, init=False, repr=False)
    _turn: Lock = field(default_factory=Lock, init=False, repr=False)

    def shown(self) -> str | None:
        """The access token, of a new sign-in if there is none."""
        with self._turn:
            if self._tokens is None or not self._tokens.is_good(self.now()):
                self._tokens = self._fresh()
            return self._tokens.access_token

    def renewed(self, refused: str) -> str | None:
        """Another access token, unless the other thread has got one meanwhile."""
        with self._turn:
            if self._tokens is None or self._tokens.access_token == refused:
                self._tokens = None
                self._tokens = self.begin()
            return self._tokens.access_token

    def _fresh(self) -> Tokens:
        if self._tokens is None:
            return self.begin()
        try:
            return self.refresh(self._tokens.refresh_token)
        except Rejected:  # the session was ended, or the day of the refresh token is over
            return self.begin()


def check_covered(url: str) -> None:
    """Refuse to show a secret in clear (RFC 6750 §5.2): it goes over TLS or to this machine.

    Raises InputError `settings.credential-in-clear` (url).
    """
    if urlsplit(url).scheme != "https" and not is_here(url):
        raise InputError("settings.credential-in-clear", url=url)


def is_here(url: str) -> bool:
    """Whether a server is on this machine, by its address alone."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
