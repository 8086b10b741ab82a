"""Accounts at a block: balance, code, storage, nonce; and what the chain says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from node.rpc.codec import BlockId, as_address, as_block, as_slot, hexed, quantity
from node.rpc.protocol import Method

if TYPE_CHECKING:
    from eth_typing import Address

    from node.rpc.backend import Backend
    from node.rpc.protocol import Methods

__all__ = ["methods"]

_LATEST = BlockId(tag="latest")


@dataclass(frozen=True)
class _Accounts:
    backend: Backend

    def chain_id(self) -> str:
        return quantity(self.backend.chain.genesis.chain_id)

    def block_number(self) -> str:
        return quantity(self.backend.chain.head.header.block_number)

    def syncing(self) -> bool:
        return False

    def accounts(self) -> list[str]:
        """None: the node signs nothing for anybody."""
        return []

    def balance(self, address: Address, block: BlockId) -> str:
        with self.backend.chain.reading(self.backend.header(block)) as state:
            return quantity(state.get_balance(address))

    def code(self, address: Address, block: BlockId) -> str:
        with self.backend.chain.reading(self.backend.header(block)) as state:
            return hexed(state.get_code(address))

    def storage(self, address: Address, slot: int, block: BlockId) -> str:
        with self.backend.chain.reading(self.backend.header(block)) as state:
            return hexed(state.get_storage(address, slot).to_bytes(32, "big"))

    def transaction_count(self, address: Address, block: BlockId) -> str:
        with self.backend.chain.reading(self.backend.header(block)) as state:
            nonce = state.get_nonce(address)
        if block.tag == "pending":
            nonce = self.backend.pool.next_nonce(address, nonce)
        return quantity(nonce)


def methods(backend: Backend) -> Methods:
    """The table of this room."""
    room = _Accounts(backend)
    at = (as_address, as_block)
    latest = (_LATEST,)
    return {
        "eth_chainId": Method(room.chain_id),
        "eth_blockNumber": Method(room.block_number),
        "eth_syncing": Method(room.syncing),
        "eth_accounts": Method(room.accounts),
        "eth_getBalance": Method(room.balance, at, latest),
        "eth_getCode": Method(room.code, at, latest),
        "eth_getStorageAt": Method(room.storage, (as_address, as_slot, as_block), latest),
        "eth_getTransactionCount": Method(room.transaction_count, at, latest),
    }
