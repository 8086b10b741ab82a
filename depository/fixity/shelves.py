"""The embedded store from within: what lies on it, range by range, set aside or taken away."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from depository.blocks import MAX_BLOCK_BYTES, EmbeddedStore, check_block
from depository.cid import RAW, Cid
from depository.durable import flush, not_writable
from depository.fixity.readers import read_ranges
from ledger.errors import NotFound, VerificationError
from ledger.types import Digest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from depository.fixity.model import Range

__all__ = ["Examined", "Shelves", "leaf"]

_PREFIX: Final = "1220"
_BLOCK: Final = re.compile(_PREFIX + "[0-9a-f]{64}").fullmatch
_ASIDE: Final = "quarantine"


def leaf(digest: Digest) -> Cid:
    """The CID of a block by which any store is asked for its bytes, whatever they hold."""
    return Cid(RAW, digest)


@dataclass(frozen=True, slots=True)
class Examined:
    """A block that was hashed again: its bytes, and whether they are the recorded ones."""

    digest: Digest
    size: int
    good: bool


@dataclass(frozen=True)
class Shelves:
    """The blocks of an embedded store. Threads and processes may use the store meanwhile."""

    store: EmbeddedStore
    shared: ClassVar = False

    def ranges(self, first: int, spend: Callable[[int], None]) -> Iterator[Range]:
        """Hash the blocks of each range from `first` on again; see `read_ranges`."""
        return read_ranges(self, first, spend)

    def check(self, cid: Cid) -> None:
        """See that a leaf is here: `ranges` has hashed it. NotFound("content.missing", cid)."""
        if cid.codec == RAW and not self.store.has(cid):
            raise NotFound("content.missing", cid=str(cid))

    def keep(self, root: Cid) -> None:
        """Do nothing: all that is here stays until it is collected."""

    def digests(self, number: int) -> list[Digest]:
        """The digests of the blocks in a range, in order; bounded by a 256th of the store.

        Raises Unavailable("content.not-readable").
        """
        names = sorted(os.listdir(self._range(number)))  # noqa: PTH208 - a hot path
        return [Digest(bytes.fromhex(name[4:])) for name in names if _BLOCK(name)]

    def read(self, digest: Digest) -> bytes:
        """The bytes of a block, hashed again; raises as `EmbeddedStore.get`."""
        return self.store.get(leaf(digest))

    def examine(self, digests: Iterable[Digest], room: memoryview) -> list[Examined]:
        """Hash blocks again, each read into `room`, without those that are gone."""
        found = (self._examined(digest, room) for digest in digests)
        return [each for each in found if each is not None]

    def set_aside(self, digest: Digest) -> bool:
        """Move a damaged block into `quarantine/`, on the disk when this returns; never deleted.

        False, with the block back in its place, where a writer has repaired it meanwhile.
        Raises Unavailable("content.not-writable", reason).
        """
        aside = self.store.folder / _ASIDE
        place, kept = self._path(digest), self._aside(digest)
        try:
            aside.mkdir(exist_ok=True)
            with self.store.gate.closed():
                if _is_good(place, digest):
                    return False
                place.replace(kept)
            flush([place.parent, aside], aside)
        except FileNotFoundError:
            return False
        except OSError as error:
            raise not_writable(error) from error
        return True

    def is_aside(self, digest: Digest) -> bool:
        """Whether a block lies in quarantine."""
        return self._aside(digest).exists()

    def size_and_time(self, digest: Digest) -> tuple[int, float] | None:
        """Bytes of a block, and when it was last put; None when it is not here."""
        try:
            told = self._path(digest).stat()
        except FileNotFoundError:
            return None
        return told.st_size, told.st_mtime

    def take_away(self, digests: Collection[Digest], before: float) -> tuple[int, int]:
        """Remove blocks that nobody has put since `before`; how many were, and their bytes.

        The gate is shut meanwhile: whoever puts one of them again does so before, and it stays,
        or after, and it is written anew. Raises Unavailable("content.not-writable", reason).
        """
        count = size = 0
        try:
            with self.store.gate.closed():
                for digest in digests:
                    told = self.size_and_time(digest)
                    if told is not None and told[1] < before:
                        self._path(digest).unlink()
                        count, size = count + 1, size + told[0]
        except OSError as error:
            raise not_writable(error) from error
        return count, size

    def _examined(self, digest: Digest, room: memoryview) -> Examined | None:
        try:
            handle = os.open(self.store.path(leaf(digest)), os.O_RDONLY)
            try:
                size = os.readv(handle, (room,))
            finally:
                os.close(handle)
        except FileNotFoundError:
            return None
        except OSError:
            told = self.size_and_time(digest)
            return Examined(digest, 0 if told is None else told[0], good=False)
        good = hashlib.sha256(room[:size]).digest() == digest
        return Examined(digest, size, good)

    def _range(self, number: int) -> Path:
        return self.store.folder / "blocks" / f"{number:02x}"

    def _path(self, digest: Digest) -> Path:
        return Path(self.store.path(leaf(digest)))

    def _aside(self, digest: Digest) -> Path:
        return self.store.folder / _ASIDE / f"{_PREFIX}{digest.hex()}"


def _is_good(path: Path, digest: Digest) -> bool:
    try:
        with path.open("rb") as file:
            check_block(leaf(digest), file.read(MAX_BLOCK_BYTES + 1))
    except FileNotFoundError:
        raise
    except (VerificationError, OSError):
        return False
    return True
