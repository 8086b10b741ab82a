"""A dag-pb block with its UnixFS message, to bytes and back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from depository.cid import Cid
from depository.unixfs.protobuf import field_bytes, field_number, fields, read_varint
from ledger.errors import QoimaError

__all__ = ["FANOUT", "MURMUR3", "Kind", "Link", "Node", "decode", "encode"]

FANOUT = 256
"""Children of one shard of a large directory."""

MURMUR3 = 0x22
"""Multihash code of murmur3-x64-64, by which names are spread over shards."""


class Kind(IntEnum):
    """What a node is: the numbers of the UnixFS message."""

    DIRECTORY = 1
    FILE = 2
    SHARD = 5


@dataclass(frozen=True, slots=True)
class Link:
    """A child: its name (empty within a file), CID, and total size of its blocks in bytes."""

    name: str
    cid: Cid
    total: int


@dataclass(frozen=True, slots=True)
class Node:
    """A directory, a shard of one, or a file of several blocks.

    `sizes` are the bytes of the file under each link; `bitmap` tells a shard's occupied slots.
    """

    kind: Kind
    links: tuple[Link, ...] = ()
    sizes: tuple[int, ...] = ()
    bitmap: bytes = b""

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return sum(self.sizes)


def encode(node: Node) -> bytes:
    """Write the block: links in the given order, then the UnixFS message (dag-pb: Links first)."""
    parts = [field_bytes(2, _encode_link(link)) for link in node.links]
    parts.append(field_bytes(1, _encode_message(node)))
    return b"".join(parts)


def decode(block: bytes) -> Node:
    """Read a block that `encode` or another writer of the same profile made.

    Raises ValueError for anything that this profile does not make: symbolic links, inline data,
    other hashes, another fanout, a size that does not fit the links.
    """
    links: list[Link] = []
    message: bytes | None = None
    for number, value in fields(block):
        if number == 2 and isinstance(value, bytes):
            links.append(_decode_link(value))
        elif number == 1 and isinstance(value, bytes) and message is None:
            message = value
        else:
            raise ValueError("dag-pb field")
    if message is None:
        raise ValueError("no UnixFS message")
    return _decode_message(message, tuple(links))


def _encode_link(link: Link) -> bytes:
    return (
        field_bytes(1, link.cid.to_bytes())
        + field_bytes(2, link.name.encode())
        + field_number(3, link.total)
    )


def _encode_message(node: Node) -> bytes:
    parts = [field_number(1, node.kind)]
    if node.kind is Kind.FILE:
        parts.append(field_number(3, node.size))
        parts.extend(field_number(4, size) for size in node.sizes)
    elif node.kind is Kind.SHARD:
        parts.append(field_bytes(2, node.bitmap))
        parts.append(field_number(5, MURMUR3) + field_number(6, FANOUT))
    return b"".join(parts)


def _decode_link(data: bytes) -> Link:
    values = dict(fields(data))
    cid, name, total = values.get(1), values.get(2, b""), values.get(3, 0)
    if not (isinstance(cid, bytes) and isinstance(name, bytes) and isinstance(total, int)):
        raise ValueError("link field")
    try:
        return Link(name.decode(), Cid.from_bytes(cid), total)
    except QoimaError as error:
        raise ValueError("link CID") from error


def _decode_message(message: bytes, links: tuple[Link, ...]) -> Node:
    single: dict[int, int | bytes] = {}
    sizes: list[int] = []
    for number, value in fields(message):
        if number != 4:
            single[number] = value
        elif isinstance(value, int):
            sizes.append(value)
        else:
            sizes.extend(_packed(value))
    kind, bitmap = Kind(int(single.get(1, 0))), single.get(2, b"")
    if not isinstance(bitmap, bytes):
        raise ValueError("UnixFS field")
    node = Node(kind, links, tuple(sizes), bitmap)
    _check(node, single)
    return node


def _check(node: Node, single: dict[int, int | bytes]) -> None:
    if node.kind is Kind.FILE:
        fits = len(node.sizes) == len(node.links) and single.get(3) == node.size
        fits = fits and not node.bitmap and bool(node.links)
    elif node.kind is Kind.SHARD:
        fits = (single.get(5), single.get(6)) == (MURMUR3, FANOUT) and not node.sizes
    else:
        fits = not node.bitmap and not node.sizes
    if not fits:
        raise ValueError("UnixFS message does not fit its links")


def _packed(data: bytes) -> list[int]:
    sizes, at = [], 0
    while at < len(data):
        size, at = read_varint(data, at)
        sizes.append(size)
    return sizes
