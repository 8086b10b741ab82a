"""What geth calls the ways in which an execution ends badly, for py-evm's errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from eth import exceptions
from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError

if TYPE_CHECKING:
    from eth.exceptions import VMError

__all__ = ["described", "revert_reason"]

_SENTENCES: Final[dict[type[VMError], str]] = {
    exceptions.Revert: "execution reverted",
    exceptions.OutOfGas: "out of gas",
    exceptions.InsufficientStack: "stack underflow",
    exceptions.FullStack: "stack limit reached 1024",
    exceptions.InvalidJumpDestination: "invalid jump destination",
    exceptions.InsufficientFunds: "insufficient balance for transfer",
    exceptions.StackDepthLimit: "max call depth exceeded",
    exceptions.ContractCreationCollision: "contract address collision",
    exceptions.WriteProtection: "write protection",
    exceptions.OutOfBoundsRead: "return data out of bounds",
    exceptions.ReservedBytesInCode: "invalid code: must not begin with 0xef",
}
_CODE_TOO_LONG: Final = "Contract code size"  # how py-evm's OutOfGas begins then
_ERROR: Final = bytes.fromhex("08c379a0")  # Error(string)
_PANIC: Final = bytes.fromhex("4e487b71")  # Panic(uint256)


def described(error: VMError) -> str:
    """The sentence for an error of the machine."""
    detail = str(error)
    if isinstance(error, exceptions.InvalidInstruction):
        opcode = detail.split(" ")[2]  # "Invalid opcode 0xfe @ 5"
        return "invalid opcode: " + ("INVALID" if opcode == "0xfe" else f"opcode {opcode}")
    if detail.startswith(_CODE_TOO_LONG):
        return "max code size exceeded"
    return _SENTENCES.get(type(error), "execution failed")


def revert_reason(output: bytes) -> str:
    """What the output of a revert says in words; empty when it says nothing we can read."""
    kinds = {_ERROR: "string", _PANIC: "uint256"}
    kind = kinds.get(output[:4])
    if kind is None:
        return ""
    try:
        (reason,) = decode([kind], output[4:])
    except DecodingError:
        return ""
    return str(reason) if kind == "string" else f"panic code {reason:#x}"
