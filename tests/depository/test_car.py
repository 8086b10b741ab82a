"""A CAR carries a package whole from one store into another."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from depository.archive import Entry
from depository.blocks import EmbeddedStore
from depository.car import read_car, write_car
from depository.cid import RAW, cid_of
from depository.content import verify_package
from depository.package import pack
from depository.unixfs.protobuf import varint
from ledger.errors import NotFound, QoimaError, Rejected, VerificationError
from tests.support.packages import KeyStream, description

if TYPE_CHECKING:
    from pathlib import Path

    from depository.cid import Cid

MIB = 1 << 20


def _car(folder: Path) -> tuple[Cid, bytes]:
    store = EmbeddedStore(folder)
    data = KeyStream("car", MIB + 1).read(MIB + 1)
    files = [Entry(name, len(data), io.BytesIO(data)) for name in ("a", "b/c")]
    cid = pack(files, description(), store).cid
    return cid, b"".join(write_car(store, cid))


def test_a_car_is_read_into_an_empty_store_and_verifies(tmp_path: Path) -> None:
    cid, car = _car(tmp_path / "one")
    other = EmbeddedStore(tmp_path / "two")
    assert read_car(io.BytesIO(car), other, len(car)) == cid
    assert verify_package(other, cid).file_count == 2
    assert b"".join(write_car(other, cid)) == car
    assert len(car) < 1.1 * MIB, "equal blocks are written once"


def test_a_car_of_one_leaf_has_the_published_header(tmp_path: Path) -> None:
    # CARv1: a DAG-CBOR map {"roots": [CID], "version": 1}; 58 bytes with one CIDv1 of SHA-256.
    store, leaf = EmbeddedStore(tmp_path), cid_of(RAW, b"hello world")
    with store.batch() as batch:
        batch.put(leaf, b"hello world")
        batch.sync()
    header = (
        "3aa265726f6f747381d82a582500015512"
        "20b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"
        "6776657273696f6e01"
    )
    section = (
        "2f01551220b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"
        + b"hello world".hex()
    )
    assert b"".join(write_car(store, leaf)).hex() == header + section


def test_a_missing_block_ends_the_writing(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"content\.missing"):
        list(write_car(EmbeddedStore(tmp_path), cid_of(RAW, b"gone")))


def test_a_car_cut_anywhere_or_with_any_byte_changed_is_refused(tmp_path: Path) -> None:
    _, car = _car(tmp_path / "one")
    for place in (0, 1, 30, 58, 59, 60, 100, 5000, MIB + 500, len(car) - 1):
        for spoiled in (car[:place], car[:place] + bytes([car[place] ^ 1]) + car[place + 1 :]):
            other = EmbeddedStore(tmp_path / "two")
            with pytest.raises((Rejected, VerificationError)):
                read_car(io.BytesIO(spoiled), other, len(car))
            assert not [path for path in (tmp_path / "two/blocks").rglob("*") if path.is_file()]


@pytest.mark.parametrize("size", [(1 << 62), 3 * MIB, 35])
def test_a_section_of_impossible_size_is_refused_before_it_is_read(
    tmp_path: Path, size: int
) -> None:
    _, car = _car(tmp_path / "one")
    hostile = car[:59] + varint(size) + b"\0" * 100
    with pytest.raises(QoimaError, match=r"car\.malformed"):
        read_car(io.BytesIO(hostile), EmbeddedStore(tmp_path / "two"), 1 << 63)


def test_a_car_larger_than_allowed_or_without_all_blocks_is_refused(tmp_path: Path) -> None:
    _, car = _car(tmp_path / "one")
    other = EmbeddedStore(tmp_path / "two")
    with pytest.raises(Rejected, match=r"car\.too-large"):
        read_car(io.BytesIO(car), other, len(car) - 1)
    with pytest.raises(Rejected, match=r"car\.incomplete"):
        read_car(io.BytesIO(car[:59]), other, len(car))
