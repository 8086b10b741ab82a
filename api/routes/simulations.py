"""Transactions tried out before anyone signs or sends them."""

from __future__ import annotations

from fastapi import APIRouter

from api.context import Desk, JsonOnly, Speech
from api.documentation import problems
from api.explain import explain
from api.schemas.chain import call_out
from api.schemas.reasons import simulation_out
from api.schemas.simulations import Simulated, SimulationRequest, UnsignedIn
from api.sending.relay import read_raw
from ledger.chain.signed import read_signed
from ledger.chain.simulation import Wanted, simulate, simulate_signed
from ledger.types import Address

__all__ = ["router"]

router = APIRouter(prefix="/v1/simulations", tags=["chain"])


@router.post(
    "",
    operation_id="simulateTransaction",
    dependencies=[JsonOnly],
    responses=problems(400, 413, 415, 422, 503),
)
def simulation(desk: Desk, speech: Speech, body: SimulationRequest) -> Simulated:
    """Try out any transaction, signed or not, at the head of the chain; nothing is sent.

    Of a signed one it is looked whether it is for this chain and whether its turn has come, too.
    """
    chain = desk.services.chain
    if body.raw is not None:
        signed = read_signed(read_raw(body.raw))
        wanted = Wanted(signed.sender, signed.to, signed.data)
        found = simulate_signed(chain, signed)
    else:
        wanted = _wanted(body.transaction)
        found = simulate(chain, wanted)
    call = chain.decode_call(wanted.to, wanted.data)
    return Simulated(
        sender=wanted.sender,
        to=wanted.to,
        call=None if call is None else call_out(call),
        explanation=None if call is None else explain(call, speech),
        simulation=simulation_out(found, speech),
    )


def _wanted(given: UnsignedIn | None) -> Wanted:
    if given is None:
        msg = "the request has one of the two"
        raise TypeError(msg)
    return Wanted(
        sender=Address(given.sender),
        to=None if given.to is None else Address(given.to),
        data=bytes.fromhex(given.data[2:]),
        value=int(given.value, 16),
        gas=None if given.gas is None else int(given.gas, 16),
    )
