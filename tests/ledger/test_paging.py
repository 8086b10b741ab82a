"""Cursors and page sizes."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.errors import Rejected
from ledger.paging import check_limit, decode_cursor, encode_cursor


@given(number=st.integers(-(2**63) + 1, 2**63 - 1), text=st.text(max_size=90))
@settings(max_examples=50, deadline=None)
def test_a_cursor_reads_back_as_the_keys_it_was_made_of(number: int, text: str) -> None:
    assert decode_cursor(encode_cursor(number, text), int, str) == (number, text)


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "!!!",
        "a",
        "қ",
        base64.urlsafe_b64encode(b"[1").decode(),
        base64.urlsafe_b64encode(b"{}").decode(),
        base64.urlsafe_b64encode(b"[" * 20_000).decode(),
        encode_cursor(1),
        encode_cursor("1", 1),
        encode_cursor(2**63, "a"),
        base64.urlsafe_b64encode(b"[true,1]").decode(),
    ],
)
def test_a_cursor_that_we_did_not_make_is_refused(cursor: str) -> None:
    with pytest.raises(Rejected, match=r"page\.bad-cursor"):
        decode_cursor(cursor, int, str)


@pytest.mark.parametrize("limit", [1, 200])
def test_a_page_has_up_to_200_items(limit: int) -> None:
    check_limit(limit)


@pytest.mark.parametrize("limit", [0, -1, 201])
def test_an_empty_or_a_huge_page_is_refused(limit: int) -> None:
    with pytest.raises(Rejected) as refused:
        check_limit(limit)
    assert refused.value.code == "page.bad-limit"
    assert refused.value.facts == {"limit": limit, "most": 200}
