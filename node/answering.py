"""Requests answered beside the event loop: so many at once, and each in its time."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from node.rpc.protocol import Methods, Protocol

__all__ = ["Answering"]

_NOTHING: Final[Methods] = MappingProxyType({})


class Answering:
    """A protocol at work in threads of its own, for the connections of one event loop."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self.in_flight = 0
        self._threads = ThreadPoolExecutor(protocol.limits.threads, "request")

    async def answer(self, body: bytes | str, own: Methods = _NOTHING) -> bytes:
        """As the protocol answers; what takes too long is given up, though its thread goes on.

        Until its method comes to an end by its own limits, such a thread is missing to others.
        """
        loop = asyncio.get_running_loop()
        work = loop.run_in_executor(self._threads, self.protocol.answer, body, own)
        self.in_flight += 1
        try:
            return await asyncio.wait_for(work, self.protocol.limits.seconds)
        except TimeoutError:
            return self.protocol.timed_out(body)
        finally:
            self.in_flight -= 1

    def close(self) -> None:
        """Return when no thread works any more, so that the store may be closed."""
        self._threads.shutdown(cancel_futures=True)
