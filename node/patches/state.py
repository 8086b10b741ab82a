"""London's state, in place of py-evm's `LondonState`, with our accounts and without idle work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eth.constants import CREATE_CONTRACT_ADDRESS
from eth.vm.forks.london.state import LondonState, LondonTransactionExecutor
from eth.vm.message import Message
from eth_utils.logging import get_extended_debug_logger

from node.patches.accounts import Accounts
from node.patches.computation import Computation
from node.primitives import contract_address

if TYPE_CHECKING:
    from eth.abc import MessageAPI, SignedTransactionAPI

__all__ = ["State"]


class _Executor(LondonTransactionExecutor):
    """Builds the message of a transaction without py-evm's line for the log.

    py-evm formats `repr(transaction)` for each transaction even when nobody reads that line.
    """

    def build_evm_message(self, transaction: SignedTransactionAPI) -> MessageAPI:
        """Pay for the gas, count up the nonce, and say what is to be run (Yellow Paper, 6)."""
        state, sender = self.vm_state, transaction.sender
        fee = transaction.gas * state.get_gas_price(transaction)
        nonce = state.get_nonce(sender)
        state.delta_balance(sender, -fee)
        state.set_nonce(sender, nonce + 1)
        creates = transaction.to == CREATE_CONTRACT_ADDRESS
        created = contract_address(sender, nonce) if creates else None
        return Message(
            gas=transaction.gas - transaction.intrinsic_gas,
            to=transaction.to,
            sender=sender,
            value=transaction.value,
            data=b"" if creates else transaction.data,
            code=transaction.data if creates else state.get_code(transaction.to),
            create_address=created,  # type: ignore[arg-type]  # py-evm means an optional one
        )


class State(LondonState):
    """A state of the chain."""

    account_db_class = Accounts
    computation_class = Computation
    transaction_executor_class = _Executor
    logger = get_extended_debug_logger("node.state")  # py-evm looks it up for each line
