"""A server that wants something else signed gets nothing."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import httpx

from tests.cli.program import qoima

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.cli.conftest import People
    from tests.cli.program import Up


class _Hostile(ThreadingHTTPServer):
    """Passes requests on to the real server and changes the drafts that come back."""

    def __init__(self, real: str, change: Callable[[dict[str, Any]], None]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.real = real
        self.change = change
        self.sent: list[str] = []


class _Handler(BaseHTTPRequestHandler):
    server: _Hostile
    protocol_version = "HTTP/1.0"

    def do_POST(self) -> None:
        self.server.sent.append(self.path)
        answer = httpx.post(
            self.server.real + self.path,
            content=self._body(),
            headers={"Content-Type": self.headers["Content-Type"]},
            timeout=60,
        )
        draft = answer.json()
        if "transaction" in draft:
            self.server.change(draft["transaction"])
        body = json.dumps(draft).encode()
        self.send_response(answer.status_code)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Be quiet."""

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers["Content-Length"]))
        pieces = []
        while size := int(self.rfile.readline(), 16):
            pieces.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(pieces)


@contextmanager
def _hostile(up: Up, change: Callable[[dict[str, Any]], None]) -> Iterator[_Hostile]:
    with _Hostile(up.url, change) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def _url(server: _Hostile) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}"


def _other_root(unsigned: dict[str, Any]) -> None:
    data = unsigned["data"]
    unsigned["data"] = data[:10] + "ee" * 32 + data[74:]


def test_a_deposit_of_another_root_is_not_signed(
    installation: Up, people: People, tmp_path: Path
) -> None:
    folder = tmp_path / "tree"
    folder.mkdir()
    (folder / "main.py").write_text("print('hostile')\n")
    words = ["deposit", str(folder), "--title-kk", "А", "--title-ru", "Б", "--title-en", "C"]
    words += ["--version", "1", "--license", "MIT", "--key", "depositor"]
    with _hostile(installation, _other_root) as server:
        ran = installation.qoima(*words, QOIMA_API_URL=_url(server))
    assert ran.code == 4
    assert ran.refusal["code"] == "signing.differs"
    assert ran.refusal["field"] == "root"
    assert server.sent == ["/v1/deposits"]


def test_a_class_in_another_contract_is_not_registered(installation: Up, people: People) -> None:
    digest = "5a" * 32
    words = ["asset", "register", "--backing", "goods", "--decision", digest, "--rights", digest]
    with _hostile(installation, lambda unsigned: unsigned.update(to="0x" + "11" * 20)) as server:
        ran = installation.qoima(*words, "--key", "issuer", QOIMA_API_URL=_url(server))
    assert (ran.code, ran.refusal["field"]) == (4, "to")
    assert server.sent == ["/v1/assets"]


def test_a_server_that_is_something_else_is_named_as_such(tmp_path: Path) -> None:
    class Plain(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<html>hello</html>")

        def log_message(self, *_: object) -> None:
            """Be quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Plain) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        url = f"http://127.0.0.1:{server.server_address[1]}"
        home = {"QOIMA_HOME": str(tmp_path), "QOIMA_API_URL": url}
        ran = qoima("deposit", "list", "--json", **home)
        server.shutdown()
        thread.join()
    assert (ran.code, ran.refusal["code"]) == (3, "server.strange-answer")


def test_a_server_that_does_not_answer_is_named_with_what_to_do(tmp_path: Path) -> None:
    ran = qoima("asset", "list", QOIMA_HOME=str(tmp_path), QOIMA_API_URL="http://127.0.0.1:9")
    assert ran.code == 3
    assert "http://127.0.0.1:9" in ran.err
    assert "qoima up" in ran.err
    assert ran.out == ""
