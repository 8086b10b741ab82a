"""An application served for real on a free port of this machine, and a client of it."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from typing import TYPE_CHECKING

import httpx
import uvicorn

from cli.server import configured
from cli.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI

    from cli.crowd import Bounds

__all__ = ["client_of", "free_port", "serving"]

_SLOWEST_START = 120.0


@contextlib.contextmanager
def serving(
    app: FastAPI, bounds: Bounds | None = None, proxies: str = "127.0.0.1", port: int = 0
) -> Iterator[str]:
    """Serve `app` in a thread as `qoima api run` does; gives its address, `http://127.0.0.1:PORT`.

    `proxies` are those whose `X-Forwarded-For` is believed; `port` is a free one
    unless it is named.
    """
    listening = socket.create_server(("127.0.0.1", port))
    settings = Settings(log_level="warning", trusted_proxies=proxies)
    config = configured(app, settings, bounds)
    config.lifespan = "off"
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    deadline = time.monotonic() + _SLOWEST_START
    try:
        while not server.started:
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


def free_port() -> int:
    """A port that nobody listens on now: for an application that must know its own address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


@contextlib.contextmanager
def client_of(app: FastAPI, language: str = "en") -> Iterator[httpx.Client]:
    """A client of a served application that accepts one language."""
    with (
        serving(app) as url,
        httpx.Client(base_url=url, headers={"Accept-Language": language}, timeout=60) as client,
    ):
        yield client
