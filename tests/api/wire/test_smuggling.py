"""What two readers of HTTP could take for different requests is refused, or is harmless."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import h11
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from api.limits import Pace
from tests.support.http import serving
from tests.support.raw import NEXT, connected, exchanged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.world import World

_POST = b"POST /v1/verifications HTTP/1.1\r\nHost: a\r\n"
_CHUNKED = _POST + b"Transfer-Encoding: chunked\r\n"
_EMPTY = b"\r\n0\r\n\r\n"


@pytest.fixture(scope="module")
def url(world: World) -> Iterator[str]:
    """The address of an application that does not wait long."""
    with serving(world.app(pace=Pace(2.0))) as address:
        yield address


REFUSED = {
    "both lengths": (_CHUNKED + b"Content-Length: 5\r\n" + _EMPTY, 400),
    "both, the other way": (
        _POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n" + _EMPTY,
        400,
    ),
    "two lengths": (_POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nX", 400),
    "one length twice": (_POST + b"Content-Length: 1\r\nContent-Length: 1\r\n\r\nX", 400),
    "a list of lengths": (_POST + b"Content-Length: 1, 1\r\n\r\nX", 400),
    "a length with a sign": (_POST + b"Content-Length: +1\r\n\r\nX", 400),
    "a negative length": (_POST + b"Content-Length: -1\r\n\r\nX", 400),
    "a length in base 16": (_POST + b"Content-Length: 0x1\r\n\r\nX", 400),
    "a length with a line below": (_POST + b"Content-Length: 1_0\r\n\r\n" + b"X" * 10, 400),
    "a length beyond 64 bits": (_POST + b"Content-Length: 18446744073709551617\r\n\r\nX", 400),
    "no length": (_POST + b"Content-Length:\r\n\r\n", 400),
    "a space before the colon": (_POST + b"Content-Length : 1\r\n\r\nX", 400),
    "a folded field": (_POST + b"X-A: 1\r\n 2\r\n\r\n", 400),
    "a folded coding": (_POST + b"Transfer-Encoding:\r\n chunked\r\n" + _EMPTY, 400),
    "a first field that is folded": (b"GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400),
    "a bare CR": (_POST + b"X-A: 1\rX-B: 2\r\n\r\n", 400),
    "a bare LF": (_POST + b"X-A: 1\nContent-Length: 3\r\n\r\n", 400),
    "lines of LF": (b"GET / HTTP/1.1\nHost: a\n\n", 400),
    "a NUL in a value": (_POST + b"X-A: a\0b\r\n\r\n", 400),
    "a NUL in a name": (_POST + b"X\0A: b\r\n\r\n", 400),
    "xchunked": (_POST + b"Transfer-Encoding: xchunked\r\n" + _EMPTY, 501),
    "identity": (_POST + b"Transfer-Encoding: identity\r\n\r\n", 501),
    "gzip, chunked": (_POST + b"Transfer-Encoding: gzip, chunked\r\n" + _EMPTY, 501),
    "chunked, identity": (_POST + b"Transfer-Encoding: chunked, identity\r\n" + _EMPTY, 400),
    "two codings": (
        _POST + b"Transfer-Encoding: x\r\nTransfer-Encoding: chunked\r\n" + _EMPTY,
        501,
    ),
    "a coding after a vertical tab": (_POST + b"Transfer-Encoding: \x0bchunked\r\n" + _EMPTY, 400),
    "a coding of HTTP/1.0": (
        b"POST /v1/verifications HTTP/1.0\r\nTransfer-Encoding: chunked\r\n" + _EMPTY,
        400,
    ),
    "a negative chunk": (_CHUNKED + b"\r\n-1\r\nX\r\n0\r\n\r\n", 400),
    "a chunk of 0x1": (_CHUNKED + b"\r\n0x1\r\nX\r\n0\r\n\r\n", 400),
    "a chunk beyond 64 bits": (_CHUNKED + b"\r\n10000000000000001\r\nX\r\n0\r\n\r\n", 400),
    "a chunk longer than it says": (_CHUNKED + b"\r\n1\r\nXY\r\n0\r\n\r\n", 400),
    "an extension that ends in LF": (_CHUNKED + b"\r\n1;a\nX\r\n0\r\n\r\n", 400),
    "a length after the body": (_CHUNKED + b"\r\n0\r\nContent-Length: 9\r\n\r\n", 400),
    "no host": (b"GET / HTTP/1.1\r\n\r\n", 400),
    "two hosts": (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
    "a host that is none": (b"GET / HTTP/1.1\r\nHost: a/b@c\r\n\r\n", 400),
    "a tunnel": (b"CONNECT evil.example:80 HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    "HTTP/0.9": (b"GET /\r\n\r\n", 505),
    "HTTP/2 without a handshake": (b"GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505),
    "the preface of HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    "a method that is none": (b"FETCH / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    "a space in the target": (b"GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    "a target beyond ASCII": (b"GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n", 400),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_ambiguous_is_refused_and_what_follows_is_no_request(url: str, case: str) -> None:
    sent, status = REFUSED[case]
    assert exchanged(url, sent + NEXT + NEXT) == [status]


HARMLESS = {
    "an absolute target of another site": (
        b"GET http://evil.example/v1/blocks/0 HTTP/1.1\r\nHost: a\r\n\r\n",
        200,
    ),
    "a trailer": (
        _CHUNKED + b"\r\n1\r\nX\r\n0\r\nAuthorization: Bearer x\r\n\r\n",
        200,
    ),
    "an extension of a chunk": (_CHUNKED + b'\r\n1;a="b"\r\nX\r\n0\r\n\r\n', 200),
    "lines before": (b"\r\n\r\nGET /v1/blocks/0 HTTP/1.1\r\nHost: a\r\n\r\n", 200),
    "a line of LF before": (b"\nGET /v1/blocks/0 HTTP/1.1\r\nHost: a\r\n\r\n", 200),
    "a body that ends within an end of line": (
        _POST + b"Content-Length: 4\r\n\r\n0\r\n\r\n",
        200,
    ),
    "a star": (b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 404),
    "another method in a field": (
        (
            b"POST /v1/blocks/0 HTTP/1.1\r\nHost: a\r\nX-HTTP-Method-Override: GET\r\n"
            b"Content-Length: 0\r\n\r\n"
        ),
        405,
    ),
    "another path in a field": (
        (
            b"GET /v1/nothing HTTP/1.1\r\nHost: a\r\nX-Original-URL: /v1/blocks/0\r\n"
            b"X-Rewrite-URL: /v1/blocks/0\r\n\r\n"
        ),
        404,
    ),
}


@pytest.mark.parametrize("case", HARMLESS)
def test_what_is_odd_ends_where_it_says_and_the_next_request_is_whole(url: str, case: str) -> None:
    sent, status = HARMLESS[case]
    with connected(url) as line:
        line.send(sent + NEXT)
        assert line.answers(2) == [status, 200]
        assert line.comes(b'"number":0')


@pytest.mark.parametrize("protocol", [b"h2c", b"websocket"])
def test_a_request_for_another_protocol_is_answered_and_is_the_last(
    url: str, protocol: bytes
) -> None:
    upgrade = b"GET /v1/blocks/0 HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: "
    key = b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
    assert exchanged(url, upgrade + protocol + b"\r\n" + key + b"\r\n" + NEXT) == [200]


def test_a_body_that_nobody_reads_is_no_request(url: str) -> None:
    head = b"GET /v1/blocks/0 HTTP/1.1\r\nHost: a\r\nContent-Length: 38\r\n\r\n"
    assert exchanged(url, head + NEXT + NEXT) == [200]


def test_a_fault_that_follows_a_request_does_not_break_its_answer(url: str) -> None:
    with connected(url) as line:
        line.send(NEXT + b"GET / HTTP/1.1\r\n\r\n" + NEXT)
        assert line.ended() == [200]
        assert line.come.endswith(b"}")


def test_a_refusal_says_what_it_is_and_no_more(url: str) -> None:
    with connected(url) as line:
        line.send(b"GET / HTTP/1.1\r\n\r\n")
        assert line.ended() == [400]
    head, _, body = line.come.partition(b"\r\n\r\n")
    assert b"Content-Type: application/problem+json" in head
    assert body == b'{"type":"about:blank","title":"Bad Request","status":400}'


_FIELDS = [
    b"Content-Length: 4\r\n",
    b"Content-Length: 0\r\n",
    b"Content-Length: 38\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Transfer-Encoding:CHUNKED\r\n",
    b"Transfer-Encoding: chunked, chunked\r\n",
    b"Connection: close\r\n",
    b" X: folded\r\n",
    b"X: \xff\r\n",
    b"X: 1\n",
]
_BODIES = [b"", b"0\r\n\r\n", b"4;x\r\nabcd\r\n0\r\nX: 1\r\n\r\n", b"abcd", NEXT]


@settings(max_examples=100, deadline=None)
@given(
    fields=st.lists(st.sampled_from(_FIELDS), max_size=3),
    bodies=st.lists(st.sampled_from(_BODIES), max_size=2),
)
@example(fields=[b"Content-Length: 4\r\n"], bodies=[b"0\r\n\r\n"])
@example(fields=[b"Content-Length: 38\r\n"], bodies=[b"abcd", NEXT])
def test_no_request_is_seen_that_another_reader_of_http_does_not_see(
    url: str, fields: list[bytes], bodies: list[bytes]
) -> None:
    last = b"GET /v1/blocks/0 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    sent = _POST + b"".join(fields) + b"\r\n" + b"".join(bodies) + last
    with connected(url) as line:
        line.send(sent)
        statuses = line.ended()
    answered = [each for each in statuses if each not in {400, 501}]
    assert len(answered) <= len(_seen(sent))
    assert statuses == answered or statuses[:-1] == answered


def _seen(sent: bytes) -> list[bytes]:
    """The targets of the requests that h11 finds."""
    reader, found = h11.Connection(h11.SERVER), list[bytes]()
    reader.receive_data(sent)
    with contextlib.suppress(h11.RemoteProtocolError):
        while True:
            event = reader.next_event()
            if isinstance(event, h11.Request):
                found.append(event.target)
            elif isinstance(event, h11.EndOfMessage):
                reader.send(h11.Response(status_code=200, headers=[("Content-Length", "0")]))
                reader.send(h11.EndOfMessage())
                if reader.our_state is not h11.DONE:
                    break
                reader.start_next_cycle()
                rest = reader.trailing_data[0]
                if rest[:1] in {b"\r", b"\n"}:  # empty lines: RFC 9112 §2.2 lets us pass over them
                    return found + _seen(rest.lstrip(b"\r\n"))
            elif not isinstance(event, h11.Data):
                break
    return found
