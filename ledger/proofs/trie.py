"""What stands under a key of a Merkle Patricia trie (Yellow Paper, appendix D), by its nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eth_hash.auto import keccak

from ledger.proofs.rlp import decode

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Nodes", "value_at"]


class Nodes:
    """Nodes in the order in which they are met, each once; a node met again is not given again."""

    def __init__(self, nodes: Sequence[bytes]) -> None:
        """Take the RLP of the nodes."""
        self._nodes = nodes
        self._taken: dict[bytes, bytes] = {}

    def take(self, digest: bytes) -> bytes:
        """The node of this hash: one met before, or the next. Raises ValueError."""
        known = self._taken.get(digest)
        if known is not None:
            return known
        at = len(self._taken)
        if at == len(self._nodes) or keccak(self._nodes[at]) != digest:
            raise ValueError("not the node on the way")
        self._taken[digest] = self._nodes[at]
        return self._nodes[at]

    def finish(self) -> None:
        """Raise ValueError where a node is left over."""
        if len(self._taken) != len(self._nodes):
            raise ValueError("more nodes than the way has")


def value_at(nodes: Nodes, root: bytes, key: bytes) -> bytes:
    """The value under `key`, by the nodes on the way from `root`.

    Raises ValueError where the way breaks off or leads elsewhere, so also for a key that the trie
    does not have.
    """
    path = key.hex()
    reference: Any = root
    for _ in range(len(path) + 1):
        node = decode(nodes.take(reference)) if isinstance(reference, bytes) else reference
        if not isinstance(node, list):
            raise ValueError("no node")
        reference, path, ends = _follow(node, path)
        if ends:
            if not isinstance(reference, bytes) or not reference or path:
                raise ValueError("no value")
            return reference
        if isinstance(reference, bytes) and len(reference) != 32:
            raise ValueError("the way ends")
    raise ValueError("the way does not end")


def _follow(node: list[Any], path: str) -> tuple[Any, str, bool]:
    """What a node holds for a path, the rest of the path, and whether it is a value."""
    if len(node) == 17:
        return (node[int(path[0], 16)], path[1:], False) if path else (node[16], "", True)
    if len(node) != 2 or not isinstance(node[0], bytes) or not node[0]:
        raise ValueError("no node")
    flag, part = node[0][0] >> 4, node[0].hex()[1:]
    if flag > 3 or (not flag & 1 and part[0] != "0"):
        raise ValueError("no path")
    part = part if flag & 1 else part[1:]
    if path[: len(part)] != part:
        raise ValueError("another key")
    return node[1], path[len(part) :], bool(flag & 2)
