"""What has the form of an age file, and what has not."""

from __future__ import annotations

import base64
import json
import os
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from depository.archive import ArchiveRefused, Entry
from depository.encrypted import HEAD_BYTES, is_encrypted, only_encrypted
from ledger.errors import Rejected
from tests.support.packages import encrypted

if TYPE_CHECKING:
    from collections.abc import Sequence

VECTORS: Final = Path(__file__).parents[1] / "vectors" / "age" / "headers.json"
CHUNK: Final = 64 << 10

FORMAL: Final = ("empty", "header_", "hmac_", "stanza_", "version_")
"""Header failures that show in the form; all others are faults of a recipient's own fields, which
only who can open the file can judge."""

SHORT: Final = {
    "stream_last_chunk_empty",
    "stream_missing_tag",
    "stream_no_chunks",
    "stream_no_nonce",
    "stream_short_chunk",
    "stream_short_nonce",
    "stream_short_second_chunk",
    "stream_trailing_garbage_short",
}
"""Payload failures that show in the size."""


def _vectors() -> list[Any]:
    found: list[Any] = json.loads(VECTORS.read_text("utf-8"))["vectors"]
    return [pytest.param(each, id=each["name"]) for each in found]


@pytest.mark.parametrize("vector", _vectors())
def test_the_published_vectors_are_told_apart_by_their_form(vector: dict[str, Any]) -> None:
    name, expected = vector["name"], vector["expect"]
    told = is_encrypted(base64.b64decode(vector["head"]), vector["size"])
    formal = expected in {"header failure", "HMAC failure"} and name.startswith(FORMAL)
    own = expected == "header failure" and not formal
    if name in SHORT or formal:
        assert told == (name == "hmac_bad")
    elif not own:
        assert told


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 5])
def test_what_age_writes_is_known_whatever_its_size(size: int) -> None:
    data = encrypted(bytes(size))
    assert is_encrypted(data[:HEAD_BYTES], len(data))
    last = (size - 1) % CHUNK + 1 if size else 0
    assert not is_encrypted(data[:HEAD_BYTES], len(data) - last - 1)


def test_many_recipients_are_known_and_a_header_beyond_the_bound_is_not() -> None:
    recipient = pyrage.x25519.Identity.generate().to_public()
    for count, known in ((500, True), (700, False)):
        data = pyrage.encrypt(b"secret", [recipient] * count)
        assert is_encrypted(data[:HEAD_BYTES], len(data)) is known


@given(st.binary(max_size=300))
def test_other_bytes_are_not_taken_for_an_age_file(data: bytes) -> None:
    assert not is_encrypted(data, len(data))
    begun = b"age-encryption.org/v1\n" + data
    assert not is_encrypted(begun, len(begun))


def test_a_header_with_one_byte_missing_is_refused() -> None:
    (vector,) = [each.values[0] for each in _vectors() if each.id == "x25519"]
    whole = base64.b64decode(vector["head"])
    named = whole.index(b"-> ") + 3
    for place in range(whole.index(b"\n---") + 49):
        cut = whole[:place] + whole[place + 1 :]
        # A recipient's words, of at least one letter, are his own affair.
        in_words = named <= place < whole.index(b"\n", named)
        assert is_encrypted(cut, len(cut)) == in_words


def _entries(files: Sequence[tuple[str, bytes]]) -> list[Entry]:
    return [Entry(path, len(data), BytesIO(data)) for path, data in files]


def _read(entry: Entry) -> bytes:
    return b"".join(iter(lambda: entry.source.read(1000), b""))


def test_encrypted_files_pass_through_unaltered() -> None:
    files = [(f"{n}.age", encrypted(os.urandom(n * 70_000))) for n in range(4)]
    assert [(e.path, _read(e)) for e in only_encrypted(_entries(files))] == files


def test_every_open_file_is_named() -> None:
    files = [("one", b"x"), ("two.age", encrypted(b"x")), ("three", b"")]
    with pytest.raises(ArchiveRefused) as refusal:
        [_read(each) for each in only_encrypted(_entries(files))]
    assert refusal.value.facts["names"] == ("one", "three")
    with pytest.raises(Rejected, match=r"limited\.not-encrypted"):
        [_read(each) for each in only_encrypted(_entries(files[:2]))]


def test_no_more_than_a_hundred_are_named() -> None:
    passing = only_encrypted(_entries([(str(n), b"x") for n in range(5000)]))
    for _ in range(99):
        _read(next(passing))
    with pytest.raises(ArchiveRefused) as refusal:
        next(passing)
    assert refusal.value.facts["count"] == 100
