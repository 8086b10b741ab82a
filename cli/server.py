"""The server of HTTP, which tells the application when it is asked to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import uvicorn

from cli.processes import stop_signal

if TYPE_CHECKING:
    import threading
    from types import FrameType

__all__ = ["serve"]

_STARTUP_FAILURE: Final = 3
"""The exit code of uvicorn's own command for it."""


def serve(config: uvicorn.Config, closing: threading.Event) -> None:
    """Serve until SIGINT or SIGTERM, which set `closing`: streams end, which wait for news.

    Other requests under way are finished, as long as `timeout_graceful_shutdown` lets them.
    Raises SystemExit when it cannot start.
    """
    server = _Server(config, closing)
    with stop_signal():  # uvicorn raises the signal again when it has ended
        server.run()
    if not server.started:
        raise SystemExit(_STARTUP_FAILURE)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, closing: threading.Event) -> None:
        super().__init__(config)
        self._closing = closing

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._closing.set()
        super().handle_exit(sig, frame)
