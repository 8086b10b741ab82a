"""CRC-32 of the files of packages, which a zip needs beforehand: reckoned once, remembered."""

from __future__ import annotations

import threading
import zlib
from array import array
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from depository.unixfs.reader import read_file
from ledger.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from depository.blocks import BlockStore
    from depository.cid import Cid
    from depository.package import PackedFile

__all__ = ["Checksums"]

_REMEMBERED: Final = 2_000_000
_AT_ONCE: Final = 2


class Checksums:
    """What is remembered is bounded in files, and few packages are read at the same time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[Cid, array[int]] = OrderedDict()
        self._at_work: set[Cid] = set()

    def of(self, store: BlockStore, root: Cid, files: Sequence[PackedFile]) -> Sequence[int]:
        """The CRC-32 of each of the files of a package, which is read whole the first time.

        Raises Unavailable("content.preparing") while another request reads it, or others read
        too many; and what the store raises.
        """
        with self._lock:
            if root in self._known:
                self._known.move_to_end(root)
                return self._known[root]
            if root in self._at_work or len(self._at_work) >= _AT_ONCE:
                raise Unavailable("content.preparing")
            self._at_work.add(root)
        try:
            found = array("I", (_checksum(store, file) for file in files))
        finally:
            with self._lock:
                self._at_work.discard(root)
        with self._lock:
            self._known[root] = found
            while sum(map(len, self._known.values())) > _REMEMBERED and len(self._known) > 1:
                self._known.popitem(last=False)
        return found


def _checksum(store: BlockStore, file: PackedFile) -> int:
    checksum = 0
    for piece in read_file(store, file.cid):
        checksum = zlib.crc32(piece, checksum)
    return checksum
