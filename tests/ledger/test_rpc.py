"""What answers as no node does is told apart from one."""

from __future__ import annotations

import contextlib
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import pytest

from ledger.chain import Chain
from ledger.chain.provider import Patience
from ledger.chain.rpc import Request, Rpc
from ledger.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Answers(BaseHTTPRequestHandler):
    """A server that is no node: one fixed answer to everything."""

    body = b""
    status = 200

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Stay silent."""


@pytest.fixture
def stranger_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a server that gives the answer of the parameter."""
    status, body = request.param
    handler = type("Handler", (_Answers,), {"status": status, "body": body})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("stranger_url", "code"),
    [
        ((200, b"<html>"), "chain.unreachable"),
        ((502, b"{}"), "chain.unreachable"),
        ((200, b"[]"), "chain.failed"),
        ((200, b'{"jsonrpc":"2.0","id":0}'), "chain.failed"),
        ((200, b'{"jsonrpc":"2.0","id":0,"error":"no"}'), "chain.failed"),
        ((200, b'{"jsonrpc":"2.0","id":0,"error":{"code":-1,"message":"no"}}'), "chain.failed"),
        ((200, b'{"jsonrpc":"2.0","id":0,"result":null}'), "chain.malformed"),
        ((200, b'{"jsonrpc":"2.0","id":0,"result":{}}'), "chain.malformed"),
    ],
    indirect=["stranger_url"],
)
def test_nonsense_for_an_answer_is_unavailable(chain: Chain, stranger_url: str, code: str) -> None:
    with pytest.raises(Unavailable) as refused:
        Chain.connect(stranger_url, chain.deployment)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "stranger_url",
    [(200, b'[{"jsonrpc":"2.0","id":1,"result":"b"},{"jsonrpc":"2.0","id":0,"result":"a"}]')],
    indirect=True,
)
def test_answers_of_a_batch_are_told_apart_by_their_ids(stranger_url: str) -> None:
    rpc = Rpc(stranger_url)
    assert rpc.batch([("first", []), ("second", [])]) == ["a", "b"]
    others: list[Request]
    for others in ([("first", [])], [("first", []), ("second", []), ("third", [])]):
        with pytest.raises(Unavailable) as refused:
            rpc.batch(others)
        assert refused.value.code == "chain.failed"


class _Endless(BaseHTTPRequestHandler):
    """A server whose answers have no end: a piece, a pause, and so on."""

    piece = b""
    pause = 0.0

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()
        with contextlib.suppress(OSError):
            while True:
                self.wfile.write(self.piece)
                time.sleep(self.pause)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Stay silent."""


@pytest.mark.parametrize(
    ("piece", "pause", "patience"),
    [
        (b" " * 65_536, 0.0, Patience(answer_bytes=1 << 20)),
        (b" ", 0.01, Patience(answer_seconds=0.3)),
        (b"", 1.0, Patience(read_seconds=0.3)),
    ],
    ids=["endless", "dripping", "silent"],
)
def test_an_answer_without_measure_is_left(piece: bytes, pause: float, patience: Patience) -> None:
    handler = type("Handler", (_Endless,), {"piece": piece, "pause": pause})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        with pytest.raises(Unavailable) as refused:
            Rpc(f"http://127.0.0.1:{server.server_port}", patience).call("eth_chainId")
        assert refused.value.code == "chain.unreachable"
    if piece:
        thread.join(30)
