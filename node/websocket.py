"""JSON-RPC over WebSocket: requests on a connection, and the news that it has subscribed to."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import anyio
from starlette.responses import Response
from starlette.websockets import WebSocketDisconnect
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from node.rpc.codec import anything
from node.rpc.errors import LIMIT, SERVER, RpcError
from node.rpc.protocol import Method, refusal
from node.rpc.subscriptions import Kind, Listener, News, Subscription

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.websockets import WebSocket

    from node.answering import Answering
    from node.rpc.limits import Limits
    from node.rpc.protocol import Methods

__all__ = ["Hub", "WebSocketProtocol"]

_log = logging.getLogger(__name__)
_POLL = 0.05
_TRY_AGAIN = 1013  # RFC 6455 and the IANA registry of close codes
_FAREWELL = 2.0
_GONE = 15.0


class WebSocketProtocol(WebSocketsSansIOProtocol):
    """uvicorn's, but a refused peer learns why, and one that reads nothing cannot stay.

    A connection that is closed while the peer still sends is reset, and the reason lost with it.
    """

    _refused = False

    def data_received(self, data: bytes) -> None:
        """What comes after a refusal is not looked at."""
        if not self._refused:
            super().data_received(data)

    def handle_parser_exception(self) -> None:
        """Say why, and give the peer time to read it."""
        self._refused = self.close_sent = True
        self.queue.put_nowait({"type": "websocket.disconnect", "code": 1006})
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.transport.resume_reading()
        self.close_timer = self.loop.call_later(_FAREWELL, self.transport.close)

    def on_task_complete(self, task: asyncio.Task[None]) -> None:
        """Give the last bytes some time, then let go."""
        super().on_task_complete(task)
        self.loop.call_later(_GONE, self.transport.abort)


class Hub:
    """All WebSocket connections of a server; lives in its event loop."""

    def __init__(self, answering: Answering, news: News) -> None:
        self._answering = answering
        self._news = news
        self._limits = answering.protocol.limits
        self._connections: set[_Connection] = set()
        self._poller: asyncio.Task[None] | None = None

    @property
    def connections(self) -> int:
        """How many are open."""
        return len(self._connections)

    @property
    def subscriptions(self) -> int:
        """How many there are on all connections."""
        return sum(len(each.subscriptions) for each in self._connections)

    async def serve(self, websocket: WebSocket) -> None:
        """Answer on one connection until either side ends it."""
        most = self._limits.connections
        if len(self._connections) >= most:
            facts = {"code": "too-many-connections", "limit": most}
            error = RpcError(LIMIT, f"too many connections, want at most {most}", facts)
            answer = Response(refusal(error), 503, media_type="application/json")
            await websocket.send_denial_response(answer)
            return
        await websocket.accept()
        connection = _Connection(websocket, self._limits)
        self._connections.add(connection)
        try:
            async with anyio.create_task_group() as tasks:
                connection.ending = tasks.cancel_scope
                tasks.start_soon(connection.write)
                await self._read(connection)
                tasks.cancel_scope.cancel()
        finally:
            self._connections.discard(connection)
        await connection.say_farewell()

    async def _read(self, connection: _Connection) -> None:
        own = _methods(connection, self._news)
        while (body := await connection.receive()) is not None:
            answer = await self._answering.answer(body, own)
            self._listen_for(connection.asked)
            if answer and not await connection.send(answer.decode()):
                return
            connection.activate()

    def _listen_for(self, asked: list[Subscription]) -> None:
        """Follow the chain from now on, before a client learns that it has subscribed."""
        if not asked:
            return
        if self._poller is None:
            self._news.restart()
            self._poller = asyncio.create_task(self._poll())
        if any(each.kind is Kind.PENDING for each in asked):
            self._news.watch()

    async def _poll(self) -> None:
        """Spread the news while there is anybody to hear them."""
        try:
            while self._is_heard():
                await asyncio.sleep(_POLL)
                listeners = list(self._listeners())
                for who, message in await asyncio.to_thread(self._news.next, listeners):
                    who.offer(message)
        except Exception:  # noqa: BLE001 - no one waits for this task; clients are told by the end
            _log.exception("news could not be read")
            for each in self._connections:
                each.end("the news could not be read")
        finally:
            self._poller = None

    def _is_heard(self) -> bool:
        """Whether anybody listens; what waits is watched for those who asked for it only."""
        kinds = {each.subscription.kind for each in self._listeners()}
        kinds |= {each.kind for connection in self._connections for each in connection.asked}
        if Kind.PENDING not in kinds:
            self._news.unwatch()
        return bool(kinds)

    def _listeners(self) -> Iterator[Listener[_Connection]]:
        for connection in self._connections:
            for subscription in tuple(connection.subscriptions.values()):
                yield Listener(connection, subscription)


@dataclass(eq=False)
class _Connection:
    """One client: its subscriptions, and what waits until it has read what came before."""

    websocket: WebSocket
    limits: Limits
    subscriptions: dict[str, Subscription] = field(default_factory=dict)
    asked: list[Subscription] = field(default_factory=list)
    ending: anyio.CancelScope | None = None
    farewell: str | None = None
    _waiting: deque[str] = field(default_factory=deque)
    _size: int = 0
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive(self) -> str | bytes | None:
        """The next message, or None when the client has gone."""
        message = await self.websocket.receive()
        if message["type"] != "websocket.receive":
            return None
        text: str | None = message.get("text")
        data: bytes | None = message.get("bytes")
        return data if text is None else text

    async def send(self, message: str) -> bool:
        """Send, or end the connection if the client reads nothing for long; whether it was sent."""
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

    def activate(self) -> None:
        """Begin the subscriptions whose acknowledgement has been sent."""
        self.subscriptions.update((each.id, each) for each in self.asked)
        self.asked.clear()

    def end(self, reason: str | None) -> None:
        """End the connection, with a reason if the client is to know one."""
        self.farewell = self.farewell or reason
        if self.ending is not None:
            self.ending.cancel()

    async def say_farewell(self) -> None:
        """Close from this side if the client has not gone by itself."""
        if self.farewell is not None:
            _log.warning("a WebSocket connection is ended: %s", self.farewell)
            with anyio.move_on_after(_FAREWELL), contextlib.suppress(Exception):
                await self.websocket.close(_TRY_AGAIN, self.farewell)


def _methods(connection: _Connection, news: News) -> Methods:
    """The methods that only a connection has."""
    most = connection.limits.subscriptions

    def subscribe(name: Any, option: Any) -> str:
        if len(connection.subscriptions) + len(connection.asked) >= most:
            facts = {"code": "too-many-subscriptions", "limit": most}
            raise RpcError(LIMIT, f"too many subscriptions, want at most {most}", facts)
        made = Subscription.parse(name, option, news.head)
        connection.asked.append(made)
        return made.id

    def unsubscribe(identity: Any) -> bool:
        for position, asked in enumerate(connection.asked):
            if asked.id == identity:
                del connection.asked[position]
                return True
        if connection.subscriptions.pop(str(identity), None) is None:
            raise RpcError(SERVER, "subscription not found")
        return True

    return {
        "eth_subscribe": Method(subscribe, (anything, anything), (None,)),
        "eth_unsubscribe": Method(unsubscribe, (anything,)),
    }
