"""Turns named children into the blocks of a directory, sharded by a hash of names when large."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mmh3

from depository.cid import DAG_PB, cid_of
from depository.unixfs.node import Kind, Link, Node, encode
from ledger.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterable

    from depository.blocks import Batch

__all__ = ["SHARD_ABOVE_BYTES", "build_directory", "name_hash", "slot"]

SHARD_ABOVE_BYTES = 256 * 1024
"""A directory whose one block would be larger is sharded; just as large is not (IPIP-499)."""

_DEPTH = 8

_Hashed = tuple[int, Link]


def build_directory(name: str, children: Iterable[Link], batch: Batch) -> Link:
    """Put the blocks of a directory of `children`, whose names differ; return the link to it.

    Raises Rejected("unixfs.hash-collision", first=…, second=…) for two names with one hash.
    """
    links = tuple(sorted(children, key=lambda link: link.name.encode()))
    block = encode(Node(Kind.DIRECTORY, links))
    if len(block) > SHARD_ABOVE_BYTES:
        return _shard(name, [(name_hash(link.name), link) for link in links], 0, batch)
    return _put(name, block, links, batch)


def name_hash(name: str) -> int:
    """Return the hash that places a name among shards: murmur3-x64-64 with seed 0."""
    return mmh3.hash64(name.encode(), signed=False)[0]


def slot(hashed: int, depth: int) -> int:
    """Return the place of a hash in a shard `depth` levels down: its eight bits from the top.

    Raises Rejected("unixfs.hash-collision") below the last bits.
    """
    if depth >= _DEPTH:
        raise Rejected("unixfs.hash-collision")
    return hashed >> (56 - 8 * depth) & 0xFF


def _shard(name: str, children: list[_Hashed], depth: int, batch: Batch) -> Link:
    if depth == _DEPTH:
        raise Rejected(
            "unixfs.hash-collision", first=children[0][1].name, second=children[1][1].name
        )
    slots: dict[int, list[_Hashed]] = {}
    for child in children:
        slots.setdefault(slot(child[0], depth), []).append(child)
    links = []
    for index, members in sorted(slots.items()):
        prefix = f"{index:02X}"
        if len(members) == 1:
            link = members[0][1]
            links.append(Link(prefix + link.name, link.cid, link.total))
        else:
            links.append(_shard(prefix, members, depth + 1, batch))
    bits = sum(1 << index for index in slots)
    bitmap = bits.to_bytes((bits.bit_length() + 7) // 8, "big")
    return _put(name, encode(Node(Kind.SHARD, tuple(links), bitmap=bitmap)), links, batch)


def _put(name: str, block: bytes, links: Iterable[Link], batch: Batch) -> Link:
    cid = cid_of(DAG_PB, block)
    batch.put(cid, block)
    return Link(name, cid, len(block) + sum(link.total for link in links))
