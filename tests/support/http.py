"""An application served for real on a free port of this machine, and a client of it."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from typing import TYPE_CHECKING

import httpx
import uvicorn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI

__all__ = ["client_of", "serving"]

_SLOWEST_START = 120.0


@contextlib.contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Serve `app` in a thread with uvicorn; gives its address, `http://127.0.0.1:PORT`."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
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
