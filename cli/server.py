"""The server of HTTP, which tells the application when it is asked to stop."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import uvicorn

from cli.crowd import Bounds, Crowd
from cli.processes import stop_signal
from cli.proxies import networks
from cli.wire import Wire

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable
    from types import FrameType

    from cli.settings import Settings

__all__ = ["configured", "serve"]

_STARTUP_FAILURE: Final = 3
"""The exit code of uvicorn's own command for it."""


def configured(
    app: Callable[..., Any], settings: Settings, bounds: Bounds | None = None
) -> uvicorn.Config:
    """How `app` is served; `bounds` in place of those of the settings."""
    proxies = networks(settings.trusted_proxies)
    bounds = bounds or Bounds(
        connections=settings.max_connections, of_network=settings.max_connections_of_address
    )
    crowd = Crowd(bounds, proxies)
    return uvicorn.Config(
        app,
        host=settings.api_host,
        port=settings.api_port,
        http=partial(Wire, crowd=crowd),  # type: ignore[arg-type]  # it is called, and that is all
        ws="none",
        log_config=None,
        log_level=settings.log_level,
        access_log=False,
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=settings.shutdown_seconds,
    )


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
