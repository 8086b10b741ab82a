"""A call as JSON-RPC asks for it, the bounds it is held to, and how its failures are told."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eth.constants import CREATE_CONTRACT_ADDRESS, ZERO_ADDRESS
from eth.exceptions import InsufficientFunds, Revert

from node.admission import MAX_GAS
from node.errors import Unavailable
from node.evm import Call
from node.rpc.codec import as_address, as_bytes, as_quantity, hexed
from node.rpc.errors import INVALID_PARAMS, LIMIT, REVERTED, SERVER, RpcError
from node.trace.failures import described, revert_reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from node.evm import Outcome

__all__ = ["CallLimits", "in_time", "parse_call", "raise_failure"]


@dataclass(frozen=True)
class CallLimits:
    """Seconds that a call or a trace may take, and the most gas of a call, as in geth.

    No estimate is above `transaction_gas`: a transaction with more would not be admitted. `kept`
    bounds what a trace of single steps may hold: steps, and words of stack and memory.
    """

    seconds: float = 5.0
    gas: int = 50_000_000
    kept: int = 2_000_000
    transaction_gas: int = MAX_GAS


def parse_call(request: dict[str, Any], most: int) -> Call:
    """Read the object of a call; more gas than `most` is cut to it, as in geth.

    Raises RpcError `INVALID_PARAMS`, and `SERVER` when the gas does not pay for the data.
    """
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


@contextlib.contextmanager
def in_time() -> Iterator[None]:
    """Tell of a limit that an execution has met in geth's words, where it has some."""
    try:
        yield
    except Unavailable as error:
        limit = error.facts.get("limit")
        if error.code == "call.time-limit":
            message = f"execution aborted (timeout = {limit}s)"
            data = {"code": "call-time-limit", "limit": float(limit or 0)}
            raise RpcError(SERVER, message, data) from error
        if error.code == "trace.too-long":
            message = f"the trace holds more than {limit} values; ask for a limit or for less"
            raise RpcError(LIMIT, message, {"code": "trace-too-long", "limit": limit}) from error
        raise


def raise_failure(outcome: Outcome) -> None:
    """Turn the end of a failed call into geth's error. Raises RpcError."""
    error = outcome.error
    if error is None:
        return
    if isinstance(error, Revert):
        reason = revert_reason(outcome.output)
        message = "execution reverted" + (f": {reason}" if reason else "")
        raise RpcError(REVERTED, message, hexed(outcome.output))
    if isinstance(error, InsufficientFunds):
        raise RpcError(SERVER, "insufficient funds for transfer")
    raise RpcError(SERVER, described(error))


def _access_list(listed: Any) -> tuple[tuple[Any, tuple[int, ...]], ...]:
    try:
        return tuple(
            (as_address(each["address"]), tuple(map(as_quantity, each["storageKeys"])))
            for each in listed
        )
    except (KeyError, TypeError) as error:
        raise RpcError(INVALID_PARAMS, "invalid argument: want an access list") from error
