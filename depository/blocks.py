"""Blocks by their CID: what a store promises, one on the disk, one that keeps nothing."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Protocol, Self

from depository.durable import flush, not_writable
from depository.gate import Gate
from depository.staging import Staging, StagingFolder
from ledger.errors import NotFound, Unavailable, VerificationError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

    from depository.cid import Cid

__all__ = ["MAX_BLOCK_BYTES", "Batch", "BlockStore", "EmbeddedStore", "NoStore", "check_block"]

MAX_BLOCK_BYTES = 2 << 20
"""No block is larger: a leaf has 1 MiB, a node far less; IPFS peers refuse more than 2 MiB."""

_WRITERS = 2
_IN_FLIGHT = 16
_SMALL_BYTES = 128 << 10
_PIECE_BYTES = 64 << 10


class Batch(Protocol):
    """Blocks on their way into a store: all of them become durable at `sync`, or none is kept.

    A batch is a context; leaving it discards whatever was put since the last `sync`.
    """

    def put(self, cid: Cid, data: bytes) -> None:
        """Take a block; `cid` must be that of `data`. A block that is held already costs nothing.

        Raises Unavailable("content.not-writable") here or at `sync`.
        """

    def sync(self) -> None:
        """Return when every block put before is on the disk, to be found by anyone."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Discard what was not synced."""


class BlockStore(Protocol):
    """Blocks by their CID; the same bytes are held once."""

    def get(self, cid: Cid) -> bytes:
        """Return the bytes of a block, hashed again on this very reading.

        Raises NotFound("content.missing", cid=…) and VerificationError("content.damaged", cid=…).
        """

    def has(self, cid: Cid) -> bool:
        """Tell whether the block is held, without reading it."""

    def batch(self) -> Batch:
        """Open a batch of blocks to be written."""


class NoStore:
    """Keeps nothing: for computing a CID only."""

    def get(self, cid: Cid) -> bytes:
        """Raise NotFound."""
        raise NotFound("content.missing", cid=str(cid))

    def has(self, cid: Cid) -> bool:  # noqa: ARG002 - the Protocol's form
        """Return False."""
        return False

    def batch(self) -> Batch:
        """Return a batch that drops each block."""
        return _Nowhere()


class _Nowhere:
    def put(self, cid: Cid, data: bytes) -> None:
        pass

    def sync(self) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        pass


def check_block(cid: Cid, data: bytes) -> bytes:
    """Return `data` if it hashes to `cid`.

    Raises VerificationError("content.damaged", cid=…).
    """
    if hashlib.sha256(data).digest() != cid.digest:
        raise VerificationError("content.damaged", cid=str(cid))
    return data


class EmbeddedStore:
    """Blocks as files under a folder: `blocks/<first byte of the digest>/<multihash in hex>`.

    A block is written under `staging/`, flushed to the disk, and only then given its name, so
    that no name ever stands for half a block; a crash leaves a staging folder, which the next
    opening removes. Threads and processes may share the folder. A block that is put again has the
    time of that on the disk, and `gate` is shut by whoever takes away what nobody put for long.
    """

    def __init__(self, folder: Path) -> None:
        """Open the store in `folder`, made if missing.

        Raises Unavailable("content.not-writable", reason=…).
        """
        self.folder = folder
        self.gate = Gate(folder / "collect.lock")
        self._blocks = folder / "blocks"
        try:
            self._staging = Staging(folder)
            self._prepare()
        except OSError as error:
            raise not_writable(error) from error

    def get(self, cid: Cid) -> bytes:
        """Read a block and hash it again.

        Raises NotFound("content.missing", cid=…), VerificationError("content.damaged", cid=…) and
        Unavailable("content.not-readable", cid=…, reason=…).
        """
        try:
            with open(self.path(cid), "rb", buffering=0) as file:  # noqa: PTH123 - a hot path
                data = file.read(MAX_BLOCK_BYTES + 1)
        except FileNotFoundError as error:
            raise NotFound("content.missing", cid=str(cid)) from error
        except OSError as error:
            reason = error.strerror or ""
            raise Unavailable("content.not-readable", cid=str(cid), reason=reason) from error
        return check_block(cid, data)

    def has(self, cid: Cid) -> bool:
        """Tell whether the block has its name."""
        return os.path.exists(self.path(cid))  # noqa: PTH110 - a hot path

    def batch(self) -> Batch:
        """Open a batch; it serves one thread, and other batches may be open beside it."""
        try:
            return _EmbeddedBatch(self, self._blocks, self._staging.make())
        except OSError as error:
            raise not_writable(error) from error

    def touch(self, cid: Cid) -> None:
        """Give a block the present time. Raises OSError."""
        os.utime(self.path(cid))

    def path(self, cid: Cid) -> str:
        """Where a block lies if it is held; a text, as a hot path builds it."""
        digest = cid.digest.hex()
        return f"{self._blocks}/{digest[:2]}/1220{digest}"

    def _prepare(self) -> None:
        for number in range(256):
            (self._blocks / f"{number:02x}").mkdir(parents=True, exist_ok=True)
        folder = self._blocks.parent
        flush([self._blocks, folder, folder.parent], self._blocks)
        self._staging.sweep()


