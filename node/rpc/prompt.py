"""The methods that are answered in the event loop: each takes a moment, or leaves at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from node.rpc.eth import calls, transactions
from node.rpc.eth.calls_request import CallLimits
from node.rpc.limits import Limits
from node.rpc.protocol import Prompt

if TYPE_CHECKING:
    from node.rpc.backend import Backend
    from node.rpc.protocol import Methods

__all__ = ["prompt"]

_SHORT: Final = (
    "eth_blockNumber",
    "eth_chainId",
    "eth_gasPrice",
    "eth_getBalance",
    "eth_getTransactionCount",
    "net_version",
    "web3_clientVersion",
)


def prompt(backend: Backend, methods: Methods, limits: Limits | None = None) -> Prompt:
    """The prompt ones among the methods that a node serves."""
    limits = limits or Limits()
    calling = CallLimits(limits.call_seconds, limits.call_gas)
    own = {**calls.prompt_methods(backend, calling), **transactions.prompt_methods(backend)}
    return Prompt(
        {name: methods[name] for name in _SHORT} | own,
        taking=frozenset({"eth_sendRawTransaction"}),
        settle=backend.pool.settle,
    )
