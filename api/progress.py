"""How far a transaction has come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.errors import NotFound

if TYPE_CHECKING:
    from api.schemas.chain import State
    from api.services import Services
    from ledger.chain import Receipt, Transaction
    from ledger.types import TxHash

__all__ = ["Progress", "track"]


@dataclass(frozen=True)
class Progress:
    """A transaction, if anyone knows it, and how far it has come."""

    hash: TxHash
    state: State
    transaction: Transaction | None

    @property
    def receipt(self) -> Receipt | None:
        """What became of it, None while it is not sealed."""
        return None if self.transaction is None else self.transaction.receipt


def track(services: Services, tx_hash: TxHash) -> Progress:
    """Ask the index first, then the chain; `unknown` when neither has it."""
    try:
        return Progress(tx_hash, "indexed", services.index.transaction(tx_hash))
    except NotFound:
        pass
    try:
        transaction = services.chain.transaction(tx_hash)
    except NotFound:
        return Progress(tx_hash, "unknown", None)
    return Progress(tx_hash, _state(services, transaction.receipt), transaction)


def _state(services: Services, receipt: Receipt | None) -> State:
    if receipt is None:
        return "pending"
    final = services.chain.final_head().number
    return "final" if receipt.block.number <= final else "sealed"
