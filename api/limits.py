"""A running limit on the size of every request's body, and on how slowly it may come."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers, MutableHeaders

from api.requests import BodyTooLarge, BodyTooSlow

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["BodyLimit", "Pace"]

_DRAINED_BYTES: Final = 1_048_576
_DRAIN_SECONDS: Final = 1.0


@dataclass(frozen=True)
class Pace:
    """How slowly a body may come: `seconds` may be waited for it, and for each `rate` bytes of it
    one more; never more than `seconds` for the next byte.
    """

    seconds: float = 60.0
    rate: int = 512


@dataclass(frozen=True)
class BodyLimit:
    """ASGI middleware: reading beyond the limit raises BodyTooLarge, which is answered with 413,
    and waiting for a body that is slower than `pace` BodyTooSlow, 408.

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
    pace: Pace = Pace()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self._limit(scope["method"], scope["path"])
        headers = Headers(scope=scope)
        declared = headers.get("content-length", "0")
        too_long = declared.isdecimal() and int(declared) > limit
        body = _Body(receive, limit, self.pace, refused=too_long)
        body.awaited = "expect" in headers
        body.whole = declared == "0" and "transfer-encoding" not in headers

        async def closing(message: Message) -> None:
            if message["type"] == "http.response.start" and not body.whole:
                MutableHeaders(scope=message)["Connection"] = "close"
                await body.drain()
            body.answered = True
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
    """A request's body as it is read: its bytes so far, and whether its end was reached.

    Whoever reads on after the answer has begun looks for the client's going, and is told of it.
    """

    receive: Receive
    limit: int
    pace: Pace
    refused: bool
    seen: int = 0
    waited: float = 0.0
    whole: bool = False
    awaited: bool = False
    answered: bool = False

    async def read(self) -> Message:
        if self.whole:
            return await self.receive()
        try:
            return await self._next()
        except (BodyTooLarge, BodyTooSlow):
            if self.answered:
                return {"type": "http.disconnect"}
            raise

    async def _next(self) -> Message:
        if self.refused:
            raise BodyTooLarge(self.limit)
        message = await self._in_time()
        if message["type"] == "http.request":
            self.seen += len(message.get("body", b""))
            self.whole = not message.get("more_body", False)
            if self.seen > self.limit:
                self.refused = True
                raise BodyTooLarge(self.limit)
        return message

    async def _in_time(self) -> Message:
        """What comes next; only the time that is waited for it counts."""
        begun = time.monotonic()
        left = self.pace.seconds + self.seen / self.pace.rate - self.waited
        try:
            async with asyncio.timeout(max(0.0, min(left, self.pace.seconds))):
                return await self.receive()
        except TimeoutError:
            raise BodyTooSlow(self.pace.rate) from None
        finally:
            self.waited += time.monotonic() - begun

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
