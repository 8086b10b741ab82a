"""Who asks, by a keyed digest of the network from which they ask (P-4)."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from starlette.requests import Request

    from api.context import Application

__all__ = ["network", "remote_of"]

_UNKNOWN: Final = "unknown"
_SUBSCRIBER: Final = 64
"""Bits of an IPv6 address that name a subscriber, who chooses the others (RFC 6177)."""


def remote_of(desk: Application, request: Request) -> str:
    """The digest of the network from which a request comes."""
    host = request.client.host if request.client else _UNKNOWN
    return desk.services.accesses.remote(network(host))


def network(host: str) -> str:
    """The address of whoever asks, of IPv6 the part that names them; no address is `unknown`."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return _UNKNOWN
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, _SUBSCRIBER), strict=False))
