"""Requests answered in the event loop or beside it: so many at once, and each in its time."""

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
    """A protocol at work for the connections of one event loop.

    What takes a moment is answered in the loop itself, since handing a request to a thread and
    back costs more than most requests; the rest in threads of its own.
    """

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self.in_flight = 0
        self._threads = ThreadPoolExecutor(protocol.limits.threads, "request")
        self._disk = ThreadPoolExecutor(1, "disk")
        self._settling = asyncio.Lock()
        self._next: asyncio.Task[None] | None = None

    async def answer(self, body: bytes | str, own: Methods = _NOTHING) -> bytes:
        """As the protocol answers; what takes too long is given up, though its thread goes on.

        Until its method comes to an end by its own limits, such a thread is missing to others.
        """
        prompt = self.answer_promptly(body)
        if prompt is not None:
            answer, taken = prompt
            return await self.settled(body, answer) if taken else answer
        loop = asyncio.get_running_loop()
        work = loop.run_in_executor(self._threads, self.protocol.answer, body, own)
        self.in_flight += 1
        try:
            return await asyncio.wait_for(work, self.protocol.limits.seconds)
        except TimeoutError:
            return self.protocol.timed_out(body)
        finally:
            self.in_flight -= 1

    def answer_promptly(self, body: bytes | str) -> tuple[bytes, bool] | None:
        """As the protocol answers promptly; nothing is, while too much is under way."""
        if self.in_flight >= self.protocol.limits.requests:
            return None
        return self.protocol.answer_promptly(body)

    async def settled(self, body: bytes | str, answer: bytes) -> bytes:
        """The answer to a body when all that was taken is on disk, or why that is not certain."""
        settling = self.settling()
        self.in_flight += 1
        try:
            await asyncio.wait((settling,))
        finally:
            self.in_flight -= 1
        return self.outcome(settling, body, answer)

    def settling(self) -> asyncio.Task[None]:
        """Ends when all that was taken is on disk.

        All who come while one write is under way wait for the next one, and share it.
        """
        if self._next is None:
            self._next = asyncio.create_task(self._settle())
        return self._next

    def outcome(self, settling: asyncio.Task[None], body: bytes | str, answer: bytes) -> bytes:
        """The answer to a body when `settling` has ended well, or what went wrong."""
        error = asyncio.CancelledError() if settling.cancelled() else settling.exception()
        if error is None:
            return answer
        if isinstance(error, TimeoutError):
            return self.protocol.timed_out(body)
        return self.protocol.failed(body, error)

    async def _settle(self) -> None:
        async with self._settling:
            self._next = None
            loop = asyncio.get_running_loop()
            work = loop.run_in_executor(self._disk, self.protocol.prompt.settle)
            await asyncio.wait_for(work, self.protocol.limits.seconds)

    def close(self) -> None:
        """Return when no thread works any more, so that the store may be closed."""
        self._threads.shutdown(cancel_futures=True)
        self._disk.shutdown()
