"""JSON-RPC over WebSocket: requests on a connection, and the news that it has subscribed to."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import anyio
from starlette.responses import Response
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from node.connection import FAREWELL, Asking, Connection
from node.rpc.errors import LIMIT, RpcError
from node.rpc.protocol import refusal
from node.rpc.subscriptions import Kind, Listener, News, Subscription

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from anyio.abc import TaskGroup
    from starlette.websockets import WebSocket

    from node.answering import Answering

__all__ = ["Hub", "WebSocketProtocol"]

_log = logging.getLogger(__name__)
_POLL = 0.05
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
        self.close_timer = self.loop.call_later(FAREWELL, self.transport.close)

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
        self._connections: set[Connection] = set()
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
        connection = Connection(websocket, self._limits)
        self._connections.add(connection)
        try:
            async with anyio.create_task_group() as tasks:
                connection.ending = tasks.cancel_scope
                tasks.start_soon(connection.write)
                await self._read(connection, tasks)
                tasks.cancel_scope.cancel()
        finally:
            self._connections.discard(connection)
        await connection.say_farewell()

    async def _read(self, connection: Connection, tasks: TaskGroup) -> None:
        """Take a request when there is room for it; what takes long holds up no other."""
        room = asyncio.Semaphore(self._limits.beside)
        while (body := await connection.receive()) is not None:
            await room.acquire()
            tasks.start_soon(self._answer, connection, body, room)

    async def _answer(
        self, connection: Connection, body: str | bytes, room: asyncio.Semaphore
    ) -> None:
        """Answer, and only then begin what was subscribed to: the client has to know its id."""
        try:
            asking = Asking(connection, self._news)
            answer = await self._answering.answer(body, asking.methods())
            made = asking.end()
            self._listen_for(made)
            if not answer or await connection.send(answer.decode()):
                connection.begin(made)
        finally:
            room.release()

    def _listen_for(self, asked: Iterable[Subscription]) -> None:
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
        kinds |= {each.kind for each in self._made()}
        if Kind.PENDING not in kinds:
            self._news.unwatch()
        return bool(kinds)

    def _made(self) -> Iterator[Subscription]:
        """Subscriptions that are made, but of which their client does not know yet."""
        for connection in self._connections:
            yield from tuple(connection.made.values())

    def _listeners(self) -> Iterator[Listener[Connection]]:
        for connection in self._connections:
            for subscription in tuple(connection.subscriptions.values()):
                yield Listener(connection, subscription)
