"""The state of accounts as py-evm wants to see it: a database over the store and a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eth.db.atomic import AtomicDB
from eth.db.backends.base import BaseDB

from node.storage.store import Table

if TYPE_CHECKING:
    from lru import LRU

    from node.storage.store import Changes, Store
    from node.trie.nodes import Node

__all__ = ["StateDatabase", "state_database"]


class _Draft(BaseDB):
    """Reads through to the store; keeps writes aside until the block's batch is made."""

    def __init__(self, store: Store, changes: Changes) -> None:
        self._store = store
        self._writes = changes.tables[Table.STATE]

    def __getitem__(self, key: bytes) -> bytes:
        value = self._writes.get(key)
        if value is None:
            value = self._store.get(Table.STATE, key)
        if value is None:
            raise KeyError(key)
        return value

    def __setitem__(self, key: bytes, value: bytes) -> None:
        self._writes[key] = value

    def __delitem__(self, key: bytes) -> None:
        """Drop a draft; what the store has stays, since another state may lean on it."""
        if self._writes.pop(key, None) is None:
            raise KeyError(key)

    def _exists(self, key: bytes) -> bool:
        return key in self._writes or self._store.get(Table.STATE, key) is not None


class StateDatabase(AtomicDB):
    """What an execution reads and writes."""

    def __init__(self, draft: BaseDB, decoded: LRU[bytes, Node]) -> None:
        """`decoded` are trie nodes by hash, which all states over one store share."""
        super().__init__(draft)
        self.decoded = decoded


def state_database(store: Store, changes: Changes) -> StateDatabase:
    """What an execution reads and writes; `changes` gathers the writes of one block."""
    return StateDatabase(_Draft(store, changes), store.decoded)
