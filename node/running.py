"""A node at work: opened from its home, sealing, serving, closed cleanly."""

from __future__ import annotations

import contextlib
import logging
import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from typing import Protocol as TypingProtocol

from node import interpreter
from node.admission import MAX_GAS, Admission
from node.chain import Chain
from node.clock import Clock, SystemClock
from node.deployment import Deployment, Home
from node.errors import Unavailable, VerificationError
from node.health import Health
from node.keys import read_key
from node.metrics import Metrics
from node.participants import Participants
from node.pool import Pool
from node.primitives import hexed, parse_address
from node.rpc.backend import Backend
from node.rpc.limits import Limits
from node.rpc.methods import all_methods
from node.rpc.prompt import prompt
from node.rpc.protocol import Protocol
from node.sealer import Sealer
from node.sealing import SealingProcess
from node.server import Door, Site, application, listen, server
from node.storage.store import Store
from node.witness.serving import open_witnesses

if TYPE_CHECKING:
    import socket
    from pathlib import Path

    import uvicorn

    from node.rpc.protocol import Methods

__all__ = ["Ready", "Service", "Worker", "open_node", "run", "serve"]

_log = logging.getLogger(__name__)

_PATIENCE = 2.0  # seconds that the other process of a node that was killed may take to end
_NODES = 10_000  # trie nodes kept by the process that only reads: what all ways begin with

Ready = Callable[[str], None]


@dataclass(frozen=True)
class Service:
    """Where a node serves and whom: the home of its endpoint file, the address, who is told."""

    home: Path
    host: str = "127.0.0.1"
    port: int = 8545
    ready: Ready | None = None
    door: Door = field(default_factory=Door)
    limits: Limits = field(default_factory=Limits)


class Worker(TypingProtocol):
    """What makes the chain grow beside the server: a sealer, or a follower."""

    @property
    def failure(self) -> BaseException | None:
        """What ended the work."""

    def on_failure(self, act: Callable[[], object]) -> None:
        """Have something done when the work has to end; at once if that has happened already."""


@contextlib.contextmanager
def open_node(
    home: Path, password: str, clock: Clock, *, apart: bool = False, most_gas: int = MAX_GAS
) -> Iterator[tuple[Backend, Sealer | SealingProcess]]:
    """Open the chain of a home and seal until the context ends, `apart` in another process.

    `most_gas` is what a transaction may ask for.
    Raises NotFound `home.missing`, `key.missing`, Rejected `key.password`, Conflict
    `chain.in-use`, VerificationError `store.*`, `deployment.*`, Unavailable `sealer.*`.
    """
    paths = Home(home)
    deployment = Deployment.read(paths.deployment)
    key = read_key(paths.key("sealer"), password)
    store = Store(paths.chain, patience=_PATIENCE, decoded=_NODES) if apart else Store(paths.chain)
    try:
        chain = Chain(store, clock)
        if hexed(chain.genesis.hash) != deployment.genesis_hash:
            raise VerificationError("deployment.other-chain", expected=deployment.genesis_hash)
        pool = Pool(store)
        operator = parse_address(deployment.operator)
        participants = Participants(deployment.participants, operator)
        admission = Admission(chain, pool, participants, most_gas)
        sealer = (SealingProcess if apart else Sealer)(chain, pool, key, clock)
        sealer.start()
        try:
            yield Backend(chain, pool, admission), sealer
        finally:
            sealer.stop()
    finally:
        store.close()


def run(service: Service, password: str, clock: Clock | None = None) -> None:
    """Serve until SIGTERM or SIGINT, then stop sealing and close the store.

    Port 0 lets the system choose. When connections are taken, the URL is logged, stands in the
    file `node/endpoint` of the home, and is passed to `ready`. Raises as `open_node`, and
    Unavailable `node.address` when the address cannot be bound, `sealer.failed` when sealing
    had to end: a node that cannot seal does not go on.
    """
    clock, most = clock or SystemClock(), service.limits.transaction_gas
    with (
        open_node(service.home, password, clock, apart=True, most_gas=most) as (backend, sealer),
        open_witnesses(service.home, backend) as more,
    ):
        methods = {**all_methods(backend, service.limits), **more}
        metrics = Metrics(backend)
        sealer.on_sealed(metrics.sealed)
        serve(backend, methods, service, sealer, metrics)
        if sealer.failure is not None:
            raise Unavailable("sealer.failed", detail=str(sealer.failure)) from sealer.failure


def serve(
    backend: Backend,
    methods: Methods,
    service: Service,
    worker: Worker,
    metrics: Metrics | None = None,
) -> None:
    """Serve methods until a signal comes or the worker fails, and say where.

    `metrics` are those of `backend`, when whoever calls has more to measure than requests.
    """
    site = Site(metrics or Metrics(backend), Health(backend, lambda: worker.failure), service.door)
    quick = prompt(backend, methods, service.limits)
    protocol = Protocol(methods, service.limits, site.metrics.request, quick)
    with _listening(service.host, service.port) as listening:
        url = _url(listening)
        _log.info("node ready at %s, head %d", url, backend.chain.head.header.block_number)
        endpoint = Home(service.home).endpoint
        serving = server(application(protocol, backend, site), service.limits.body)
        worker.on_failure(lambda: setattr(serving, "should_exit", True))
        interpreter.settle()
        try:
            with _stopping(serving):
                endpoint.write_text(url + "\n")
                if service.ready is not None:
                    service.ready(url)
                serving.run(sockets=[listening])
        finally:
            endpoint.unlink(missing_ok=True)
    _log.info("node stopped")


@contextlib.contextmanager
def _stopping(serving: uvicorn.Server) -> Iterator[None]:
    """Let a signal stop the server, and outlive it.

    Uvicorn hears signals only once it runs, and one that comes before must not be lost; it raises
    those that it heard once more after it has stopped.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    signals = (signal.SIGINT, signal.SIGTERM)
    before = [
        signal.signal(each, lambda *_: setattr(serving, "should_exit", True)) for each in signals
    ]
    try:
        yield
    finally:
        for each, handler in zip(signals, before, strict=True):
            signal.signal(each, handler)


@contextlib.contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    try:
        listening = listen(host, port)
    except OSError as error:
        raise Unavailable("node.address", host=host, port=port, detail=str(error)) from error
    with listening:
        yield listening


def _url(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
