"""The methods that a node serves, all namespaces together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from node.rpc import clique, debug, eth, web3

if TYPE_CHECKING:
    from node.rpc.backend import Backend
    from node.rpc.protocol import Methods

__all__ = ["all_methods"]


def all_methods(backend: Backend) -> Methods:
    """The whole table."""
    return {
        **web3.methods(backend),
        **eth.methods(backend),
        **debug.methods(backend),
        **clique.methods(backend),
    }
