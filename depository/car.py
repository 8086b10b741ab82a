"""Content archives (CARv1): a DAG written block by block, and read in with each hash checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from depository.blocks import MAX_BLOCK_BYTES, check_block
from depository.cid import RAW, Cid
from depository.selection import Selection, select
from depository.unixfs.protobuf import varint
from depository.unixfs.reader import parse_node
from ledger.errors import QoimaError, Rejected

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from depository.blocks import BlockStore
    from ledger.types import Digest

__all__ = [
    "Bytes",
    "car_header",
    "car_section",
    "open_car",
    "read_car",
    "write_blocks",
    "write_car",
]

_CID_BYTES = 36
_TAG = b"\xd8\x2a\x58\x25\x00"
_HEADER = (b"\xa2\x65roots", b"\x67version\x01")


class Bytes(Protocol):
    """What a CAR is read from."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, fewer if need be, none at the end only."""


def write_car(store: BlockStore, root: Cid) -> Iterator[bytes]:
    """Yield the CAR of everything under `root`: parents first, depth first, each block once.

    Raises at once when the root cannot be read, later while yielding, what the store raises.
    """
    return write_blocks(root, select(store, root, Selection()))


def write_blocks(root: Cid, blocks: Iterable[tuple[Cid, bytes]]) -> Iterator[bytes]:
    """Yield the CAR of blocks that are taken one by one.

    The header is that of CARv1 with one root (IPLD: content addressable archives).
    """
    yield car_header([root])
    for cid, block in blocks:
        yield from car_section(cid, block)


def car_header(roots: Sequence[Cid]) -> bytes:
    """What a CAR begins with, its length first: its version and roots in DAG-CBOR."""
    listed = b"".join(_TAG + root.to_bytes() for root in roots)
    header = _HEADER[0] + _array(len(roots)) + listed + _HEADER[1]
    return varint(len(header)) + header


def car_section(cid: Cid, block: bytes) -> tuple[bytes, bytes]:
    """A block as it stands in a CAR, in two pieces."""
    return varint(_CID_BYTES + len(block)) + cid.to_bytes(), block


def _array(length: int) -> bytes:
    """The head of an array in CBOR (RFC 8949 §3): major type 4, the length as short as may be."""
    if length < 24:
        return bytes((0x80 | length,))
    width = 1 if length < 1 << 8 else 2 if length < 1 << 16 else 4
    return bytes((0x97 + width.bit_length(),)) + length.to_bytes(width, "big")


def read_car(source: Bytes, store: BlockStore, max_bytes: int) -> Cid:
    """Take the blocks of a CAR of at most `max_bytes` into `store`; return its root.

    1. The header names one root. 2. Each block is small enough and hashes to its CID. 3. All that
    the root links to is in the CAR or in the store already; then, and only then, blocks are kept.
    Raises Rejected: "car.malformed", "car.truncated", "car.too-large" (limit), "car.incomplete"
    (cid); VerificationError("content.damaged", cid=…); and what the store raises.
    """
    root, sections = open_car(source, max_bytes)
    links: dict[Digest, tuple[Cid, ...]] = {}
    with store.batch() as batch:
        for cid, block in sections:
            links[cid.digest] = _links(cid, block)
            batch.put(cid, block)
        _complete(root, links, store)
        batch.sync()
    return root


def open_car(source: Bytes, max_bytes: int) -> tuple[Cid, Iterator[tuple[Cid, bytes]]]:
    """Return the one root of a CAR and its blocks, each hashed as it is taken.

    Raises, at once and while blocks are taken, Rejected("car.malformed" | "car.truncated" |
    "car.too-large") and VerificationError("content.damaged", cid=…).
    """
    reader = _Reader(source, max_bytes)
    return _root(reader), _sections(reader)


def _sections(reader: _Reader) -> Iterator[tuple[Cid, bytes]]:
    while (length := reader.varint()) is not None:
        if not 0 <= length - _CID_BYTES <= MAX_BLOCK_BYTES:
            raise Rejected("car.malformed")
        cid = _cid(reader.exactly(_CID_BYTES))
        yield cid, check_block(cid, reader.exactly(length - _CID_BYTES))


def _root(reader: _Reader) -> Cid:
    before, after = _HEADER[0] + _array(1) + _TAG, _HEADER[1]
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
    return tuple(link.cid for link in parse_node(cid, block).links)


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
