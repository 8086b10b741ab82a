"""What a watcher of the machine is told, and the moment at which the machine has to stop."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple, Protocol

from eth_typing import Address

from node.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eth.abc import CodeStreamAPI, ComputationAPI, MessageAPI, StateAPI
    from eth.exceptions import VMError

__all__ = [
    "CALL",
    "CREATE",
    "CREATE2",
    "Deadline",
    "Death",
    "Entry",
    "Machine",
    "Opcode",
    "Watcher",
    "word_address",
]

CALL, CREATE, CREATE2 = 0xF1, 0xF0, 0xF5


class Deadline:
    """The moment at which an execution is broken off, `seconds` after it was made."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.at = time.perf_counter() + seconds

    @property
    def left(self) -> float:
        """Seconds that are left; negative when it has passed."""
        return self.at - time.perf_counter()

    def check(self) -> None:
        """Raises Unavailable `call.time-limit` once the moment has passed."""
        if time.perf_counter() > self.at:
            self.stop()

    def stop(self) -> None:
        """Raises Unavailable `call.time-limit`."""
        raise Unavailable("call.time-limit", limit=f"{self.seconds:g}")


class Machine(Protocol):
    """A computation as a watcher sees it."""

    msg: MessageAPI
    state: StateAPI
    code: CodeStreamAPI
    return_data: bytes

    def get_gas_remaining(self) -> int:
        """The gas that the frame still has."""

    def get_gas_refund(self) -> int:
        """The refund that the frame and its calls have earned."""

    def stack_words(self) -> list[int]:
        """The stack, its top last."""

    def memory_copy(self) -> bytes:
        """All of the memory."""


class Opcode(NamedTuple):
    """A number and geth's name for it."""

    number: int
    name: str


class Entry(NamedTuple):
    """A message that begins on `state`, made by `opcode` of the code at `caller`."""

    opcode: int
    message: MessageAPI
    caller: Address
    state: StateAPI


class Death(NamedTuple):
    """A contract that destroys itself, and who gets its balance."""

    address: Address
    beneficiary: Address
    balance: int


class Watcher:
    """Is told what happens and must not change it; this one takes no notice.

    `stepwise` says that it wants `step` and `stepped`, which are many.
    """

    stepwise = False

    def begin(self, state: StateAPI, sender: Address, to: Address) -> None:
        """A transaction or call is about to be executed on `state`."""

    def enter(self, entry: Entry) -> None:
        """A message begins."""

    def leave(self, computation: ComputationAPI) -> None:
        """The last message that began has ended."""

    def log(self, address: Address, topics: Sequence[int], data: bytes) -> None:
        """The code of the current message has emitted a log."""

    def destroy(self, death: Death) -> None:
        """The current message's account has destroyed itself."""

    def step(self, opcode: Opcode, machine: Machine) -> None:
        """An opcode is about to be executed."""

    def stepped(self, error: VMError | None) -> None:
        """It has been executed, or has failed."""

    def end(self, state: StateAPI) -> None:
        """The transaction or call is over; its changes are still in the state."""


def word_address(word: int) -> Address:
    """The address in the lower bytes of a word of the stack."""
    return Address((word % 2**160).to_bytes(20, "big"))
