"""The calls of kubo's RPC that a store needs, bounded, with failures in our own errors."""

from __future__ import annotations

import contextlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from depository.blocks import MAX_BLOCK_BYTES
from depository.kubo.library import Client
from depository.kubo.library import exceptions as rpc
from ledger.errors import NotFound, Unavailable, VerificationError

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

_LOG = logging.getLogger(__name__)
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


class _Failed(Exception):  # noqa: N818 - it never leaves this module
    """A call that did not succeed: what to call it, and whether kubo itself was reached."""

    def __init__(self, reason: str, message: str = "", *, reached: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.message = message
        self.reached = reached


class Rpc:
    """A client of one kubo; threads may share it. No call asks the IPFS network for anything."""

    def __init__(self, address: str, secret: Secret | None = None) -> None:
        """`address` is a multiaddr. Nothing is sent before the first call."""
        given = {} if secret is None else secret.arguments()
        self._client = Client(
            address, offline=True, session=True, chunk_size=_CHUNK_BYTES, timeout=_READ, **given
        )

    def block(self, cid: Cid) -> bytes:
        """The bytes that kubo has under a CID, MAX_BLOCK_BYTES and one at most, not hashed yet.

        Raises as `_reading` says.
        """
        with _reading(cid), _failing(), self._client.block.get(str(cid), stream=True) as pieces:
            data = bytearray()
            for piece in pieces:
                data += piece
                if len(data) > MAX_BLOCK_BYTES:
                    break
            return bytes(data[: MAX_BLOCK_BYTES + 1])

    def has(self, cid: Cid) -> bool:
        """Whether kubo has a block; raises as `_reading` says, but for NotFound."""
        try:
            with _reading(cid), _failing():
                self._client.block.stat(str(cid))
        except NotFound:
            return False
        return True

    def export(self, cid: Cid) -> contextlib.AbstractContextManager[Bytes]:
        """The CAR of everything under a CID, to be read within the context."""
        return self._exported(cid)

    @contextlib.contextmanager
    def _exported(self, cid: Cid) -> Iterator[Bytes]:
        with _reading(cid), _failing(), self._client.dag.export(str(cid), stream=True) as pieces:
            yield _Pieces(pieces)

    def import_car(self, car: Bytes) -> Imported:
        """Have kubo take a CAR and pin its roots, so that its garbage collection spares them.

        Raises Unavailable("content.not-writable", reason=…).
        """
        with _writing(), _failing():
            answer = self._client.dag.imprt(
                _Readable(car), opts=dict(_IMPORT), stream=True, timeout=_WRITE
            )
            with answer as items:
                return _imported(items)

    def datastore(self) -> object:
        """How kubo keeps its blocks (`Datastore.Spec` of its configuration).

        Raises Unavailable("content.not-writable", reason=…).
        """
        with _writing(), _failing():
            shown = self._client.config.get().as_json()
            return shown.get("Datastore", {}).get("Spec")


def _imported(items: Iterator[Any]) -> Imported:
    """Take the answer of an import, which is whole only with the number of blocks at its end."""
    roots, blocks = set(), None
    for item in items:
        said = item.as_json()
        if "Root" in said:
            root = said["Root"]
            if root.get("PinErrorMsg"):
                raise _Failed("a root was not pinned", root["PinErrorMsg"], reached=True)
            roots.add(str(root["Cid"]["/"]))
        if "Stats" in said:
            blocks = int(said["Stats"]["BlockCount"])
    if blocks is None:
        raise _Failed("the answer ended early", reached=True)
    return Imported(frozenset(roots), blocks)


@contextlib.contextmanager
def _failing() -> Iterator[None]:
    """Turn the client's exceptions into our own one."""
    try:
        yield
    except rpc.ErrorResponse as error:
        raise _Failed("kubo refused", str(error.args[0]), reached=True) from error
    except rpc.StatusError as error:
        raise _Failed("kubo refused access", str(error), reached=False) from error
    except rpc.TimeoutError as error:
        raise _Failed("kubo did not answer in time", str(error), reached=False) from error
    except (rpc.ConnectionError, rpc.ProtocolError) as error:
        raise _Failed("no connection to kubo", str(error), reached=False) from error
    except (rpc.Error, OSError, LookupError, TypeError, ValueError, AssertionError) as error:
        # The client lets the exceptions of its transport through while an answer is read (OSError),
        # and says by AssertionError that one has another form than it expects.
        raise _Failed("the answer broke off", str(error), reached=False) from error


@contextlib.contextmanager
def _reading(cid: Cid) -> Iterator[None]:
    """Raise NotFound("content.missing", cid=…), VerificationError("content.damaged", cid=…),
    Unavailable("content.unreachable", reason=…) or Unavailable("content.not-readable", …).
    """
    try:
        yield
    except _Failed as failed:
        raise _of_reading(cid, failed) from failed


def _of_reading(cid: Cid, failed: _Failed) -> NotFound | Unavailable | VerificationError:
    message = failed.message
    if failed.reached and ("not found" in message or "could not find" in message):
        return NotFound("content.missing", cid=str(cid))
    _LOG.warning("kubo, block %s: %s: %s", cid, failed.reason, message[:500])
    if not failed.reached:
        return Unavailable("content.unreachable", reason=failed.reason)
    if "different hash" in message:
        return VerificationError("content.damaged", cid=str(cid))
    return Unavailable("content.not-readable", cid=str(cid), reason=failed.reason)


@contextlib.contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except _Failed as failed:
        _LOG.warning("kubo, writing: %s: %s", failed.reason, failed.message[:500])
        raise Unavailable("content.not-writable", reason=failed.reason) from failed


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
