"""Small nodes in this process that serve a chain, truly or with one thing changed."""

from __future__ import annotations

import contextlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from node.blocks import body_of, encode_block
from node.headers import encode_header
from node.rpc.backend import Backend
from node.rpc.methods import all_methods
from node.rpc.protocol import Method, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from node.blocks import Block
    from node.rpc.protocol import Methods
    from tests.node.world import World

__all__ = ["encoded", "methods_of", "replaced", "serving"]


def methods_of(world: World) -> dict[str, Method]:
    """All that a node on this chain answers."""
    return dict(all_methods(Backend(world.chain, world.pool, world.admission)))


def encoded(block: Block) -> str:
    """A block as `debug_getRawBlock` gives it."""
    raw = encode_block(encode_header(block.header), body_of(block.transactions))
    return "0x" + raw.hex()


def replaced(methods: dict[str, Method], name: str, answer: Callable[..., Any]) -> Methods:
    """The same methods, one of which gives `answer(true answer)`."""
    true = methods[name]
    changed = Method(lambda *given: answer(true.function(*given)), true.parameters, true.defaults)
    return {**methods, name: changed}


@contextlib.contextmanager
def serving(methods: Methods) -> Iterator[str]:
    """The URL at which these methods are served over HTTP."""
    protocol = Protocol(methods)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            answer = protocol.answer(body)
            self.send_response(200)
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
