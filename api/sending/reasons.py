"""Why sealed transactions failed, remembered so that none is executed again for each who asks."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Final

from ledger.chain.replay import why_failed
from ledger.errors import Unavailable

if TYPE_CHECKING:
    from ledger.chain import Chain, Transaction
    from ledger.errors import QoimaError
    from ledger.types import TxHash

__all__ = ["Reasons"]

_REMEMBERED: Final = 2_000


@dataclass(frozen=True)
class Reasons:
    """Asks the node once for each transaction."""

    chain: Chain
    _known: OrderedDict[TxHash, QoimaError] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def of(self, transaction: Transaction | None) -> QoimaError | None:
        """Why a sealed transaction failed; None when it did not, or when no node tells now."""
        if transaction is None or transaction.status != "failed":
            return None
        with self._lock:
            known = self._known.get(transaction.hash)
        if known is not None:
            return known
        try:
            found = why_failed(self.chain, transaction)
        except Unavailable:
            return None
        if found is not None:
            with self._lock:
                self._known[transaction.hash] = found
                if len(self._known) > _REMEMBERED:
                    self._known.popitem(last=False)
        return found
