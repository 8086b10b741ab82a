"""The nodes of a Merkle-Patricia trie and their RLP (Yellow Paper, appendices C and D).

Nodes are values: a change makes new ones along its path. A child is None, a node, or the hash of a
node that lies in the store.
"""

from __future__ import annotations

from typing import TypeAlias, cast

from node.rlp import encode_list, encode_string

__all__ = [
    "Branch",
    "Child",
    "Extension",
    "Leaf",
    "Node",
    "decode_node",
    "encode_node",
    "item_of",
    "nibbles",
]

_TO_NIBBLES = bytes.maketrans(b"0123456789abcdef", bytes(range(16)))
_TO_DIGITS = bytes.maketrans(bytes(range(16)), b"0123456789abcdef")
_ENDS_HERE = 0x20  # the flag of hex-prefix encoding for a leaf
_ODD = 0x10
_ITEM_OF_NOTHING = b"\x80"
_HASH = b"\xa0"  # the head of a string of 32 bytes


class Leaf:
    """The end of a key and its value."""

    __slots__ = ("item", "path", "value")

    def __init__(self, path: bytes, value: bytes) -> None:
        self.path = path
        self.value = value
        self.item: bytes | None = None
        """How a parent refers to this node, in RLP; None while nobody has asked."""


class Extension:
    """Nibbles that all keys below share."""

    __slots__ = ("child", "item", "path")

    def __init__(self, path: bytes, child: Node | bytes) -> None:
        self.path = path
        self.child = child
        self.item: bytes | None = None


class Branch:
    """Sixteen children by the next nibble, and the value of the key that ends here."""

    __slots__ = ("children", "item", "value")

    def __init__(self, children: list[Child], value: bytes = b"") -> None:
        self.children = children
        self.value = value
        self.item: bytes | None = None

    def replaced(self, index: int, child: Child) -> Branch:
        """The same branch with another child at `index`."""
        children = self.children.copy()
        children[index] = child
        return Branch(children, self.value)


Node: TypeAlias = Leaf | Extension | Branch
Child: TypeAlias = Node | bytes | None


def nibbles(key: bytes) -> bytes:
    """A key as one byte for each of its nibbles."""
    return key.hex().encode().translate(_TO_NIBBLES)


def _encode_path(path: bytes, *, ends: bool) -> bytes:
    """The hex-prefix encoding of nibbles; `ends` marks a leaf."""
    flag = _ENDS_HERE if ends else 0
    if len(path) % 2:
        flag += _ODD + path[0]
        path = path[1:]
    return bytes([flag]) + bytes.fromhex(path.translate(_TO_DIGITS).decode())


def encode_node(node: Node) -> bytes:
    """The RLP of a node all of whose children have their `item`, or are hashes."""
    if isinstance(node, Branch):
        items = [_ITEM_OF_NOTHING if child is None else item_of(child) for child in node.children]
        items.append(encode_string(node.value))
        return encode_list(b"".join(items))
    if isinstance(node, Leaf):
        path = encode_string(_encode_path(node.path, ends=True))
        return encode_list(path + encode_string(node.value))
    return encode_list(encode_string(_encode_path(node.path, ends=False)) + item_of(node.child))


def item_of(child: Node | bytes) -> bytes:
    """How a parent refers to a child that has been encoded."""
    return _HASH + child if isinstance(child, bytes) else cast("bytes", child.item)


def decode_node(encoded: bytes) -> Node:
    """Read a node that `encode_node` wrote; only such lie in a store, under their hashes."""
    items = _items(encoded)
    if len(items) == 17:
        return Branch([_child(item) for item in items[:16]], _string(items[16]))
    flagged = _string(items[0])
    path = nibbles(flagged)[1 if flagged[0] & _ODD else 2 :]
    if flagged[0] & _ENDS_HERE:
        return Leaf(path, _string(items[1]))
    return Extension(path, cast("Node | bytes", _child(items[1])))


def _child(item: bytes) -> Child:
    if len(item) == 33:
        return item[1:]
    if item == _ITEM_OF_NOTHING:
        return None
    node = decode_node(item)
    node.item = item
    return node


def _items(encoded: bytes) -> list[bytes]:
    """The items of an RLP list, each with its head."""
    at, end = _payload(encoded, 0)
    items = []
    while at < end:
        first = encoded[at]
        stop = at + 33 if first == 0xA0 else at + 1 if first <= 0x80 else _payload(encoded, at)[1]
        items.append(encoded[at:stop])
        at = stop
    return items


def _string(item: bytes) -> bytes:
    return item if item[0] < 0x80 else item[_payload(item, 0)[0] :]


def _payload(encoded: bytes, at: int) -> tuple[int, int]:
    """Where the payload of the item that begins at `at` begins and ends."""
    first = encoded[at]
    base = 0xC0 if first >= 0xC0 else 0x80
    if first < base + 56:
        return at + 1, at + 1 + first - base
    start = at + 1 + first - base - 55
    return start, start + int.from_bytes(encoded[at + 1 : start], "big")
