"""Content archives (CARv1): a DAG written block by block, and read in with each hash checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from depository.blocks import MAX_BLOCK_BYTES, check_block
from depository.cid import RAW, Cid
from depository.unixfs.node import decode
from depository.unixfs.protobuf import varint
from ledger.errors import QoimaError, Rejected, VerificationError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depository.blocks import BlockStore
    from ledger.types import Digest

__all__ = ["Bytes", "read_car", "write_car"]

_CID_BYTES = 36
_TAG = b"\xd8\x2a\x58\x25\x00"
_HEADER = (b"\xa2\x65roots\x81" + _TAG, b"\x67version\x01")


class Bytes(Protocol):
    """What a CAR is read from."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, fewer if need be, none at the end only."""


def write_car(store: BlockStore, root: Cid) -> Iterator[bytes]:
    """Yield the CAR of everything under `root`: parents first, depth first, each block once.

    The header is that of CARv1 with one root (IPLD: content addressable archives).
    Raises, while yielding, what the store raises.
    """
    header = _HEADER[0] + root.to_bytes() + _HEADER[1]
    yield varint(len(header)) + header
    seen: set[Digest] = set()
    waiting = [root]
    while waiting:
        cid = waiting.pop()
        if cid.digest in seen:
            continue
        seen.add(cid.digest)
        block = store.get(cid)
        yield varint(_CID_BYTES + len(block)) + cid.to_bytes()
        yield block
        waiting.extend(reversed(_links(cid, block)))


def read_car(source: Bytes, store: BlockStore, max_bytes: int) -> Cid:
    """Take the blocks of a CAR of at most `max_bytes` into `store`; return its root.

    1. The header names one root. 2. Each block is small enough and hashes to its CID. 3. All that
    the root links to is in the CAR or in the store already; then, and only then, blocks are kept.
    Raises Rejected: "car.malformed", "car.truncated", "car.too-large" (limit), "car.incomplete"
    (cid); VerificationError("content.damaged", cid=…); and what the store raises.
    """
    reader = _Reader(source, max_bytes)
    root = _root(reader)
    links: dict[Digest, tuple[Cid, ...]] = {}
    with store.batch() as batch:
        while (length := reader.varint()) is not None:
            if not 0 <= length - _CID_BYTES <= MAX_BLOCK_BYTES:
                raise Rejected("car.malformed")
            cid = _cid(reader.exactly(_CID_BYTES))
            block = check_block(cid, reader.exactly(length - _CID_BYTES))
            links[cid.digest] = _links(cid, block)
            batch.put(cid, block)
        _complete(root, links, store)
        batch.sync()
    return root


def _root(reader: _Reader) -> Cid:
    before, after = _HEADER
    length = reader.varint()
    if length != len(before) + _CID_BYTES + len(after):
        raise Rejected("car.malformed")
    header = reader.exactly(length)
    if not header.startswith(before) or not header.endswith(after):
        raise Rejected("car.malformed")
    return _cid(header[len(before) : -len(after)])


def _cid(data: bytes) -> Cid:
    try:
        return Cid.from_bytes(data)
    except QoimaError as error:
        raise Rejected("car.malformed") from error


def _links(cid: Cid, block: bytes) -> tuple[Cid, ...]:
    if cid.codec == RAW:
        return ()
    try:
        return tuple(link.cid for link in decode(block).links)
    except ValueError as error:
        raise VerificationError("content.malformed", cid=str(cid)) from error


def _complete(root: Cid, links: dict[Digest, tuple[Cid, ...]], store: BlockStore) -> None:
    seen: set[Digest] = set()
    waiting = [root]
    while waiting:
        cid = waiting.pop()
        if cid.digest in seen:
            continue
        seen.add(cid.digest)
        children = links.get(cid.digest)
        if children is None:
            if not store.has(cid):
                raise Rejected("car.incomplete", cid=str(cid))
            children = _links(cid, store.get(cid))
        waiting.extend(children)


class _Reader:
    def __init__(self, source: Bytes, limit: int) -> None:
        self._source = source
        self._limit = limit
        self._left = limit + 1  # the end of a CAR of just that size is looked for too

    def exactly(self, size: int) -> bytes:
        data = self._take(size)
        if len(data) != size:
            raise Rejected("car.truncated")
        return data

    def varint(self) -> int | None:
        """Read a length; None at the end of the source."""
        value = 0
        for shift in range(0, 63, 7):
            byte = self._take(1)
            if not byte and not shift:
                return None
            if not byte:
                raise Rejected("car.truncated")
            value |= (byte[0] & 0x7F) << shift
            if byte[0] < 0x80:
                return value
        raise Rejected("car.malformed")

    def _take(self, size: int) -> bytes:
        if size > self._left:
            raise Rejected("car.too-large", limit=self._limit)
        pieces, missing = [], size
        while missing and (piece := self._source.read(missing)):
            pieces.append(piece)
            missing -= len(piece)
        self._left -= size - missing
        return b"".join(pieces)
