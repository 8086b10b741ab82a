"""Who is connected to the API: so many in all and from one network; the idle ones give way."""

from __future__ import annotations

import ipaddress
from collections import Counter, OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from api.remote import network

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cli.proxies import Network

__all__ = ["Bounds", "Crowd", "Guest"]

_UNKNOWN: Final = "unknown"


@dataclass(frozen=True)
class Bounds:
    """What connections may take, in seconds, bytes and numbers.

    `head_seconds` is for the request line and all fields of a request, `head_bytes` their size;
    `target_bytes` are the request line's alone. A connection that takes nothing of its answer for
    `unread_seconds` is broken. `connections` are all at a time, `of_network` those of one network
    that is no trusted proxy; `pipelined` requests may wait on one connection.
    """

    head_seconds: float = 20.0
    head_bytes: int = 32_768
    target_bytes: int = 8_192
    fields: int = 100
    unread_seconds: float = 120.0
    connections: int = 500
    of_network: int = 200
    pipelined: int = 16


class Guest(Protocol):
    """A connection."""

    def dismiss(self) -> None:
        """Close it: it waits for a request, and its place is needed."""


@dataclass
class Crowd:
    """The connections of a server, all on one loop; a `trusted` proxy's are many people's."""

    bounds: Bounds
    trusted: Sequence[Network] = ()
    _of: dict[Guest, str | None] = field(default_factory=dict)
    _counts: Counter[str] = field(default_factory=Counter)
    _idle: OrderedDict[Guest, None] = field(default_factory=OrderedDict)

    def enter(self, guest: Guest, client: tuple[str, int] | None) -> int | None:
        """Take a place; the status of the refusal (429, 503) if there is none.

        Where all are taken, who has waited longest without asking anything is dismissed.
        """
        host = client[0] if client else _UNKNOWN
        name = None if self._trusts(host) else network(host)
        if name is not None and self._counts[name] >= self.bounds.of_network:
            return 429
        if len(self._of) >= self.bounds.connections and not self._dismiss_one():
            return 503
        self._of[guest] = name
        if name is not None:
            self._counts[name] += 1
        self._idle[guest] = None
        return None

    def leave(self, guest: Guest) -> None:
        """Give the place back, if there was one."""
        self._idle.pop(guest, None)
        name = self._of.pop(guest, None)
        if name is not None:
            self._counts[name] -= 1
            if not self._counts[name]:
                del self._counts[name]

    def busy(self, guest: Guest) -> None:
        """It has asked something: it stays until it is answered."""
        self._idle.pop(guest, None)

    def idle(self, guest: Guest) -> None:
        """It has been answered, and has not asked anything since."""
        if guest in self._of:
            self._idle[guest] = None

    def _dismiss_one(self) -> bool:
        if not self._idle:
            return False
        self._idle.popitem(last=False)[0].dismiss()
        return True

    def _trusts(self, host: str) -> bool:
        try:
            address = ipaddress.ip_address(host.partition("%")[0])
        except ValueError:
            return False
        mapped = getattr(address, "ipv4_mapped", None)
        return any((mapped or address) in each for each in self.trusted)
