"""Where events may go, and how a secret is written."""

from __future__ import annotations

import base64

import pytest

from ledger.errors import Rejected
from ledger.hooks.model import check_url, secret_text


@pytest.mark.parametrize(
    "url",
    [
        "http://receiver.example/",
        "ftp://127.0.0.1/",
        "https://",
        "https://name:password@receiver.example/",
        "https://receiver.example/#part",
        "https://receiver.example/ x",
        "https://receiver.example:99999/",
        "https://[receiver/",
        "https://receiver.example/" + "x" * 2000,
        "receiver.example",
        "https://қойма.example/",
    ],
)
def test_an_address_that_events_must_not_go_to_is_refused(url: str) -> None:
    with pytest.raises(Rejected, match=r"hook\.bad-url") as refused:
        check_url(url)
    assert "password" not in str(refused.value)


@pytest.mark.parametrize(
    "url", ["https://receiver.example/a?b=c", "http://127.0.0.1:8080/", "http://[::1]/"]
)
def test_an_address_is_taken_as_it_is(url: str) -> None:
    assert check_url(url) == url


def test_a_secret_is_written_as_the_specification_has_it() -> None:
    assert base64.b64decode(secret_text(b"\x01" * 32).removeprefix("whsec_")) == b"\x01" * 32
    assert "\x01" not in repr(secret_text(b"\x01" * 32))
