"""A server on a real socket that says what a test gives it to say, and keeps what it was asked."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["Asked", "Says", "Talker", "forwarded", "problem", "talker"]

_HOP_BY_HOP = {"host", "connection", "content-length", "transfer-encoding", "accept-encoding"}
_KEPT = ("content-type", "location", "upload-offset", "upload-length", "retry-after", "etag")


@dataclass(frozen=True)
class Asked:
    """A request that came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Says:
    """An answer; `cut` closes the connection in place of it or in the middle of its body."""

    body: bytes = b"{}"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False


def problem(status: int, code: str, headers: Mapping[str, str] | None = None, **facts: Any) -> Says:
    """A refusal as RFC 9457 has it."""
    document = {"type": f"/problems/{code}", "title": "No.", "status": status, "code": code}
    return Says(json.dumps({**document, "detail": "Why.", **facts}).encode(), status, headers or {})


@dataclass
class Talker:
    """The server: its address, and what it was asked."""

    url: str
    asked: list[Asked] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    """Answers by the function that its server has."""

    protocol_version = "HTTP/1.1"
    server: _Server

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        asked = Asked(
            self.command,
            self.path,
            {name.lower(): value for name, value in self.headers.items()},
            self._chunked() if self.headers.get("Transfer-Encoding") else self.rfile.read(length),
        )
        self.server.told.asked.append(asked)
        says = self.server.answer(asked)
        if says.cut and not says.body:
            self._hang_up()
            return
        self.send_response(says.status)
        for name, value in says.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(says.body) + (9 if says.cut else 0)))
        self.end_headers()
        with contextlib.suppress(ConnectionError):
            self.wfile.write(says.body if self.command != "HEAD" else b"")
        if says.cut:
            self._hang_up()

    do_GET = do_POST = do_HEAD = do_PATCH = do_DELETE = _answer  # noqa: N815 - its names

    def _chunked(self) -> bytes:
        whole = b""
        while size := int(self.rfile.readline(), 16):
            whole += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return whole

    def _hang_up(self) -> None:
        self.close_connection = True
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_: Any) -> None:
        """Say nothing on stderr."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, answer: Callable[[Asked], Says]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = answer
        self.told = Talker(f"http://127.0.0.1:{self.server_address[1]}")


@contextlib.contextmanager
def talker(answer: Callable[[Asked], Says]) -> Iterator[Talker]:
    """A server that answers by a function until the block is left."""
    with _Server(answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server.told
        finally:
            server.shutdown()
            thread.join()


def forwarded(real: str, asked: Asked, change: Callable[[Any], None] | None = None) -> Says:
    """What the real server answers to a request, its JSON changed."""
    passed = {name: value for name, value in asked.headers.items() if name not in _HOP_BY_HOP}
    answer = httpx.request(
        asked.method, real + asked.path, headers=passed, content=asked.body, timeout=120
    )
    body = answer.content
    if change is not None:
        document = answer.json()
        change(document)
        body = json.dumps(document).encode()
    kept = {name: answer.headers[name] for name in _KEPT if name in answer.headers}
    return Says(body, answer.status_code, kept)
