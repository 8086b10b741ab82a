"""What the node demands of a transaction before it acknowledges it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lru import LRU

from node.errors import Rejected
from node.transactions import Transaction, check_rules

if TYPE_CHECKING:
    from eth.abc import StateAPI
    from eth_typing import Address, Hash32

    from node.chain import Chain
    from node.participants import Participants
    from node.pool import Pool

__all__ = ["MAX_BYTES", "MAX_GAS", "Admission"]

MAX_BYTES = 128 * 1024
"""The longest transaction, as in geth: four slots of 32 KiB."""
MAX_GAS = 1 << 24
"""The most gas that a transaction may ask for (EIP-7825): some seconds of work at worst."""
_KNOWN = 10_000


@dataclass(frozen=True)
class Admission:
    """The door of the pool; `most_gas` is what one transaction may ask for."""

    chain: Chain
    pool: Pool
    participants: Participants
    most_gas: int = MAX_GAS
    _admitted: LRU[tuple[Hash32, Address, bool], bool] = field(default_factory=lambda: LRU(_KNOWN))
    """Whom the contract has let in at a head: it says the same each time."""

    def admit(self, raw: bytes) -> Hash32:
        """Return the hash of a transaction that is safely in the pool. Raises as `take`."""
        taken = self.take(raw)
        self.pool.settle()
        return taken

    def take(self, raw: bytes) -> Hash32:
        """Check a transaction and take it into the pool, which has yet to be settled.

        1. It is not too long, it can be read, and it is not known already.
        2. It is for this chain, and says so; its fee is zero; its gas is within bounds, and fits
           half a block.
        3. Its nonce is not used yet, and its value can be paid.
        4. Its sender is an active participant at the head; creations are the operator's.
        5. The pool has room, and nothing waits under the same nonce.

        Raises Rejected `transaction.*`.
        """
        if len(raw) > MAX_BYTES:  # 1
            raise Rejected("transaction.too-large", found=len(raw), limit=MAX_BYTES)
        transaction = Transaction.decode(raw)
        if self.pool.get(transaction.hash) or self.chain.records.place(transaction.hash):
            raise Rejected("transaction.already-known")
        self._check_form(transaction)  # 2
        header = self.chain.head.header
        with self.chain.reading(header) as state:
            nonce = _check_account(transaction, state)  # 3
            asked = (header.hash, transaction.sender, transaction.creates)
            if asked not in self._admitted:  # 4
                self.participants.check(state, transaction.sender, transaction.creates)
                self._admitted[asked] = True
        self.pool.take(transaction, nonce)  # 5
        return transaction.hash

    def _check_form(self, transaction: Transaction) -> None:
        inner = transaction.inner
        if inner.chain_id is None:  # unprotected: another chain could replay it (EIP-155)
            expected = self.chain.genesis.chain_id
            raise Rejected("transaction.wrong-chain-id", expected=expected, found="none")
        check_rules(transaction, self.chain.genesis.chain_id)
        if inner.max_fee_per_gas:
            raise Rejected("transaction.fee-not-zero", found=str(inner.max_fee_per_gas))
        limit = self.chain.head.header.gas_limit // 2
        if inner.gas > limit:
            raise Rejected("transaction.gas-over-limit", found=str(inner.gas), limit=limit)
        if inner.gas > self.most_gas:
            raise Rejected("transaction.gas-over-cap", found=str(inner.gas), limit=self.most_gas)


def _check_account(transaction: Transaction, state: StateAPI) -> int:
    """Return the sender's nonce at the head."""
    inner = transaction.inner
    nonce = state.get_nonce(transaction.sender)
    if inner.nonce < nonce:
        raise Rejected("transaction.nonce-too-low", expected=nonce, found=str(inner.nonce))
    balance = state.get_balance(transaction.sender)
    if inner.value > balance:
        raise Rejected("transaction.balance", balance=str(balance), value=str(inner.value))
    return nonce
