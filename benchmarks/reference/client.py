"""A client that costs little: JSON-RPC over connections that stay open, from threads.

Requests are laid out before they are sent and answers are read by a parser in C, so that what is
measured is the server: both run on the same cores.
"""

from __future__ import annotations

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httptools
import orjson

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Client", "call_rate", "calls_for", "number_of", "request", "send_all"]

_PIECE = 1 << 18
_PATIENCE = 120.0


class Client:
    """One connection."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._address = (parts.hostname or "127.0.0.1", parts.port or 80)
        self._head = (
            f"POST {parts.path or '/'} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
            "Content-Type: application/json\r\nContent-Length: "
        ).encode()
        self._connect()

    def _connect(self) -> None:
        self._socket = socket.create_connection(self._address, _PATIENCE)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, method: str, *parameters: Any) -> Any:
        """The result of a method; an error of any kind ends the measurement."""
        return self.post(request(method, *parameters))

    def post(self, body: bytes) -> Any:
        """The result of a request that is encoded already."""
        try:
            answer = orjson.loads(self.answer(body))
        except (BrokenPipeError, ConnectionResetError):  # it was idle for too long
            self._connect()
            answer = orjson.loads(self.answer(body))
        if "result" not in answer:
            raise RuntimeError(str(answer)[:300])
        return answer["result"]

    def answer(self, body: bytes) -> bytes:
        """The bytes of the answer to a request, or to a batch of them."""
        self._socket.sendall(b"%b%d\r\n\r\n%b" % (self._head, len(body), body))
        heard = _Heard()
        parser = httptools.HttpResponseParser(heard)
        while not heard.complete:
            piece = self._socket.recv(_PIECE)
            if not piece:
                raise ConnectionResetError
            parser.feed_data(piece)
        return b"".join(heard.parts)


class _Heard:
    """The body of one response as it comes."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.complete = False

    def on_body(self, part: bytes) -> None:
        self.parts.append(part)

    def on_message_complete(self) -> None:
        self.complete = True


def number_of(answer: str | int) -> int:
    """A quantity; eth-tester does not write them in hex."""
    return answer if isinstance(answer, int) else int(answer, 16)


def request(method: str, *parameters: Any) -> bytes:
    """The body of a request."""
    return orjson.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters})


def send_all(url: str, raws: Sequence[bytes], clients: int) -> None:
    """Send signed transactions over several connections and return when all are acknowledged."""
    bodies = [request("eth_sendRawTransaction", "0x" + raw.hex()) for raw in raws]

    def send(part: int) -> None:
        client = Client(url)
        for body in bodies[part::clients]:
            client.post(body)

    with ThreadPoolExecutor(clients) as threads:
        list(threads.map(send, range(clients)))


def calls_for(url: str, views: Iterable[dict[str, str]], seconds: float) -> list[float]:
    """The seconds that each eth_call took, one after another for a time, each view in its turn."""
    client = Client(url)
    bodies = [request("eth_call", view, "latest") for view in views]
    took: list[float] = []
    end = time.perf_counter() + seconds
    while (began := time.perf_counter()) < end:
        client.post(bodies[len(took) % len(bodies)])
        took.append(time.perf_counter() - began)
    return took


def call_rate(url: str, views: Sequence[dict[str, str]], clients: int, seconds: float) -> float:
    """eth_call per second from so many clients at once."""
    with ThreadPoolExecutor(clients) as threads:
        counts = threads.map(lambda _: len(calls_for(url, views, seconds)), range(clients))
        return sum(counts) / seconds
