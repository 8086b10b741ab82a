"""The namespace `txpool`: what waits, by sender and nonce, in geth's shapes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from node.primitives import as_checksummed
from node.rpc.codec import as_address, quantity
from node.rpc.objects import transaction_object
from node.rpc.protocol import Method
from node.told import Told

if TYPE_CHECKING:
    from collections.abc import Callable

    from eth_typing import Address

    from node.rpc.backend import Backend
    from node.rpc.protocol import Methods
    from node.transactions import Transaction

__all__ = ["methods"]

Json = dict[str, Any]
_By = dict["Address", dict[int, "Transaction"]]


@dataclass(frozen=True)
class _Waiting:
    """What can be sealed now, and what waits for a nonce that is missing."""

    pending: _By
    queued: _By


@dataclass(frozen=True)
class _TxPool:
    backend: Backend

    def status(self) -> Json:
        waiting = self._waiting()
        return {
            "pending": quantity(sum(map(len, waiting.pending.values()))),
            "queued": quantity(sum(map(len, waiting.queued.values()))),
        }

    def content(self) -> Json:
        waiting = self._waiting()
        return {
            "pending": _shown(waiting.pending, _whole),
            "queued": _shown(waiting.queued, _whole),
        }

    def content_from(self, sender: Address) -> Json:
        waiting = self._waiting()
        return {
            "pending": _by_nonce(waiting.pending.get(sender, {}), _whole),
            "queued": _by_nonce(waiting.queued.get(sender, {}), _whole),
        }

    def inspect(self) -> Json:
        waiting = self._waiting()
        return {
            "pending": _shown(waiting.pending, _summary),
            "queued": _shown(waiting.queued, _summary),
        }

    def _waiting(self) -> _Waiting:
        """Divide by the nonces at the head; what a block has just taken is left out."""
        by_sender: _By = {}
        for each in self.backend.pool.waiting():
            by_sender.setdefault(each.sender, {})[each.inner.nonce] = each
        pending: _By = {}
        queued: _By = {}
        with self.backend.chain.reading(self.backend.chain.head.header) as state:
            nonces = {sender: state.get_nonce(sender) for sender in by_sender}
        for sender, waiting in by_sender.items():
            expected = nonces[sender]
            for nonce in sorted(nonce for nonce in waiting if nonce >= nonces[sender]):
                group = pending if nonce == expected else queued
                expected += nonce == expected
                group.setdefault(sender, {})[nonce] = waiting[nonce]
        return _Waiting(pending, queued)


def _shown(group: _By, show: Callable[[Transaction], Any]) -> Json:
    return {as_checksummed(sender): _by_nonce(group[sender], show) for sender in sorted(group)}


def _by_nonce(waiting: dict[int, Transaction], show: Callable[[Transaction], Any]) -> Json:
    return {str(nonce): show(transaction) for nonce, transaction in waiting.items()}


def _whole(transaction: Transaction) -> Json:
    return transaction_object(Told.of(transaction), None)


def _summary(transaction: Transaction) -> str:
    inner = transaction.inner
    target = "contract creation" if transaction.creates else as_checksummed(inner.to)
    return f"{target}: {inner.value} wei + {inner.gas} gas × {inner.max_fee_per_gas} wei"


def methods(backend: Backend) -> Methods:
    """All methods that begin with `txpool_`."""
    room = _TxPool(backend)
    return {
        "txpool_status": Method(room.status),
        "txpool_content": Method(room.content),
        "txpool_contentFrom": Method(room.content_from, (as_address,)),
        "txpool_inspect": Method(room.inspect),
    }
