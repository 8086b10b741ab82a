"""The commonest opcodes, in place of py-evm's: one function each, with the same gas and answers.

py-evm passes each opcode through five to ten functions (gas, stack, checks of types that cannot be
wrong). These make up nine tenths of what our contracts execute; all other opcodes are py-evm's.
Words on the stack are numbers here; what py-evm's own opcodes have put there may be bytes.
"""

from __future__ import annotations

import operator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from eth import constants
from eth.exceptions import FullStack, InsufficientStack, InvalidJumpDestination, OutOfGas
from eth.vm import opcode_values as values

if TYPE_CHECKING:
    from collections.abc import Callable

    from eth.abc import GasMeterAPI, MessageAPI

    Opcode = Callable[["Machine"], None]

__all__ = ["PADDING", "common_opcodes"]

PADDING = bytes(33)
"""What is read after the end of code: a STOP, or the rest of a PUSH."""

_MASK = 2**256 - 1
_MOST = 1023
_CODES = 64


class Machine(Protocol):
    """What these opcodes touch of a computation."""

    meter: GasMeterAPI
    words: list[Any]
    padded: bytes
    code: Any
    msg: MessageAPI

    def extend_memory(self, start_position: int, size: int) -> None:
        """Pay for memory and make it."""

    def load_word(self, at: int) -> int:
        """Thirty-two bytes of memory."""

    def store_word(self, at: int, word: bytes) -> None:
        """Set thirty-two bytes of memory."""

    def has_memory(self, end: int) -> bool:
        """Whether memory reaches to `end`."""


def common_opcodes() -> dict[int, Opcode]:
    """By their numbers, to be laid over London's."""
    found = {
        values.POP: _named("POP", _pop),
        values.JUMP: _named("JUMP", _jump),
        values.JUMPI: _named("JUMPI", _jump_if),
        values.JUMPDEST: _named("JUMPDEST", _destination),
        values.MLOAD: _named("MLOAD", _load),
        values.MSTORE: _named("MSTORE", _store),
        values.CALLDATALOAD: _named("CALLDATALOAD", _load_data),
        values.ISZERO: _unary("ISZERO", lambda a: not a),
        values.NOT: _unary("NOT", lambda a: _MASK - a),
    }
    for size in range(1, 33):
        found[values.PUSH1 + size - 1] = _named(f"PUSH{size}", _push(size))
    for depth in range(1, 17):
        found[values.DUP1 + depth - 1] = _named(f"DUP{depth}", _duplicate(depth))
        found[values.SWAP1 + depth - 1] = _named(f"SWAP{depth}", _swap(depth))
    found |= {getattr(values, name): _binary(name, gas, act) for name, gas, act in _BINARY}
    return found


_BINARY: tuple[tuple[str, int, Callable[[int, int], int]], ...] = (
    ("ADD", constants.GAS_VERYLOW, lambda a, b: (a + b) & _MASK),
    ("SUB", constants.GAS_VERYLOW, lambda a, b: (a - b) & _MASK),
    ("MUL", constants.GAS_LOW, lambda a, b: (a * b) & _MASK),
    ("LT", constants.GAS_VERYLOW, operator.lt),
    ("GT", constants.GAS_VERYLOW, operator.gt),
    ("EQ", constants.GAS_VERYLOW, operator.eq),
    ("AND", constants.GAS_VERYLOW, operator.and_),
    ("OR", constants.GAS_VERYLOW, operator.or_),
    ("XOR", constants.GAS_VERYLOW, operator.xor),
    ("SHL", constants.GAS_VERYLOW, lambda a, b: (b << a) & _MASK if a < 256 else 0),
    ("SHR", constants.GAS_VERYLOW, lambda a, b: b >> a if a < 256 else 0),
)


def _named(mnemonic: str, opcode: Any) -> Opcode:
    opcode.mnemonic = mnemonic
    return opcode  # type: ignore[no-any-return]  # a function that has got a name


def _pay(meter: GasMeterAPI, gas: int) -> None:
    left = meter.gas_remaining
    if left < gas:
        raise OutOfGas("Out of gas", gas, left)
    meter.gas_remaining = left - gas


def _take(words: list[Any]) -> int:
    try:
        word = words.pop()
    except IndexError:
        raise InsufficientStack("Wanted 1 stack item, had none") from None
    return word if word.__class__ is int else int.from_bytes(word, "big")


