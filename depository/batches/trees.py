"""Lists and the trees over them, the last ones kept, so that paths are not computed anew."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from depository.batches.model import RECORD_BYTES, tree_over
from depository.batches.settling import believed_list

if TYPE_CHECKING:
    from depository.batches.register import Batch
    from depository.blocks import BlockStore
    from ledger.merkle import Tree
    from ledger.types import BatchId, Digest

__all__ = ["ListedTree", "Trees"]

_KEPT: Final = 2


@dataclass(frozen=True, slots=True)
class ListedTree:
    """A list's bytes, and the tree over them."""

    data: bytes
    tree: Tree

    def leaf(self, index: int) -> bytes:
        """The bytes of a record."""
        return self.data[index * RECORD_BYTES : (index + 1) * RECORD_BYTES]

    def path(self, index: int) -> tuple[Digest, ...]:
        """What proves that a record stands at its place."""
        return self.tree.proof(index)


class Trees:
    """The lists that were asked for last, two at most: some 40 MB each where they are longest."""

    def __init__(self, store: BlockStore) -> None:
        """Read from `store`."""
        self._store = store
        self._kept: OrderedDict[BatchId, ListedTree] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, batch: Batch) -> ListedTree:
        """The list of a batch with its tree; raises as `believed_list`."""
        with self._lock:
            found = self._kept.get(batch.number)
            if found is None or found.tree.root != batch.root:
                data = believed_list(self._store, batch.root, batch.size, batch.list)
                found = self._kept[batch.number] = ListedTree(data, tree_over(data))
            self._kept.move_to_end(batch.number)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return found
