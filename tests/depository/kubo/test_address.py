"""Where a kubo is and what it asks for is read from words, and from no others."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depository.kubo import Secret, parse_address


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("http://127.0.0.1:5001", "/ip4/127.0.0.1/tcp/5001/http"),
        ("http://127.0.0.1:5001/", "/ip4/127.0.0.1/tcp/5001/http"),
        ("http://[::1]:5001", "/ip6/::1/tcp/5001/http"),
        ("https://kubo.example:443", "/dns/kubo.example/tcp/443/https"),
        ("/ip4/127.0.0.1/tcp/5001", "/ip4/127.0.0.1/tcp/5001"),
        ("/dns4/kubo.example/tcp/443/https", "/dns4/kubo.example/tcp/443/https"),
    ],
)
def test_a_url_or_a_multiaddr_is_an_address(given: str, address: str) -> None:
    assert parse_address(given) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "127.0.0.1:5001",
        "ftp://127.0.0.1:5001",
        "http://127.0.0.1",
        "http://:5001",
        "http://127.0.0.1:99999",
        "http://127.0.0.1:5001/api/v0",
        "http://127.0.0.1:5001?offline=false",
        "http://user:word@127.0.0.1:5001",
        "http://user@127.0.0.1:5001",
        "/ip4/127.0.0.1",
        "/ip4/127.0.0.1/udp/5001",
        "/ip4/300.0.0.1/tcp/5001",
        "/nothing",
        "/unix/tmp/kubo",
    ],
)
def test_nothing_else_is(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_address(text)


@given(st.text(max_size=40))
def test_any_text_is_an_address_or_a_value_error(text: str) -> None:
    for each in (text, f"/{text}", f"http://{text}", f"http://h:1{text}"):
        with contextlib.suppress(ValueError):
            assert parse_address(each).startswith("/")


def test_a_secret_is_read_and_never_shown() -> None:
    bearer, basic = Secret.parse("bearer:white horse"), Secret.parse("basic:qoima:a:b")
    assert bearer.arguments() == {"headers": {"Authorization": "Bearer white horse"}}
    assert basic.arguments() == {"auth": ("qoima", "a:b")}
    assert "horse" not in repr(bearer)
    assert "a:b" not in repr(basic)


@pytest.mark.parametrize(
    "text", ["", "white horse", "bearer:", "basic:qoima", "basic:qoima:", "digest:a", "bearer:a\rb"]
)
def test_what_is_no_secret_is_refused_without_a_word_of_it(text: str) -> None:
    with pytest.raises(ValueError, match=r"^secret$"):
        Secret.parse(text)
