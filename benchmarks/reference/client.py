"""A client that costs little: JSON-RPC over connections that stay open, from threads."""

from __future__ import annotations

import http.client
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import orjson

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Client", "call_rate", "calls_for", "number_of", "send_all"]

_HEADERS = {"content-type": "application/json"}


class Client:
    """One connection."""

    def __init__(self, url: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=120)

    def ask(self, method: str, *parameters: Any) -> Any:
        """The result of a method; an error of any kind ends the measurement."""
        return self.post(request(method, *parameters))

    def post(self, body: bytes) -> Any:
        """The result of a request that is encoded already."""
        try:
            answer = orjson.loads(self._answer(body))
        except (BrokenPipeError, http.client.RemoteDisconnected):  # it was idle for too long
            self._connection.close()
            answer = orjson.loads(self._answer(body))
        if "result" not in answer:
            raise RuntimeError(str(answer)[:300])
        return answer["result"]

    def _answer(self, body: bytes) -> bytes:
        self._connection.request("POST", "/", body, _HEADERS)
        return self._connection.getresponse().read()


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


def calls_for(url: str, view: dict[str, str], seconds: float) -> list[float]:
    """The seconds that each eth_call took, one after another for a time."""
    client = Client(url)
    body = request("eth_call", view, "latest")
    took: list[float] = []
    end = time.perf_counter() + seconds
    while (began := time.perf_counter()) < end:
        client.post(body)
        took.append(time.perf_counter() - began)
    return took


def call_rate(url: str, view: dict[str, str], clients: int, seconds: float) -> float:
    """eth_call per second from so many clients at once."""
    with ThreadPoolExecutor(clients) as threads:
        counts = threads.map(lambda _: len(calls_for(url, view, seconds)), range(clients))
        return sum(counts) / seconds
