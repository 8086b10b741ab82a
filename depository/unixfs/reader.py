"""Finds and reads files and directories in a store, believing no size that it has not seen."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from depository.cid import RAW, Cid
from depository.unixfs.directory import name_hash, slot
from depository.unixfs.node import Kind, Link, Node, decode
from ledger.errors import NotFound, QoimaError, VerificationError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from depository.blocks import BlockStore

__all__ = [
    "FileStat",
    "list_directory",
    "parse_node",
    "read_file",
    "read_node",
    "resolve",
    "stat_file",
    "trail",
    "walk",
]

_DEPTH = 64
_NAMES = 4_000_000


@dataclass(frozen=True, slots=True)
class FileStat:
    """A file in a directory tree: its path with slashes, CID, and size in bytes."""

    path: str
    cid: Cid
    size: int


def read_node(store: BlockStore, cid: Cid) -> Node:
    """Read the node of a dag-pb block.

    Raises VerificationError("content.malformed", cid=…) and what the store raises.
    """
    return parse_node(cid, store.get(cid))


def parse_node(cid: Cid, block: bytes) -> Node:
    """Read the node of the bytes of a dag-pb block.

    Raises VerificationError("content.malformed", cid=…).
    """
    try:
        if cid.codec == RAW:
            raise ValueError("a leaf")
        return decode(block)
    except ValueError as error:
        raise VerificationError("content.malformed", cid=str(cid)) from error


def resolve(store: BlockStore, root: Cid, path: str) -> Cid:
    """Return the CID at `path` (names with slashes between; empty for `root` itself).

    Raises NotFound("content.no-such-path", cid=…, path=…) and what the store raises.
    """
    return trail(store, root, path)[-1]


def trail(store: BlockStore, root: Cid, path: str) -> tuple[Cid, ...]:
    """Return the CIDs from `root` to what is at `path`, both included, and shards between them.

    Raises as `resolve`.
    """
    cids = [root]
    for name in path.split("/") if path else ():
        found = _steps(store, cids[-1], name) if name and cids[-1].codec != RAW else ()
        if not found:
            raise NotFound("content.no-such-path", cid=str(root), path=path)
        cids.extend(found)
    return tuple(cids)


def list_directory(store: BlockStore, cid: Cid) -> tuple[Link, ...]:
    """Return the children of a directory, by the bytes of their names.

    Raises NotFound("content.not-a-directory", cid=…) and what the store raises.
    """
    node = _directory(store, cid)
    links = node.links if node.kind is Kind.DIRECTORY else tuple(_sharded(store, cid, node, 0))
    return tuple(sorted(links, key=lambda link: link.name.encode()))


def stat_file(store: BlockStore, cid: Cid) -> int:
    """Return the size of a file in bytes, from its first block.

    Raises NotFound("content.not-a-file", cid=…) and what the store raises.
    """
    if cid.codec == RAW:
        return len(store.get(cid))
    return _file(store, cid).size


def read_file(
    store: BlockStore, cid: Cid, start: int = 0, stop: int = sys.maxsize
) -> Iterator[bytes]:
    """Yield the bytes of a file, a block at a time, each hashed again as it is read.

    Blocks that hold none of the bytes from `start` to `stop` are not read.

    Raises NotFound("content.not-a-file", cid=…), VerificationError("content.malformed", cid=…)
    for a node that misstates a size, and what the store raises.
    """
    if cid.codec == RAW:
        yield store.get(cid)[start:stop]
    else:
        yield from _leaves(store, cid, _file(store, cid), _DEPTH, range(start, stop))


def walk(store: BlockStore, cid: Cid) -> Iterator[FileStat]:
    """Yield each file under a directory, by the bytes of names, one directory after another.

    A leaf's size is what its directory states, so that listing reads no payload.
    Raises VerificationError("content.malformed", cid=…) for more names than any package has.
    """
    waiting = [("", link) for link in reversed(list_directory(store, cid))]
    for _ in range(_NAMES):
        if not waiting:
            return
        prefix, link = waiting.pop()
        path = prefix + link.name
        node = None if link.cid.codec == RAW else read_node(store, link.cid)
        if node is None or node.kind is Kind.FILE:
            yield FileStat(path, link.cid, link.total if node is None else node.size)
        else:
            children = list_directory(store, link.cid)
            waiting.extend((path + "/", child) for child in reversed(children))
    raise VerificationError("content.malformed", cid=str(cid))


def _leaves(store: BlockStore, cid: Cid, node: Node, depth: int, wanted: range) -> Iterator[bytes]:
    at = 0
    for link, size in zip(node.links, node.sizes, strict=True):
        first, at = at, at + size
        if 0 < wanted.start >= at or first >= wanted.stop:
            continue
        inner = range(max(0, wanted.start - first), wanted.stop - first)
        if link.cid.codec == RAW:
            data = store.get(link.cid)
            _expect(cid, len(data) == size)
            yield data[inner.start : inner.stop]
        else:
            child = _file(store, link.cid)
            _expect(cid, child.size == size and depth > 0)
            yield from _leaves(store, link.cid, child, depth - 1, inner)


def _expect(cid: Cid, holds: bool) -> None:
    if not holds:
        raise VerificationError("content.malformed", cid=str(cid))


def _steps(store: BlockStore, cid: Cid, name: str) -> tuple[Cid, ...]:
    """What leads from a directory to its child: shards, then the child; nothing without one."""
    node, passed = read_node(store, cid), list[Cid]()
    hashed = name_hash(name)
    while node.kind is Kind.SHARD:
        links = {link.name: link.cid for link in node.links}
        prefix = f"{_slot(cid, hashed, len(passed)):02X}"
        if prefix + name in links:
            return (*passed, links[prefix + name])
        if prefix not in links:
            return ()
        cid = links[prefix]
        passed.append(cid)
        node = _directory(store, cid)
    if node.kind is not Kind.DIRECTORY or passed:
        return ()
    return tuple(link.cid for link in node.links if link.name == name)[:1]


def _sharded(store: BlockStore, cid: Cid, node: Node, depth: int) -> Iterator[Link]:
    for link in node.links:
        if len(link.name) > 2:
            yield Link(link.name[2:], link.cid, link.total)
            continue
        _slot(cid, 0, depth)
        child = _directory(store, link.cid)
        if child.kind is not Kind.SHARD or len(link.name) != 2:
            raise VerificationError("content.malformed", cid=str(cid))
        yield from _sharded(store, link.cid, child, depth + 1)


def _slot(cid: Cid, hashed: int, depth: int) -> int:
    try:
        return slot(hashed, depth)
    except QoimaError as error:
        raise VerificationError("content.malformed", cid=str(cid)) from error


def _directory(store: BlockStore, cid: Cid) -> Node:
    node = None if cid.codec == RAW else read_node(store, cid)
    if node is None or node.kind is Kind.FILE:
        raise NotFound("content.not-a-directory", cid=str(cid))
    return node


def _file(store: BlockStore, cid: Cid) -> Node:
    node = read_node(store, cid)
    if node.kind is not Kind.FILE:
        raise NotFound("content.not-a-file", cid=str(cid))
    return node
