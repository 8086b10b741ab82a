"""Records to bytes and back, lists, trees and paths, and what is refused."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from eth_abi.abi import encode as abi_encode
from hypothesis import given
from hypothesis import strategies as st

from depository.batches.model import (
    MAX_RECORDS,
    Record,
    check_path,
    list_cid,
    list_cid_of,
    read_records,
    record_list,
    tree_over,
)
from depository.cid import DAG_PB, RAW
from depository.metadata import Access, Origin, PackageKind
from ledger.errors import QoimaError, Rejected, VerificationError
from ledger.types import Digest

RECORD = Record(
    Digest(b"\x07" * 32), 12, PackageKind.PROGRAM_CODE, Access.PUBLIC, Origin.NON_STATE, None
)
WORDS = ["bytes32", "uint256", "uint256", "uint256", "uint256", "bytes32"]


def records(count: int) -> list[Record]:
    return [
        replace(RECORD, root=Digest(hashlib.sha256(each.to_bytes(4)).digest()), size=each + 1)
        for each in range(count)
    ]


digests = st.binary(min_size=32, max_size=32).filter(any).map(Digest)
whole_records = st.builds(
    Record,
    root=digests,
    size=st.integers(1, 2**256 - 1),
    kind=st.sampled_from(PackageKind),
    access=st.sampled_from(Access),
    origin=st.sampled_from(Origin),
    conclusion=digests,
)


@given(whole_records)
def test_a_record_is_six_words_of_the_abi_and_reads_back(record: Record) -> None:
    facts = [int(each) for each in (record.size, record.kind, record.access, record.origin)]
    expected = abi_encode(WORDS, [record.root, *facts, record.conclusion])
    assert record.to_bytes() == expected
    assert Record.from_bytes(expected) == record


def test_no_conclusion_is_a_word_of_zeros() -> None:
    assert RECORD.to_bytes().endswith(bytes(32))
    assert Record.from_bytes(RECORD.to_bytes()) == RECORD


@given(st.binary(max_size=400))
def test_any_bytes_are_a_list_or_refused(data: bytes) -> None:
    with suppress(Rejected):
        assert record_list(read_records(data)) == data


@given(st.data())
def test_no_byte_of_a_record_can_be_altered_unseen(data: st.DataObject) -> None:
    plain = bytearray(RECORD.to_bytes())
    place = data.draw(st.integers(0, len(plain) - 1))
    plain[place] ^= data.draw(st.integers(1, 255))
    try:
        other = Record.from_bytes(bytes(plain))
    except QoimaError:
        return
    assert other != RECORD
    assert other.leaf != RECORD.leaf


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"root": Digest(bytes(32))}, "record.root-zero"),
        ({"root": Digest(b"short")}, "record.root-zero"),
        ({"size": 0}, "record.bad-size"),
        ({"size": 2**256}, "record.bad-size"),
        ({"conclusion": Digest(bytes(32))}, "record.conclusion-zero"),
        (
            {"kind": PackageKind.CONCEPT, "origin": Origin.BUDGET},
            "record.conclusion-missing",
        ),
        (
            {"kind": PackageKind.DOCUMENTATION, "origin": Origin.STATE},
            "record.conclusion-missing",
        ),
    ],
)
def test_a_record_that_no_deposit_could_be_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Rejected) as refused:
        replace(RECORD, **changes)
    assert refused.value.code == code


@pytest.mark.parametrize(("word", "value"), [(2, 0), (2, 6), (2, 2**255), (3, 2), (4, 3)])
def test_a_kind_an_access_and_an_origin_that_nobody_knows_are_refused(
    word: int, value: int
) -> None:
    data = bytearray(RECORD.to_bytes())
    data[word * 32 : (word + 1) * 32] = value.to_bytes(32)
    with pytest.raises(Rejected, match=r"record\.malformed"):
        Record.from_bytes(bytes(data))


def test_a_list_that_is_cut_is_refused() -> None:
    data = record_list(records(3))
    with pytest.raises(Rejected, match=r"record\.malformed"):
        read_records(data[:-1])


def test_two_records_of_one_content_are_refused_and_both_named() -> None:
    some = records(5)
    some[4] = replace(RECORD, root=some[1].root)
    for attempt in (lambda: record_list(some), lambda: read_records(_joined(some))):
        with pytest.raises(Rejected) as refused:
            attempt()
        assert refused.value.code == "batch.duplicate"
        assert refused.value.facts == {"cid": str(some[1].cid), "first": 1, "second": 4}


def _joined(some: list[Record]) -> bytes:
    return b"".join(each.to_bytes() for each in some)


def test_an_empty_list_and_one_too_long_are_refused() -> None:
    with pytest.raises(Rejected, match=r"batch\.empty"):
        record_list([])
    with pytest.raises(Rejected, match=r"batch\.too-many"):
        record_list([RECORD] * (MAX_RECORDS + 1))
    with pytest.raises(Rejected, match=r"batch\.too-many"):
        read_records(RECORD.to_bytes() * (MAX_RECORDS + 1))


def test_the_path_of_each_record_leads_to_the_root_and_of_no_other() -> None:
    some = records(21)
    tree = tree_over(record_list(some))
    for index, record in enumerate(some):
        path = tree.proof(index)
        check_path(record, index, len(some), path, tree.root)
        for wrong in (replace(record, size=record.size + 1), some[index - 1]):
            with pytest.raises(VerificationError, match=r"merkle\.proof-fails"):
                check_path(wrong, index, len(some), path, tree.root)
        with pytest.raises(VerificationError, match=r"merkle\.proof-fails"):
            check_path(record, (index + 1) % 21, len(some), path, tree.root)


@pytest.mark.parametrize(("count", "codec"), [(1, RAW), (5461, RAW), (5462, DAG_PB)])
def test_the_codec_of_a_list_follows_from_its_length(count: int, codec: int) -> None:
    cid = list_cid_of(record_list(records(count)))
    assert cid.codec == codec
    assert list_cid(cid.digest, count) == cid


def test_the_cid_of_a_short_list_is_that_of_its_bytes() -> None:
    data = record_list(records(2))
    assert list_cid_of(data).digest == hashlib.sha256(data).digest()
