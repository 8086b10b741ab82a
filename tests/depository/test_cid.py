"""CIDs are read in each of their forms, and in no other."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depository.cid import DAG_PB, RAW, Cid, cid_of, leaf_cid, root_cid
from ledger.errors import Rejected
from ledger.types import Digest

# One CID in all its spellings: from the documentation of multiformats/cid ("CIDv1", examples) and
# `ipfs cid format` of kubo 0.41.0.
EMPTY_DIRECTORY = {
    "bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354",
    "BAFYBEICZSSCDSBS7FFQZ55ASQDF3SMV6KLCW3GOFSZVWLYARCI47BGF354",
    "QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn",
    "zdj7WbTaiJT1fgatdet9Ei9iDB5hdCxkbVyhyh8YTUnXMiwYi",
    "k2jmtxtlhjl3fhmgndf92e48by79ryjuvqp3y2qgehpao6v3lurvnmcv",
    "f01701220" + "59948439065f29619ef41280cbb932be52c56d99c5966b65e0111239f098bbef",
}


@pytest.mark.parametrize("text", sorted(EMPTY_DIRECTORY))
def test_each_spelling_of_a_cid_reads_as_the_same_cid(text: str) -> None:
    cid = Cid.parse(text)
    assert cid.codec == DAG_PB
    assert str(cid) == "bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354"


@given(st.sampled_from([RAW, DAG_PB]), st.binary(min_size=32, max_size=32))
def test_a_cid_survives_text_and_bytes(codec: int, digest: bytes) -> None:
    cid = Cid(codec, Digest(digest))
    assert Cid.parse(str(cid)) == cid
    assert Cid.from_bytes(cid.to_bytes()) == cid


def test_a_small_file_has_the_digest_of_its_bytes_in_its_cid() -> None:
    digest = Digest(hashlib.sha256(b"hello world").digest())
    assert leaf_cid(digest) == cid_of(RAW, b"hello world")
    assert root_cid(digest).codec == DAG_PB
    assert root_cid(digest).digest == digest


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "cid.malformed"),
        ("hello", "cid.malformed"),
        ("b", "cid.malformed"),
        ("bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf35", "cid.malformed"),
        ("bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf355", "cid.malformed"),
        ("QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3N0", "cid.malformed"),
        ("b" + "a" * 300, "cid.malformed"),
        ("z" + "1" * 255, "cid.malformed"),
        ("f01711220" + "00" * 32, "cid.unsupported-codec"),
        ("f01551340" + "00" * 64, "cid.unsupported-hash"),
        ("f0155122000", "cid.malformed"),
        ("f01550000", "cid.unsupported-hash"),
    ],
)
def test_what_is_no_cid_of_ours_is_refused(text: str, code: str) -> None:
    with pytest.raises(Rejected) as refused:
        Cid.parse(text)
    assert refused.value.code == code
