"""JSON-RPC over WebSocket by hand."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from websockets.sync.client import connect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from websockets.sync.client import ClientConnection

__all__ = ["Talk", "talking"]


@dataclass
class Talk:
    """One connection; answers and news are kept apart."""

    socket: ClientConnection
    news: list[dict[str, Any]] = field(default_factory=list)

    def request(self, method: str, *parameters: Any) -> dict[str, Any]:
        """The whole answer to a request."""
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": list(parameters)}
        self.socket.send(json.dumps(body))
        answer: dict[str, Any] = self.answer()
        return answer

    def ask(self, method: str, *parameters: Any) -> Any:
        """The result of a request that must succeed."""
        answer = self.request(method, *parameters)
        assert "error" not in answer, answer
        return answer["result"]

    def answer(self) -> Any:
        """The next message that is no news."""
        while True:
            message = self._next()
            if isinstance(message, dict) and message.get("method") == "eth_subscription":
                self.news.append(message["params"])
            else:
                return message

    def heard(self, subscription: str) -> Any:
        """The next news of a subscription; those of others are kept."""
        while True:
            for position, each in enumerate(self.news):
                if each["subscription"] == subscription:
                    return self.news.pop(position)["result"]
            self.news.append(self._next()["params"])

    def _next(self) -> Any:
        return json.loads(self.socket.recv(timeout=20))


@contextlib.contextmanager
def talking(url: str, **options: Any) -> Iterator[Talk]:
    """A connection to the node at an HTTP URL; `options` as `websockets` has them."""
    with connect(url.replace("http://", "ws://", 1), **options) as socket:
        yield Talk(socket)
