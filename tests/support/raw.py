"""HTTP as bytes on a socket: what no client would send."""

from __future__ import annotations

import contextlib
import re
import socket
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["NEXT", "Line", "connected", "exchanged"]

NEXT = b"GET /v1/blocks/0 HTTP/1.1\r\nHost: a\r\n\r\n"
"""A request that is answered with 200 wherever it is taken for one."""

_STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")
_SLOWEST = 30.0


@dataclass
class Line:
    """One connection, and all that came on it."""

    socket: socket.socket
    come: bytes = b""
    closed: bool = False

    def send(self, data: bytes) -> bool:
        """Whether all of it could be sent."""
        try:
            self.socket.sendall(data)
        except OSError:
            return False
        return True

    def read(self, seconds: float) -> bytes:
        """What comes within a time, or until the other side closes."""
        deadline = time.monotonic() + seconds
        while not self.closed and (left := deadline - time.monotonic()) > 0:
            self.socket.settimeout(left)
            try:
                piece = self.socket.recv(1 << 16)
            except TimeoutError:
                break
            except OSError:
                piece = b""
            self.closed = not piece
            self.come += piece
        return self.come

    def answers(self, count: int) -> list[int]:
        """The statuses of the answers, once there are so many, or none can come any more."""
        deadline = time.monotonic() + _SLOWEST
        while len(self.statuses()) < count and not self.closed:
            assert time.monotonic() < deadline, self.come[-500:]
            self.read(0.05)
        return self.statuses()

    def comes(self, part: bytes) -> bool:
        """Whether what comes after the head of the last answer has a part, sooner or later."""
        deadline = time.monotonic() + _SLOWEST
        while time.monotonic() < deadline and not self.closed:
            if part in self.come.rpartition(b"HTTP/1.1 ")[2]:
                return True
            self.read(0.05)
        return part in self.come.rpartition(b"HTTP/1.1 ")[2]

    def ended(self) -> list[int]:
        """The statuses of all answers of a connection that the other side must end."""
        self.read(_SLOWEST)
        assert self.closed, self.come[-500:]
        return self.statuses()

    def statuses(self) -> list[int]:
        return [int(each) for each in _STATUS.findall(self.come)]


@contextlib.contextmanager
def connected(url: str, source: str = "") -> Iterator[Line]:
    """A connection to a server at an address of this machine, from another of its addresses."""
    place = urlsplit(url)
    given = (source, 0) if source else None
    with socket.create_connection((place.hostname, place.port), _SLOWEST, given) as made:
        yield Line(made)


def exchanged(url: str, sent: bytes) -> list[int]:
    """The statuses that bytes bring about on a connection that the server must end."""
    with connected(url) as line:
        line.send(sent)
        return line.ended()