class _EmbeddedBatch:
    """Writes large blocks by two threads beside, so that hashing and the disk overlap."""

    def __init__(self, store: EmbeddedStore, blocks: Path, staging: StagingFolder) -> None:
        self._store = store
        self._blocks = blocks
        self._place = staging
        self._staging = staging.folder
        self._staged: set[bytes] = set()
        self._shards: set[str] = set()
        self._writing: deque[Future[None]] = deque()
        self._places = BoundedSemaphore(_IN_FLIGHT)
        self._writers = ThreadPoolExecutor(_WRITERS, "block-writer")

    def put(self, cid: Cid, data: bytes) -> None:
        if cid.digest in self._staged:
            return
        # A name that another batch gave may not be flushed yet: its shard is flushed by us too.
        self._shards.add(cid.digest[:1].hex())
        if self._held(cid):
            return
        self._staged.add(cid.digest)
        path = f"{self._staging}/1220{cid.digest.hex()}"
        if len(data) < _SMALL_BYTES:
            self._translated(lambda: _write(path, data))
            return
        self._translated(self._settle)
        self._places.acquire()
        self._writing.append(self._writers.submit(self._write_large, path, data))

    def sync(self) -> None:
        self._translated(self._commit)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._writers.shutdown()
        self._place.remove()

    def _held(self, cid: Cid) -> bool:
        """A block that is held but damaged is written again, which repairs it."""
        if not self._store.has(cid):
            return False
        try:
            with self._store.gate.open():
                self._store.get(cid)
                self._store.touch(cid)
        except (VerificationError, NotFound, Unavailable, OSError):
            return False
        return True

    def _write_large(self, path: str, data: bytes) -> None:
        try:
            _write(path, data)
        finally:
            self._places.release()

    def _settle(self) -> None:
        while self._writing and self._writing[0].done():
            self._writing.popleft().result()

    def _commit(self) -> None:
        while self._writing:
            self._writing.popleft().result()
        names = [f"1220{digest.hex()}" for digest in self._staged]
        flush([self._staging / name for name in names], self._staging)
        with self._store.gate.open():
            for name in names:
                os.replace(f"{self._staging}/{name}", f"{self._blocks}/{name[4:6]}/{name}")  # noqa: PTH105
        flush([self._blocks / shard for shard in self._shards], self._blocks)
        self._staged.clear()
        self._shards.clear()

    def _translated(self, act: Callable[[], None]) -> None:
        try:
            act()
        except OSError as error:
            raise not_writable(error) from error


def _write(path: str, data: bytes) -> None:
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o444)
    try:
        view = memoryview(data)
        while view:
            # Linux makes small pieces ready several times faster than a whole block.
            view = view[os.write(handle, view[:_PIECE_BYTES]) :]
    finally:
        os.close(handle)
