"""What every answer carries: a request id, headers for safe browsing, and no detail of a fault."""

from __future__ import annotations

import logging
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse

from api.problems import MEDIA_TYPE

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["REQUEST_ID", "Envelope"]

REQUEST_ID: Final = "X-Request-Id"

_LOG: Final = logging.getLogger("qoima.api")
_GIVEN_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS: Final = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

_PAIRS: Final = tuple((name.lower().encode(), value.encode()) for name, value in _ALWAYS.items())
_LOCATION: Final = b"location"
_ID_NAME: Final = REQUEST_ID.lower().encode()


@dataclass(frozen=True)
class Envelope:
    """ASGI middleware around everything: headers, request id, and a bare 500 for any fault.

    A fault after the answer has begun is raised again, so that the server breaks the connection
    and the client does not take a part for the whole.
    """

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(REQUEST_ID, "")
        request_id = given if _GIVEN_ID.fullmatch(given) else secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        begun = False

        async def signed(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                given = message.setdefault("headers", [])
                names = {name for name, _ in given}
                given.append((_ID_NAME, request_id.encode()))
                given.extend(pair for pair in _PAIRS if pair[0] not in names)
                if _LOCATION in names:
                    message["headers"] = [_here(name, value) for name, value in given]
            await send(message)

        try:
            await self.app(scope, receive, signed)
        except ClientDisconnect:
            _LOG.info("request %s: the client went away", request_id)
        except Exception:
            _LOG.exception("request %s failed", request_id)
            if begun:
                raise
            body = {"type": "about:blank", "title": "Internal Server Error", "status": 500}
            headers = {"Cache-Control": "no-store", "Content-Language": "en"}
            answer = JSONResponse(body, 500, headers, media_type=MEDIA_TYPE)
            await answer(scope, receive, signed)


def _here(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """`Location` as a path (RFC 9110 §10.2.2): Starlette would lead to what the request says is
    our host.
    """
    if name != _LOCATION:
        return name, value
    told = urlsplit(value)
    path = b"/" + told.path.lstrip(b"/")
    return name, path + (b"?" + told.query if told.query else b"")
