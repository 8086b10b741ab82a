"""What this machine shows to the API: an API key, or the tokens of a sign-in, kept in the home."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from qoima.client.credentials import ApiKey, Tokens, check_covered
from qoima.client.errors import ProblemError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cli.settings import Settings
    from qoima.client.credentials import Credential

__all__ = ["Kept", "forget", "keep", "kept", "shown"]

_FILE: Final = "session.json"


@dataclass(frozen=True)
class Kept:
    """The tokens of a session, and the one server that they are for."""

    url: str
    tokens: Tokens

    def as_json(self) -> dict[str, str]:
        """For the file."""
        return {"url": self.url, **asdict(self.tokens)}


@dataclass(frozen=True)
class _Session:
    """The kept tokens, renewed before they end; what the server refuses is not tried again."""

    settings: Settings
    url: str

    def shown(self) -> str | None:
        return _renewed(self.settings, self.url)

    def renewed(self, refused: str) -> str | None:  # noqa: ARG002 - of the protocol
        return None


def shown(settings: Settings, url: str) -> Credential | None:
    """The credential for requests to `url`, the server of the settings; None for any other."""
    if url.rstrip("/") != settings.server_url:
        return None
    key = settings.api_key.get_secret_value()
    if key:
        return ApiKey(key)
    return _Session(settings, url) if _path(settings).is_file() else None


def keep(settings: Settings, fresh: Kept) -> None:
    """Write tokens down, readable by their owner only; those of before are replaced at once.

    Raises InputError `settings.credential-in-clear` (url).
    """
    check_covered(fresh.url)
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    path, made = _path(settings), settings.home / f"{_FILE}.{os.getpid()}.new"
    handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(fresh.as_json(), file)
        file.flush()
        os.fsync(file.fileno())
    made.replace(path)


def kept(settings: Settings) -> Kept | None:
    """The tokens that are there, if they can be read."""
    try:
        told = json.loads(_path(settings).read_text("utf-8"))
        return Kept(told.pop("url"), Tokens(**told))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def forget(settings: Settings) -> None:
    """Remove the tokens."""
    _path(settings).unlink(missing_ok=True)


def _renewed(settings: Settings, url: str) -> str | None:
    """One process after another, for a refresh token is good once."""
    with _turn(settings):
        found = kept(settings)
        if found is None or found.url != url:
            return None
        if found.tokens.is_good(time.time()):
            return found.tokens.access_token
        from qoima.client.access import refresh
        from qoima.client.http import Client

        try:
            with Client.connect(url) as client:
                tokens = refresh(client, found.tokens.refresh_token)
        except ProblemError as refused:
            if refused.status not in {401, 403}:
                raise
            forget(settings)
            return None
        keep(settings, Kept(url, tokens))
        return tokens.access_token


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
