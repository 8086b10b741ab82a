"""The proxies of the settings: whose `X-Forwarded-For` is believed."""

from __future__ import annotations

import ipaddress

__all__ = ["NONE", "Network", "networks"]

NONE = "none"

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def networks(words: str) -> tuple[Network, ...]:
    """Addresses and networks with commas between them, `*` or `none`; ValueError for others."""
    if words.strip() == NONE:
        return ()
    if words.strip() == "*":
        return (ipaddress.ip_network("0.0.0.0/0"), ipaddress.ip_network("::/0"))
    named = (each.strip() for each in words.split(","))
    return tuple(ipaddress.ip_network(each) for each in named if each)
