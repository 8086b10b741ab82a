"""The node's server in a thread of the tests, with bounds that a test can reach."""

from __future__ import annotations

import contextlib
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from node.health import Health
from node.metrics import Metrics
from node.rpc.backend import Backend
from node.rpc.methods import all_methods
from node.rpc.prompt import prompt
from node.rpc.protocol import Protocol
from node.server import Door, Site, application, listen, server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from node.rpc.limits import Limits
    from node.rpc.protocol import Methods
    from tests.node.world import World

__all__ = ["served"]


@contextlib.contextmanager
def served(
    world: World,
    limits: Limits,
    door: Door | None = None,
    more: Methods | None = None,
    settle: Callable[[], None] | None = None,
) -> Iterator[str]:
    """The URL of a server for a chain that stands still; `more` methods join its own.

    `settle` stands for the writing of what was taken.
    """
    backend = Backend(world.chain, world.pool, world.admission)
    methods = {**all_methods(backend, limits), **(more or {})}
    quick = prompt(backend, methods, limits)
    if settle is not None:
        quick = replace(quick, settle=settle)
    protocol = Protocol(methods, limits, prompt=quick)
    site = Site(Metrics(backend), Health(backend), door or Door())
    with listen("127.0.0.1", 0) as listening:
        serving = server(application(protocol, backend, site), limits.body)
        thread = threading.Thread(target=serving.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while not serving.started:
                time.sleep(0.01)
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            serving.should_exit = True
            thread.join()
