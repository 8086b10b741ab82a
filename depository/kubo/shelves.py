"""A kubo from within: what it finds when it hashes all that it has, and what we hash ourselves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from depository.cid import Cid
from depository.fixity.model import RANGES, Range
from depository.kubo.failing import Failed, asking, failing
from ledger.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from depository.kubo.store import KuboStore
    from ledger.types import Digest

__all__ = ["KuboShelves"]

_CORRUPT: Final = re.compile(r"block (\S{1,200}) was corrupt")
_ALL_GOOD: Final = "verify complete, all blocks validated."
_SECONDS: Final = (60.0, 900.0)
"""To connect, and until the next block has been hashed."""


@dataclass(frozen=True)
class KuboShelves:
    """The blocks of a kubo, which may keep those of others too.

    Kubo hashes what it has (`repo/verify`), which its memory of what it has takes no part in; then
    each block of each deposit comes over to be hashed here.
    """

    store: KuboStore
    shared: ClassVar = True

    def ranges(self, first: int, spend: Callable[[int], None]) -> Iterator[Range]:  # noqa: ARG002 - kubo reads by itself
        """Have kubo hash its blocks; a range ends with each 256th part of them.

        It begins anew each time, and what is damaged is told whichever range it is in. Raises
        Unavailable("content.unreachable", reason) unless kubo has come to the end.
        """
        found, ended = Range(), 0
        before = self.store.rpc.objects()
        for done, damaged in self._hashed(before):
            if damaged is not None:
                found.damaged.append(damaged)
            past = min(done * RANGES // max(before, 1), RANGES - 1)
            for _ in range(max(past - max(ended, first), 0)):
                yield found
                found = Range()
            ended = max(ended, past)
        for _ in range(RANGES - max(ended, first)):
            yield found
            found = Range()

    def check(self, cid: Cid) -> int:
        """Hash a block here: its bytes; raises as `KuboStore.get`."""
        return len(self.store.get(cid))

    def set_aside(self, digest: Digest) -> bool:  # noqa: ARG002 - nothing is moved
        """Do nothing: a damaged block is written over where it lies, and never served."""
        return False

    def is_aside(self, digest: Digest) -> bool:  # noqa: ARG002 - as above
        """Nothing is."""
        return False

    def keep(self, root: Cid) -> None:
        """Pin a root that is not pinned; raises Unavailable as kubo's calls do."""
        self.store.keep(root)

    def _hashed(self, before: int) -> Iterator[tuple[int, Digest | None]]:
        """How many blocks kubo has hashed, and the digest of one that is damaged.

        An error of kubo in the midst stands where our client does not see it; so what was hashed
        counts as all if kubo says so, or if that many blocks were there.
        """
        done, ended = 0, False
        calling = self.store.rpc.client.keeping
        with asking(), failing(), calling.verify(stream=True, timeout=_SECONDS) as items:
            for item in items:
                said = item.as_json()
                done = int(said.get("Progress") or done)
                message = str(said.get("Msg") or "")
                ended = ended or message == _ALL_GOOD
                yield done, _damaged(message)
        with asking():
            if not ended and done < min(before, self.store.rpc.objects()):
                raise Failed("kubo did not hash all that it has", reached=True)


def _damaged(message: str) -> Digest | None:
    """The block of which kubo says that it is damaged, None where it speaks of something else.

    Blocks of other kinds than ours are not ours.
    """
    matched = _CORRUPT.match(message)
    try:
        return None if matched is None else Cid.parse(matched[1]).digest
    except Rejected:
        return None
