"""The sealer in a process of its own, beside the one that serves.

Both have the store open. The serving process alone writes what has been admitted; the sealing one
alone writes blocks, and takes from the pool's table what has left it. Each tells the other merely
that there is something to look at in the store. So whichever is killed, at whatever moment, the
store is whole and holds everything that was acknowledged. The end of one is the end of the other.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
import socket
import sys
import threading
from dataclasses import dataclass
from multiprocessing.reduction import DupFd
from typing import TYPE_CHECKING, Any

from eth_keys.datatypes import PrivateKey

from node import interpreter
from node.chain import Chain
from node.errors import Unavailable
from node.pool import Pool
from node.primitives import address_of, hexed
from node.sealer import Sealer
from node.storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.connection import Connection
    from pathlib import Path

    from eth_typing import Hash32

    from node.clock import Clock

__all__ = ["SealingProcess"]

_log = logging.getLogger(__name__)
_ARRIVED = b"a"
_STOP = b"s"
_PATIENCE = 30.0
_MODESTY = 5  # of nice(2): whoever reads goes first where cores are few


class SealingProcess:
    """What `Sealer` is within one process."""

    def __init__(self, chain: Chain, pool: Pool, key: PrivateKey, clock: Clock) -> None:
        """Raises Unavailable `sealer.not-a-signer` when the key may not seal at the head."""
        self.address = address_of(key)
        if self.address not in chain.head.snapshot.signers:
            raise Unavailable("sealer.not-a-signer", address=hexed(self.address))
        self._chain = chain
        self._pool = pool
        self._orders = (key.to_bytes(), clock)
        self._control, self._their_control = socket.socketpair()
        self._control.setblocking(False)
        self._news, self._their_news = multiprocessing.Pipe(duplex=False)
        self._stopping = False
        self._process: multiprocessing.process.BaseProcess | None = None
        self._thread = threading.Thread(target=self._listen, name="news of the sealer")
        self.failure: BaseException | None = None
        self._on_failure: Callable[[], object] = lambda: None
        self._on_sealed: Callable[[float], object] = lambda _seconds: None

    def on_failure(self, act: Callable[[], object]) -> None:
        """Have something done when sealing has to end; at once if that has happened already."""
        self._on_failure = act
        if self.failure is not None:
            act()

    def on_sealed(self, act: Callable[[float], object]) -> None:
        """Have the seconds told that each block took, until it was on disk."""
        self._on_sealed = act

    def start(self) -> None:
        """Begin to seal, as soon as the other process is up."""
        store = self._chain.store
        spawning = multiprocessing.get_context("spawn")
        key, clock = self._orders
        lock = _Lock(store.shared_lock())
        work = _Work(store.path, lock, key, clock, logging.getLogger().level)
        self._process = spawning.Process(
            target=work.run, args=(self._their_control, self._their_news), name="sealer"
        )
        self._process.start()
        self._their_control.close()
        self._their_news.close()
        self._thread.start()
        self._pool.on_arrival(lambda: self._tell(_ARRIVED))

    def stop(self) -> None:
        """Let the block under way be finished and return when no more will come."""
        if self._process is None:
            return
        self._stopping = True
        self._tell(_STOP)
        self._process.join(_PATIENCE)
        if self._process.is_alive():
            _log.critical("the sealing process does not stop; it is killed")
            self._process.kill()
        self._process.join()
        self._thread.join()
        self._control.close()
        self._news.close()

    def _tell(self, word: bytes) -> None:
        """Say a word; one that finds no room has many before it that say the same."""
        with contextlib.suppress(BlockingIOError, BrokenPipeError, ConnectionResetError):
            self._control.send(word)

    def _listen(self) -> None:
        heard: dict[str, Callable[..., object]] = {
            "outcome": self._outcome,
            "took": self._took,
            "failed": self._failed,
            "log": _write_log,
        }
        try:
            while True:
                name, *facts = self._news.recv()
                heard[name](*facts)
        except (EOFError, OSError):
            if not self._stopping:
                self._failed("the sealing process has ended")
        except BaseException as error:  # noqa: BLE001 - reported by whoever watches
            self._failed(repr(error))

    def _outcome(self, sealed: Sequence[Hash32], dropped: Sequence[Hash32]) -> None:
        if sealed:
            self._chain.follow()
        self._pool.drop(sealed, sealed=True)
        self._pool.drop(dropped)

    def _took(self, seconds: float) -> None:
        self._on_sealed(seconds)

    def _failed(self, detail: str) -> None:
        if self.failure is None:
            _log.critical("sealing has ended: %s", detail)
            self.failure = Unavailable("sealer.failed", detail=detail)
            self._on_failure()


def _write_log(name: str, level: int, line: str) -> None:
    logging.getLogger(name).log(level, "%s", line)


class _Lock:
    """The lock of the store, on its way to another process."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def __getstate__(self) -> Any:
        return DupFd(self.descriptor)

    def __setstate__(self, state: Any) -> None:
        self.descriptor = state.detach()


@dataclass(frozen=True)
class _Work:
    """What the sealing process has to do; the key reaches it through a pipe of its own."""

    path: Path
    lock: _Lock
    key: bytes
    clock: Clock
    level: int

    def run(self, control: socket.socket, news: Connection) -> None:
        """Seal until told to stop; whoever serves decides, so signals are not heard here."""
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, signal.SIG_IGN)
        os.nice(_MODESTY)
        telling = _Telling(news)
        logging.basicConfig(level=self.level, handlers=[_Forwarding(telling)], format="%(message)s")
        try:
            self._seal(control, telling)
        except BaseException as error:
            telling.tell("failed", repr(error))
            raise

    def _seal(self, control: socket.socket, telling: _Telling) -> None:
        store = Store(self.path, lock=self.lock.descriptor)
        pool = Pool(store)
        sealer = Sealer(Chain(store, self.clock), pool, PrivateKey(self.key), self.clock)
        sealer.on_outcome(lambda sealed, dropped: telling.tell("outcome", sealed, dropped))
        sealer.on_sealed(lambda seconds: telling.tell("took", seconds))
        sealer.on_failure(lambda: control.shutdown(socket.SHUT_RD))
        sealer.start()
        interpreter.settle()
        while word := control.recv(4096):
            if _STOP in word:
                sealer.stop()
                store.close()
                return
            pool.refresh()
        if sealer.failure is not None:
            telling.tell("failed", repr(sealer.failure))
        else:
            sys.stderr.write("the serving process is gone; sealing ends\n")
        os._exit(1)  # a store that is torn down in haste is whole: see `Store`


class _Telling:
    """Messages to the serving process from any thread, one after another."""

    def __init__(self, news: Connection) -> None:
        self._news = news
        self._lock = threading.Lock()

    def tell(self, name: str, *facts: object) -> None:
        """Send a message; to nobody when the other process is gone."""
        with self._lock, contextlib.suppress(OSError):
            self._news.send((name, *facts))


class _Forwarding(logging.Handler):
    """Has the serving process write the log, since two cannot write one."""

    def __init__(self, telling: _Telling) -> None:
        super().__init__()
        self._telling = telling

    def emit(self, record: logging.LogRecord) -> None:
        """Send a line, with the traceback if there is one."""
        self._telling.tell("log", record.name, record.levelno, self.format(record))
