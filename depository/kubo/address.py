"""Where kubo's RPC listens, and what it asks of those who call."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from depository.kubo.library import Client, exceptions

__all__ = ["Secret", "parse_address"]


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret in the words of kubo's `API.Authorizations`; its text is never shown."""

    scheme: str
    value: str = field(repr=False)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `bearer:TOKEN` or `basic:USER:PASSWORD`; ValueError, without the text, otherwise."""
        scheme, _, value = text.strip().partition(":")
        enough = value.partition(":")[2] if scheme == "basic" else value
        if scheme not in {"bearer", "basic"} or not enough or not text.isprintable():
            raise ValueError("secret")
        return cls(scheme, value)

    def arguments(self) -> dict[str, object]:
        """What the client is given."""
        if self.scheme == "bearer":
            return {"headers": {"Authorization": f"Bearer {self.value}"}}
        user, _, password = self.value.partition(":")
        return {"auth": (user, password)}


def parse_address(text: str) -> str:
    """The multiaddr of `http(s)://host:port`, or a multiaddr as it is.

    Raises ValueError for anything else: a path, a query, a user or password in a URL, a socket.
    """
    address = text if text.startswith("/") else _of_url(text)
    try:
        Client(address)
    except (exceptions.AddressError, ValueError) as error:
        raise ValueError(text) from error
    if address.startswith("/unix"):
        raise ValueError(text)
    return address


def _of_url(text: str) -> str:
    url = urlsplit(text)
    rest = url.path.rstrip("/") + url.query + url.fragment
    if url.scheme not in {"http", "https"} or not url.hostname or "@" in url.netloc or rest:
        raise ValueError(text)
    if url.port is None:
        raise ValueError(text)
    return f"/{_family(url.hostname)}/{url.hostname}/tcp/{url.port}/{url.scheme}"


def _family(host: str) -> str:
    try:
        return f"ip{ipaddress.ip_address(host).version}"
    except ValueError:
        return "dns"
