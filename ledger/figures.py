"""Figures of a process for Prometheus, read whenever they are asked for."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Gauge

from ledger.errors import QoimaError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Figures"]


class Figures:
    """The figures of one process, all with the prefix `qoima_`; safe from any thread."""

    def __init__(self) -> None:
        """Begin with none."""
        self.registry = CollectorRegistry()

    def gauge(self, name: str, meaning: str, read: Callable[[], float]) -> None:
        """Add a figure; `name` without `qoima_`.

        It is no number (NaN) while what it is read from refuses to answer.
        """

        def shown() -> float:
            try:
                return read()
            except QoimaError:
                return math.nan

        Gauge(f"qoima_{name}", meaning, registry=self.registry).set_function(shown)
