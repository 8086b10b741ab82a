"""What the HTTP interface counts and measures, for Prometheus, and its log of requests."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from prometheus_client import Counter, Gauge, Histogram
from starlette.requests import ClientDisconnect

from ledger.figures import Figures

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Measured", "Metrics"]

_LOG: Final = logging.getLogger("qoima.api.requests")
_SECONDS: Final = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100)
_READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_UNKNOWN: Final = "unknown"
_GONE: Final = 499
"""The client went away before it was answered: nginx's status, and no fault of ours."""


class Metrics(Figures):
    """The figures of one application."""

    def __init__(self) -> None:
        """Begin at nothing."""
        super().__init__()
        self._requests = Histogram(
            "qoima_api_request_seconds",
            "How long requests took to their last byte, by operation of the OpenAPI document.",
            ["operation"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._answers = Counter(
            "qoima_api_answers",
            "Answers by operation and status.",
            ["operation", "status"],
            registry=self.registry,
        )
        self._sent = Counter(
            "qoima_api_sent_bytes", "Bytes of the bodies of answers.", registry=self.registry
        )
        self._in_flight = Gauge(
            "qoima_api_requests_in_flight",
            "Requests that are worked on, streams of events among them.",
            registry=self.registry,
        )

    def begun(self) -> None:
        """Count a request that is worked on."""
        self._in_flight.inc()

    def ended(self, operation: str, status: int, seconds: float, sent: int) -> None:
        """Count its answer; `sent` in bytes."""
        self._in_flight.dec()
        self._requests.labels(operation).observe(seconds)
        self._answers.labels(operation, str(status)).inc()
        self._sent.inc(sent)


@dataclass(frozen=True)
class Measured:
    """ASGI middleware: each request is measured under its operation's name, and logged.

    The log has the operation, the status, the time and the request's id: no address, no path, no
    query, no header, so no personal data and no secret. A read is logged at level `debug`, anything
    else at `info`, a fault at `error`.
    """

    app: ASGIApp
    metrics: Metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, status, sent = time.perf_counter(), 500, 0

        async def counted(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                sent += len(message.get("body", b""))
            await send(message)

        self.metrics.begun()
        try:
            await self.app(scope, receive, counted)
        except ClientDisconnect:
            status = _GONE if status == 500 else status
            raise
        finally:
            seconds = time.perf_counter() - begun
            operation = _operation(scope)
            self.metrics.ended(operation, status, seconds, sent)
            _log(scope, operation, status, seconds)


def _operation(scope: Scope) -> str:
    """The operation's id, `page:` with a page's name, or `unknown` where no route fits."""
    route = scope.get("route")
    operation = getattr(route, "operation_id", None)
    if isinstance(operation, str):
        return operation
    name = getattr(route, "name", None)
    return f"page:{name}" if isinstance(name, str) else _UNKNOWN


def _log(scope: Scope, operation: str, status: int, seconds: float) -> None:
    level = logging.DEBUG if scope["method"] in _READING else logging.INFO
    level = logging.ERROR if status >= 500 and status != 503 else level
    if _LOG.isEnabledFor(level):
        facts = {
            "operation": operation,
            "status": status,
            "milliseconds": round(seconds * 1000, 1),
            "request_id": scope.get("state", {}).get("request_id", ""),
        }
        _LOG.log(level, "%s %s", operation, status, extra=facts)
