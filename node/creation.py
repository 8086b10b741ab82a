"""What a contract's creation code leaves on a chain, computed on a state of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eth.constants import BLANK_ROOT_HASH, CREATE_CONTRACT_ADDRESS, ZERO_HASH32
from eth.db.atomic import AtomicDB
from eth.vm.execution_context import ExecutionContext
from eth.vm.forks.london import LondonVM
from eth_typing import Address, BlockNumber

from node.errors import VerificationError
from node.evm import Call, run_call

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["runtime_code"]

_GAS = 30_000_000


def runtime_code(creation: bytes, present: Mapping[Address, bytes]) -> bytes:
    """The code that `creation`, constructor's arguments included, would leave, immutables in place.

    `present` is the code that the constructor finds at other addresses. Nothing else is asked of
    any chain. Raises VerificationError `creation.failed` when the constructor reverts.
    """
    nobody = Address(bytes(20))
    context = ExecutionContext(
        coinbase=nobody,
        timestamp=0,
        block_number=BlockNumber(1),
        difficulty=2,
        mix_hash=ZERO_HASH32,
        gas_limit=_GAS,
        prev_hashes=(),
        chain_id=1,
        base_fee_per_gas=0,
    )
    state = LondonVM.get_state_class()(AtomicDB(), context, BLANK_ROOT_HASH)
    for address, code in present.items():
        state.set_code(address, code)
    call = Call(sender=nobody, to=CREATE_CONTRACT_ADDRESS, data=creation, gas=_GAS)
    outcome = run_call(state, call)
    if outcome.error is not None:
        raise VerificationError("creation.failed", detail=str(outcome.error))
    return outcome.output
