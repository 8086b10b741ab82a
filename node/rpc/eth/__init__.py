"""The namespace `eth`: its table is put together from the tables of its rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from node.rpc.eth import accounts, blocks, calls, fees, logs, proof, transactions

if TYPE_CHECKING:
    from node.rpc.backend import Backend
    from node.rpc.eth.calls_request import CallLimits
    from node.rpc.protocol import Methods

__all__ = ["methods"]


def methods(backend: Backend, limits: CallLimits | None = None) -> Methods:
    """All methods that begin with `eth_`."""
    return {
        **accounts.methods(backend),
        **blocks.methods(backend),
        **calls.methods(backend, limits),
        **fees.methods(backend),
        **logs.methods(backend),
        **proof.methods(backend),
        **transactions.methods(backend),
    }
