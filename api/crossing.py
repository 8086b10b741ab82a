"""Which web pages of elsewhere may ask this interface: CORS, by the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.middleware.cors import CORSMiddleware

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["EXPOSED", "Crossing"]

_PATHS: Final = ("/v1/", "/problems/", "/openapi.json", "/rpc")
_METHODS: Final = ("GET", "HEAD", "POST", "PATCH", "DELETE")
_HEADERS: Final = (
    "Authorization",
    "Content-Type",
    "Idempotency-Key",
    "If-None-Match",
    "Last-Event-ID",
    "Prefer",
    "Range",
    "Tus-Resumable",
    "Upload-Checksum",
    "Upload-Length",
    "Upload-Metadata",
    "Upload-Offset",
    "X-Request-Id",
)
EXPOSED: Final = (
    "Content-Disposition",
    "Content-Range",
    "ETag",
    "Idempotency-Replayed",
    "Location",
    "Preference-Applied",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "Tus-Resumable",
    "Upload-Expires",
    "Upload-Length",
    "Upload-Offset",
    "X-Request-Id",
)
"""What a page may read of an answer, beside what the Fetch standard lets it."""


class Crossing:
    """ASGI middleware: Starlette's CORS for the interface, and for no page of the explorer.

    Never with credentials: a page of elsewhere shows a token in `Authorization`, and the cookies of
    the explorer are of no use to it. The gateway below `/ipfs` has rules of its own.
    """

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        """Let in the pages of `origins`; `*` is any."""
        self._app = app
        self._crossed = CORSMiddleware(
            app,
            allow_origins=origins,
            allow_methods=_METHODS,
            allow_headers=_HEADERS,
            expose_headers=EXPOSED,
            max_age=3600,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on."""
        ours = scope["type"] == "http" and scope["path"].startswith(_PATHS)
        await (self._crossed if ours else self._app)(scope, receive, send)
