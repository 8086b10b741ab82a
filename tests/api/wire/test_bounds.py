"""Connections that are slow, idle, endless or many are ended, and others are served meanwhile."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

import httpx
import pytest

from api.limits import Pace
from api.uploads.model import UploadBounds
from cli.crowd import Bounds
from tests.api.sending import VERSION, begun, content, deposited, half_sent, offset, sha256
from tests.support.http import serving
from tests.support.raw import NEXT, connected, exchanged
from tests.support.world import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.world import World

_GET = b"GET /v1/blocks/0 HTTP/1.1\r\nHost: a\r\n"
_POST = b"POST /v1/verifications HTTP/1.1\r\nHost: a\r\n"
_CHUNKED = _POST + b"Transfer-Encoding: chunked\r\n\r\n"
_SOON = Bounds(head_seconds=0.5, unread_seconds=0.3)
_FEW = Bounds(connections=8, of_network=3)


@pytest.fixture(scope="module")
def url(world: World) -> Iterator[str]:
    """The address of an application that waits for half a second, and for 64 bytes a second."""
    app = world.app(pace=Pace(0.5, 64), stream_seconds=600.0)
    with serving(app, _SOON, proxies="none") as address:
        yield address


@pytest.fixture(scope="module")
def patient(world: World) -> Iterator[str]:
    """The address of an application with the bounds of an installation."""
    with serving(world.app()) as address:
        yield address


def _served(url: str) -> bool:
    return httpx.get(url + "/v1/blocks/0", trust_env=False, timeout=30).status_code == 200


def _dripped(url: str, begun: bytes, drip: bytes) -> list[int]:
    """What comes of bytes that drip until the server ends the connection; others are served."""
    with connected(url) as line:
        line.send(begun)
        deadline = time.monotonic() + 20
        while not line.closed:
            assert time.monotonic() < deadline
            assert _served(url)
            line.send(drip)
            line.read(0.05)
        return line.statuses()


SLOW = {
    "nothing": (b"", b"", []),
    "empty lines": (b"", b"\r\n", [408]),
    "a request line": (b"GET /", b"a", [408]),
    "a field": (_GET + b"X: ", b"a", [408]),
    "fields": (_GET, b"X: a\r\n", [408]),
    "a second request": (_GET + b"\r\n" + _GET, b"X: a\r\n", [200, 408]),
    "a body": (_POST + b"Content-Length: 100000\r\n\r\n", b"a", [408]),
    "chunks": (_CHUNKED, b"1\r\na\r\n", [408]),
    "no chunk": (_CHUNKED, b"0", [408]),
    "an extension of a chunk": (_CHUNKED + b"1;", b"a", [408]),
    "trailers": (_CHUNKED + b"1\r\na\r\n0\r\n", b"X: a\r\n", [408]),
    "a body of JSON": (
        (
            b"POST /v1/assets HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            b"Content-Length: 1000\r\n\r\n"
        ),
        b" ",
        [408],
    ),
    "a deposit": (
        (
            b"POST /v1/deposits HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n"
            b"Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\nX: "
        ),
        b"a",
        [408],
    ),
    "a body that nobody reads": (_GET + b"Content-Length: 1000\r\n\r\n", b"a", [200]),
}


@pytest.mark.parametrize("case", SLOW)
def test_what_drips_is_ended_and_others_are_served_meanwhile(url: str, case: str) -> None:
    begun, drip, statuses = SLOW[case]
    assert _dripped(url, begun, drip) == statuses


def test_a_body_that_is_too_slow_is_told_so_in_words(url: str) -> None:
    with connected(url) as line:
        line.send(_POST + b"Accept-Language: kk\r\nContent-Length: 9\r\n\r\n1234")
        assert line.ended() == [408]
    assert "Сұраудың денесі тым баяу келеді.".encode() in line.come
    assert b'"code":"request.body-too-slow"' in line.come


def test_a_body_that_comes_slowly_but_surely_is_taken(url: str) -> None:
    def steadily() -> Iterator[bytes]:
        for _ in range(10):
            yield b"x" * 100
            time.sleep(0.15)

    answer = httpx.post(url + "/v1/verifications", content=steadily(), trust_env=False)
    assert answer.status_code == 200


def test_an_upload_goes_on_for_as_long_as_bytes_come_and_keeps_what_came(world: World) -> None:
    depositor, data = world.admit(Role.DEPOSITOR), content("slowly", 4000)
    shelf = UploadBounds(world.folder / "slow-uploads", idle_seconds=60)
    app = world.app(uploads=shelf, pace=Pace(0.4, 512))
    with serving(app, _SOON) as url, httpx.Client(base_url=url, trust_env=False) as client:
        path = begun(client, depositor, len(data), sha256=sha256(data)[2:])
        half = len(data) // 2
        with half_sent(client, path, 0, half, b"") as steady:
            for at in range(0, half, 200):
                steady.sendall(data[at : min(at + 200, half)])
                time.sleep(0.1)
            assert b" 204 " in steady.recv(1000)
        with half_sent(client, path, half, len(data) - half, data[half : half + 7]) as silent:
            assert b" 408 " in silent.recv(1000)
        assert offset(client, path) == half + 7
        headers = {**VERSION, "Upload-Offset": str(half + 7)}
        headers["Content-Type"] = "application/offset+octet-stream"
        assert client.patch(path, content=data[half + 7 :], headers=headers).status_code == 204
        assert deposited(client, depositor, path).status_code == 201


LARGE = {
    "a field of 1 MiB": (_GET + b"X: " + b"a" * (1 << 20) + b"\r\n\r\n", 431),
    "a field of 1 MiB without an end": (_GET + b"X: " + b"a" * (1 << 20), 431),
    "a name of 1 MiB": (_GET + b"a" * (1 << 20), 431),
    "ten thousand fields": (_GET + b"X: a\r\n" * 10_000 + b"\r\n", 431),
    "a hundred and one fields": (_GET + b"X: a\r\n" * 100 + b"\r\n", 431),
    "33 KiB of fields": (_GET + b"".join(b"X: %a\r\n" % ("a" * 1100) for _ in range(30)), 431),
    "a target of 1 MiB": (b"GET /" + b"a" * (1 << 20) + b" HTTP/1.1\r\nHost: a\r\n\r\n", 414),
    "empty lines without end": (b"\r\n" * (1 << 19), 431),
    "an extension of 1 MiB": (_CHUNKED + b"1;" + b"a" * (1 << 20), 400),
    "trailers of 1 MiB": (_CHUNKED + b"0\r\n" + b"X: a\r\n" * 200_000, 400),
    "a trailer of 1 MiB": (_CHUNKED + b"0\r\nX: " + b"a" * (1 << 20), 400),
}


@pytest.mark.parametrize("case", LARGE)
def test_heads_without_measure_are_refused(patient: str, case: str) -> None:
    sent, status = LARGE[case]
    assert exchanged(patient, sent) == [status]


def test_heads_at_the_bounds_are_served(url: str) -> None:
    with connected(url) as line:
        line.send(_GET + b"X: a\r\n" * 99 + b"\r\n")
        assert line.answers(1) == [200]
        line.send(_GET + b"X: " + b"a" * 32_000 + b"\r\n\r\n")
        assert line.answers(2) == [200, 200]
        line.send(b"GET /v1/blocks/0?" + b"a" * 8000 + b" HTTP/1.1\r\nHost: a\r\n\r\n")
        assert line.answers(3) == [200, 200, 200]


def test_chunks_without_end_are_counted(world: World) -> None:
    with serving(world.app(max_content_bytes=100_000)) as url, connected(url) as line:
        line.send(_CHUNKED)
        while not line.closed and line.send(b"3e8\r\n" + b"a" * 1000 + b"\r\n"):
            line.read(0.001)
        assert line.ended() == [413]
        assert _served(url)


def test_a_body_shorter_than_it_says_is_no_body(url: str) -> None:
    with connected(url) as line:
        line.send(_POST + b"Content-Length: 1000\r\n\r\nabc")
        line.socket.shutdown(1)
        assert line.ended() == []
    assert _served(url)


def test_of_many_requests_at_once_some_are_answered_and_the_connection_ends(url: str) -> None:
    with connected(url) as line:
        line.send(NEXT * 5)
        assert line.answers(5) == [200] * 5
    with connected(url) as line:
        line.send(NEXT * 20_000)
        statuses = line.ended()
    assert set(statuses) == {200}
    assert 10 < len(statuses) < 100
    assert _served(url)


def test_who_waits_in_a_queue_and_goes_away_leaves_no_listener(world: World) -> None:
    """A stream of events before a second request is ended with its connection."""
    app = world.app(max_listeners=1)
    stream = b"GET /v1/events/stream HTTP/1.1\r\nHost: a\r\n\r\n"
    with serving(app) as url:
        with connected(url) as line:
            line.send(stream + NEXT)
            assert line.answers(1) == [200]
        deadline = time.monotonic() + 30
        while True:
            assert time.monotonic() < deadline
            with connected(url) as again:
                again.send(stream)
                if again.answers(1) == [200]:
                    break
            time.sleep(0.1)


def test_who_does_not_read_the_answer_is_left(world: World) -> None:
    """The requests are pipelined, so that more is to be written than the system holds."""
    many = Bounds(unread_seconds=0.3, pipelined=1_000_000)
    with serving(world.app(rate_of_address=0), many) as url, connected(url) as line:
        line.socket.settimeout(0.2)
        deadline = time.monotonic() + 60
        with contextlib.suppress(OSError):
            while time.monotonic() < deadline:
                with contextlib.suppress(TimeoutError):
                    line.socket.sendall(b"GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n" * 50)
        assert time.monotonic() < deadline
        assert _served(url)


def test_idle_connections_give_way_and_busy_ones_stay(world: World) -> None:
    with serving(world.app(), _FEW) as url, contextlib.ExitStack() as stack:
        stream = stack.enter_context(connected(url))
        stream.send(b"GET /v1/events/stream HTTP/1.1\r\nHost: a\r\n\r\n")
        assert stream.answers(1) == [200]
        idle = [stack.enter_context(connected(url)) for _ in range(20)]
        assert _served(url)
        assert sum(line.read(0.05) == b"" and line.closed for line in idle) >= 12
        stream.read(0.1)
        assert not stream.closed


def test_where_all_are_busy_there_is_no_place(world: World) -> None:
    with serving(world.app(), _FEW) as url, contextlib.ExitStack() as stack:
        streams = [stack.enter_context(connected(url)) for _ in range(8)]
        for each in streams:
            each.send(b"GET /v1/events/stream HTTP/1.1\r\nHost: a\r\n\r\n")
            assert each.answers(1) == [200]
        with connected(url) as line:
            assert line.ended() == [503]
            assert b"Retry-After: 5" in line.come
        streams[0].socket.close()
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with connected(url) as line:
                line.send(NEXT)
                if line.answers(1) == [200]:
                    break
        assert line.statuses() == [200]


def test_one_network_has_a_part_of_the_places_and_a_proxy_has_all(world: World) -> None:
    with serving(world.app(), _FEW) as url, contextlib.ExitStack() as stack:
        for _ in range(3):
            stack.enter_context(connected(url, "127.0.0.2"))
        with connected(url, "127.0.0.2") as line:
            assert line.ended() == [429]
        other = stack.enter_context(connected(url, "127.0.0.3"))
        other.send(NEXT)
        assert other.answers(1) == [200]
        proxied = [stack.enter_context(connected(url)) for _ in range(4)]
        for each in proxied:
            each.send(NEXT)
            assert each.answers(1) == [200]


def test_a_hundred_slow_clients_do_not_hold_up_a_prompt_one(url: str) -> None:
    slow = [b"", b"GET /", _POST + b"Content-Length: 1000\r\n\r\nab", _CHUNKED]
    with contextlib.ExitStack() as stack:
        lines = [stack.enter_context(connected(url, f"127.0.0.{2 + n % 9}")) for n in range(100)]
        for number, line in enumerate(lines):
            line.send(slow[number % 4])
        served = [_served(url) for _ in range(20)]
        assert all(served)
        ended = [line.ended() for line in lines]
    assert all(each in ([], [408]) for each in ended)
