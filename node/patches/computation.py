"""London's computation, in place of py-evm's `LondonComputation`, with a shorter way per opcode."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from eth.constants import GAS_MEMORY
from eth.exceptions import Halt, OutOfGas
from eth.vm.forks.london.computation import LondonComputation
from eth.vm.logic.invalid import InvalidOpcode
from eth.vm.memory import Memory
from eth_utils.logging import get_extended_debug_logger

from node.patches.opcodes import PADDING, common_opcodes
from node.primitives import ValidationError

if TYPE_CHECKING:
    from eth.abc import ComputationAPI, MessageAPI, StateAPI, TransactionContextAPI

__all__ = ["Computation", "Opcodes"]

_CODES = 64
_QUADRATIC = 512


class _Words(Memory):
    """Memory by words, where it is known to be there."""

    __slots__ = ()

    def load_word(self, at: int) -> int:
        return int.from_bytes(self._bytes[at : at + 32], "big")

    def store_word(self, at: int, word: bytes) -> None:
        self._bytes[at : at + 32] = word


class Opcodes(dict[int, Any]):
    """Opcodes, the invalid ones too."""

    def __missing__(self, opcode: int) -> Any:
        return InvalidOpcode(opcode)


class Computation(LondonComputation):
    """One message under way; `words` are the stack, `padded` the code and what follows its end."""

    logger = get_extended_debug_logger("node.computation")  # py-evm makes one for each computation
    opcodes = Opcodes({**LondonComputation.opcodes, **common_opcodes()})

    def __init__(
        self, state: StateAPI, message: MessageAPI, transaction_context: TransactionContextAPI
    ) -> None:
        super().__init__(state, message, transaction_context)
        self._memory = memory = _Words()
        self.load_word = memory.load_word
        self.store_word = memory.store_word
        self.words = cast("Any", self._stack).values
        self.meter = self._gas_meter
        self.padded = _padded(message.code)

    def let_go(self) -> None:
        """Forget what only a running message needs."""
        self.msg.data = self.msg.code = b""
        del self.code, self._memory, self._stack
        del self.words, self.padded, self.load_word, self.store_word

    def has_memory(self, end: int) -> bool:
        """Whether memory reaches to `end`, so that it needs neither gas nor room."""
        return end <= len(self._memory)

    def extend_memory(self, start_position: int, size: int) -> None:
        """Pay for memory that is not there yet (Yellow Paper, appendix H), and make it."""
        memory = self._memory
        if size and start_position + size > len(memory):
            before, after = len(memory) // 32, (start_position + size + 31) // 32
            cost = GAS_MEMORY * (after - before)
            cost += after**2 // _QUADRATIC - before**2 // _QUADRATIC
            self.consume_gas(cost, "memory")
            memory.extend(start_position, size)

    def consume_gas(self, amount: int, reason: str) -> None:
        """As `GasMeter.consume_gas`, without a line for the log that nobody reads."""
        left = self.meter.gas_remaining
        if not 0 <= amount <= left:
            if amount < 0:
                raise ValidationError("Gas consumption amount must be positive")
            raise OutOfGas("Out of gas", amount, left, reason)
        self.meter.gas_remaining = left - amount

    @classmethod
    def apply_computation(
        cls,
        state: StateAPI,
        message: MessageAPI,
        transaction_context: TransactionContextAPI,
        parent_computation: ComputationAPI | None = None,  # noqa: ARG003 - py-evm's signature
    ) -> ComputationAPI:
        """Run a message's code, or the precompiled contract that it calls."""
        with cls(state, message, transaction_context) as computation:
            computation.contracts_created = []  # of use after London only
            precompiled = computation.precompiles.get(message.code_address)
            if precompiled is not None:
                precompiled(computation)
            else:
                cast("Computation", computation).run()
        return computation

    def run(self) -> None:
        """Execute opcode after opcode until one halts. Raises VMError for the one that fails."""
        opcodes, padded, code = self.opcodes, self.padded, self.code
        try:
            while True:
                at = code.program_counter
                code.program_counter = at + 1
                opcodes[padded[at]](self)
        except Halt:
            return


@lru_cache(_CODES)
def _padded(code: bytes) -> bytes:
    """One object for each code, so that what is known of it is found without hashing it again."""
    return bytes(code) + PADDING
