"""Merkle trees (RFC 9162, section 2.1): roots, proofs, and the checks of proofs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.errors import VerificationError
from ledger.types import Digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "Subtree",
    "Tree",
    "check_consistency",
    "check_inclusion",
    "consistency_proof",
    "fold",
    "inclusion_proof",
    "leaf_digest",
    "node_digest",
    "root_digest",
]

Subtree = Callable[[int, int], Digest]
"""The digest of a whole subtree: of the 2^height leaves from leaf place * 2^height on."""

Proof = tuple[Digest, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree held whole: the digests of its leaves, then of each row of nodes above, hashed once.

    The last digest of a row that has no neighbour stands in the row above as it is, which gives the
    tree of RFC 9162, section 2.1.1.
    """

    rows: tuple[tuple[Digest, ...], ...]

    @classmethod
    def over(cls, leaves: Iterable[Digest]) -> Tree:
        """The tree over the digests of leaves, at least one."""
        rows = [tuple(leaves)]
        while len(row := rows[-1]) > 1:
            above = [node_digest(*pair) for pair in zip(row[::2], row[1::2], strict=False)]
            rows.append((*above, row[-1]) if len(row) % 2 else tuple(above))
        return cls(tuple(rows))

    @property
    def size(self) -> int:
        """The number of leaves."""
        return len(self.rows[0])

    @property
    def root(self) -> Digest:
        """The root."""
        return self.rows[-1][0]

    def proof(self, place: int) -> Proof:
        """What proves that leaf `place`, from 0 and less than `size`, is in the tree."""
        proof = []
        for row in self.rows[:-1]:
            beside = place ^ 1
            if beside < len(row):
                proof.append(row[beside])
            place >>= 1
        return tuple(proof)


def leaf_digest(entry: bytes) -> Digest:
    """The digest of an entry: SHA-256 of 0x00 and its bytes."""
    return Digest(hashlib.sha256(b"\x00" + entry).digest())


def node_digest(left: Digest, right: Digest) -> Digest:
    """The digest of a node: SHA-256 of 0x01 and its two children."""
    return Digest(hashlib.sha256(b"\x01" + left + right).digest())


def fold(leaves: Sequence[Digest]) -> Digest:
    """The digest of a whole subtree of its leaves, or of its whole subtrees of one height.

    Their number is a power of two.
    """
    row = list(leaves)
    while len(row) > 1:
        row = [node_digest(*pair) for pair in zip(row[::2], row[1::2], strict=True)]
    return row[0]


def root_digest(size: int, subtree: Subtree) -> Digest:
    """The root of the tree over the first `size` leaves (RFC 9162, section 2.1.1)."""
    if size == 0:
        return Digest(hashlib.sha256().digest())
    return _span(0, size, subtree)


def inclusion_proof(place: int, size: int, subtree: Subtree) -> Proof:
    """What proves that leaf `place`, from 0, is in the tree of `size` leaves.

    Source: RFC 9162, section 2.1.3.1. `place` is less than `size`.
    """
    proof: list[Digest] = []
    first, last = 0, size
    while last - first > 1:
        middle = first + _split(last - first)
        if place < middle:
            proof.append(_span(middle, last, subtree))
            last = middle
        else:
            proof.append(_span(first, middle, subtree))
            first = middle
    return tuple(reversed(proof))


def consistency_proof(old: int, new: int, subtree: Subtree) -> Proof:
    """What proves that the tree of `new` leaves continues that of `old`, from 1 to `new`.

    Source: RFC 9162, section 2.1.4.1.
    """
    proof: list[Digest] = []
    first, last, whole = 0, new, True
    while last != old:
        middle = first + _split(last - first)
        if old <= middle:
            proof.append(_span(middle, last, subtree))
            last = middle
        else:
            proof.append(_span(first, middle, subtree))
            first, whole = middle, False
    if not whole:
        proof.append(_span(first, last, subtree))
    return tuple(reversed(proof))


def check_inclusion(
    leaf: Digest, place: int, size: int, proof: Sequence[Digest], root: Digest
) -> None:
    """Check that the leaf stands at `place` in the tree of `size` leaves with this root.

    Source: RFC 9162, section 2.1.3.2. Raises VerificationError("merkle.proof-fails").
    """
    if not 0 <= place < size:
        raise VerificationError("merkle.proof-fails")
    index, last, found = place, size - 1, leaf
    for digest in proof:
        if last == 0:
            raise VerificationError("merkle.proof-fails")
        if index & 1 or index == last:
            found = node_digest(digest, found)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            found = node_digest(found, digest)
        index, last = index >> 1, last >> 1
    if last != 0 or found != root:
        raise VerificationError("merkle.proof-fails")


def check_consistency(
    old: tuple[int, Digest], new: tuple[int, Digest], proof: Sequence[Digest]
) -> None:
    """Check that the new tree continues the old one; each is its size, from 1, and its root.

    Source: RFC 9162, section 2.1.4.2. Raises VerificationError("merkle.proof-fails").
    """
    (old_size, old_root), (new_size, new_root) = old, new
    if not 0 < old_size <= new_size:
        raise VerificationError("merkle.proof-fails")
    if old_size == new_size:
        if proof or old_root != new_root:
            raise VerificationError("merkle.proof-fails")
        return
    path = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    if not path:
        raise VerificationError("merkle.proof-fails")
    if _climb(old_size, new_size, path) != (old_root, new_root):
        raise VerificationError("merkle.proof-fails")


def _climb(old_size: int, new_size: int, path: Sequence[Digest]) -> tuple[Digest, Digest]:
    """Both roots that a proof of consistency leads to."""
    index, last = old_size - 1, new_size - 1
    while index & 1:
        index, last = index >> 1, last >> 1
    old = new = path[0]
    for digest in path[1:]:
        if last == 0:
            raise VerificationError("merkle.proof-fails")
        if index & 1 or index == last:
            old, new = node_digest(digest, old), node_digest(digest, new)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            new = node_digest(new, digest)
        index, last = index >> 1, last >> 1
    if last != 0:
        raise VerificationError("merkle.proof-fails")
    return old, new


def _split(size: int) -> int:
    """The largest power of two below `size`, which is at least 2."""
    return 1 << (size - 1).bit_length() - 1


def _span(first: int, last: int, subtree: Subtree) -> Digest:
    """The digest over the leaves from `first` to before `last`, as the tree is split there.

    `first` is a multiple of the largest power of two that is not above their number.
    """
    size = last - first
    if size & (size - 1) == 0:
        return subtree(size.bit_length() - 1, first // size)
    middle = first + _split(size)
    return node_digest(_span(first, middle, subtree), _span(middle, last, subtree))
