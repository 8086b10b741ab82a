"""The calls of kubo's RPC that a store needs, bounded, with failures in our own errors."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from depository.blocks import MAX_BLOCK_BYTES
from depository.kubo.failing import Failed, asking, failing, reading, writing
from depository.kubo.library import Client
from ledger.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depository.car import Bytes
    from depository.cid import Cid
    from depository.kubo.address import Secret

__all__ = ["Imported", "Rpc"]

_CHUNK_BYTES = 1 << 20
_READ = (5.0, 60.0)
"""Seconds to connect, and between two pieces of an answer."""

_WRITE = (60.0, 900.0)
"""The same for an import, which is read as fast as blocks reach the disk."""

_IMPORT = {
    "pin-roots": "true",
    "stats": "true",
    "fast-provide-root": "false",
    "fast-provide-dag": "false",
    "fast-provide-wait": "false",
}


@dataclass(frozen=True, slots=True)
class Imported:
    """What kubo says of an import: the roots that it has pinned, and how many blocks it took."""

    roots: frozenset[str]
    blocks: int


class Rpc:
    """A client of one kubo; threads may share it. No call asks the IPFS network for anything."""

    def __init__(self, address: str, secret: Secret | None = None) -> None:
        """`address` is a multiaddr. Nothing is sent before the first call."""
        given = {} if secret is None else secret.arguments()
        self.client = Client(
            address, offline=True, session=True, chunk_size=_CHUNK_BYTES, timeout=_READ, **given
        )

    def block(self, cid: Cid) -> bytes:
        """The bytes that kubo has under a CID, MAX_BLOCK_BYTES and one at most, not hashed yet.

        Raises as `reading` says.
        """
        with reading(cid), failing(), self.client.block.get(str(cid), stream=True) as pieces:
            data = bytearray()
            for piece in pieces:
                data += piece
                if len(data) > MAX_BLOCK_BYTES:
                    break
            return bytes(data[: MAX_BLOCK_BYTES + 1])

    def has(self, cid: Cid) -> bool:
        """Whether kubo has a block; raises as `reading` says, but for NotFound."""
        try:
            with reading(cid), failing():
                self.client.block.stat(str(cid))
        except NotFound:
            return False
        return True

    def export(self, cid: Cid) -> contextlib.AbstractContextManager[Bytes]:
        """The CAR of everything under a CID, to be read within the context."""
        return self._exported(cid)

    @contextlib.contextmanager
    def _exported(self, cid: Cid) -> Iterator[Bytes]:
        with reading(cid), failing(), self.client.dag.export(str(cid), stream=True) as pieces:
            yield _Pieces(pieces)

    def import_car(self, car: Bytes) -> Imported:
        """Have kubo take a CAR and pin its roots, so that its garbage collection spares them.

        Raises Unavailable("content.not-writable", reason=…).
        """
        with writing(), failing():
            answer = self.client.dag.imprt(
                _Readable(car), opts=dict(_IMPORT), stream=True, timeout=_WRITE
            )
            with answer as items:
                return _imported(items)

    def objects(self) -> int:
        """How many blocks kubo has, of whomever; raises Unavailable("content.unreachable", …)."""
        return self.space()[0]

    def space(self) -> tuple[int, int]:
        """How many blocks kubo has, and the bytes that it takes; raises as `objects`."""
        with asking(), failing():
            said = self.client.repo.stat(timeout=_WRITE).as_json()
            return int(said["NumObjects"]), int(said["RepoSize"])

    def datastore(self) -> object:
        """How kubo keeps its blocks (`Datastore.Spec` of its configuration).

        Raises Unavailable("content.not-writable", reason=…).
        """
        with writing(), failing():
            shown = self.client.config.get().as_json()
            return shown.get("Datastore", {}).get("Spec")


def _imported(items: Iterator[Any]) -> Imported:
    """Take the answer of an import, which is whole only with the number of blocks at its end."""
    roots, blocks = set(), None
    for item in items:
        said = item.as_json()
        if "Root" in said:
            root = said["Root"]
            if root.get("PinErrorMsg"):
                raise Failed("a root was not pinned", root["PinErrorMsg"], reached=True)
            roots.add(str(root["Cid"]["/"]))
        if "Stats" in said:
            blocks = int(said["Stats"]["BlockCount"])
    if blocks is None:
        raise Failed("the answer ended early", reached=True)
    return Imported(frozenset(roots), blocks)


class _Readable:
    """A source without a name: of one with a name the client would tell kubo the path."""

    def __init__(self, source: Bytes) -> None:
        self._source = source

    def read(self, size: int, /) -> bytes:
        return self._source.read(size)


class _Pieces:
    """Makes a readable of the pieces of an answer."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")

    def read(self, size: int, /) -> bytes:
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = memoryview(piece)
        taken, self._rest = self._rest[:size], self._rest[size:]
        return bytes(taken)
