"""What stands under keys of a Merkle Patricia trie (Yellow Paper, appendix D), by the way to them.

A way is the part of the trie that leads to its keys, from the root down. A node in it is a mark and
what cannot be derived: the keys are known, and the hash of a node on the way is computed.

    0x01…0x40         an extension by so many nibbles; its branch follows
    0x80              a leaf; its value follows as RLP
    0x81 there        a branch; `there` are two bytes, the highest bit for the child of nibble f
    0x82 there short  a branch, of whose children off the way some stand in it as they are

After a branch's mark come its children in the order of their nibbles: a node that is on the way, or
32 bytes of a hash, or as RLP a list that is too short to be hashed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from eth_hash.auto import keccak

from ledger.proofs.rlp import encode, read_item

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.proofs.rlp import Item

__all__ = ["BRANCH", "BRANCH_WITH_SHORT", "LEAF", "LONGEST", "hex_prefix", "values_at"]

LONGEST: Final = 0x40
LEAF: Final = 0x80
BRANCH: Final = 0x81
BRANCH_WITH_SHORT: Final = 0x82
_HASH: Final = 32


def values_at(way: bytes, root: bytes, keys: Sequence[bytes]) -> tuple[bytes, ...]:
    """The values under `keys` in the trie of this root; no key begins with another.

    Raises ValueError where the way is not exactly that to these keys, so also for a key that the
    trie does not have.
    """
    walk = _Walk(way)
    top = walk.node([key.hex() for key in keys], 0)
    if keccak(encode(top)) != root or walk.at != len(way) or len(walk.values) != len(keys):
        raise ValueError("not the way from this root to these keys")
    return tuple(walk.values[key.hex()] for key in keys)


def hex_prefix(nibbles: str, *, ends: bool) -> bytes:
    """The path in a leaf (`ends`) or an extension (appendix C)."""
    odd = len(nibbles) % 2
    return bytes.fromhex(f"{2 * ends + odd:x}{'' if odd else '0'}{nibbles}")


@dataclass(slots=True)
class _Walk:
    """Reads a way from its start and builds each node again, the deepest first."""

    way: bytes
    at: int = 0
    values: dict[str, bytes] = field(default_factory=dict)

    def node(self, keys: Sequence[str], depth: int) -> list[Item]:
        """The node that all these keys lead to after `depth` nibbles."""
        mark = self._take(1)[0]
        if mark == LEAF:
            return self._leaf(keys, depth)
        if mark in {BRANCH, BRANCH_WITH_SHORT}:
            return self._branch(keys, depth, has_short=mark == BRANCH_WITH_SHORT)
        if not 0 < mark <= LONGEST:
            raise ValueError("no node")
        return self._extension(keys, depth, depth + mark)

    def _leaf(self, keys: Sequence[str], depth: int) -> list[Item]:
        (key,) = keys
        value = self._item()
        if not isinstance(value, bytes) or not value:
            raise ValueError("no value")
        self.values[key] = value
        return [hex_prefix(key[depth:], ends=True), value]

    def _extension(self, keys: Sequence[str], depth: int, end: int) -> list[Item]:
        (part,) = {key[depth:end] for key in keys}
        if len(part) != end - depth:
            raise ValueError("the key ends")
        return [hex_prefix(part, ends=False), _reference(self.node(keys, end))]

    def _branch(self, keys: Sequence[str], depth: int, *, has_short: bool) -> list[Item]:
        there = int.from_bytes(self._take(2), "big")
        short = int.from_bytes(self._take(2), "big") if has_short else 0
        if short & ~there or has_short != bool(short):
            raise ValueError("no such child")
        children: list[Item] = []
        for nibble in range(16):
            passing = [key for key in keys if key[depth : depth + 1] == f"{nibble:x}"]
            is_short = bool(short >> nibble & 1)
            if there >> nibble & 1:
                children.append(self._child(passing, depth + 1, is_short=is_short))
            elif passing:
                raise ValueError("the way ends")
            else:
                children.append(b"")
        return [*children, b""]

    def _child(self, passing: Sequence[str], depth: int, *, is_short: bool) -> Item:
        if not is_short:
            return _reference(self.node(passing, depth)) if passing else self._take(_HASH)
        child = self._item()
        if passing or not isinstance(child, list):
            raise ValueError("no node off the way")
        return child

    def _take(self, size: int) -> bytes:
        taken = self.way[self.at : self.at + size]
        if len(taken) != size:
            raise ValueError("the way breaks off")
        self.at += size
        return taken

    def _item(self) -> Item:
        item, self.at = read_item(self.way, self.at)
        return item


def _reference(node: list[Item]) -> Item:
    """How a node stands in the one above it."""
    written = encode(node)
    return node if len(written) < _HASH else keccak(written)
