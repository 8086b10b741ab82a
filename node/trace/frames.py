"""The tree of calls of one execution."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from eth.exceptions import Revert

from node.errors import Unavailable
from node.trace.failures import described, revert_reason
from node.trace.watcher import Watcher

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from eth.abc import ComputationAPI
    from eth.exceptions import VMError
    from eth_typing import Address

    from node.trace.watcher import Death, Entry

__all__ = ["Frame", "FrameLog", "FrameTracer"]

_KINDS: Final = {
    0xF0: "CREATE",
    0xF1: "CALL",
    0xF2: "CALLCODE",
    0xF4: "DELEGATECALL",
    0xF5: "CREATE2",
    0xFA: "STATICCALL",
}
_CREATIONS: Final = ("CREATE", "CREATE2")


@dataclass(frozen=True)
class FrameLog:
    """A log, and how many calls its frame had made before it."""

    address: Address
    topics: tuple[int, ...]
    data: bytes
    position: int


@dataclass
class Frame:
    """One call, creation or self-destruction while it is watched; gas as given to it.

    `value` is None where none can be sent; `error` is geth's sentence, empty after success, and
    `reason` what a revert says.
    """

    kind: str
    sender: Address
    to: Address
    gas: int
    value: int | None
    data: bytes
    gas_used: int = 0
    output: bytes = b""
    error: str = ""
    reason: str = ""
    calls: list[Frame] = field(default_factory=list)
    logs: list[FrameLog] = field(default_factory=list)

    @property
    def creates(self) -> bool:
        """Whether it makes a contract."""
        return self.kind in _CREATIONS

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Frame]]:
        """This frame and those below it, in the order in which they began, with their depth."""
        yield depth, self
        for call in self.calls:
            yield from call.walk(depth + 1)

    def close(self, error: VMError | None, output: bytes) -> None:
        """Note how it ended."""
        if error is None:
            self.output = output
            return
        self.error = described(error)
        if isinstance(error, Revert):
            self.output, self.reason = output, revert_reason(output)

    def drop_failed_logs(self, *, failed: bool = False) -> None:
        """Forget the logs that were taken back with what emitted them."""
        failed = failed or bool(self.error)
        if failed:
            self.logs.clear()
        for call in self.calls:
            call.drop_failed_logs(failed=failed)


class FrameTracer(Watcher):
    """Gathers the frames of one execution; `top` is there when it is over.

    Raises Unavailable `trace.too-long` when they grow too many to keep.
    """

    def __init__(self, most: int = 2_000_000) -> None:
        """`most` bounds what is kept, in frames and words of data: `trace.too-long`."""
        self._open: list[Frame] = []
        self._most = most
        self._kept = 0
        self.top: Frame | None = None

    @property
    def outermost(self) -> Frame:
        """The frame of the transaction itself, once it is over."""
        if self.top is None:
            raise ValueError("nothing has been executed yet")
        return self.top

    def enter(self, entry: Entry) -> None:
        """Open a frame."""
        kind, message = _KINDS[entry.opcode], entry.message
        creates = kind in _CREATIONS
        data = bytes(message.code if creates else message.data)
        self._keep(data)
        self._open.append(
            Frame(
                kind=kind,
                sender=entry.caller,
                to=message.storage_address if creates else message.code_address,
                gas=message.gas,
                value=None if kind == "STATICCALL" else message.value,
                data=data,
            )
        )

    def leave(self, computation: ComputationAPI) -> None:
        """Close the last frame and hang it into the one below."""
        frame = self._open.pop()
        frame.gas_used = computation.msg.gas - computation.get_gas_remaining()
        error = computation.error if computation.is_error else None
        output = bytes(computation.output)
        self._keep(output)
        frame.close(error, output)
        if self._open:
            self._open[-1].calls.append(frame)
        else:
            frame.drop_failed_logs()
            self.top = frame

    def log(self, address: Address, topics: Sequence[int], data: bytes) -> None:
        """Keep a log with its frame."""
        self._keep(data)
        frame = self._open[-1]
        frame.logs.append(FrameLog(address, tuple(topics), bytes(data), len(frame.calls)))

    def _keep(self, data: bytes) -> None:
        self._kept += 1 + len(data) // 32
        if self._kept > self._most:
            raise Unavailable("trace.too-long", limit=self._most)

    def destroy(self, death: Death) -> None:
        """A self-destruction is a frame of its own, without gas."""
        self._open[-1].calls.append(
            Frame("SELFDESTRUCT", death.address, death.beneficiary, 0, death.balance, b"")
        )
