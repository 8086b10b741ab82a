"""The canonical form of a document and its salted digest."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from ledger.canonical import canonical_json, salted_digest
from ledger.errors import Rejected

SALT = bytes(range(32))


def test_keys_are_sorted_and_letters_stay_letters() -> None:
    assert canonical_json({"b": [1, None, True], "a": "қойма"}) == (
        '{"a":"қойма","b":[1,null,true]}'.encode()
    )


def test_integers_of_any_size_are_exact() -> None:
    assert canonical_json({"n": 2**256 - 1}) == b'{"n":%d}' % (2**256 - 1)


@pytest.mark.parametrize("value", [1.0, {"a": [0.5]}, {1: "a"}, b"bytes", {"a": {1, 2}}, "\ud800"])
def test_what_has_no_single_form_is_refused(value: Any) -> None:
    with pytest.raises(Rejected, match=r"json\.not-canonical"):
        canonical_json(value)


def test_the_digest_is_that_of_the_text_with_the_salt_in_hex() -> None:
    text = '{"name":"a","salt":"' + SALT.hex() + '"}'
    assert salted_digest({"name": "a"}, SALT) == hashlib.sha256(text.encode()).digest()


@pytest.mark.parametrize(("document", "salt"), [({}, b"short"), ({"salt": "x"}, SALT)])
def test_a_short_salt_or_a_salt_already_there_is_refused(
    document: dict[str, Any], salt: bytes
) -> None:
    with pytest.raises(Rejected, match=r"json\.bad-salt"):
        salted_digest(document, salt)
