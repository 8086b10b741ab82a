"""eth_getProof: an account and some of its slots, with what proves them (EIP-1186)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from node.primitives import as_checksummed
from node.proof import account_proof, slot_proof, stored_nodes
from node.rpc.codec import BlockId, as_address, as_block, as_slot, hexed, quantity
from node.rpc.errors import INVALID_PARAMS, RpcError
from node.rpc.protocol import Method

if TYPE_CHECKING:
    from eth_typing import Address

    from node.proof import Nodes
    from node.rpc.backend import Backend
    from node.rpc.protocol import Methods

__all__ = ["MOST_SLOTS", "methods"]

MOST_SLOTS = 1024
"""The most slots of one proof, as in geth."""
_LATEST = BlockId(tag="latest")


@dataclass(frozen=True)
class _Slot:
    """A slot, and how its number is written in the answer: as the caller wrote it."""

    number: int
    key: str


@dataclass(frozen=True)
class _Proofs:
    backend: Backend

    @property
    def _nodes(self) -> Nodes:
        return stored_nodes(self.backend.chain.store)

    def proof(self, address: Address, slots: tuple[_Slot, ...], block: BlockId) -> dict[str, Any]:
        header = self.backend.header(block)
        account, proof = account_proof(self._nodes, header.state_root, address)
        return {
            "address": as_checksummed(address),
            "accountProof": [hexed(each) for each in proof.nodes],
            "balance": quantity(account.balance),
            "codeHash": hexed(account.code_hash),
            "nonce": quantity(account.nonce),
            "storageHash": hexed(account.storage_root),
            "storageProof": [self._slot(account.storage_root, each) for each in slots],
        }

    def _slot(self, storage_root: bytes, slot: _Slot) -> dict[str, Any]:
        value, proof = slot_proof(self._nodes, storage_root, slot.number)
        nodes = [hexed(each) for each in proof.nodes]
        return {"key": slot.key, "value": quantity(value), "proof": nodes}


def _as_slots(value: Any) -> tuple[_Slot, ...]:
    """A list of slots; a number in 32 bytes comes back in 32 bytes, any other as a quantity."""
    if not isinstance(value, list):
        raise RpcError(INVALID_PARAMS, "invalid argument: want a list of storage keys")
    if len(value) > MOST_SLOTS:
        message = f"too many slots (max {MOST_SLOTS})"
        raise RpcError(INVALID_PARAMS, message, {"code": "too-many-slots", "limit": MOST_SLOTS})
    return tuple(map(_as_slot, value))


def _as_slot(value: Any) -> _Slot:
    number = as_slot(value)
    padded = isinstance(value, str) and len(value) == 66
    return _Slot(number, hexed(number.to_bytes(32, "big")) if padded else quantity(number))


def methods(backend: Backend) -> Methods:
    """The table of this room."""
    room = _Proofs(backend)
    parameters = (as_address, _as_slots, as_block)
    return {"eth_getProof": Method(room.proof, parameters, (_LATEST,))}
