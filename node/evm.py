"""The machine: London's state, transactions and messages, through py-evm's public classes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from eth.constants import CREATE_CONTRACT_ADDRESS
from eth.exceptions import VMError
from eth.vm.execution_context import ExecutionContext
from eth.vm.message import Message

from node.patches.state import State
from node.primitives import contract_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from eth.abc import ComputationAPI, StateAPI
    from eth_typing import Address, Hash32

    from node.headers import Header
    from node.storage.state import StateDatabase

__all__ = ["Call", "Outcome", "build_state", "run_call"]


def build_state(
    database: StateDatabase,
    header: Header,
    coinbase: Address,
    ancestors: Iterable[Hash32],
    chain_id: int,
) -> StateAPI:
    """The accounts at `header.state_root`, seen from inside the block of `header`.

    `coinbase` is what the COINBASE opcode answers and who gets fees: under Clique the signer, since
    `header.coinbase` is a vote. `ancestors` are the hashes for BLOCKHASH, the parent's first.
    """
    context = ExecutionContext(
        coinbase=coinbase,
        timestamp=header.timestamp,
        block_number=header.block_number,
        difficulty=header.difficulty,
        mix_hash=header.mix_hash,
        gas_limit=header.gas_limit,
        prev_hashes=ancestors,
        chain_id=chain_id,
        base_fee_per_gas=header.base_fee_per_gas,
    )
    return State(database, context, header.state_root)


@dataclass(frozen=True)
class Call:
    """A message that is tried out, and changes nothing; amounts in wei, `gas` in all."""

    sender: Address
    to: Address
    data: bytes
    gas: int
    value: int = 0
    gas_price: int = 0
    access_list: Sequence[tuple[Address, Sequence[int]]] = field(default=())

    @property
    def intrinsic_gas(self) -> int:
        """What the transaction would pay for its bytes alone (EIP-2028, EIP-2930)."""
        zeros = self.data.count(0)
        creation = 32_000 if self.to == CREATE_CONTRACT_ADDRESS else 0
        listed = sum(2_400 + 1_900 * len(slots) for _, slots in self.access_list)
        return 21_000 + 4 * zeros + 16 * (len(self.data) - zeros) + creation + listed


@dataclass(frozen=True)
class Outcome:
    """What a call gave: its bytes, the gas it took after refunds, and the error that ended it."""

    output: bytes
    gas_used: int
    refund: int
    error: VMError | None


def run_call(state: StateAPI, call: Call) -> Outcome:
    """Run a call on a state and take every change back; the sender need not exist or pay."""
    checkpoint = state.snapshot()
    try:
        computation = _run(state, call)
    except VMError as error:  # refused before any code ran, as a transfer without funds
        return Outcome(output=b"", gas_used=call.gas, refund=0, error=error)
    finally:
        state.revert(checkpoint)
    used = call.gas - computation.get_gas_remaining()
    refund = 0 if computation.is_error else min(computation.get_gas_refund(), used // 5)
    return Outcome(
        output=bytes(computation.output),
        gas_used=used - refund,
        refund=refund,
        error=computation.error if computation.is_error else None,
    )


def _run(state: StateAPI, call: Call) -> ComputationAPI:
    creates = call.to == CREATE_CONTRACT_ADDRESS
    created = contract_address(call.sender, state.get_nonce(call.sender)) if creates else None
    message = Message(
        gas=call.gas - call.intrinsic_gas,
        to=call.to,
        sender=call.sender,
        value=call.value,
        data=b"" if creates else call.data,
        code=call.data if creates else state.get_code(call.to),
        create_address=created,  # type: ignore[arg-type]  # py-evm means an optional one
    )
    state.mark_address_warm(call.sender)
    state.mark_address_warm(message.storage_address)
    for address, slots in call.access_list:
        state.mark_address_warm(address)
        for slot in slots:
            state.mark_storage_warm(address, slot)
    if creates:
        state.increment_nonce(call.sender)
    context = state.get_transaction_context_class()(gas_price=call.gas_price, origin=call.sender)
    apply = (
        state.computation_class.apply_create_message
        if creates
        else state.computation_class.apply_message
    )
    return apply(state, message, context)
