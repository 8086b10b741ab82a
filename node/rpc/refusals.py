"""How the node's errors read over JSON-RPC: geth's sentence, and our code with its facts."""

from __future__ import annotations

from typing import Final

from node.errors import NodeError, NotFound
from node.rpc.errors import SERVER, RpcError

__all__ = ["as_rpc_error"]

_PREFIX: Final = "transaction."

# The left side are our codes; the right side what geth says in the same case, where it has one.
_SENTENCES: Final = {
    "already-known": "already known",
    "balance": "insufficient funds for gas * price + value",
    "creation-forbidden": "contract creation is reserved to the operator",
    "fee-not-zero": "the fee must be zero on this chain",
    "gas-over-cap": "transaction gas limit too high",
    "gas-over-limit": "exceeds block gas limit",
    "gas-too-low": "intrinsic gas too low",
    "malformed": "transaction could not be decoded",
    "nonce-too-high": "nonce too high",
    "nonce-too-low": "nonce too low",
    "pool-full": "txpool is full",
    "priority-fee": "max priority fee per gas higher than max fee per gas",
    "replacement-refused": "replacement transaction underpriced",
    "sender-not-admitted": "the sender is not an active participant",
    "too-large": "oversized data",
    "wrong-chain-id": "invalid chain id for signer",
}


def as_rpc_error(error: NodeError) -> RpcError:
    """Translate: a refused transaction says why twice, for people and for programs."""
    if error.code.startswith(_PREFIX):
        code = error.code.removeprefix(_PREFIX)
        return RpcError(SERVER, _SENTENCES.get(code, code), {"code": code, **error.facts})
    message = "header not found" if isinstance(error, NotFound) else str(error)
    return RpcError(SERVER, message, {"code": error.code, **error.facts})
