"""Files and directories are read back as they were built, and damage is never passed on."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depository.blocks import EmbeddedStore, NoStore
from depository.cid import DAG_PB, RAW, Cid, cid_of
from depository.unixfs.builder import CHUNK_BYTES, FileBuilder
from depository.unixfs.directory import build_directory, name_hash, slot
from depository.unixfs.node import Kind, Link, Node, decode, encode
from depository.unixfs.reader import list_directory, read_file, resolve, stat_file, walk
from ledger.errors import NotFound, Rejected, VerificationError
from tests.support.packages import KeyStream

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def _put(store: EmbeddedStore, *blocks: tuple[Cid, bytes]) -> None:
    with store.batch() as batch:
        for cid, data in blocks:
            batch.put(cid, data)
        batch.sync()


class Trickle:
    """Gives a file in uneven pieces, as a network does."""

    def __init__(self, data: bytes, pieces: Iterable[int]) -> None:
        self._file = io.BytesIO(data)
        self._pieces = iter(pieces)

    def read(self, size: int, /) -> bytes:
        return self._file.read(min(size, next(self._pieces, size)))


@settings(max_examples=25, deadline=None)
@given(
    chunks=st.integers(0, 3),
    around=st.integers(-2, 2),
    pieces=st.lists(st.integers(1, CHUNK_BYTES), max_size=6),
)
def test_a_cid_does_not_depend_on_how_the_bytes_arrive(
    chunks: int, around: int, pieces: list[int]
) -> None:
    size = max(0, chunks * CHUNK_BYTES + around)
    data = KeyStream("pieces", size).read(size)
    with FileBuilder(NoStore().batch()) as builder:
        whole = builder.build(io.BytesIO(data))
        trickled = builder.build(Trickle(data, pieces))
    assert whole == trickled
    assert whole.sha256 == hashlib.sha256(data).digest()
    assert whole.size == size


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES - 1])
def test_a_file_is_read_back_as_it_was(tmp_path: Path, size: int) -> None:
    store = EmbeddedStore(tmp_path)
    with store.batch() as batch, FileBuilder(batch) as builder:
        built = builder.build(KeyStream("back", size))
        batch.sync()
    assert stat_file(store, built.cid) == size
    assert b"".join(read_file(store, built.cid)) == KeyStream("back", size).read(size)


@pytest.mark.parametrize("count", [3, 6000])
def test_a_directory_plain_or_sharded_is_listed_and_resolved(tmp_path: Path, count: int) -> None:
    store = EmbeddedStore(tmp_path)
    leaf = cid_of(RAW, b"x")
    names = sorted((f"құжат-{number}.txt" for number in range(count)), key=str.encode)
    with store.batch() as batch:
        batch.put(leaf, b"x")
        inner = build_directory("ішкі", [Link(name, leaf, 1) for name in names], batch)
        root = build_directory("", [inner], batch).cid
        batch.sync()
    kind = decode(store.get(inner.cid)).kind
    assert kind is (Kind.DIRECTORY if count == 3 else Kind.SHARD)
    assert [link.name for link in list_directory(store, inner.cid)] == names
    assert resolve(store, root, f"ішкі/{names[1]}") == leaf
    assert [file.path for file in walk(store, root)] == [f"ішкі/{name}" for name in names]
    for path in ("ішкі/жоқ", "ішкі/" + names[0] + "/x", "жоқ", "/", "ішкі/"):
        with pytest.raises(NotFound, match=r"content\.no-such-path"):
            resolve(store, root, path)


def test_a_directory_is_no_file_and_a_file_no_directory(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    with store.batch() as batch, FileBuilder(batch) as builder:
        folder = build_directory("", [], batch).cid
        file = builder.build(KeyStream("file", CHUNK_BYTES + 1)).cid
        batch.sync()
    with pytest.raises(NotFound, match=r"content\.not-a-file"):
        stat_file(store, folder)
    with pytest.raises(NotFound, match=r"content\.not-a-file"):
        next(read_file(store, folder))
    with pytest.raises(NotFound, match=r"content\.not-a-directory"):
        list_directory(store, file)


def test_two_names_with_one_hash_are_refused_and_not_looped_over() -> None:
    # murmur3-x64-64 is no cryptographic hash; a shard has eight levels and no ninth.
    assert slot(0x0102030405060708, 7) == 8
    with pytest.raises(Rejected, match=r"unixfs\.hash-collision"):
        slot(0, 8)


def test_names_are_placed_by_the_first_half_of_murmur3() -> None:
    # The value of murmur3_x64_128("hello", seed 0), first half: SMHasher's reference.
    assert name_hash("hello") == 0xCBD8A7B341BD9B02


@pytest.mark.parametrize(
    "block",
    [
        b"",
        b"\x0a",
        b"\x0a\x02\x08\x01\xff",
        b"\x0a\x02\x08\x04",
        b"\x0a\x02\x08\x02",
        b"\x0a\x04\x08\x02\x18\x05",
        b"\x0a\x02\x08\x05",
        b"\x0a\x02\x08\x01\x0a\x02\x08\x01",
        b"\x12\x00\x0a\x02\x08\x01",
        b"\x0a\x0b\x08" + b"\xff" * 10,
    ],
)
def test_a_block_of_another_form_is_malformed(tmp_path: Path, block: bytes) -> None:
    store = EmbeddedStore(tmp_path)
    cid = cid_of(DAG_PB, block)
    _put(store, (cid, block))
    with pytest.raises(VerificationError, match=r"content\.malformed"):
        list_directory(store, cid)


def test_a_node_that_misstates_a_size_is_found_out(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    leaf = cid_of(RAW, b"abc")
    node = encode(Node(Kind.FILE, (Link("", leaf, 3),), sizes=(4,)))
    _put(store, (leaf, b"abc"), (cid_of(DAG_PB, node), node))
    with pytest.raises(VerificationError, match=r"content\.malformed"):
        list(read_file(store, cid_of(DAG_PB, node)))


def test_a_tree_that_doubles_at_each_level_is_not_walked_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("depository.unixfs.reader._NAMES", 1000)
    store = EmbeddedStore(tmp_path)
    with store.batch() as batch:
        folder = build_directory("", [], batch)
        for _ in range(60):
            pair = [Link(name, folder.cid, folder.total % (1 << 60)) for name in ("a", "b")]
            folder = build_directory("", pair, batch)
        batch.sync()
    with pytest.raises(VerificationError, match=r"content\.malformed"):
        list(walk(store, folder.cid))


@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_or_refused_with_a_value_error(block: bytes) -> None:
    try:
        node = decode(block)
    except ValueError:
        return
    assert isinstance(node, Node)
