"""Clients that keep a node at work, and know what it has acknowledged whatever becomes of it."""

from __future__ import annotations

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx

from node.primitives import hexed, keccak

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["Sender", "sending"]

_KNOWN = ("already-known", "nonce-too-low")


@dataclass
class Sender:
    """One account that sends a transaction after the other, each once it knows of the last.

    `make` signs its transaction with a nonce. When the node dies before it answers, nobody can say
    whether it has the transaction; so the same one is sent again, as any client would.
    """

    make: Callable[[int], bytes]
    nonce: int = 0
    acknowledged: list[bytes] = field(default_factory=list)
    repeated: int = 0
    """How often the node knew a transaction already, of which it had not been able to tell."""
    _unsure: bytes | None = None

    def send(self, client: httpx.Client) -> None:
        """Send the next, or once more the last. Raises httpx.TransportError, AssertionError."""
        again = self._unsure is not None
        raw = self._unsure = self._unsure or self.make(self.nonce)
        parameters = {"method": "eth_sendRawTransaction", "params": [hexed(raw)]}
        answer = client.post("/", json={"jsonrpc": "2.0", "id": 1, **parameters}).json()
        if "error" in answer:
            assert again, answer
            assert answer["error"]["data"]["code"] in _KNOWN, answer
            self.repeated += 1
        else:
            assert answer["result"] == hexed(keccak(raw))
        self.acknowledged.append(keccak(raw))
        self.nonce += 1
        self._unsure = None


@contextlib.contextmanager
def sending(senders: Sequence[Sender], url: str, pause: float) -> Iterator[None]:
    """Have all of them send, with a pause after each; until the context ends or the node does."""
    stop = threading.Event()

    def work(sender: Sender) -> None:
        with httpx.Client(base_url=url) as client, contextlib.suppress(httpx.TransportError):
            while not stop.wait(pause):
                sender.send(client)

    with ThreadPoolExecutor(len(senders)) as threads:
        working = [threads.submit(work, sender) for sender in senders]
        try:
            yield
        finally:
            stop.set()
    for each in working:
        each.result()
