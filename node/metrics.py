"""What the node counts and measures, for Prometheus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

if TYPE_CHECKING:
    from collections.abc import Callable

    from node.rpc.backend import Backend

__all__ = ["Metrics"]

_REQUEST: Final = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30)
_SEAL: Final = (0.005, 0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 2, 5, 10)


class Metrics:
    """The metrics of one node, all with the prefix `qoima_node_`; safe from any thread."""

    content_type: Final = CONTENT_TYPE_LATEST

    def __init__(self, backend: Backend) -> None:
        self._registry = CollectorRegistry()
        self._requests = Histogram(
            "qoima_node_request_seconds",
            "How long requests of JSON-RPC took, by method; reads and writes.",
            ["method"],
            buckets=_REQUEST,
            registry=self._registry,
        )
        self._errors = Counter(
            "qoima_node_request_errors",
            "Requests of JSON-RPC that were answered with an error, by method and error code.",
            ["method", "code"],
            registry=self._registry,
        )
        self._seals = Histogram(
            "qoima_node_seal_seconds",
            "How long it took to execute, seal and write a block.",
            buckets=_SEAL,
            registry=self._registry,
        )
        chain, pool = backend.chain, backend.pool
        self.gauge("height", "Number of the last block.", lambda: chain.head.header.block_number)
        self.gauge(
            "head_timestamp_seconds",
            "Timestamp of the last block; an idle chain makes none.",
            lambda: chain.head.header.timestamp,
        )
        self.gauge("pool_transactions", "Transactions that wait.", lambda: len(pool))

    def gauge(self, name: str, meaning: str, read: Callable[[], float]) -> None:
        """Add a figure that is read whenever it is asked for; `name` without the prefix."""
        Gauge(f"qoima_node_{name}", meaning, registry=self._registry).set_function(read)

    def request(self, method: str, seconds: float, code: int) -> None:
        """Count a request; `code` is that of its error, or 0."""
        self._requests.labels(method).observe(seconds)
        if code:
            self._errors.labels(method, str(code)).inc()

    def sealed(self, seconds: float) -> None:
        """Count a block."""
        self._seals.observe(seconds)

    def page(self) -> bytes:
        """All figures in the text format of Prometheus."""
        return generate_latest(self._registry)
