"""Merkle trees by RFC 9162, pinned by the vectors of Certificate Transparency."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import VerificationError
from ledger.merkle import (
    Tree,
    check_consistency,
    check_inclusion,
    consistency_proof,
    fold,
    inclusion_proof,
    leaf_digest,
    root_digest,
)
from ledger.types import Digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.merkle import Subtree

_ENTRIES = (
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)
_ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
_ZERO = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
_ONE_TWO = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
_RIGHT = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
_FOUR = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
_LAST = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
_MIDDLE = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
_INCLUSION = (
    (0, 1, ()),
    (0, 8, (_ZERO, _ONE_TWO, _RIGHT)),
    (5, 8, (_FOUR, _LAST, _ROOTS[4])),
    (2, 3, (_ROOTS[2],)),
    (1, 5, (_ROOTS[1], _ONE_TWO, _FOUR)),
)
_CONSISTENCY = (
    (1, 1, ()),
    (1, 8, (_ZERO, _ONE_TWO, _RIGHT)),
    (6, 8, (_MIDDLE, _LAST, _ROOTS[4])),
    (2, 5, (_ONE_TWO, _FOUR)),
)
"""Leaves, roots and proofs of Certificate Transparency's own tests (`merkle_tree_test.cc`)."""

_LEAVES = tuple(leaf_digest(bytes.fromhex(each)) for each in _ENTRIES)


def _over(leaves: Sequence[Digest]) -> Subtree:
    return lambda height, place: fold(leaves[place << height : (place + 1) << height])


def _root(size: int) -> Digest:
    return Digest(bytes.fromhex(_ROOTS[size]))


def _digests(texts: Sequence[str]) -> tuple[Digest, ...]:
    return tuple(Digest(bytes.fromhex(each)) for each in texts)


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_certificate_transparency(size: int) -> None:
    assert root_digest(size, _over(_LEAVES)) == _root(size)


@pytest.mark.parametrize(("place", "size", "proof"), _INCLUSION)
def test_proofs_of_inclusion_are_those_of_certificate_transparency(
    place: int, size: int, proof: tuple[str, ...]
) -> None:
    assert inclusion_proof(place, size, _over(_LEAVES)) == _digests(proof)
    check_inclusion(_LEAVES[place], place, size, _digests(proof), _root(size))


@pytest.mark.parametrize(("old", "new", "proof"), _CONSISTENCY)
def test_proofs_of_consistency_are_those_of_certificate_transparency(
    old: int, new: int, proof: tuple[str, ...]
) -> None:
    assert consistency_proof(old, new, _over(_LEAVES)) == _digests(proof)
    check_consistency((old, _root(old)), (new, _root(new)), _digests(proof))


@pytest.mark.parametrize("size", range(1, 9))
def test_a_tree_held_whole_has_the_roots_of_certificate_transparency(size: int) -> None:
    assert Tree.over(_LEAVES[:size]).root == _root(size)


@pytest.mark.parametrize(("place", "size", "proof"), _INCLUSION)
def test_a_tree_held_whole_gives_the_proofs_of_certificate_transparency(
    place: int, size: int, proof: tuple[str, ...]
) -> None:
    assert Tree.over(_LEAVES[:size]).proof(place) == _digests(proof)


@given(st.integers(1, 300))
def test_a_tree_held_whole_says_of_each_leaf_what_the_recursion_says(size: int) -> None:
    leaves = [leaf_digest(each.to_bytes(2)) for each in range(size)]
    tree = Tree.over(leaves)
    assert (tree.size, tree.root) == (size, root_digest(size, _over(leaves)))
    for place in range(size):
        assert tree.proof(place) == inclusion_proof(place, size, _over(leaves))


@given(st.data())
def test_a_proof_of_inclusion_holds_for_its_entry_alone(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 70))
    leaves = [leaf_digest(bytes([each])) for each in range(size)]
    root = root_digest(size, _over(leaves))
    place = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(place, size, _over(leaves))
    check_inclusion(leaves[place], place, size, proof, root)
    other = data.draw(st.integers(0, size + 1))
    wrong = [
        (leaf_digest(b"another"), place, size, proof),
        (leaves[place], place, size, (*proof, root)),
    ]
    if proof:
        wrong.append((leaves[place], place, size, proof[1:]))
    if other != place:
        wrong.append((leaves[place], other, size, proof))
    for said in wrong:
        with pytest.raises(VerificationError, match=r"merkle\.proof-fails"):
            check_inclusion(*said, root)


@given(st.data())
def test_a_proof_of_consistency_holds_for_a_log_that_was_not_rewritten(
    data: st.DataObject,
) -> None:
    new = data.draw(st.integers(1, 70))
    old = data.draw(st.integers(1, new))
    leaves = [leaf_digest(bytes([each])) for each in range(new)]
    heads = (old, root_digest(old, _over(leaves))), (new, root_digest(new, _over(leaves)))
    proof = consistency_proof(old, new, _over(leaves))
    check_consistency(*heads, proof)
    altered = list(leaves)
    altered[data.draw(st.integers(0, old - 1))] = leaf_digest(b"another")
    rewritten = new, root_digest(new, _over(altered))
    wrong = [
        (heads[0], rewritten, consistency_proof(old, new, _over(altered))),
        (heads[0], heads[1], (*proof, heads[0][1])),
        ((new + 1, heads[1][1]), heads[1], proof),
        ((0, heads[0][1]), heads[1], proof),
    ]
    if proof:
        wrong.append((heads[0], heads[1], proof[:-1]))
    for said in wrong:
        with pytest.raises(VerificationError, match=r"merkle\.proof-fails"):
            check_consistency(*said)
