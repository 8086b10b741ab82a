"""One client on a WebSocket: what it has subscribed to, and what waits until it has read."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import anyio
from starlette.websockets import WebSocketDisconnect

from node.rpc.codec import anything
from node.rpc.errors import LIMIT, SERVER, RpcError
from node.rpc.protocol import Method
from node.rpc.subscriptions import Subscription

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.websockets import WebSocket

    from node.rpc.limits import Limits
    from node.rpc.protocol import Methods
    from node.rpc.subscriptions import News

__all__ = ["FAREWELL", "Asking", "Connection"]

_log = logging.getLogger(__name__)
_TRY_AGAIN = 1013  # RFC 6455 and the IANA registry of close codes
FAREWELL: Final = 2.0
"""Seconds that a client has to read why it is let go."""


@dataclass(eq=False)
class Connection:
    """One client.

    `subscriptions` have begun; those `made` begin when the client has been told their ids. Requests
    in several threads change both, so `lock` is held for it.
    """

    websocket: WebSocket
    limits: Limits
    subscriptions: dict[str, Subscription] = field(default_factory=dict)
    made: dict[str, Subscription] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    ending: anyio.CancelScope | None = None
    farewell: str | None = None
    _waiting: deque[str] = field(default_factory=deque)
    _size: int = 0
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def receive(self) -> str | bytes | None:
        """The next message, or None when the client has gone."""
        message = await self.websocket.receive()
        if message["type"] != "websocket.receive":
            return None
        text: str | None = message.get("text")
        data: bytes | None = message.get("bytes")
        return data if text is None else text

    async def send(self, message: str) -> bool:
        """Send, or end the connection if the client reads nothing for long; whether it was sent.

        One message goes after the other, in the order of the calls.
        """
        async with self._turn:
            with anyio.move_on_after(self.limits.stall) as scope:
                try:
                    await self.websocket.send_text(message)
                except (WebSocketDisconnect, RuntimeError):  # it has gone in the meantime
                    self.end(None)
                    return False
        if scope.cancelled_caught:
            self.end(f"nothing was read for {self.limits.stall:g} s")
        return not scope.cancelled_caught

    def offer(self, message: str) -> None:
        """Have a message sent soon; a client for which too much waits is let go."""
        self._waiting.append(message)
        self._size += len(message)
        if self._size > self.limits.backlog:
            self.end(f"more than {self.limits.backlog} bytes wait to be read")
        self._arrived.set()

    async def write(self) -> None:
        """Send what is offered, forever."""
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            while self._waiting:
                message = self._waiting.popleft()
                self._size -= len(message)
                if not await self.send(message):
                    return

    def begin(self, subscriptions: Iterable[Subscription]) -> None:
        """Begin the subscriptions whose acknowledgement has been sent."""
        with self.lock:
            for each in subscriptions:
                if self.made.pop(each.id, None) is not None:
                    self.subscriptions[each.id] = each

    def end(self, reason: str | None) -> None:
        """End the connection, with a reason if the client is to know one."""
        self.farewell = self.farewell or reason
        if self.ending is not None:
            self.ending.cancel()

    async def say_farewell(self) -> None:
        """Close from this side if the client has not gone by itself."""
        if self.farewell is not None:
            _log.warning("a WebSocket connection is ended: %s", self.farewell)
            with anyio.move_on_after(FAREWELL), contextlib.suppress(Exception):
                await self.websocket.close(_TRY_AGAIN, self.farewell)


class Asking:
    """One message of a client: the methods that only a connection has, and what they make."""

    def __init__(self, connection: Connection, news: News) -> None:
        self._connection = connection
        self._news = news
        self._made: list[Subscription] = []
        self._over = False

    def methods(self) -> Methods:
        """The methods, to be called from any thread until `end`."""
        return {
            "eth_subscribe": Method(self._subscribe, (anything, anything), (None,)),
            "eth_unsubscribe": Method(self._unsubscribe, (anything,)),
        }

    def end(self) -> list[Subscription]:
        """What was made; a thread whose message was given up makes nothing any more."""
        with self._connection.lock:
            self._over = True
            return self._made

    def _subscribe(self, name: Any, option: Any) -> str:
        connection, most = self._connection, self._connection.limits.subscriptions
        made = Subscription.parse(name, option, self._news.head)
        with connection.lock:
            count = len(connection.subscriptions) + len(connection.made)
            if self._over or count >= most:  # when it is over, nobody waits for the answer
                facts = {"code": "too-many-subscriptions", "limit": most}
                raise RpcError(LIMIT, f"too many subscriptions, want at most {most}", facts)
            connection.made[made.id] = made
            self._made.append(made)
        return made.id

    def _unsubscribe(self, identity: Any) -> bool:
        connection, name = self._connection, str(identity)
        with connection.lock:
            begun = connection.subscriptions.pop(name, None)
            if (begun or connection.made.pop(name, None)) is None:
                raise RpcError(SERVER, "subscription not found")
        return True
