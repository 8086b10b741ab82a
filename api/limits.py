"""A running limit on the size of every request's body."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers, MutableHeaders

from api.requests import BodyTooLarge

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["BodyLimit"]

_DRAINED_BYTES: Final = 1_048_576
_DRAIN_SECONDS: Final = 1.0


@dataclass(frozen=True)
class BodyLimit:
    """ASGI middleware: reading beyond the limit raises BodyTooLarge, which is answered with 413.

    A `Content-Length` over the limit is refused before the first byte is read; a chunked body is
    counted as it comes. `streamed` are the paths whose POST takes content, limited by
    `max_content_bytes`; a PATCH below `pieces` takes a piece of an upload, limited by
    `max_upload_bytes`; everything else is limited by `max_body_bytes`. An answer that comes before
    the end of the body closes the connection, so that nobody sends on and on.
    """

    app: ASGIApp
    max_body_bytes: int
    max_content_bytes: int
    max_upload_bytes: int
    streamed: frozenset[str]
    pieces: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self._limit(scope["method"], scope["path"])
        headers = Headers(scope=scope)
        declared = headers.get("content-length", "0")
        body = _Body(receive, limit, refused=declared.isdecimal() and int(declared) > limit)
        body.awaited = "expect" in headers
        body.whole = declared == "0" and "transfer-encoding" not in headers

        async def closing(message: Message) -> None:
            if message["type"] == "http.response.start" and not body.whole:
                MutableHeaders(scope=message)["Connection"] = "close"
                await body.drain()
            await send(message)

        await self.app(scope, body.read, closing)

    def _limit(self, method: str, path: str) -> int:
        if method == "POST" and path in self.streamed:
            return self.max_content_bytes
        if method == "PATCH" and path.startswith(self.pieces):
            return self.max_upload_bytes
        return self.max_body_bytes


@dataclass
class _Body:
    """A request's body as it is read: its bytes so far, and whether its end was reached."""

    receive: Receive
    limit: int
    refused: bool
    seen: int = 0
    whole: bool = False
    awaited: bool = False

    async def read(self) -> Message:
        if self.refused:
            raise BodyTooLarge(self.limit)
        message = await self.receive()
        if message["type"] == "http.request":
            self.seen += len(message.get("body", b""))
            self.whole = not message.get("more_body", False)
            if self.seen > self.limit:
                self.refused = True
                raise BodyTooLarge(self.limit)
        return message

    async def drain(self) -> None:
        """Take a little of what is still coming, so that the client gets to read the answer.

        A client that waits for leave to send (`Expect: 100-continue`) is not given it.
        """
        left = 0 if self.awaited else _DRAINED_BYTES
        with suppress(TimeoutError):
            async with asyncio.timeout(_DRAIN_SECONDS):
                while left > 0 and not self.whole:
                    message = await self.receive()
                    left -= len(message.get("body", b""))
                    self.whole = not message.get("more_body", False)
