"""What an execution looks at, as it was before, and what it changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from node.trace.watcher import CREATE, CREATE2, Watcher, word_address

if TYPE_CHECKING:
    from eth.abc import ComputationAPI, StateAPI
    from eth_typing import Address

    from node.trace.watcher import Death, Entry, Machine, Opcode

__all__ = ["AccountState", "PrestateTracer"]

_SLOT_OPCODES: Final = (0x54, 0x55)  # SLOAD, SSTORE
_ADDRESS_OPCODES: Final = (0x31, 0x3B, 0x3C, 0x3F, 0xFF)  # BALANCE, EXTCODE*, SELFDESTRUCT
_CREATIONS: Final = (CREATE, CREATE2)


@dataclass
class AccountState:
    """An account with those of its slots that are looked at; zeros are kept."""

    balance: int
    nonce: int
    code: bytes
    storage: dict[int, int] = field(default_factory=dict)

    @property
    def exists(self) -> bool:
        """Whether anything at all is known of it."""
        return bool(self.balance or self.nonce or self.code or any(self.storage.values()))


class PrestateTracer(Watcher):
    """Reads each account and slot when it is first looked at, which is before it changes.

    `before` are the accounts then, `after` the same accounts at the end; accounts in `destroyed`
    are gone by then, those in `created` have been made.
    """

    stepwise = True

    def __init__(self) -> None:
        self.before: dict[Address, AccountState] = {}
        self.after: dict[Address, AccountState] = {}
        self.created: set[Address] = set()
        self.destroyed: set[Address] = set()
        self._depth = 0

    def begin(self, state: StateAPI, sender: Address, to: Address) -> None:
        """Note who takes part in any case: sender, receiver and who gets the fee."""
        for address in (sender, to, state.coinbase):
            self._look(state, address)

    def enter(self, entry: Entry) -> None:
        """Note the account whose code is run, or which is made."""
        self._depth += 1
        if entry.opcode in _CREATIONS:
            self._look(entry.state, entry.message.storage_address)
            self.created.add(entry.message.storage_address)
        else:
            self._look(entry.state, entry.message.code_address)

    def step(self, opcode: Opcode, machine: Machine) -> None:
        """Note what the opcode will read or write."""
        if opcode.number not in _SLOT_OPCODES and opcode.number not in _ADDRESS_OPCODES:
            return
        stack = machine.stack_words()
        if not stack:
            return
        here = machine.msg.storage_address
        if opcode.number in _SLOT_OPCODES:
            self._look(machine.state, here)
            storage = self.before[here].storage
            if stack[-1] not in storage:
                storage[stack[-1]] = machine.state.get_storage(here, stack[-1])
        else:
            self._look(machine.state, word_address(stack[-1]))

    def destroy(self, death: Death) -> None:
        """Note an account that will be gone."""
        self.destroyed.add(death.address)

    def leave(self, computation: ComputationAPI) -> None:
        """Read what has changed: after a call that is only tried out there is no later moment."""
        self._depth -= 1
        if not self._depth:
            self.end(computation.state)

    def end(self, state: StateAPI) -> None:
        """Read the same accounts and slots again."""
        self.after = {
            address: AccountState(
                balance=state.get_balance(address),
                nonce=state.get_nonce(address),
                code=state.get_code(address),
                storage={slot: state.get_storage(address, slot) for slot in account.storage},
            )
            for address, account in self.before.items()
        }

    def _look(self, state: StateAPI, address: Address) -> None:
        if address not in self.before:
            self.before[address] = AccountState(
                balance=state.get_balance(address),
                nonce=state.get_nonce(address),
                code=state.get_code(address),
            )
