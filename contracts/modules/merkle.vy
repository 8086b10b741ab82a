# pragma version 0.4.3
"""
@title Merkle: whether an entry is in a list that is known by one digest
@license Apache-2.0
@notice The tree is that of RFC 9162, section 2.1 (as in RFC 6962): a leaf is the SHA-256 of 0x00
        and the entry, a node the SHA-256 of 0x01 and its two children.
"""

# A list has at most so many entries, and so a way in its tree at most 32 steps.
MOST: constant(uint256) = 2**32

_LEAF: constant(Bytes[1]) = b"\x00"
_NODE: constant(Bytes[1]) = b"\x01"


@internal
@pure
def _leaf(entry: Bytes[192]) -> bytes32:
    """
    @notice The digest of an entry.
    """
    return sha256(concat(_LEAF, entry))


@internal
@pure
def _is_in(
    leaf: bytes32, index: uint256, size: uint256, path: DynArray[bytes32, 32], root: bytes32
) -> bool:
    """
    @notice Whether a leaf stands at an index of a tree (RFC 9162, section 2.1.3.2).
    @param leaf Digest of the entry.
    @param index Its place, from 0.
    @param size How many entries the tree has.
    @param path The digests beside the way from the leaf to the root.
    @param root The root of the tree.
    """
    if index >= size:
        return False
    place: uint256 = index
    last: uint256 = size - 1
    found: bytes32 = leaf
    for beside: bytes32 in path:
        if last == 0:
            return False
        if place % 2 == 1 or place == last:
            found = sha256(concat(_NODE, beside, found))
            for _: uint256 in range(32):  # up to where the node is a right one
                if place % 2 == 1 or place == 0:
                    break
                place //= 2
                last //= 2
        else:
            found = sha256(concat(_NODE, found, beside))
        place //= 2
        last //= 2
    return last == 0 and found == root
