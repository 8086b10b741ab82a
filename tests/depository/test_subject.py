"""A digest, a CID or a SWHID, however it is pasted."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depository.cid import root_cid
from depository.subject import read_subject, subject_text
from depository.swhid import Swhid
from ledger.errors import Rejected
from ledger.types import Digest

DIGEST = Digest(hashlib.sha256(b"x").digest())
FILE = "swh:1:cnt:94a9ed024d3859793618152ea559a168bbcbb5e2"
"""The example of a content in ISO/IEC 18670."""


@pytest.mark.parametrize("prefix", ["", "0x", "sha256:"])
def test_a_digest_is_read_with_any_prefix_and_blanks(prefix: str) -> None:
    text = DIGEST.hex().upper()
    assert read_subject(f" {prefix}{text[:20]}\n{text[20:]} ") == DIGEST
    assert subject_text(DIGEST) == "0x" + DIGEST.hex()


def test_a_cid_is_read_as_an_address_too() -> None:
    cid = root_cid(DIGEST)
    assert read_subject(str(cid)) == read_subject(f"ipfs://{cid}") == cid
    assert subject_text(cid) == str(cid)


def test_a_swhid_is_read_and_its_qualifiers_are_passed_over() -> None:
    found = read_subject(f"{FILE};origin=https://forge.example/code;path=/a.c")
    assert found == Swhid("cnt", bytes.fromhex(FILE[-40:]))
    assert subject_text(found) == FILE


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (FILE[:-1], "swhid.malformed"),
        (FILE.upper(), "swhid.malformed"),
        (FILE.replace(":1:", ":2:"), "swhid.malformed"),
        (FILE.replace("cnt", "rev"), "swhid.other-kind"),
        (FILE.replace("cnt", "snp"), "swhid.other-kind"),
        ("", "cid.malformed"),
        (DIGEST.hex()[:-1], "cid.malformed"),
    ],
)
def test_anything_else_is_refused(text: str, code: str) -> None:
    with pytest.raises(Rejected) as refused:
        read_subject(text)
    assert refused.value.code == code


@given(st.text(max_size=120))
def test_whatever_is_pasted_is_read_or_refused(text: str) -> None:
    try:
        subject = read_subject(text)
    except Rejected:
        return
    assert read_subject(subject_text(subject)) == subject
