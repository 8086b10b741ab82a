"""Transactions tried out at the head before anyone signs or sends them."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from ledger.chain.refusals import reverted
from ledger.chain.rpc import well_formed
from ledger.errors import Conflict, QoimaError, Rejected
from ledger.transactions import Simulation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.chain.gateway import Chain
    from ledger.chain.signed import Signed
    from ledger.types import Address

__all__ = ["UNTRIED_GAS", "Wanted", "reporting", "simulate", "simulate_signed", "tolerated"]

UNTRIED_GAS: Final = 8_000_000
"""The gas of a transaction that does not succeed now, so that nobody knows what it will need."""

_REPORTING: ContextVar[bool] = ContextVar("reporting", default=False)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A transaction as far as its execution depends on it; `to` is None for a creation."""

    sender: Address
    to: Address | None
    data: bytes
    value: int = 0
    gas: int | None = None


@contextmanager
def reporting() -> Iterator[None]:
    """Let the transactions that are built in here be given although they would fail now."""
    token = _REPORTING.set(True)
    try:
        yield
    finally:
        _REPORTING.reset(token)


def tolerated(refusal: Rejected) -> bool:
    """Whether a contract's refusal is to be reported, and not to be raised."""
    return _REPORTING.get() and refusal.code.startswith("contract.")


def simulate(chain: Chain, wanted: Wanted) -> Simulation:
    """Try a transaction out at the head: what it needs, or why it fails.

    1. The node admits its sender.
    2. The call succeeds, with the gas that it has.

    Raises Unavailable("chain.…"), and Rejected("transaction.…") for what no node would run.
    """
    head = chain.head()
    if not chain.call("participants", "is_active", wanted.sender, block=head.number):  # 1
        refusal = Rejected("transaction.sender-not-admitted", sender=wanted.sender)
        return Simulation(succeeds=False, block=head, reason=refusal)
    asked = {"from": wanted.sender, "value": hex(wanted.value), "data": "0x" + wanted.data.hex()}
    if wanted.to is not None:
        asked["to"] = wanted.to
    refused = partial(reverted, contract=_name(chain, wanted))
    try:
        with well_formed("estimate"):  # 2
            answer = chain.rpc.call("eth_estimateGas", asked, hex(head.number), refused=refused)
            gas = int(answer, 16)
    except Rejected as refusal:
        return Simulation(succeeds=False, block=head, reason=refusal)
    short = wanted.gas is not None and wanted.gas < gas
    reason = Rejected("transaction.gas-too-low", found=wanted.gas or 0, needed=gas)
    return Simulation(not short, head, gas, reason if short else None)


def simulate_signed(chain: Chain, signed: Signed) -> Simulation:
    """As `simulate`, for a signed transaction: it is for this chain too, and its turn has come."""
    wanted = Wanted(signed.sender, signed.to, signed.data, signed.value, signed.gas)
    reason = _out_of_turn(chain, signed)
    if reason is None:
        return simulate(chain, wanted)
    return Simulation(succeeds=False, block=chain.head(), reason=reason)


def _out_of_turn(chain: Chain, signed: Signed) -> QoimaError | None:
    expected = chain.deployment.chain_id
    if signed.chain_id != expected:
        return Rejected("transaction.wrong-chain-id", expected=expected)
    sealed, following = chain.nonces(signed.sender)
    if signed.nonce < sealed:
        return Rejected("transaction.nonce-too-low", expected=sealed)
    if signed.nonce > following:
        return Conflict("transaction.waits-for-nonce", nonce=signed.nonce, missing=following)
    return None


def _name(chain: Chain, wanted: Wanted) -> str:
    """The contract that is called, by name where it is one of ours."""
    names = {address: name for name, address in chain.codec.addresses.items()}
    return names.get(wanted.to, str(wanted.to)) if wanted.to is not None else "creation"
