"""HTTP/1.1 of the API on one connection: uvicorn's protocol, with bounds on time and size.

llhttp refuses what RFC 9112 does not allow, uvicorn begins the requests; neither of them bounds how
much a client may send before its request begins, or how long it may take. Bodies are bounded by
`api/limits.py`.
"""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    import asyncio

    from uvicorn._types import ASGI3Application
    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

    from cli.crowd import Crowd

__all__ = ["Wire"]

_HOST: Final = re.compile(rb"[A-Za-z0-9._~%!$&'()*+,;=:\[\]-]*")
_BODY_IN_PIECES: Final = 16
"""Bytes around one byte of a body in chunks that are still no excess."""
_RETRY: Final = {429, 503}
_LINGER_SECONDS: Final = 1.0


class _FaultError(Exception):
    """A request's head breaks a bound or RFC 9112."""


class Wire(HttpToolsProtocol):
    """One connection, in the bounds of its crowd.

    What is refused is answered if no answer is under way, and the connection ends in any case: what
    follows on it is not believed to be a request (RFC 9112 §11.2).
    """

    def __init__(self, *args: Any, crowd: Crowd, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._crowd, self._bounds = crowd, crowd.bounds
        self._running: RequestResponseCycle | None = None
        self._in_head = True
        self._over = False
        self._excess = 0
        self._status = HTTPStatus.BAD_REQUEST.value
        self._unread = 0
        self._late: asyncio.TimerHandle | None = None
        self._watch: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's
        """Take a place, or be told that there is none."""
        super().connection_made(transport)
        refusal = self._crowd.enter(self, self.client)
        self._watch = self.loop.call_later(self._bounds.unread_seconds, self._look_if_read)
        if refusal is not None:
            self._over = True
            self._say(refusal)
            transport.close()
        else:
            self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell whatever is at work for this connection."""
        self._crowd.leave(self)
        self._be_in_time()
        if self._watch is not None:
            self._watch.cancel()
        for cycle in (self._running, *(each for each, _ in self.pipeline)):
            if cycle is not None and not cycle.response_complete:
                _disconnect(cycle)
        self.pipeline.clear()
        super().connection_lost(exc)

    def dismiss(self) -> None:
        """Close a connection that waits for a request."""
        self._over = True
        self.transport.close()

    def data_received(self, data: bytes) -> None:
        """Read on, unless what comes is neither a head in its bounds nor a body."""
        if self._over:
            return
        self._excess += len(data)
        super().data_received(data)
        if self._is_over():
            return
        if self._excess > self._bounds.head_bytes:
            self._refuse(431 if self._in_head else 400)
        elif self._in_head and self._late is None and not self._is_answering():
            self._await_head()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's own words
        """Refuse what the parser refused, or what was found at one of its steps."""
        self._refuse(self._status)

    def _unsupported_upgrade_warning(self) -> None:
        """Say nothing: whoever asks for another protocol is answered in this one."""

    def on_url(self, url: bytes) -> None:
        """Take a part of the request's target."""
        if len(self.url) + len(url) > self._bounds.target_bytes:
            self._fail(HTTPStatus.REQUEST_URI_TOO_LONG)
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a field; those after a body are not looked at (RFC 9110 §6.5.1)."""
        if not self._in_head:
            return
        if len(self.headers) >= self._bounds.fields:
            self._fail(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Begin with a request whose head is sound."""
        self._check_size()
        self._check_version_and_host()
        self._check_coding()
        if len(self.pipeline) >= self._bounds.pipelined:
            self._fail(HTTPStatus.TOO_MANY_REQUESTS)
        self._be_in_time()
        self._in_head, self._excess = False, 0
        self._crowd.busy(self)
        super().on_headers_complete()
        if self.parser.should_upgrade():  # nothing here is upgraded, and llhttp reads no further
            self.cycle.keep_alive = False

    def on_body(self, body: bytes) -> None:
        """Take a part of a body, which makes up for the signs around it."""
        self._excess = max(0, self._excess - _BODY_IN_PIECES * len(body))
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Be ready for the next head."""
        self._in_head, self._excess = True, 0
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Be idle, unless more was asked."""
        more = bool(self.pipeline)
        super().on_response_complete()
        if not more:
            self._crowd.idle(self)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self._running = cycle
        super()._start_asgi_task(cycle, app)

    def _check_size(self) -> None:
        size = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
        if size > self._bounds.head_bytes:
            self._fail(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def _check_version_and_host(self) -> None:
        """One `Host`, which only HTTP/1.0 may leave out (RFC 9112 §3.2)."""
        version = self.parser.get_http_version()
        if version not in {"1.0", "1.1"}:
            self._fail(HTTPStatus.HTTP_VERSION_NOT_SUPPORTED)
        hosts = [value for name, value in self.headers if name == b"host"]
        if len(hosts) > 1 or (not hosts and version == "1.1"):
            self._fail(HTTPStatus.BAD_REQUEST)
        if not all(_HOST.fullmatch(each) for each in hosts):
            self._fail(HTTPStatus.BAD_REQUEST)

    def _check_coding(self) -> None:
        """No coding but `chunked`, and that of HTTP/1.1 (RFC 9112 §6.1)."""
        given = [value for name, value in self.headers if name == b"transfer-encoding"]
        if not given:
            return
        if len(given) > 1 or given[0].strip().lower() != b"chunked":
            self._fail(HTTPStatus.NOT_IMPLEMENTED)
        if self.parser.get_http_version() != "1.1":
            self._fail(HTTPStatus.BAD_REQUEST)

    def _fail(self, status: HTTPStatus) -> None:
        """Have the parser stop; what uvicorn then answers is of this status."""
        self._status = status.value
        raise _FaultError

    def _is_over(self) -> bool:
        return self._over

    def _is_answering(self) -> bool:
        return self._running is not None and not self._running.response_complete

    def _await_head(self) -> None:
        self._late = self.loop.call_later(self._bounds.head_seconds, self._be_late)

    def _be_in_time(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _be_late(self) -> None:
        """End a connection whose head did not come; who sent nothing is told nothing."""
        self._late = None
        if self._excess:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT.value)
        else:
            self.dismiss()

    def _look_if_read(self) -> None:
        """Break a connection that has taken nothing of what waits for it."""
        waiting = self.transport.get_write_buffer_size()
        if waiting and waiting == self._unread:
            self.transport.abort()
            return
        self._unread = waiting
        self._watch = self.loop.call_later(self._bounds.unread_seconds, self._look_if_read)

    def _refuse(self, status: int) -> None:
        """Read nothing more; answer if it is its turn, else close after what is before it."""
        self._over = True
        self._be_in_time()
        if not self._is_answering():
            self._end(status)
            return
        running = cast("RequestResponseCycle", self._running)
        if self.cycle.more_body and self.cycle is running:
            if running.response_started:
                self.transport.close()
            else:
                self._end(status)
            _disconnect(running)
            return
        if self.cycle.more_body and self.pipeline:
            self.pipeline.popleft()
        last = self.pipeline[0][0] if self.pipeline else running
        last.keep_alive = False

    def _end(self, status: int) -> None:
        """Answer, and read on a little to no end, so that the client gets to read the answer."""
        self._say(status)
        self.flow.resume_reading()
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._late = self.loop.call_later(_LINGER_SECONDS, self.transport.close)

    def _say(self, status: int) -> None:
        said = HTTPStatus(status)
        problem = {"type": "about:blank", "title": said.phrase, "status": status}
        body = json.dumps(problem, separators=(",", ":"))
        lines = [
            f"HTTP/1.1 {status} {said.phrase}",
            "Content-Type: application/problem+json",
            f"Content-Length: {len(body)}",
            "Cache-Control: no-store",
            "X-Content-Type-Options: nosniff",
            *(["Retry-After: 5"] if status in _RETRY else []),
            "Connection: close",
        ]
        self.transport.write("\r\n".join([*lines, "", body]).encode())


def _disconnect(cycle: RequestResponseCycle) -> None:
    """Let what is at work for a request know that nobody waits for it."""
    cycle.disconnected = True
    cycle.message_event.set()
