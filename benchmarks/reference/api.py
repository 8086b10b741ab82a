"""The HTTP interface in a process of its own, over an index that is there already."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from benchmarks.reference.peers import free_port
from tests.support.node import make_home, start

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["serving"]

_PATIENCE = 600.0


@contextlib.contextmanager
def serving(database: str) -> Iterator[tuple[str, int]]:
    """Where it answers and which process it is; its chain is a new one, which is not asked."""
    with tempfile.TemporaryDirectory(prefix="qoima-api-") as folder:
        node = start(make_home(Path(folder) / "home"))
        port = free_port()
        environment = {
            **os.environ,
            "QOIMA_HOME": str(node.home),
            "QOIMA_RPC_URL": node.url,
            "QOIMA_DATABASE_URL": database,
            "QOIMA_API_PORT": str(port),
            "QOIMA_LOG_LEVEL": "warning",
        }
        command = [sys.executable, "-m", "cli.main", "api", "run"]
        with subprocess.Popen(command, env=environment) as process:
            try:
                _wait_for(url := f"http://127.0.0.1:{port}", process)
                yield url, process.pid
            finally:
                process.terminate()
                process.wait()
                node.stop()


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(httpx.TransportError):
            httpx.get(url)
            return
        time.sleep(0.05)
    raise RuntimeError("the API does not start")
