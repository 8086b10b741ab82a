"""The program as a person runs it: real processes, real files, a home of its own."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

import httpx
from typer.testing import CliRunner

from cli.main import app
from cli.processes import check_port, free_port, free_ports
from tests.support.node import PASSWORD, make_home

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["Ran", "Up", "api_beside", "children_of", "here", "is_alive", "new_home", "qoima", "up"]

_SLOWEST = 120.0


@dataclass(frozen=True)
class Ran:
    """What a command left: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def answer(self) -> Any:
        """Standard output as JSON; only of a command that succeeded."""
        assert self.code == 0, self.err
        return json.loads(self.out)

    @property
    def refusal(self) -> dict[str, Any]:
        """Standard error as JSON."""
        facts: dict[str, Any] = json.loads(self.err)
        return facts


@dataclass(frozen=True)
class Up:
    """`qoima up` at work."""

    process: subprocess.Popen[str]
    home: Path
    url: str
    ports: tuple[int, int]
    environment: Mapping[str, str] = field(repr=False)

    def qoima(self, *words: str, **environment: str) -> Ran:
        """Run a command against this installation, answering in JSON."""
        return here(*words, "--json", **{**self.environment, **environment})


def here(*words: str, **environment: str) -> Ran:
    """Run a command in this process, which spares its imports; for all that ends by itself."""
    given = {**dict.fromkeys(_named(), ""), "QOIMA_LANGUAGE": "en", **environment}
    done = CliRunner().invoke(app(), list(words), env=given)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Ran(done.exit_code, done.stdout, done.stderr)


def qoima(*words: str, **environment: str) -> Ran:
    """Run `qoima WORDS`; nothing of this machine's settings reaches it."""
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", *words],
        env={**_clean(), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=_SLOWEST,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def new_home(home: Path) -> Path:
    """A home with a chain, its keys opened by the file beside them."""
    make_home(home)
    (home / "node" / "keys" / "password").write_text(PASSWORD + "\n")
    return home


@contextlib.contextmanager
def up(home: Path, **settings: str) -> Iterator[Up]:
    """`qoima up` on free ports, ready; ended by SIGTERM if it is there still.

    Leaving it proves that no process and no port is left.
    """
    node_port, api_port = free_ports("127.0.0.1", "127.0.0.1")
    environment = {
        "QOIMA_HOME": str(home),
        "QOIMA_NODE_PORT": str(node_port),
        "QOIMA_API_PORT": str(api_port),
        **settings,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "cli.main", "up", "--json"],
        env={**_clean(), **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    watchdog = threading.Timer(_SLOWEST, process.kill)
    watchdog.start()
    try:
        said = _first_answer(process.stdout)
        watchdog.cancel()
        assert said, process.stderr.read()
        children = children_of(process.pid)
        yield Up(process, home, json.loads(said)["url"], (node_port, api_port), environment)
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0
        assert not any(is_alive(pid) for pid in children)
        for port in (node_port, api_port):
            check_port("127.0.0.1", port)
    finally:
        watchdog.cancel()
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()


@contextlib.contextmanager
def api_beside(installation: Up) -> Iterator[str]:
    """Another process of the API of an installation, by its address; killed in the end."""
    port = free_port("127.0.0.1")
    environment = {**_clean(), **installation.environment, "QOIMA_API_PORT": str(port)}
    command = [sys.executable, "-m", "cli.main", "api", "run"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            deadline = time.monotonic() + _SLOWEST
            while not _answers(port):
                assert process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


def _answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/healthz").status_code == 200
    except httpx.TransportError:
        return False


def _first_answer(out: IO[str]) -> str:
    """What a program prints up to the first closing brace; nothing if it ends before."""
    said = ""
    for line in out:
        said += line
        if line == "}\n":
            return said
    return ""


def children_of(parent: int) -> dict[int, str]:
    """The processes that a process started and that are there now, with their commands."""
    listed = subprocess.run(
        ["ps", "-axo", "pid=,ppid=,command="], capture_output=True, text=True, check=True
    )
    rows = (line.split(None, 2) for line in listed.stdout.splitlines())
    return {int(row[0]): row[2] for row in rows if len(row) == 3 and int(row[1]) == parent}


def is_alive(pid: int) -> bool:
    """Whether a process is there and not a zombie."""
    listed = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    state = listed.stdout.strip()
    return bool(state) and not state.startswith("Z")


def _named() -> list[str]:
    """Settings of this machine, which are not to reach a test."""
    return [name for name in os.environ if name.startswith("QOIMA_")]


def _clean() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QOIMA_")}
    return {**kept, "QOIMA_LANGUAGE": "en"}
