"""The namespaces `web3` and `net`: who answers, and how it is connected."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from node.primitives import keccak
from node.rpc.codec import as_bytes, hexed, quantity
from node.rpc.protocol import Method

if TYPE_CHECKING:
    from node.rpc.backend import Backend
    from node.rpc.protocol import Methods

__all__ = ["methods"]


def methods(backend: Backend) -> Methods:
    """All methods that begin with `web3_` or `net_`."""
    name = f"Qoima/{version('qoima')}/py-evm-{version('py-evm')}"
    network = str(backend.chain.genesis.chain_id)
    return {
        "web3_clientVersion": Method(lambda: name),
        "web3_sha3": Method(lambda data: hexed(keccak(data)), (as_bytes,)),
        "net_version": Method(lambda: network),
        "net_listening": Method(lambda: True),
        "net_peerCount": Method(lambda: quantity(0)),
    }
