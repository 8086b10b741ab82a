"""Unpins packages that nobody recorded; the blocks go with kubo's own garbage collection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from depository.cid import RAW
from depository.durable import not_writable
from depository.fixity.collector import Space
from depository.unixfs.reader import parse_node
from ledger.errors import Conflict, NotFound, VerificationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from depository.cid import Cid
    from depository.fixity.store import Holdings
    from depository.kubo.store import KuboStore
    from ledger.types import Digest

__all__ = ["KuboCollector"]


@dataclass(frozen=True)
class KuboCollector:
    """Weighs a kubo and unpins what no deposit on record has for its root.

    Kubo's garbage collection is never called from here: it would take whatever others have left
    unpinned in the same kubo. `deposits` tells how many deposits and batches the chain has.
    """

    store: KuboStore
    holdings: Holdings
    deposits: Callable[[], int]

    def weigh(self, before: float) -> Space:
        """What there is, of whomever, and what `collect` would unpin; raises as it does."""
        return self._each(before, lambda _: True)

    def collect(self, before: float) -> Space:
        """Unpin the packages of ours that nobody recorded and nobody has put since `before`.

        The blocks of a package that it has in common with another one count too, and stay.
        Raises Conflict("content.index-behind", indexed, recorded), Unavailable("content.…").
        """
        return self._each(before, lambda root: self._unpin(root, before))

    def _each(self, before: float, act: Callable[[Cid], bool]) -> Space:
        indexed, recorded = self.holdings.count(), self.deposits()
        if indexed < recorded:
            raise Conflict("content.index-behind", indexed=indexed, recorded=recorded)
        for part in self.holdings.batches.awaited():
            if self.store.has(part.cid):
                raise Conflict("content.list-not-read", batch=part.batch)
        count = size = 0
        for root in list(self._unrecorded(before)):
            blocks, length = self._weighed(root)
            if act(root):
                count, size = count + blocks, size + length
        return Space(*self.store.rpc.space(), count, size)

    def _unrecorded(self, before: float) -> Iterator[Cid]:
        for pin in self.store.pins.ours():
            if pin.put_at < before and not self.holdings.is_recorded(pin.cid.digest):
                yield pin.cid

    def _unpin(self, root: Cid, before: float) -> bool:
        """Unpin a root unless it was put again meanwhile: whoever puts one waits for the gate."""
        try:
            with self.store.gate.closed():
                put_at = self.store.pins.put_at(root)
                if put_at is None or put_at >= before:
                    return False
                self.store.pins.remove(root)
        except OSError as error:
            raise not_writable(error) from error
        return True

    def _weighed(self, root: Cid) -> tuple[int, int]:
        """Blocks and bytes of what was put, leaves by what their parents say of them."""
        seen: set[Digest] = set()
        size, waiting = 0, [root]
        while waiting:
            cid = waiting.pop()
            if cid.digest in seen:
                continue
            seen.add(cid.digest)
            if cid.codec == RAW and cid != root:
                continue
            try:
                data = self.store.get(cid)
                links = () if cid.codec == RAW else parse_node(cid, data).links
            except (NotFound, VerificationError):
                continue
            size += len(data) + sum(each.total for each in links if each.cid.codec == RAW)
            waiting.extend(each.cid for each in links)
        return len(seen), size
