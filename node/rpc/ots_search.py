"""Transactions found by an address: its history, its nonces, how its contract came to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from node.appearances import Appearances
from node.proof import account_proof, stored_nodes
from node.rpc.codec import as_address, as_quantity, hexed
from node.rpc.errors import LIMIT, SERVER, RpcError
from node.rpc.objects import Place, receipt_object, transaction_object
from node.rpc.protocol import Method

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eth_typing import Address

    from node.rpc.backend import Backend
    from node.rpc.protocol import Methods

__all__ = ["MOST", "methods"]

MOST = 25
"""The most transactions that a page may ask for, as in Erigon."""

Json = dict[str, Any]
Found = tuple[int, int]
"""A block number and an index in it."""


@dataclass(frozen=True)
class _Search:
    backend: Backend

    @property
    def _appearances(self) -> Appearances:
        found = Appearances(self.backend.chain.store)
        if not found.complete:
            message = "this store has no index of addresses: export its chain and import it once"
            raise RpcError(SERVER, message, {"code": "no-index"})
        return found

    def before(self, address: Address, number: int, size: int) -> Json:
        """What is older than a block, the newest first; block 0 stands for all."""
        head = self.backend.chain.head.header.block_number
        found = self._appearances.before(address, number or head + 1)
        places, more = _page(found, size)
        return self._answer(places, first=number == 0, last=not more)

    def after(self, address: Address, number: int, size: int) -> Json:
        """What is newer than a block, the newest first all the same; block 0 stands for all."""
        places, more = _page(self._appearances.after(address, number), size)
        return self._answer(places, first=not more, last=number == 0)

    def _answer(self, places: list[Found], *, first: bool, last: bool) -> Json:
        shown = [self._transaction(*place) for place in sorted(places, reverse=True)]
        return {
            "txs": [transaction for transaction, _ in shown],
            "receipts": [receipt for _, receipt in shown],
            "firstPage": first,
            "lastPage": last,
        }

    def _transaction(self, number: int, index: int) -> tuple[Json, Json]:
        records = self.backend.chain.records
        place = Place(records.header_at(number), index)
        transaction = records.told(place.header.hash)[index]
        receipt = receipt_object(transaction, place, records.receipts(place.header.hash))
        receipt["timestamp"] = place.header.timestamp
        return transaction_object(transaction, place), receipt

    def by_nonce(self, sender: Address, nonce: int) -> str | None:
        """The sealed transaction of a sender with this nonce, found by the nonces of states."""
        records = self.backend.chain.records
        first: int = 0
        last: int = self.backend.chain.head.header.block_number
        if self._nonce(sender, last) <= nonce:
            return None
        while last - first > 1:  # the nonce is over after `last`, and not after `first`
            middle = (first + last) // 2
            if self._nonce(sender, middle) > nonce:
                last = middle
            else:
                first = middle
        for transaction in records.told(records.hash_at(last)):
            if transaction.sender == sender and transaction.nonce == nonce:
                return hexed(transaction.hash)
        return None  # the nonce of a contract, which counts what it has made

    def _nonce(self, address: Address, number: int) -> int:
        root = self.backend.chain.records.header_at(number).state_root
        account, _ = account_proof(stored_nodes(self.backend.chain.store), root, address)
        return account.nonce

    def creator(self, address: Address) -> Json | None:
        """The transaction that made a contract, and who made it."""
        creation = self._appearances.creation(address)
        if creation is None:
            return None
        return {"hash": hexed(creation.transaction), "creator": hexed(creation.creator)}


def _page(found: Iterable[tuple[int, tuple[int, ...]]], size: int) -> tuple[list[Found], bool]:
    """Whole blocks until the page is full, and whether there is more after it."""
    places: list[Found] = []
    for number, indexes in found:
        if len(places) >= size:
            return places, True
        places += [(number, index) for index in indexes]
    return places, False


def _as_size(value: Any) -> int:
    size = as_quantity(value)
    if not 0 < size <= MOST:
        message = f"max allowed page size: {MOST}"
        raise RpcError(LIMIT, message, {"code": "page-too-large", "limit": MOST})
    return size


def methods(backend: Backend) -> Methods:
    """The methods of searching."""
    room = _Search(backend)
    page = (as_address, as_quantity, _as_size)
    return {
        "ots_searchTransactionsBefore": Method(room.before, page),
        "ots_searchTransactionsAfter": Method(room.after, page),
        "ots_getTransactionBySenderAndNonce": Method(room.by_nonce, (as_address, as_quantity)),
        "ots_getContractCreator": Method(room.creator, (as_address,)),
    }
