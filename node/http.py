"""HTTP/1.1 for small requests of JSON-RPC: uvicorn's protocol, but that prompt ones skip ASGI.

The scope, the task and the messages of ASGI cost several times what most answers cost. So a small
POST of JSON is kept until its body is there and answered at once when it is for a prompt method;
anything else, and whatever is not quite plain, takes uvicorn's own way from the beginning.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

if TYPE_CHECKING:
    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

    from node.answering import Answering

__all__ = ["PromptProtocol"]

_SMALL: Final = 64 * 1024
_HEAD: Final = b"content-type: application/json\r\ncontent-length: %d\r\n\r\n"


@dataclass
class _Pending:
    """Stands where uvicorn has the cycle of a request under way, until what it took is on disk."""

    keep_alive: bool = True
    response_complete: bool = False
    disconnected: bool = False
    message_event: asyncio.Event = field(default_factory=asyncio.Event)


class PromptProtocol(HttpToolsProtocol):
    """One connection. What is at work finds it at `app.state.answering`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._answering: Answering = self.config.app.state.answering  # type: ignore[union-attr]  # a Starlette
        self._held: list[bytes] | None = None
        self._answered = False

    def data_received(self, data: bytes) -> None:
        """Of what comes in one piece, one request is answered at once: others have turns too."""
        self._answered = False
        super().data_received(data)

    def on_headers_complete(self) -> None:
        """Hold a plain request until its body is there."""
        if self._is_plain():
            self._held = []
        else:
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Keep a part of the body, which is no longer than its header has said."""
        if self._held is None:
            super().on_body(body)
        else:
            self._held.append(body)

    def on_message_complete(self) -> None:
        """Answer, or let uvicorn begin with what was held."""
        if self._held is None:
            super().on_message_complete()
            return
        body = b"".join(self._held)
        self._held = None
        prompt = self._answering.answer_promptly(body)
        if prompt is None:
            super().on_headers_complete()
            super().on_body(body)
            super().on_message_complete()
            return
        self._answered = True
        answer, taken = prompt
        if taken:
            self._answer_settled(body, answer)
        else:
            self._write(answer)
            self.on_response_complete()

    def _is_plain(self) -> bool:
        """Whether a request is one that uvicorn, Starlette and `Door` would merely pass on."""
        parser = self.parser
        cycle: RequestResponseCycle | None = self.cycle
        idle = cycle is None or cycle.response_complete
        if not idle or self._answered or self.flow.write_paused or self.expect_100_continue:
            return False
        if self.url != b"/" or parser.get_method() != b"POST" or parser.should_upgrade():
            return False
        if parser.get_http_version() != "1.1" or not parser.should_keep_alive():
            return False
        return self._has_plain_headers()

    def _has_plain_headers(self) -> bool:
        """Whether there is a body of JSON, not long, and no browser that asks for another page."""
        length = b""
        for name, value in self.headers:
            if name == b"content-length":
                length = value
            elif name in (b"origin", b"transfer-encoding") or (
                name == b"content-type" and value != b"application/json"
            ):
                return False
        return length.isdigit() and len(length) < 8 and 0 < int(length) <= _SMALL

    def _write(self, answer: bytes) -> None:
        parts = [STATUS_LINE[200]]
        for name, value in self.server_state.default_headers:
            parts += [name, b": ", value, b"\r\n"]
        parts += [_HEAD % len(answer), answer]
        self.transport.write(b"".join(parts))

    def _answer_settled(self, body: bytes, answer: bytes) -> None:
        """Answer when what was taken is on disk; close after it if the server ends."""
        answering = self._answering
        pending = _Pending()
        self.cycle = pending  # type: ignore[assignment]  # has all that uvicorn looks at
        answering.in_flight += 1

        def settled(settling: asyncio.Task[None]) -> None:
            answering.in_flight -= 1
            pending.response_complete = True
            if pending.disconnected:
                return
            self._write(answering.outcome(settling, body, answer))
            if not pending.keep_alive:
                self.transport.close()
            self.on_response_complete()

        answering.settling().add_done_callback(settled)
