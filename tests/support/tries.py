"""The root of a trie of many keys of 32 bytes, made in one sweep, and the way to a few of them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from eth_hash.auto import keccak

from ledger.proofs.rlp import encode
from ledger.proofs.trie import hex_prefix
from ledger.proofs.ways import way_to

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Sweep"]


@dataclass
class Sweep:
    """A trie (Yellow Paper, appendix D) of `values`; only nodes on the way to `wanted` are kept."""

    values: Mapping[bytes, bytes]
    wanted: tuple[bytes, ...]
    root: bytes = b""
    _keys: list[str] = field(default_factory=list)
    _kept: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._keys = sorted(key.hex() for key in self.values)
        node = encode(self._node(0, len(self._keys), 0))
        self.root = keccak(node)
        self._kept.append(node)

    def way(self, keys: Sequence[bytes]) -> bytes:
        """The way to wanted keys."""
        assert set(keys) <= set(self.wanted)
        return way_to(keys, self.root, self._kept)

    def _node(self, first: int, last: int, depth: int) -> list[Any]:
        low, high = self._keys[first], self._keys[last - 1]
        if last - first == 1:
            return [hex_prefix(low[depth:], ends=True), self.values[bytes.fromhex(low)]]
        same = depth
        while low[same] == high[same]:
            same += 1
        if same > depth:
            return [hex_prefix(low[depth:same], ends=False), self._child(first, last, same)]
        items: list[Any] = []
        at = first
        for nibble in "0123456789abcdef":
            end = bisect_left(self._keys, low[:depth] + nibble + "g", at, last)
            items.append(self._child(at, end, depth + 1) if end > at else b"")
            at = end
        return [*items, b""]

    def _child(self, first: int, last: int, depth: int) -> Any:
        node = self._node(first, last, depth)
        written = encode(node)
        if len(written) < 32:
            return node
        digest, path = keccak(written), self._keys[first][:depth]
        if any(key.hex().startswith(path) for key in self.wanted):
            self._kept.append(written)
        return digest
