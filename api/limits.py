"""A running limit on the size of every request's body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.datastructures import Headers

from api.requests import BodyTooLarge

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["BodyLimit"]


@dataclass(frozen=True)
class BodyLimit:
    """ASGI middleware: reading beyond the limit raises BodyTooLarge, which is answered with 413.

    A `Content-Length` over the limit is refused before the first byte is read; a chunked body is
    counted as it comes. `streamed` are the paths whose POST takes content, limited by
    `max_content_bytes`; everything else by `max_body_bytes`.
    """

    app: ASGIApp
    max_body_bytes: int
    max_content_bytes: int
    streamed: frozenset[str]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        content = scope["method"] == "POST" and scope["path"] in self.streamed
        limit = self.max_content_bytes if content else self.max_body_bytes
        declared = Headers(scope=scope).get("content-length", "0")
        refused = declared.isdecimal() and int(declared) > limit
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            if refused:
                raise BodyTooLarge(limit)
            message = await receive()
            if message["type"] == "http.request":
                seen += len(message.get("body", b""))
                if seen > limit:
                    raise BodyTooLarge(limit)
            return message

        await self.app(scope, counted, send)
