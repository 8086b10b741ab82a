"""Where events of people who are not the operator may go: to public addresses and nowhere else."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urlsplit

from ledger.errors import Rejected
from ledger.hooks.model import check_url

__all__ = ["Reach", "Resolver", "Target", "is_public", "resolve"]

Resolver = Callable[[str, int], Sequence[str]]
"""The addresses of a name; raises OSError when it has none."""

_PORTS: Final = {"https": frozenset({443, 8443}), "http": frozenset({80})}
_DEFAULT: Final = {"https": 443, "http": 80}
_UNICAST: Final = ipaddress.IPv6Network("2000::/3")
"""All that is given out as global (RFC 4291 §2.4): neither NAT64 (RFC 6052) nor mapped IPv4."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes: `url` names the address that was checked, `host` and `name` the host
    that it is for, with its port and without.
    """

    url: str
    host: str
    name: str


@dataclass(frozen=True, slots=True)
class Reach:
    """How far webhooks of accounts reach; `private` lets in http, any port and any address.

    `plain` lets in http to public addresses, on port 80: for what is signed itself.
    """

    private: bool = False
    plain: bool = False

    def check(self, url: str) -> str:
        """Refuse a URL by its form: Rejected("hook.bad-url"), Rejected("hook.forbidden-address").

        1. Scheme http or https, no password. 2. https, or http where it is let in. 3. Port 443 or
        8443, of http 80. 4. An address that is written out is public.
        """
        parts = urlsplit(url)
        plain = parts.scheme == "http" and (self.private or self.plain)
        check_url(url.replace("http:", "https:", 1) if plain and parts.hostname else url)
        if self.private:
            return url
        if not (plain or parts.scheme == "https") or _port(parts) not in _PORTS[parts.scheme]:
            raise Rejected("hook.forbidden-address")
        literal = _literal(parts.hostname or "")
        if literal is not None and not is_public(literal):
            raise Rejected("hook.forbidden-address")
        return url

    def target(self, url: str, resolver: Resolver) -> Target:
        """Where to go for a URL: its name is resolved once, and the address that is checked is
        that which is connected to (DNS rebinding).

        Raises as `check`, Rejected("hook.forbidden-address") when any address of the name is not
        public, OSError when it has none.
        """
        self.check(url)
        parts = urlsplit(url)
        name = parts.hostname or ""
        port = _port(parts)
        found = [name] if _literal(name) is not None else list(resolver(name, port))
        if not found:
            raise OSError(name)
        addresses = [ipaddress.ip_address(each.partition("%")[0]) for each in found]
        if not (self.private or all(is_public(each) for each in addresses)):
            raise Rejected("hook.forbidden-address")
        first = addresses[0]
        shown = f"[{first}]" if first.version == 6 else str(first)
        pinned = parts._replace(netloc=f"{shown}:{port}")
        return Target(pinned.geturl(), parts.netloc, name)


def _port(parts: SplitResult) -> int:
    return parts.port or _DEFAULT[parts.scheme]


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether an address is anybody's on the internet, and stands for no other one."""
    if isinstance(address, ipaddress.IPv6Address):
        embeds = address.sixtofour is not None or address.teredo is not None
        return address in _UNICAST and address.is_global and not embeds
    return address.is_global and not address.is_multicast


def resolve(name: str, port: int) -> Sequence[str]:
    """The addresses of a name as this machine has them."""
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return [str(each[4][0]) for each in found]


def _literal(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None
