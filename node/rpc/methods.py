"""The methods that a node serves, all namespaces together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from node.rpc import clique, debug, erigon, eth, filters, ots, txpool, web3
from node.rpc.codec import anything
from node.rpc.debug_turns import Turns
from node.rpc.errors import METHOD_NOT_FOUND, RpcError
from node.rpc.eth.calls_request import CallLimits
from node.rpc.limits import Limits
from node.rpc.protocol import Method

if TYPE_CHECKING:
    from node.rpc.backend import Backend
    from node.rpc.protocol import Methods

__all__ = ["all_methods"]


def all_methods(backend: Backend, limits: Limits | None = None) -> Methods:
    """The whole table."""
    limits = limits or Limits()
    calling = CallLimits(
        limits.call_seconds, limits.call_gas, transaction_gas=limits.transaction_gas
    )
    turns = Turns(backend, calling)
    table = {
        **web3.methods(backend),
        **eth.methods(backend, calling),
        **filters.methods(backend, limits),
        **debug.methods(backend, turns),
        **erigon.methods(backend),
        **ots.methods(backend, turns),
        **clique.methods(backend),
        **txpool.methods(backend),
        "eth_subscribe": Method(_needs_a_connection, (anything, anything), (None, None)),
        "eth_unsubscribe": Method(_needs_a_connection, (anything,), (None,)),
    }
    modules = dict.fromkeys(sorted({name.partition("_")[0] for name in table} | {"rpc"}), "1.0")
    return {**table, "rpc_modules": Method(lambda: modules)}


def _needs_a_connection(*_given: Any) -> None:
    raise RpcError(METHOD_NOT_FOUND, "notifications not supported")
