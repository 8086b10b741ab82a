"""Who may send and who may create contracts: asked of the contract `participants` at the head."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from eth_abi.abi import encode

from node.errors import Rejected
from node.evm import Call, run_call
from node.primitives import as_checksummed, keccak

if TYPE_CHECKING:
    from eth.abc import StateAPI
    from eth_typing import Address

__all__ = ["OPERATOR", "Participants"]

OPERATOR = 2
"""The bit of the operator's role in the contract's masks."""

_IS_ACTIVE = keccak(b"is_active(address)")[:4]
_HAS_ROLE = keccak(b"has_role(address,uint256)")[:4]
_GAS = 1_000_000


@dataclass(frozen=True)
class Participants:
    """The contract at `address`; until there is code at it, only `operator` is admitted."""

    address: Address
    operator: Address

    def check(self, state: StateAPI, sender: Address, creates: bool) -> None:
        """Refuse a sender that is no active participant, and a creation not by the operator.

        Raises Rejected `transaction.sender-not-admitted`, `transaction.creation-forbidden`.
        """
        if not state.get_code(self.address):
            admitted = may_create = sender == self.operator
        else:
            admitted = self._ask(state, _IS_ACTIVE + encode(["address"], [sender]))
            may_create = not creates or self._ask(
                state, _HAS_ROLE + encode(["address", "uint256"], [sender, OPERATOR])
            )
        if not admitted:
            raise Rejected("transaction.sender-not-admitted", sender=as_checksummed(sender))
        if creates and not may_create:
            raise Rejected("transaction.creation-forbidden", sender=as_checksummed(sender))

    def _ask(self, state: StateAPI, data: bytes) -> bool:
        outcome = run_call(state, Call(sender=self.address, to=self.address, data=data, gas=_GAS))
        return outcome.error is None and int.from_bytes(outcome.output[:32], "big") == 1
