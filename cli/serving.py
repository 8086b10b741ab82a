"""Where a node of this installation serves, whom, and within which bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cli.settings import Settings
    from node.running import Service

__all__ = ["service"]


def service(settings: Settings) -> Service:
    """The service of a node, sealing or following, as the settings have it."""
    from node.rpc.limits import Limits
    from node.running import Service
    from node.server import Door

    return Service(
        settings.home,
        settings.node_host,
        settings.node_port,
        door=Door(settings.allowed_origins),
        limits=Limits(
            call_seconds=settings.node_call_seconds,
            call_gas=settings.node_call_gas,
            transaction_gas=settings.node_transaction_gas,
        ),
    )
