"""Calls that change nothing: eth_call, and the gas that a transaction would need."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from eth.constants import CREATE_CONTRACT_ADDRESS, ZERO_ADDRESS
from eth.exceptions import InsufficientFunds, OutOfGas, Revert
from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError

from node.evm import Call, Outcome, run_call
from node.rpc.codec import (
    BlockId,
    as_address,
    as_block,
    as_bytes,
    as_object,
    as_quantity,
    hexed,
    quantity,
)
from node.rpc.errors import INVALID_PARAMS, REVERTED, SERVER, RpcError
from node.rpc.protocol import Method

if TYPE_CHECKING:
    from eth.abc import StateAPI

    from node.rpc.backend import Backend
    from node.rpc.protocol import Methods

__all__ = ["methods"]

_LATEST = BlockId(tag="latest")
_ERROR_STRING = bytes.fromhex("08c379a0")  # the selector of Error(string)
_STIPEND = 2_300
_LANE = b"calls"  # a caller's endless loop keeps other callers waiting, but not the sealer


@dataclass(frozen=True)
class _Calls:
    backend: Backend

    def call(self, request: dict[str, Any], block: BlockId) -> str:
        header = self.backend.header(block)
        call = self._parse(request, header.gas_limit // 2)
        with self.backend.chain.reading(header, _LANE) as state:
            outcome = run_call(state, call)
        _raise_failure(outcome)
        return hexed(outcome.output)

    def estimate(self, request: dict[str, Any], block: BlockId) -> str:
        header = self.backend.header(block)
        call = self._parse(request, header.gas_limit // 2)
        with self.backend.chain.reading(header, _LANE) as state:
            outcome = run_call(state, call)
            _raise_failure(outcome)
            if not call.data and not state.get_code(call.to):
                return quantity(call.intrinsic_gas)  # a plain transfer runs no code
            return quantity(_least_gas(state, call, outcome))

    def _parse(self, request: dict[str, Any], most: int) -> Call:
        """Read the object of a call; gas is what is asked for, but no more than a block may use."""
        asked = as_quantity(request["gas"]) if request.get("gas") is not None else most
        data = request.get("input") or request.get("data") or "0x"
        to = request.get("to")
        call = Call(
            sender=as_address(request.get("from") or hexed(ZERO_ADDRESS)),
            to=as_address(to) if to else CREATE_CONTRACT_ADDRESS,
            data=as_bytes(data),
            gas=min(asked, most),
            value=as_quantity(request.get("value") or 0),
            access_list=_access_list(request.get("accessList") or []),
        )
        if call.gas < call.intrinsic_gas:
            raise RpcError(SERVER, "intrinsic gas too low")
        return call


def _access_list(listed: Any) -> tuple[tuple[Any, tuple[int, ...]], ...]:
    try:
        return tuple(
            (as_address(each["address"]), tuple(map(as_quantity, each["storageKeys"])))
            for each in listed
        )
    except (KeyError, TypeError) as error:
        raise RpcError(INVALID_PARAMS, "invalid argument: want an access list") from error


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


def _raise_failure(outcome: Outcome) -> None:
    """Turn the end of a failed call into geth's error. Raises RpcError."""
    error = outcome.error
    if error is None:
        return
    if isinstance(error, Revert):
        reason = _reason(outcome.output)
        message = "execution reverted" + (f": {reason}" if reason else "")
        raise RpcError(REVERTED, message, hexed(outcome.output))
    if isinstance(error, OutOfGas):
        raise RpcError(SERVER, "out of gas")
    if isinstance(error, InsufficientFunds):
        raise RpcError(SERVER, "insufficient funds for transfer")
    raise RpcError(SERVER, f"execution failed: {type(error).__name__}")


def _reason(output: bytes) -> str:
    if not output.startswith(_ERROR_STRING):
        return ""
    try:
        (reason,) = decode(["string"], output[4:])
    except DecodingError:
        return ""
    return str(reason)


def methods(backend: Backend) -> Methods:
    """The table of this room."""
    room = _Calls(backend)
    # A third parameter, state overrides, is geth's own and is refused as one argument too many.
    return {
        "eth_call": Method(room.call, (as_object, as_block), (_LATEST,)),
        "eth_estimateGas": Method(room.estimate, (as_object, as_block), (_LATEST,)),
    }
