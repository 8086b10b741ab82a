"""Child processes of one installation: started, watched, stopped, none left behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ledger.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from types import FrameType

__all__ = [
    "Processes",
    "beside",
    "check_port",
    "end_with_parent",
    "free_port",
    "free_ports",
    "stop_signal",
    "tail",
]

_START_SECONDS: Final = 90.0
_STOP_SECONDS: Final = 15.0
_LOG_TAIL: Final = 16 * 1024


@dataclass(frozen=True)
class _Child:
    name: str
    process: subprocess.Popen[bytes]
    log: Path


@dataclass(frozen=True)
class Processes:
    """The children of this program, each logging to `logs/NAME.log`.

    Each child has a session of its own, so that a Ctrl-C reaches this program only, which then
    stops them in the reverse order. Each holds the reading end of a pipe whose writing end is
    here: it ends by itself should this program be killed (`end_with_parent`).
    """

    logs: Path
    environment: Mapping[str, str]
    stopping: threading.Event
    children: list[_Child] = field(default_factory=list)

    def start(self, name: str, *arguments: str) -> None:
        """Start `qoima ARGUMENTS --supervised`."""
        self.logs.mkdir(parents=True, exist_ok=True)
        log = self.logs / f"{name}.log"
        with log.open("ab") as output:
            process = subprocess.Popen(  # noqa: S603 - our own program, no shell
                [sys.executable, "-m", "cli.main", *arguments, "--supervised"],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **self.environment},
                start_new_session=True,
            )
        self.children.append(_Child(name, process, log))

    def wait_until(self, name: str, ready: Callable[[], bool]) -> None:
        """Wait until `ready()`.

        Raises Unavailable `process.ended`, or `process.not-ready` after 90 seconds, and
        KeyboardInterrupt when `stopping` is set meanwhile.
        """
        deadline = time.monotonic() + _START_SECONDS
        while not ready():
            self.check()
            if self.stopping.is_set():
                raise KeyboardInterrupt
            if time.monotonic() > deadline:
                raise Unavailable("process.not-ready", name=name, log=self._log(name))
            time.sleep(0.05)

    def check(self) -> None:
        """Raises Unavailable `process.ended` (name, status, log) when a child is gone."""
        for child in self.children:
            status = child.process.poll()
            if status is not None:
                raise Unavailable(
                    "process.ended", name=child.name, status=status, log=tail(child.log)
                )

    def watch(self) -> None:
        """Return when `stopping` is set; Unavailable `process.ended` when a child is gone."""
        while not self.stopping.wait(0.2):
            self.check()

    def stop(self) -> None:
        """Stop every child, the last one first; a deaf one is killed after 15 seconds."""
        for child in reversed(self.children):
            if child.process.poll() is None:
                child.process.terminate()
            try:
                child.process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()
            if child.process.stdin:
                child.process.stdin.close()
        self.children.clear()

    def _log(self, name: str) -> str:
        return tail(self.logs / f"{name}.log")


@contextmanager
def stop_signal() -> Iterator[threading.Event]:
    """An event that SIGINT and SIGTERM set, in place of what they did before."""
    stop = threading.Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {each: signal.signal(each, ask) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def beside(
    name: str, run: Callable[[threading.Event], None], stop: threading.Event
) -> Iterator[None]:
    """Have `run` at work in a thread beside the block; `stop` is set when the block ends."""
    thread = threading.Thread(target=run, args=(stop,), name=name)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def end_with_parent() -> None:
    """Ask this process to stop when the pipe on its standard input closes."""

    def wait() -> None:
        while os.read(0, 1024):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="end-with-parent", daemon=True).start()


def free_ports(*hosts: str) -> tuple[int, ...]:
    """For each of these hosts a port that nobody listens on now, no two the same."""
    with ExitStack() as held:
        servers = [held.enter_context(socket.create_server((host, 0))) for host in hosts]
        return tuple(server.getsockname()[1] for server in servers)


def free_port(host: str) -> int:
    """A port of `host` that nobody listens on now."""
    return free_ports(host)[0]


def check_port(host: str, port: int) -> None:
    """Raises Unavailable `port.in-use` (host, port) when someone listens there."""
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        raise Unavailable("port.in-use", host=host, port=port) from error


def tail(log: Path, lines: int = 20) -> str:
    """The last lines of a log."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - _LOG_TAIL))
            text = file.read().decode("utf-8", "replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-lines:])
