"""A state whose machine tells a watcher what it does, and stops when its time is over.

py-evm offers no hook, so the class of the computations is derived once more: the opcodes that a
watcher needs to know of are wrapped, and each message passes through `apply_message`. Every loop
of the EVM jumps, and one can only jump to a JUMPDEST, so the clock is looked at there, at what may
take milliseconds in one step, at the beginning of each message, and at every opcode of code that is
longer than deployed code can be.
"""

from __future__ import annotations

import contextlib
import time
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from eth.exceptions import Halt, VMError
from eth.vm.logic.invalid import InvalidOpcode

from node.patches.computation import Opcodes
from node.trace.watcher import (
    CALL,
    CREATE,
    CREATE2,
    Deadline,
    Death,
    Entry,
    Opcode,
    Watcher,
    word_address,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from eth.abc import ComputationAPI, MessageAPI, StateAPI
    from eth_typing import Address

__all__ = ["watching"]

_CALLCODE, _DELEGATECALL, _STATICCALL = 0xF2, 0xF4, 0xFA
_JUMPDEST, _SELFDESTRUCT = 0x5B, 0xFF
_MESSAGES = (CALL, _CALLCODE, _DELEGATECALL, _STATICCALL, CREATE, CREATE2)
_LONGEST_CODE = 24_576  # of deployed code (EIP-170)
_PAIRING, _BLAKE2 = b"\0" * 19 + b"\x08", b"\0" * 19 + b"\x09"
# Seconds that py-evm needs at most for a pairing, and for a round of BLAKE2; both are pure Python.
_PER_PAIR, _PER_ROUND = 0.3, 20e-6
_IN_PYTHON = (b"\0" * 19 + b"\x05", b"\0" * 19 + b"\x06", b"\0" * 19 + b"\x07")
_SOME_TIME = 0.02  # that a power or a point of a curve may take, in Python too
_LENGTHY = (0x20, 0x37, 0x39, 0x3C, 0x3E)  # KECCAK256, and what copies into memory


class _Watch:
    """What hangs on a watched state."""

    def __init__(self, watcher: Watcher, deadline: Deadline) -> None:
        self.watcher = watcher
        self.deadline = deadline
        self.opcode = CALL


@contextlib.contextmanager
def watching(state: StateAPI, watcher: Watcher, deadline: Deadline) -> Iterator[None]:
    """Have what is executed on the state be watched, and ended in time.

    Inside, Unavailable `call.time-limit` may be raised from any execution; changes since the
    caller's own snapshot are then still in the state.
    """
    plain = state.computation_class
    watched = _watched(plain)
    state.computation_class = _stepped(watched) if watcher.stepwise else watched
    cast("Any", state).watch = _Watch(watcher, deadline)
    try:
        yield
    finally:
        state.computation_class = plain


def _watch(state: StateAPI) -> _Watch:
    return cast("_Watch", cast("Any", state).watch)


def _open(base: Any) -> Any:
    """The class of computations that can be looked into, and that let go of what is over."""

    class Open(base):  # type: ignore[misc]  # a class that is known when it runs
        """A computation for a watcher's eyes."""

        def add_child_computation(self, child: Any) -> None:
            """Keep of an ended message what is still needed: py-evm would keep its data too.

            A loop of calls with a megabyte each would else fill the machine's memory in seconds.
            """
            super().add_child_computation(child)
            child.let_go()

        def stack_words(self) -> list[int]:
            return [
                value if isinstance(value, int) else int.from_bytes(value, "big")
                for value in self._stack.values
            ]

        def memory_copy(self) -> bytes:
            return bytes(self._memory.read_bytes(0, len(self._memory)))

    return Open


@cache
def _watched(base: Any) -> Any:
    """The class of computations that tell of messages, logs and deaths."""

    class Watched(_open(base)):  # type: ignore[misc]  # as above
        """A computation that tells of its messages."""

        stepwise = False

        @classmethod
        def apply_message(
            cls,
            state: StateAPI,
            message: MessageAPI,
            transaction_context: Any,
            parent_computation: ComputationAPI | None = None,
        ) -> Any:
            _start(state, message)
            patient = len(message.code) <= _LONGEST_CODE or cls.stepwise
            own: Any = cls
            apply = super(Watched, own if patient else _stepped(own)).apply_message
            if message.is_create:  # of which `apply_create_message` has told
                return apply(state, message, transaction_context, parent_computation)
            return _told(apply, state, message, transaction_context, parent_computation)

        @classmethod
        def apply_create_message(
            cls, state: StateAPI, message: MessageAPI, context: Any, parent_computation: Any = None
        ) -> Any:
            return _told(super().apply_create_message, state, message, context, parent_computation)

        def add_log_entry(self, account: Address, topics: Any, data: bytes) -> None:
            super().add_log_entry(account, topics, data)
            _watch(self.state).watcher.log(account, topics, data)

    Watched.opcodes = _telling(base.opcodes)
    return Watched


def _telling(plain: Mapping[int, Any]) -> dict[int, Any]:
    """The opcodes, of which some look at the clock or say their names."""
    opcodes = Opcodes(plain)
    for opcode in (_JUMPDEST, *_LENGTHY):
        opcodes[opcode] = _in_time(opcodes[opcode])
    opcodes[_SELFDESTRUCT] = _dying(opcodes[_SELFDESTRUCT])
    for opcode in _MESSAGES:
        opcodes[opcode] = _naming(opcode, opcodes[opcode])
    return opcodes


@cache
def _stepped(base: Any) -> Any:
    """The same, telling of every opcode."""

    class Stepped(base):  # type: ignore[misc]  # as above
        """A computation that tells of its steps."""

        stepwise = True

    Stepped.opcodes = _Steps({key: _stepping(key, each) for key, each in base.opcodes.items()})
    return Stepped


class _Steps(Opcodes):
    """Opcodes that tell of themselves, the invalid ones too."""

    def __missing__(self, opcode: int) -> Any:
        return _stepping(opcode, InvalidOpcode(opcode))


def _start(state: StateAPI, message: MessageAPI) -> None:
    """Look at the clock, and at the precompiles that may run for minutes once they have begun."""
    deadline = _watch(state).deadline
    deadline.check()
    needed = 0.0
    if message.code_address == _PAIRING:
        pairs = len(message.data) // 192
        needed = pairs * _PER_PAIR if 45_000 + 34_000 * pairs <= message.gas else 0.0  # EIP-1108
    elif message.code_address == _BLAKE2:
        rounds = int.from_bytes(message.data[:4], "big")
        needed = rounds * _PER_ROUND if rounds <= message.gas else 0.0  # EIP-152
    elif message.code_address in _IN_PYTHON:
        needed = _SOME_TIME
    if needed > deadline.left:
        deadline.stop()


def _told(
    apply: Callable[..., Any], state: StateAPI, message: MessageAPI, context: Any, parent: Any
) -> Any:
    """Apply a message and tell of its beginning and its end."""
    watch = _watch(state)
    opcode = watch.opcode if parent is not None else CREATE if message.is_create else CALL
    caller = message.sender if parent is None else parent.msg.storage_address
    watch.watcher.enter(Entry(opcode, message, caller, state))
    computation = apply(state, message, context, parent_computation=parent)
    watch.watcher.leave(computation)
    return computation


def _in_time(inner: Any) -> Any:
    def in_time(computation: Any) -> None:
        deadline = computation.state.watch.deadline
        if time.perf_counter() > deadline.at:
            deadline.stop()
        inner(computation=computation)

    return _like(in_time, inner)


def _naming(opcode: int, inner: Any) -> Any:
    def naming(computation: Any) -> None:
        computation.state.watch.opcode = opcode
        inner(computation=computation)

    return _like(naming, inner)


def _dying(inner: Any) -> Any:
    def dying(computation: Any) -> None:
        address = computation.msg.storage_address
        words = computation.stack_words()
        balance = computation.state.get_balance(address)
        try:
            inner(computation=computation)
        except Halt:
            beneficiary = word_address(words[-1])
            computation.state.watch.watcher.destroy(Death(address, beneficiary, balance))
            raise

    return _like(dying, inner)


def _stepping(opcode: int, inner: Any) -> Any:
    named = Opcode(opcode, _NAMES.get(opcode) or _name(inner))

    def stepping(computation: Any) -> None:
        watch = computation.state.watch
        watch.deadline.check()
        watch.watcher.step(named, computation)
        try:
            inner(computation=computation)
        except VMError as error:
            watch.watcher.stepped(error)
            raise
        except Halt:
            watch.watcher.stepped(None)
            raise
        watch.watcher.stepped(None)

    return _like(stepping, inner)


_NAMES: Mapping[int, str] = {0x20: "KECCAK256", 0xFE: "INVALID"}  # where geth has another


def _name(inner: Any) -> str:
    named = inner if hasattr(inner, "mnemonic") else inner.__wrapped__
    return str(named.mnemonic)


def _like(wrapper: Any, inner: Any) -> Any:
    wrapper.mnemonic = _name(inner)
    return wrapper
