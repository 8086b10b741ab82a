"""Blocks in kubo: taken as one CAR, pinned, synced, and read back before they count as kept."""

from __future__ import annotations

import tempfile
import time
from typing import TYPE_CHECKING, Any, Self

from depository.blocks import check_block
from depository.car import car_header, car_section, open_car
from depository.cid import RAW, Cid
from depository.durable import not_writable
from depository.gate import Gate
from depository.kubo.pins import Pins, is_of_another
from depository.kubo.rpc import Rpc
from depository.unixfs.reader import parse_node
from ledger.errors import Rejected, Unavailable, VerificationError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from types import TracebackType

    from depository.blocks import Batch
    from depository.car import Bytes
    from depository.kubo.address import Secret
    from depository.kubo.rpc import Imported

__all__ = ["KuboStore"]

_SLACK_BYTES = 64 << 20


class KuboStore:
    """Blocks that a kubo keeps, each hashed here whenever it is read.

    Packages are pinned, so that kubo's garbage collection spares them. Kubo is never let ask the
    IPFS network for a block. Processes and threads may share a store.
    """

    def __init__(
        self,
        address: str,
        spool: Path,
        secret: Secret | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`address` is a multiaddr of kubo's RPC; batches wait in the folder `spool`."""
        self.rpc = Rpc(address, secret)
        self.pins = Pins(self.rpc.client)
        self._spool = spool
        self._clock = clock

    @property
    def gate(self) -> Gate:
        """Open to whoever pins a package, closed while one is unpinned. Raises OSError."""
        self._spool.mkdir(parents=True, exist_ok=True)
        return Gate(self._spool / "pins.lock")

    def get(self, cid: Cid) -> bytes:
        """Fetch a block and hash it.

        Raises NotFound("content.missing", cid=…), VerificationError("content.damaged", cid=…),
        Unavailable("content.unreachable", reason=…) when kubo does not answer and
        Unavailable("content.not-readable", cid=…, reason=…) when it fails at this block.
        """
        return check_block(cid, self.rpc.block(cid))

    def has(self, cid: Cid) -> bool:
        """Ask whether kubo has the block; raises Unavailable as `get` does."""
        return self.rpc.has(cid)

    def batch(self) -> Batch:
        """Open a batch; it serves one thread.

        Raises Unavailable("content.not-synced") unless kubo is set up to sync its blocks, and
        Unavailable("content.not-writable", reason=…).
        """
        if not _is_synced(self.rpc.datastore()):
            raise Unavailable("content.not-synced")
        try:
            return _KuboBatch(self, self._spool)
        except OSError as error:
            raise not_writable(error) from error

    def keep(self, root: Cid) -> None:
        """Pin a root that nobody has pinned; raises Unavailable as `get` and `batch` do."""
        if self.pins.name(root) is None:
            self.pins.add([root], self._clock())

    def take(self, car: Bytes, roots: Sequence[Cid]) -> Imported:
        """Have kubo take a CAR, and pin its roots in our name with the present time.

        A root that somebody else has pinned stays theirs. Raises Unavailable("content.…").
        """
        try:
            with self.gate.open():
                names = {root: self.pins.name(root) for root in roots}
                said = self.rpc.import_car(car)
                theirs = {root: name for root, name in names.items() if is_of_another(name)}
                self.pins.add([root for root in roots if root not in theirs], self._clock())
                for root, name in theirs.items():
                    self.pins.restore([root], name or "")
        except OSError as error:
            raise not_writable(error) from error
        return said


class _KuboBatch:
    """Collects the sections of a CAR in a file without a name, which the system frees itself.

    A CAR begins with its roots, which are known when all blocks are: the file is needed whatever
    way blocks are sent, and it leaves kubo alone until the package is whole.
    """

    def __init__(self, store: KuboStore, spool: Path) -> None:
        self._store = store
        spool.mkdir(parents=True, exist_ok=True)
        self._file = tempfile.TemporaryFile(dir=spool)  # noqa: SIM115 - closed on leaving the batch
        self._begin()

    def put(self, cid: Cid, data: bytes) -> None:
        name = cid.to_bytes()
        if name in self._names:
            return
        if cid.codec != RAW:
            self._linked.update(link.cid.to_bytes() for link in parse_node(cid, data).links)
        try:
            for piece in car_section(cid, data):
                self._bytes += self._file.write(piece)
        except OSError as error:
            raise not_writable(error) from error
        self._names[name] = None

    def sync(self) -> None:
        """Send the CAR, hold the answer to it, and read all of it back.

        1. Kubo took as many blocks as were sent and pinned the same roots. 2. Each block comes
        back from it and hashes to its CID: what it had before, damaged, it may have kept.
        """
        if not self._names:
            return
        roots = [Cid.from_bytes(name) for name in self._names if name not in self._linked]
        try:
            self._file.seek(0)
        except OSError as error:
            raise not_writable(error) from error
        # 1.
        said = self._store.take(_Joined(car_header(roots), self._file), roots)
        if said.roots != {str(root) for root in roots} or said.blocks != len(self._names):
            raise Unavailable("content.not-writable", reason="kubo took something else")
        # 2.
        missing = {name[4:] for name in self._names}
        for root in roots:
            self._read_back(root, missing)
        if missing:
            cid = next(Cid.from_bytes(name) for name in self._names if name[4:] in missing)
            raise VerificationError("content.damaged", cid=str(cid))
        self._file.truncate(0)
        self._file.seek(0)
        self._begin()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def _begin(self) -> None:
        self._names: dict[bytes, None] = {}
        self._linked: set[bytes] = set()
        self._bytes = 0

    def _read_back(self, root: Cid, missing: set[bytes]) -> None:
        with self._store.rpc.export(root) as source:
            try:
                _, sections = open_car(source, 2 * self._bytes + _SLACK_BYTES)
                for cid, _ in sections:
                    missing.discard(cid.digest)
            except Rejected as error:
                raise Unavailable("content.not-writable", reason="not read back whole") from error


class _Joined:
    """The head of a CAR, then what is in the file."""

    def __init__(self, head: bytes, rest: Bytes) -> None:
        self._head = head
        self._rest = rest

    def read(self, size: int, /) -> bytes:
        taken, self._head = self._head[:size], self._head[size:]
        return taken or self._rest.read(size)


def _is_synced(spec: object) -> bool:
    """Whether blocks are flatfs files that are flushed before a write is answered.

    Kubo's own default is not to flush them, and a later flush does nothing for flatfs. What other
    kinds of its stores promise is not known to us.
    """
    mounts = _field(spec, "mounts")
    for mount in mounts if isinstance(mounts, list) else [spec]:
        if _field(mount, "mountpoint") in {"/blocks", None}:
            store = mount
            while (child := _field(store, "child")) is not None:
                store = child
            return _field(store, "type") == "flatfs" and _field(store, "sync") is True
    return False


def _field(value: object, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None
