"""A bench that counts gas as a chain does: each message is a transaction of its own."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from eth_utils.abi import function_abi_to_4byte_selector

from contracts.loader import CONTRACTS, load
from tests.contracts.evm import Evm

if TYPE_CHECKING:
    from eth.abc import ComputationAPI, MessageAPI
    from eth.vm.message import Message
    from eth_typing import Address

    from tests.contracts.evm import Contract

__all__ = ["Cost", "Meter"]

_CALL: Final = 21_000
_CREATION: Final = 53_000
_ZERO_BYTE: Final = 4
_BYTE: Final = 16
_REFUNDED_AT_MOST: Final = 5
"""One part in so many is given back at most (EIP-3529)."""


@dataclass(frozen=True)
class Cost:
    """Gas of one successful call of a function, and whether it was a decision that made it."""

    gas: int
    decided: bool


class Meter(Evm):
    """A bench whose state begins each message as a chain begins each transaction.

    What was touched before is cold again (EIP-2929), and what was written before is what stands
    (EIP-2200); so there is no way back to an earlier state. A transaction in which a decision is
    executed is counted for the function that the decision calls.
    """

    def __init__(self) -> None:
        super().__init__()
        self.created: dict[str, int] = {}
        self.costs: dict[tuple[str, str], list[Cost]] = defaultdict(list)
        self._names: dict[Address, str] = {}

    def begin(self, message: Message) -> None:
        """Begin a transaction."""
        self.state.lock_changes()
        self.state.mark_address_warm(message.sender)
        self.state.mark_address_warm(message.storage_address)

    def end(self, contract: Contract, message: Message, done: ComputationAPI) -> None:
        """Note what a transaction took."""
        if message.is_create:
            name = next((each for each in CONTRACTS if load(each).abi == contract.abi), None)
            if name is not None:
                self._names[message.storage_address] = name
                self.created[name] = _gas(_CREATION, message.code, done)
            return
        called, decided = self._called(message, done)
        if called is not None:
            cost = Cost(_gas(_CALL, bytes(message.data), done), decided)
            self.costs[called].append(cost)

    def _called(
        self, message: Message, done: ComputationAPI
    ) -> tuple[tuple[str, str] | None, bool]:
        called = self._function(message)
        if called in {("participants", "propose"), ("participants", "confirm")}:
            for each in done.children:
                if not each.msg.is_static:
                    return self._function(each.msg), True
        return called, False

    def _function(self, message: MessageAPI) -> tuple[str, str] | None:
        name = self._names.get(message.to)
        return None if name is None else (name, _SELECTORS[name, bytes(message.data[:4])])


_SELECTORS: Final = {
    (name, function_abi_to_4byte_selector(entry)): entry["name"]  # type: ignore[arg-type] # an ABI read from JSON
    for name in CONTRACTS
    for entry in load(name).abi
    if entry["type"] == "function"
}


def _gas(base: int, data: bytes, done: ComputationAPI) -> int:
    zeros = data.count(0)
    intrinsic = base + zeros * _ZERO_BYTE + (len(data) - zeros) * _BYTE
    used = intrinsic + done.get_gas_used()
    return used - min(done.get_gas_refund(), used // _REFUNDED_AT_MOST)
