"""A Merkle-Patricia trie that keeps changed nodes in memory until its root is asked for."""

from __future__ import annotations

from itertools import takewhile
from operator import eq
from typing import TYPE_CHECKING, Protocol, cast

from eth.constants import BLANK_ROOT_HASH
from eth_typing import Hash32

from node.errors import VerificationError
from node.primitives import keccak
from node.trie.account import encode_number
from node.trie.nodes import (
    Branch,
    Child,
    Extension,
    Leaf,
    Node,
    decode_node,
    encode_node,
    item_of,
    nibbles,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lru import LRU

__all__ = ["LazyTrie", "Nodes", "ordered_root"]


class _Written(Protocol):
    """Where encoded nodes lie by their hash."""

    def __getitem__(self, key: bytes, /) -> bytes: ...
    def __setitem__(self, key: bytes, value: bytes, /) -> None: ...


class Nodes:
    """Encoded nodes in a store, and those of them that are decoded already."""

    def __init__(self, written: _Written, decoded: LRU[bytes, Node] | dict[bytes, Node]) -> None:
        """`decoded` may be shared and may forget: a node under its hash never changes."""
        self._written = written
        self._decoded = decoded

    def load(self, node_hash: bytes) -> Node:
        """The node with this hash. Raises VerificationError `store.record-missing`."""
        node = self._decoded.get(node_hash)
        if node is None:
            try:
                node = decode_node(self._written[node_hash])
            except KeyError as error:
                raise VerificationError("store.record-missing", key=node_hash.hex()) from error
            self._decoded[node_hash] = node
        return node

    def save(self, node: Node, encoded: bytes) -> Hash32:
        """Write a node and return its hash."""
        node_hash = keccak(encoded)
        self._written[node_hash] = encoded
        self._decoded[node_hash] = node
        return node_hash


class LazyTrie:
    """Keys of bytes to values of bytes; an empty value is no value."""

    def __init__(self, nodes: Nodes, root: bytes = BLANK_ROOT_HASH) -> None:
        """The trie whose root lies in `nodes`, or the empty one."""
        self._nodes = nodes
        self._root: Child = None if root == BLANK_ROOT_HASH else root

    def get(self, key: bytes) -> bytes:
        """The value of a key; empty when there is none."""
        path = nibbles(key)
        at = 0
        child = self._root
        while child is not None:
            node = self._open(child)
            if isinstance(node, Branch):
                if at == len(path):
                    return node.value
                child = node.children[path[at]]
                at += 1
            elif isinstance(node, Leaf):
                return node.value if node.path == path[at:] else b""
            else:
                if not path.startswith(node.path, at):
                    return b""
                at += len(node.path)
                child = node.child
        return b""

    def set(self, key: bytes, value: bytes) -> None:
        """Set the value of a key; an empty one deletes it."""
        path = nibbles(key)
        self._root = self._put(self._root, path, value) if value else self._drop(self._root, path)

    def root_hash(self) -> Hash32:
        """Write the changed nodes, each once; the hash of the root (Yellow Paper, D)."""
        if self._root is None:
            return BLANK_ROOT_HASH
        if not isinstance(self._root, bytes):
            settled = self._settled(self._root)
            if not isinstance(settled, bytes):  # a parent would hold it; the root has none
                settled = self._nodes.save(settled, item_of(settled))
            self._root = settled
        return Hash32(self._root)

    def _settled(self, node: Node) -> Node | bytes:
        """A node as its parent keeps it: by its hash once it is written, whole if it is small.

        Its own children are settled first. That changes how they are kept, not what they say.
        """
        if node.item is None:
            if isinstance(node, Branch):
                for index, child in enumerate(node.children):
                    if child is not None and not isinstance(child, bytes):
                        node.children[index] = self._settled(child)
            elif isinstance(node, Extension) and not isinstance(node.child, bytes):
                node.child = self._settled(node.child)
            encoded = encode_node(node)
            if len(encoded) < 32:
                node.item = encoded
            else:
                node.item = b"\xa0" + self._nodes.save(node, encoded)
        return node.item[1:] if len(node.item) == 33 else node

    def _open(self, child: Node | bytes) -> Node:
        return self._nodes.load(child) if isinstance(child, bytes) else child

    def _put(self, child: Child, path: bytes, value: bytes) -> Node | bytes:
        """What stands for `child` when the key `path` has the value; itself if nothing changes."""
        if child is None:
            return Leaf(path, value)
        node = self._open(child)
        if isinstance(node, Branch):
            if not path:
                return child if node.value == value else Branch(node.children, value)
            below = node.children[path[0]]
            changed = self._put(below, path[1:], value)
            return child if changed is below else node.replaced(path[0], changed)
        if node.path == path and isinstance(node, Leaf):
            return child if node.value == value else Leaf(path, value)
        shared = _shared(node.path, path)
        if isinstance(node, Extension) and shared == len(node.path):
            changed = self._put(node.child, path[shared:], value)
            return child if changed is node.child else Extension(node.path, changed)
        return self._split(node, shared, path, value)

    def _split(self, node: Leaf | Extension, shared: int, path: bytes, value: bytes) -> Node:
        """A branch after `shared` nibbles, where a node and a new key part."""
        fork = Branch([None] * 16)
        rest = node.path[shared:]
        if isinstance(node, Leaf):
            if rest:
                fork.children[rest[0]] = Leaf(rest[1:], node.value)
            else:
                fork.value = node.value
        else:
            fork.children[rest[0]] = Extension(rest[1:], node.child) if rest[1:] else node.child
        if shared == len(path):
            fork.value = value
        else:
            fork.children[path[shared]] = Leaf(path[shared + 1 :], value)
        return Extension(path[:shared], fork) if shared else fork

    def _drop(self, child: Child, path: bytes) -> Child:
        """What stands for `child` without the key `path`; itself if the key is not there."""
        if child is None:
            return None
        node = self._open(child)
        if isinstance(node, Leaf):
            return None if node.path == path else child
        if isinstance(node, Branch):
            return self._drop_in_branch(child, node, path)
        if not path.startswith(node.path):
            return child
        below = self._drop(node.child, path[len(node.path) :])
        return child if below is node.child else self._joined(node.path, below)

    def _drop_in_branch(self, child: Child, node: Branch, path: bytes) -> Child:
        if not path:
            return self._narrowed(Branch(node.children)) if node.value else child
        below = self._drop(node.children[path[0]], path[1:])
        if below is node.children[path[0]]:
            return child
        replaced = node.replaced(path[0], below)
        return replaced if below is not None else self._narrowed(replaced)

    def _narrowed(self, branch: Branch) -> Node:
        """A branch that has lost something: no branch any more if only one thing is left."""
        left = [index for index, child in enumerate(branch.children) if child is not None]
        if len(left) + bool(branch.value) > 1:
            return branch
        if not left:
            return Leaf(b"", branch.value)
        return self._joined(bytes(left), branch.children[left[0]])

    def _joined(self, path: bytes, below: Child) -> Node:
        """What a lone way of nibbles and what it leads to are together."""
        below = cast("Node | bytes", below)  # below an extension or a branch, no single key was all
        node = self._open(below)
        if isinstance(node, Leaf):
            return Leaf(path + node.path, node.value)
        if isinstance(node, Extension):
            return Extension(path + node.path, node.child)
        return Extension(path, below)


def ordered_root(values: Sequence[bytes]) -> Hash32:
    """The root of a block's transactions or receipts by their RLP-encoded index (YP, 4.3)."""
    trie = LazyTrie(Nodes({}, {}))
    for index, value in enumerate(values):
        trie.set(encode_number(index), value)
    return trie.root_hash()


def _shared(one: bytes, other: bytes) -> int:
    """How many leading nibbles two paths have in common."""
    return sum(takewhile(bool, map(eq, one, other)))
