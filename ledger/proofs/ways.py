"""Writes the way to keys of a trie from the nodes that a node of the chain, or a trie, gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eth_hash.auto import keccak

from ledger.proofs.rlp import decode, encode
from ledger.proofs.trie import BRANCH, BRANCH_WITH_SHORT, LEAF, hex_prefix

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ledger.proofs.rlp import Item

__all__ = ["way_to"]


def way_to(keys: Sequence[bytes], root: bytes, nodes: Iterable[bytes]) -> bytes:
    """The way, as `ledger.proofs.trie` reads it; `nodes` are the RLP of those that are hashed.

    Raises ValueError or KeyError where they do not lead from the root to each key.
    """
    known = {keccak(each): each for each in nodes}
    return _written(known, root, [key.hex() for key in keys])


def _written(known: Mapping[bytes, bytes], reference: Item, paths: Sequence[str]) -> bytes:
    """The node and all below it, by what is left of the keys' paths."""
    node = decode(known[reference]) if isinstance(reference, bytes) else reference
    if len(node) == 17:
        return _branch(known, node, paths)
    prefix, inner = node
    nibbles = prefix.hex()[1 if prefix[0] & 0x10 else 2 :]
    if any(path[: len(nibbles)] != nibbles for path in paths):
        raise ValueError("another key")
    if prefix == hex_prefix(nibbles, ends=True):
        return bytes([LEAF]) + encode(inner)
    below = _written(known, inner, [path[len(nibbles) :] for path in paths])
    return bytes([len(nibbles)]) + below


def _branch(known: Mapping[bytes, bytes], node: Item, paths: Sequence[str]) -> bytes:
    there = short = 0
    pieces = []
    for nibble, child in enumerate(node[:16]):
        passing = [path[1:] for path in paths if path[0] == f"{nibble:x}"]
        there |= bool(child or passing) << nibble
        if passing:
            pieces.append(_written(known, child, passing))
        elif isinstance(child, bytes):
            pieces.append(child)
        else:
            short |= 1 << nibble
            pieces.append(encode(child))
    mark = [BRANCH_WITH_SHORT] if short else [BRANCH]
    masks = there.to_bytes(2, "big") + (short.to_bytes(2, "big") if short else b"")
    return bytes(mark) + masks + b"".join(pieces)
