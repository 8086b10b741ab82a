"""Calls that change nothing: eth_call, and the gas that a transaction would need."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from node.errors import Unavailable
from node.evm import Call, Outcome, run_call
from node.rpc.codec import BlockId, as_block, as_object, hexed, quantity
from node.rpc.eth.calls_request import CallLimits, in_time, parse_call, raise_failure
from node.rpc.protocol import Method, Slow
from node.trace.watch import watching
from node.trace.watcher import Deadline, Watcher

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eth.abc import StateAPI

    from node.headers import Header
    from node.rpc.backend import Backend
    from node.rpc.protocol import Methods

__all__ = ["methods", "prompt_methods"]

_LATEST = BlockId(tag="latest")
_STIPEND = 2_300
_LANE = b"calls"  # a caller's endless loop keeps other callers waiting, but not the sealer
_PROMPT_LANE = b"prompt"
_PROMPT = 0.01


@dataclass(frozen=True)
class _Calls:
    backend: Backend
    limits: CallLimits

    def call(self, request: dict[str, Any], block: BlockId) -> str:
        with in_time():
            return self._call(request, block, _LANE, self.limits.seconds)

    def call_promptly(self, request: dict[str, Any], block: BlockId) -> str:
        try:
            return self._call(request, block, _PROMPT_LANE, _PROMPT)
        except Unavailable as error:
            raise Slow from error

    def _call(self, request: dict[str, Any], block: BlockId, lane: bytes, seconds: float) -> str:
        header = self.backend.header(block)
        call = parse_call(request, self.limits.gas)
        with self._state(header, lane, seconds) as state:
            outcome = run_call(state, call)
        raise_failure(outcome)
        return hexed(outcome.output)

    def estimate(self, request: dict[str, Any], block: BlockId) -> str:
        """No more is tried than a transaction may ask for."""
        header = self.backend.header(block)
        most = min(header.gas_limit // 2, self.limits.gas, self.limits.transaction_gas)
        call = parse_call(request, most)
        with in_time(), self._state(header, _LANE, self.limits.seconds) as state:
            return quantity(_estimate(state, call))

    @contextlib.contextmanager
    def _state(self, header: Header, lane: bytes, seconds: float) -> Iterator[StateAPI]:
        """The state after a block, for as long as a call may take."""
        with (
            self.backend.chain.reading(header, lane) as state,
            watching(state, Watcher(), Deadline(seconds)),
        ):
            yield state


def _estimate(state: StateAPI, call: Call) -> int:
    outcome = run_call(state, call)
    raise_failure(outcome)
    if not call.data and not state.get_code(call.to):
        return call.intrinsic_gas  # a plain transfer runs no code
    return _least_gas(state, call, outcome)


def _least_gas(state: StateAPI, call: Call, outcome: Outcome) -> int:
    """The least gas with which the call succeeds, up to 1.5 per cent more, as geth answers it."""
    failing = max(outcome.gas_used - 1, call.intrinsic_gas - 1)
    enough = call.gas
    trial = (outcome.gas_used + outcome.refund + _STIPEND) * 64 // 63  # EIP-150 keeps a 64th back
    while enough - failing > 1 and (enough - failing) * 1000 > enough * 15:
        if not failing < trial < enough:
            trial = (failing + enough) // 2
        if run_call(state, replace(call, gas=trial)).error is None:
            enough = trial
        else:
            failing = trial
        trial = (failing + enough) // 2
    return enough


def methods(backend: Backend, limits: CallLimits | None = None) -> Methods:
    """The table of this room."""
    room = _Calls(backend, limits or CallLimits())
    # A third parameter, state overrides, is geth's own and is refused as one argument too many.
    return {
        "eth_call": Method(room.call, (as_object, as_block), (_LATEST,)),
        "eth_estimateGas": Method(room.estimate, (as_object, as_block), (_LATEST,)),
    }


def prompt_methods(backend: Backend, limits: CallLimits | None = None) -> Methods:
    """Calls that end within some milliseconds, one at a time."""
    room = _Calls(backend, limits or CallLimits())
    return {"eth_call": Method(room.call_promptly, (as_object, as_block), (_LATEST,))}