def _unary(mnemonic: str, act: Callable[[int], int]) -> Opcode:
    def unary(computation: Machine) -> None:
        _pay(computation.meter, constants.GAS_VERYLOW)
        words = computation.words
        words.append(int(act(_take(words))))

    return _named(mnemonic, unary)


def _binary(mnemonic: str, gas: int, act: Callable[[int, int], int]) -> Opcode:
    def binary(computation: Machine) -> None:
        _pay(computation.meter, gas)
        words = computation.words
        try:
            left, right = words.pop(), words.pop()
        except IndexError:
            raise InsufficientStack("Wanted 2 stack items") from None
        if left.__class__ is not int:
            left = int.from_bytes(left, "big")
        if right.__class__ is not int:
            right = int.from_bytes(right, "big")
        words.append(int(act(left, right)))

    return _named(mnemonic, binary)


def _push(size: int) -> Opcode:
    def push(computation: Machine) -> None:
        _pay(computation.meter, constants.GAS_VERYLOW)
        words = computation.words
        if len(words) > _MOST:
            raise FullStack("Stack limit reached")
        code = computation.code
        at = code.program_counter
        end = code.program_counter = at + size
        words.append(int.from_bytes(computation.padded[at:end], "big"))

    return push


def _duplicate(depth: int) -> Opcode:
    def duplicate(computation: Machine) -> None:
        _pay(computation.meter, constants.GAS_VERYLOW)
        words = computation.words
        if len(words) > _MOST:
            raise FullStack("Stack limit reached")
        try:
            words.append(words[-depth])
        except IndexError:
            raise InsufficientStack("Insufficient stack items for DUP", depth) from None

    return duplicate


def _swap(depth: int) -> Opcode:
    other = -1 - depth

    def swap(computation: Machine) -> None:
        _pay(computation.meter, constants.GAS_VERYLOW)
        words = computation.words
        try:
            words[-1], words[other] = words[other], words[-1]
        except IndexError:
            raise InsufficientStack("Insufficient stack items for SWAP", depth) from None

    return swap


def _pop(computation: Machine) -> None:
    _pay(computation.meter, constants.GAS_BASE)
    _take(computation.words)


def _jump(computation: Machine) -> None:
    _pay(computation.meter, constants.GAS_MID)
    _go(computation, _take(computation.words))


def _jump_if(computation: Machine) -> None:
    _pay(computation.meter, constants.GAS_HIGH)
    words = computation.words
    target = _take(words)
    if _take(words):
        _go(computation, target)


def _go(computation: Machine, target: int) -> None:
    if target not in _destinations(computation.padded):
        raise InvalidJumpDestination("Invalid Jump Destination")
    computation.code.program_counter = target


def _destination(computation: Machine) -> None:
    _pay(computation.meter, constants.GAS_JUMPDEST)


def _load(computation: Machine) -> None:
    _pay(computation.meter, constants.GAS_VERYLOW)
    words = computation.words
    at = _take(words)
    if not computation.has_memory(at + 32):
        computation.extend_memory(at, 32)
    words.append(computation.load_word(at))


def _store(computation: Machine) -> None:
    _pay(computation.meter, constants.GAS_VERYLOW)
    words = computation.words
    at = _take(words)
    value = _take(words)
    if not computation.has_memory(at + 32):
        computation.extend_memory(at, 32)
    computation.store_word(at, value.to_bytes(32, "big"))


def _load_data(computation: Machine) -> None:
    _pay(computation.meter, constants.GAS_VERYLOW)
    words = computation.words
    at = _take(words)
    part = bytes(computation.msg.data[at : at + 32])
    words.append(int.from_bytes(part.ljust(32, b"\0"), "big"))


@lru_cache(_CODES)
def _destinations(padded: bytes) -> frozenset[int]:
    """Where code may be jumped to: each JUMPDEST that is not the operand of a PUSH."""
    found = []
    at, end = 0, len(padded) - len(PADDING)
    while at < end:
        opcode = padded[at]
        if opcode == values.JUMPDEST:
            found.append(at)
        elif values.PUSH1 <= opcode <= values.PUSH32:
            at += opcode - values.PUSH1 + 1
        at += 1
    return frozenset(found)
