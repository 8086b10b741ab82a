"""What is signed about a batch on record: decisions, and that a record be taken out."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from depository.batches.model import Record
from ledger.canonical import SALT_BYTES, salted_digest
from ledger.decrees import draft_decree
from ledger.reasons import check_reason

if TYPE_CHECKING:
    from depository.batches.store import BatchStore
    from depository.batches.trees import Trees
    from depository.batches.vault import BatchVault
    from ledger.chain import Chain
    from ledger.transactions import UnsignedTransaction
    from ledger.types import Address, BatchId, Digest

__all__ = ["BatchActs"]

_CONTRACT = "depository"


@dataclass(frozen=True, slots=True)
class BatchActs:
    """Builds the transactions; each raises what `Chain.build` raises, above all
    Rejected("contract.refused").
    """

    chain: Chain
    store: BatchStore
    vault: BatchVault
    trees: Trees

    def draft_acceptance(self, sender: Address, number: BatchId) -> UnsignedTransaction:
        """Build the operator's acceptance of a batch (D-11)."""
        return self.chain.build(sender, _CONTRACT, "accept_batch", number)

    def draft_return(self, sender: Address, number: BatchId, reason: str) -> UnsignedTransaction:
        """Build the operator's return of a batch; its reason stays in the vault (R-7).

        Raises Rejected("return.reason-empty"), Rejected("return.reason-too-long", limit).
        """
        check_reason(reason)
        salt = secrets.token_bytes(SALT_BYTES)
        digest = salted_digest({"batch": number, "reason": reason}, salt)
        transaction = self.chain.build(sender, _CONTRACT, "return_batch", number, digest)
        self.vault.keep_reason(digest, salt, number, reason)
        return transaction

    def draft_annulment(
        self, sender: Address, number: BatchId, basis: Digest
    ) -> UnsignedTransaction:
        """Propose as the authorised body that the acceptance of a batch be annulled."""
        return draft_decree(self.chain, sender, basis, _CONTRACT, "annul_batch", number)

    def draft_taking_out(self, sender: Address, number: BatchId, index: int) -> UnsignedTransaction:
        """Build the possessor's act by which a record becomes a deposit like any other.

        Raises as `BatchStore.record` and `Trees.of`.
        """
        self.store.record(number, index)
        listed = self.trees.of(self.store.batch(number))
        record = Record.from_bytes(listed.leaf(index)).as_words()
        path = listed.path(index)
        return self.chain.build(sender, _CONTRACT, "take_out", number, index, record, path)
