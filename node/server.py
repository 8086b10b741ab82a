"""The HTTP server of JSON-RPC."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from node.rpc.errors import INVALID_REQUEST, RpcError

if TYPE_CHECKING:
    from starlette.requests import Request

    from node.rpc.protocol import Protocol

__all__ = ["MAX_BODY", "application", "listen", "server"]

MAX_BODY = 5 * 1024 * 1024
"""The longest body of a request in bytes, as in geth."""
_BACKLOG = 512


def application(protocol: Protocol) -> Starlette:
    """One path, one method: JSON-RPC over POST (EIP-1474)."""

    async def answer(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            error = RpcError(INVALID_REQUEST, f"content length over {MAX_BODY}")
            refusal = {"jsonrpc": "2.0", "id": None, "error": error.as_json()}
            return _json(orjson.dumps(refusal), status=413)
        return _json(await run_in_threadpool(protocol.answer, body))

    return Starlette(routes=[Route("/", answer, methods=["POST"])])


def listen(host: str, port: int) -> socket.socket:
    """A socket that takes connections from now on; port 0 lets the system choose."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((host, port))
    listening.listen(_BACKLOG)
    return listening


def server(app: Starlette) -> uvicorn.Server:
    """A server that says nothing by itself and stops on SIGTERM and SIGINT."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            lifespan="off",
            ws="none",
            server_header=False,
            timeout_graceful_shutdown=5,
        )
    )


async def _body(request: Request) -> bytes | None:
    """The body, or None as soon as it is too long."""
    parts = bytearray()
    async for part in request.stream():
        parts += part
        if len(parts) > MAX_BODY:
            return None
    return bytes(parts)


def _json(content: bytes, status: int = 200) -> Response:
    return Response(content, status_code=status, media_type="application/json")
