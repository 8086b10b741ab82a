"""Shows a credential with each request to its own server, and to no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Generator

    from qoima.client.credentials import Credential

__all__ = ["Bearer"]


class Bearer(httpx.Auth):
    """`Authorization: Bearer` (RFC 6750 §2.1); after a 401 once more with a renewed secret."""

    def __init__(self, credential: Credential, url: str) -> None:
        self._credential = credential
        self._origin = _origin(httpx.URL(url))

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Ask, and ask again where the body can be sent again."""
        secret = self._credential.shown() if _origin(request.url) == self._origin else None
        if secret is None:
            yield request
            return
        request.headers["Authorization"] = f"Bearer {secret}"
        response = yield request
        if response.status_code != 401 or not isinstance(request.stream, httpx.ByteStream):
            return
        other = self._credential.renewed(secret)
        if other is not None:
            request.headers["Authorization"] = f"Bearer {other}"
            yield request


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port
