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

__all__ = ["client_of", "serving"]

_SLOWEST_START = 120.0


@contextlib.contextmanager
def serving(
    app: FastAPI, bounds: Bounds | None = None, proxies: str = "127.0.0.1"
) -> Iterator[str]:
    """Serve `app` in a thread as `qoima api run` does; gives its address, `http://127.0.0.1:PORT`.

    `proxies` are those whose `X-Forwarded-For` is believed.
    """
    listening = socket.create_server(("127.0.0.1", 0))
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


@contextlib.contextmanager
def client_of(app: FastAPI, language: str = "en") -> Iterator[httpx.Client]:
    """A client of a served application that accepts one language."""
    with (
        serving(app) as url,
        httpx.Client(base_url=url, headers={"Accept-Language": language}, timeout=60) as client,
    ):
        yield client
