"""What this machine shows to the API: an API key, or the tokens of a sign-in, kept in the home."""

from __future__ import annotations

import contextlib
import fcntl
import ipaddress
import json
import os
import time
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from cli.exits import UsageError
from qoima.client.errors import ProblemError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from cli.settings import Settings

__all__ = ["Kept", "forget", "keep", "kept", "shown"]

_FILE: Final = "session.json"
_EARLY_SECONDS: Final = 30


@dataclass(frozen=True)
class Kept:
    """The tokens of a session at one server; `expires_at` is when the access ends (RFC 3339)."""

    url: str
    account: str
    access_token: str
    refresh_token: str
    expires_at: str

    @classmethod
    def of(cls, url: str, granted: dict[str, Any]) -> Kept:
        """What the API at `url` granted."""
        names = ("account", "access_token", "refresh_token", "expires_at")
        return cls(url, **{name: str(granted[name]) for name in names})

    def is_good(self, now: float) -> bool:
        """Whether the access is good for a while yet."""
        ends = datetime.fromisoformat(self.expires_at).timestamp()
        return ends > now + _EARLY_SECONDS


def shown(settings: Settings, url: str) -> Callable[[], str | None] | None:
    """What gives the credential for each request to `url`; None when there is none for it.

    It goes to the server of the settings alone, over TLS or on this machine (RFC 6750 §5.2): else
    UsageError `settings.credential-in-clear` (url). Tokens that end soon are renewed.
    """
    if url.rstrip("/") != settings.server_url:
        return None
    key = settings.api_key.get_secret_value()
    if key:
        _check_covered(url)
        return lambda: key
    if not _path(settings).is_file():
        return None
    _check_covered(url)
    return lambda: _renewed(settings, url)


def keep(settings: Settings, tokens: Kept) -> None:
    """Write tokens down, readable by their owner only; those of before are replaced at once."""
    _check_covered(tokens.url)
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    path, fresh = _path(settings), settings.home / f"{_FILE}.{os.getpid()}.new"
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(asdict(tokens), file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def kept(settings: Settings) -> Kept | None:
    """The tokens that are there, if they can be read."""
    try:
        return Kept(**json.loads(_path(settings).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def forget(settings: Settings) -> None:
    """Remove the tokens."""
    _path(settings).unlink(missing_ok=True)


def _renewed(settings: Settings, url: str) -> str | None:
    """One process after another, for a refresh token is good once."""
    with _turn(settings):
        tokens = kept(settings)
        if tokens is None or tokens.url != url:
            return None
        if tokens.is_good(time.time()):
            return tokens.access_token
        from qoima.client.http import Client

        try:
            with Client.connect(url) as client:
                body = {"refresh_token": tokens.refresh_token}
                granted = client.ask("/v1/sign-in/refreshes", body)
        except ProblemError as refused:
            if refused.status not in {401, 403}:
                raise
            forget(settings)
            return None
        fresh = Kept.of(url, granted)
        keep(settings, fresh)
        return fresh.access_token


@contextlib.contextmanager
def _turn(settings: Settings) -> Iterator[None]:
    handle = os.open(settings.home / "session.lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _path(settings: Settings) -> Path:
    return settings.home / _FILE


def _check_covered(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and not _is_here(parts.hostname or ""):
        raise UsageError("settings.credential-in-clear", url=url)


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
