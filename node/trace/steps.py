"""Every opcode of one execution, with what it found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from node.errors import Unavailable
from node.trace.failures import described
from node.trace.watcher import CREATE, CREATE2, Watcher

if TYPE_CHECKING:
    from eth.abc import ComputationAPI
    from eth.exceptions import VMError

    from node.trace.watcher import Entry, Machine, Opcode

__all__ = ["Step", "StepOptions", "StepTracer"]

_SLOAD: Final = 0x54
_SSTORE: Final = 0x55


@dataclass(frozen=True)
class StepOptions:
    """What is kept of a step; `limit` steps are kept, 0 means all.

    `most` is the node's own bound on values kept (steps, words of stack, memory and storage).
    """

    memory: bool = False
    stack: bool = True
    storage: bool = True
    return_data: bool = False
    limit: int = 0
    most: int = 2_000_000


@dataclass
class Step:
    """One opcode; `gas` is what was left before it, `depth` begins at 1."""

    place: int
    name: str
    gas: int
    depth: int
    refund: int
    cost: int = 0
    error: str = ""
    stack: list[int] | None = None
    memory: bytes | None = None
    storage: dict[int, int] | None = None
    return_data: bytes | None = None


@dataclass
class _Frame:
    """A frame under way: its opcode that is not over yet, and the slots it has looked at."""

    step: Step | None = None
    machine: Machine | None = None
    charged: bool = False
    slots: dict[int, int] = field(default_factory=dict)

    def charge(self, passed_on: int) -> None:
        """Set the cost of the opcode under way, once."""
        if self.step is not None and self.machine is not None and not self.charged:
            self.step.cost = self.step.gas - self.machine.get_gas_remaining() - passed_on
            self.charged = True


class StepTracer(Watcher):
    """Gathers the steps. Raises Unavailable `trace.too-long` when they grow too many to keep."""

    stepwise = True

    def __init__(self, options: StepOptions) -> None:
        self._options = options
        self._frames: list[_Frame] = []
        self._kept = 0
        self.steps: list[Step] = []
        self.output = b""
        self.failed = False

    def enter(self, entry: Entry) -> None:
        """Charge the calling opcode: what a call passes on is part of its cost, as in geth.

        What a creation passes on is not.
        """
        if self._frames:
            creates = entry.opcode in (CREATE, CREATE2)
            self._frames[-1].charge(entry.message.gas if creates else 0)
        self._frames.append(_Frame())

    def leave(self, computation: ComputationAPI) -> None:
        """Keep the output of the outermost frame."""
        self._frames.pop()
        if not self._frames:
            self.output = bytes(computation.output)
            self.failed = computation.is_error

    def step(self, opcode: Opcode, machine: Machine) -> None:
        """Note an opcode before it is executed."""
        options = self._options
        if options.limit and len(self.steps) >= options.limit:
            self._frames[-1].step = None
            return
        step = Step(
            place=max(0, machine.code.program_counter - 1),
            name=opcode.name,
            gas=machine.get_gas_remaining(),
            depth=machine.msg.depth + 1,
            refund=machine.get_gas_refund(),
        )
        self._keep(step, machine)
        if options.storage and opcode.number in (_SLOAD, _SSTORE):
            self._keep_slot(step, opcode.number, machine)
        frame = self._frames[-1]
        frame.step, frame.machine, frame.charged = step, machine, False
        self.steps.append(step)

    def stepped(self, error: VMError | None) -> None:
        """Note what it has cost."""
        frame = self._frames[-1]
        frame.charge(0)
        if frame.step is not None and error is not None:
            frame.step.error = described(error)

    def _keep(self, step: Step, machine: Machine) -> None:
        """Copy what the options ask for."""
        options = self._options
        self._kept += 1
        if options.stack:
            step.stack = machine.stack_words()
            self._kept += len(step.stack)
        if options.memory:
            step.memory = machine.memory_copy()
            self._kept += len(step.memory) // 32
        if options.return_data:
            step.return_data = bytes(machine.return_data)
            self._kept += len(step.return_data) // 32
        if self._kept > options.most:
            raise Unavailable("trace.too-long", limit=options.most)

    def _keep_slot(self, step: Step, opcode: int, machine: Machine) -> None:
        """The slots of the account that this frame has looked at, this opcode's among them."""
        stack = machine.stack_words()
        if len(stack) < (1 if opcode == _SLOAD else 2):
            return
        here, slot = machine.msg.storage_address, stack[-1]
        slots = self._frames[-1].slots
        is_read = opcode == _SLOAD
        slots[slot] = machine.state.get_storage(here, slot) if is_read else stack[-2]
        step.storage = dict(slots)
        self._kept += len(slots)
