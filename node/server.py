"""The HTTP server of JSON-RPC."""

from __future__ import annotations

import contextlib
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute

from node.answering import Answering
from node.http import PromptProtocol
from node.rpc.arrivals import Arrivals
from node.rpc.errors import INVALID_REQUEST, LIMIT, RpcError
from node.rpc.protocol import refusal
from node.rpc.subscriptions import News
from node.websocket import Hub, WebSocketProtocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.routing import BaseRoute
    from starlette.types import Receive, Scope, Send
    from starlette.websockets import WebSocket

    from node.health import Health
    from node.metrics import Metrics
    from node.rpc.backend import Backend
    from node.rpc.protocol import Protocol

__all__ = ["Door", "Site", "application", "listen", "server"]

_BACKLOG = 512
_JSON = "application/json"
_PATIENCE = 64 * 1024 * 1024


@dataclass(frozen=True)
class Door:
    """Which web pages of other origins a browser lets in; `*` is all, the default is none."""

    origins: tuple[str, ...] = ()

    def admits(self, origin: str | None) -> bool:
        """Whether a WebSocket may be opened; a program that is no browser names no origin."""
        return origin is None or "*" in self.origins or origin in self.origins


@dataclass(frozen=True)
class Site:
    """What an operator sees of a node beside JSON-RPC, and whom browsers let in."""

    metrics: Metrics
    health: Health
    door: Door = Door()


def application(protocol: Protocol, backend: Backend, site: Site) -> Starlette:
    """JSON-RPC over POST and over WebSocket on one path (EIP-1474); health and metrics on others.

    `/healthz` says that the process answers, `/readyz` that it is fit for work, `/metrics` what
    Prometheus collects.
    """
    door = site.door
    answering = Answering(protocol)
    hub = Hub(answering, News(backend, Arrivals(backend)))
    _measure(site.metrics, answering, hub)

    async def converse(websocket: WebSocket) -> None:
        if not door.admits(websocket.headers.get("origin")):
            await websocket.send_denial_response(Response("origin not allowed", 403))
            return
        await hub.serve(websocket)

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        answering.close()

    routes: list[BaseRoute] = [
        Route("/", _Posted(answering), methods=["POST"]),
        WebSocketRoute("/", converse),
        *_Operator(site).routes(),
    ]
    app = Starlette(routes=routes, middleware=_middleware(door), lifespan=lifespan)
    app.state.answering = answering
    return app


def listen(host: str, port: int) -> socket.socket:
    """A socket that takes connections from now on; port 0 lets the system choose."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends at once (TCP_NODELAY) only on sockets that name their protocol
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((host, port))
    listening.listen(_BACKLOG)
    return listening


def server(app: Starlette, max_message: int) -> uvicorn.Server:
    """A server that says nothing by itself and stops on SIGTERM and SIGINT.

    `max_message` is the longest message of a WebSocket in bytes.
    """
    return uvicorn.Server(
        uvicorn.Config(
            app,
            log_config=None,
            log_level="warning",
            access_log=False,
            proxy_headers=False,
            lifespan="on",
            loop="uvloop",
            http=PromptProtocol,
            ws=WebSocketProtocol,
            ws_max_size=max_message,
            ws_per_message_deflate=False,
            server_header=False,
            timeout_graceful_shutdown=5,
        )
    )


@dataclass(frozen=True)
class _Posted:
    """Bodies that were posted: an ASGI application, which spares each of them some layers."""

    answering: Answering

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._answer(Request(scope, receive))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        limits = self.answering.protocol.limits
        if self.answering.in_flight >= limits.requests:
            message = f"too many requests at once, want at most {limits.requests}"
            facts = {"code": "too-many-requests", "limit": limits.requests}
            return _refused(503, RpcError(LIMIT, message, facts))
        kind = request.headers.get("content-type", _JSON).partition(";")[0].strip().lower()
        if kind != _JSON:  # a page of another origin may send any other kind without asking
            message = f"invalid content type, only {_JSON} is supported"
            return _refused(415, RpcError(INVALID_REQUEST, message))
        body = await _body(request, limits.body)
        if body is None:
            message = f"content too long, want at most {limits.body} bytes"
            facts = {"code": "body-too-large", "limit": limits.body}
            return _refused(413, RpcError(INVALID_REQUEST, message, facts))
        return Response(await self.answering.answer(body), media_type=_JSON)


@dataclass(frozen=True)
class _Operator:
    """The paths for those who run the node."""

    site: Site

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/healthz", self.alive),
            Route("/readyz", self.ready),
            Route("/metrics", self.metrics),
        ]

    async def alive(self, _request: Request) -> Response:
        return JSONResponse({"alive": True})

    async def ready(self, _request: Request) -> Response:
        ready, facts = await run_in_threadpool(self.site.health.ready)
        return JSONResponse(facts, 200 if ready else 503)

    async def metrics(self, _request: Request) -> Response:
        page = await run_in_threadpool(self.site.metrics.page)
        return Response(page, media_type=self.site.metrics.content_type)


def _measure(metrics: Metrics, answering: Answering, hub: Hub) -> None:
    in_flight = "Requests that are worked on or wait for a thread."
    metrics.gauge("requests_in_flight", in_flight, lambda: answering.in_flight)
    metrics.gauge("websocket_connections", "Open connections.", lambda: hub.connections)
    metrics.gauge("subscriptions", "Subscriptions of all connections.", lambda: hub.subscriptions)


async def _body(request: Request, most: int) -> bytes | None:
    """The body, or None if it is too long.

    A client that still sends when it is refused loses the answer: up to a point it is heard out.
    """
    parts = bytearray()
    length = 0
    async for part in request.stream():
        length += len(part)
        if length <= most:
            parts += part
        elif length > most + _PATIENCE:
            break
    return bytes(parts) if length <= most else None


def _refused(status: int, error: RpcError) -> Response:
    return Response(refusal(error), status, {"connection": "close"}, _JSON)


def _middleware(door: Door) -> list[Middleware]:
    if not door.origins:
        return []
    cors = Middleware(
        CORSMiddleware,
        allow_origins=list(door.origins),
        allow_methods=["POST", "GET"],
        allow_headers=["content-type"],
    )
    return [cors]
