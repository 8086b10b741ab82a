"""The trie that hashes once, beside published roots and another implementation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from eth.constants import BLANK_ROOT_HASH
from hypothesis import given, settings
from hypothesis import strategies as st
from trie.hexary import HexaryTrie

from node.errors import VerificationError
from node.primitives import rlp_encode
from node.trie.lazy import LazyTrie, Nodes, ordered_root

if TYPE_CHECKING:
    from node.trie.nodes import Node

# From ethereum/tests, TrieTests/trieanyorder.json and trietest.json: what is put in, and the root.
LONG = "0123456789012345678901234567890123456789"
PUBLISHED = {
    "8aad789dff2f538bca5d8ea56e8abe10f4c7ba3a5dea95fea4cd6e7c3a1168d3": [
        ("doe", "reindeer"),
        ("dog", "puppy"),
        ("dogglesworth", "cat"),
    ],
    "d23786fb4a010da3ce639d66d5e904a11dbc02746d1ce25029e53290cabf28ab": [("A", "a" * 50)],
    "17beaa1648bafa633cda809c90c04af50fc8aed3cb40d16efbddee6fdf63c4c3": [
        ("foo", "bar"),
        ("food", "bass"),
    ],
    "3f67c7a47520f79faa29255d2d3c084a7a6df0453116ed7232ff10277a8be68b": [
        ("be", "e"),
        ("dog", "puppy"),
        ("bed", "d"),
    ],
    "8452568af70d8d140f58d941338542f645fcca50094b20f3c3d8c3df49337928": [
        ("test", "test"),
        ("te", "testy"),
    ],
    "5991bb8c6514148a29db676a14ac506cd2cd5775ace63c30a4fe457715e9ac84": [
        ("do", "verb"),
        ("ether", "wookiedoo"),
        ("horse", "stallion"),
        ("shaman", "horse"),
        ("doge", "coin"),
        ("ether", ""),
        ("dog", "puppy"),
        ("shaman", ""),
    ],
    "cb65032e2f76c48b82b5c24b3db8f670ce73982869d38cd39a624f23d62a9e89": [
        ("key1aa", LONG + "xxx"),
        ("key1", LONG + "Very_Long"),
        ("key2bb", "aval3"),
        ("key2", "short"),
        ("key3cc", "aval3"),
        ("key3", "1234567890123456789012345678901"),
    ],
    "7a320748f780ad9ad5b0837302075ce0eeba6c26e3d8562c67ccc0f1b273298a": [
        ("abc", "123"),
        ("abcd", "abcd"),
        ("abc", "abc"),
    ],
}

keys = st.binary(max_size=4) | st.text("\x00\x01\x10\x11", max_size=4).map(str.encode)
values = st.binary(max_size=3) | st.binary(min_size=30, max_size=40)


def fresh() -> tuple[LazyTrie, dict[bytes, bytes]]:
    written: dict[bytes, bytes] = {}
    return LazyTrie(Nodes(written, {})), written


@pytest.mark.parametrize("root", PUBLISHED)
def test_a_published_sequence_gives_the_published_root(root: str) -> None:
    trie, _ = fresh()
    for key, value in PUBLISHED[root]:
        trie.set(key.encode(), value.encode())
    assert trie.root_hash().hex() == root


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(keys, values, st.booleans(), st.booleans()), max_size=40))
def test_after_any_changes_root_and_values_are_those_of_the_other_implementation(
    changes: list[tuple[bytes, bytes, bool, bool]],
) -> None:
    """The root is read after some changes, not after each; sometimes all but the disk is lost."""
    trie, written = fresh()
    other = HexaryTrie({})
    model: dict[bytes, bytes] = {}
    for key, value, look, forget in changes:
        trie.set(key, value)
        if value:
            other[key] = model[key] = value
        elif model.pop(key, None) is not None:
            del other[key]  # type: ignore[no-untyped-call]  # has no types
        if look:
            assert trie.root_hash() == other.root_hash
            if forget:
                trie = LazyTrie(Nodes(written, {}), other.root_hash)
        assert all(trie.get(each) == model.get(each, b"") for each, _, _, _ in changes)
    assert trie.root_hash() == other.root_hash


def test_an_old_root_stays_readable_beside_a_new_one() -> None:
    written: dict[bytes, bytes] = {}
    decoded: dict[bytes, Node] = {}
    trie = LazyTrie(Nodes(written, decoded))
    numbered = [number.to_bytes(32, "big") for number in range(100)]
    for key in numbered:
        trie.set(key, b"old" + key)
    old = trie.root_hash()
    for key in numbered:
        trie.set(key, b"new" + key)
    new = trie.root_hash()
    for root, word in ((old, b"old"), (new, b"new")):
        for cache in (decoded, {}):
            again = LazyTrie(Nodes(written, cache), root)
            assert all(again.get(key) == word + key for key in numbered)


def test_a_trie_without_keys_has_the_empty_root_and_writes_nothing() -> None:
    trie, written = fresh()
    trie.set(b"key", b"value")
    trie.set(b"key", b"")
    trie.set(b"other", b"")
    assert trie.root_hash() == BLANK_ROOT_HASH
    assert written == {}


def test_a_node_that_the_store_has_lost_is_named() -> None:
    trie, written = fresh()
    trie.set(b"key", b"a value that is long enough for a hash")
    root = trie.root_hash()
    del written[root]
    with pytest.raises(VerificationError) as caught:
        LazyTrie(Nodes(written, {}), root).get(b"key")
    assert caught.value.code == "store.record-missing"
    assert caught.value.facts == {"key": root.hex()}


@pytest.mark.parametrize("count", [0, 1, 2, 127, 128, 300])
def test_the_root_of_a_list_is_that_of_the_other_implementation(count: int) -> None:
    items = [b"item %d of some length, so that hashes occur" % n for n in range(count)]
    other = HexaryTrie({})
    for index, item in enumerate(items):
        other[rlp_encode(index)] = item
    assert ordered_root(items) == other.root_hash
