"""The bounds of HTTP and WebSocket, each made small enough to be met."""

from __future__ import annotations

import json
import socket
import time
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from node.rpc.limits import Limits
from node.rpc.protocol import Method
from node.server import Door
from tests.node.asking import fail
from tests.node.serving import served
from tests.node.talking import talking

if TYPE_CHECKING:
    from tests.node.world import World

SLOW = {"test_sleep": Method(lambda: time.sleep(0.6))}
ORIGIN = "https://explorer.example"


def deaf(url: str) -> socket.socket:
    """A WebSocket client that has connected and will not read."""
    host, port = url.removeprefix("http://").split(":")
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.connect((host, int(port)))
    key = "dGhlIHNhbXBsZSBub25jZQ=="  # the example of RFC 6455, section 1.3
    client.sendall(
        f"GET / HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    greeting = b""
    while not greeting.endswith(b"\r\n\r\n"):
        greeting += client.recv(1)
    assert b" 101 " in greeting
    return client


def send(client: socket.socket, *requests: tuple[str, list[Any]]) -> None:
    """Send a batch as one masked text frame (RFC 6455, section 5.2)."""
    batch = [{"jsonrpc": "2.0", "id": 1, "method": name, "params": ps} for name, ps in requests]
    body = json.dumps(batch).encode()
    client.sendall(b"\x81\xfe" + len(body).to_bytes(2, "big") + bytes(4) + body)


def clog(world: World, client: socket.socket) -> None:
    """Ask for some 20 MB, which no buffer of the system holds."""
    for _ in range(2):
        send(client, *[("eth_getCode", [world.address("digital_assets")])] * 500)


def wait_for_room(url: str) -> None:
    """Return as soon as another client may connect."""
    for _ in range(100):
        try:
            with talking(url):
                return
        except InvalidStatus:
            time.sleep(0.1)
    raise AssertionError


def test_connections_are_bounded(world: World) -> None:
    with served(world, Limits(connections=1)) as url:
        with talking(url) as talk:
            assert talk.ask("eth_blockNumber") == "0x1"
            with pytest.raises(InvalidStatus) as caught, talking(url):
                pass
            assert caught.value.response.status_code == 503
            error = json.loads(caught.value.response.body or b"")["error"]
            assert error["data"] == {"code": "too-many-connections", "limit": 1}
        wait_for_room(url)


def test_a_client_that_reads_no_answers_is_let_go(world: World) -> None:
    limits = Limits(connections=1, stall=0.3)
    with served(world, limits) as url, deaf(url) as client:
        clog(world, client)
        wait_for_room(url)


def test_a_client_that_reads_no_news_is_let_go(world: World) -> None:
    limits = Limits(connections=1, stall=60, backlog=20_000)
    with served(world, limits) as url, deaf(url) as client:
        send(client, *[("eth_subscribe", ["newHeads"])] * 64)
        client.recv(1)  # of the answer
        send(client, *[("eth_getCode", [world.address("digital_assets")])] * 500)
        time.sleep(1)
        with pytest.raises(InvalidStatus), talking(url):
            pass
        world.decree("participants", "admit", "0x" + "12" * 20, 0, b"\x01" * 32)
        world.seal()
        wait_for_room(url)


def test_a_client_that_reads_its_news_stays(world: World) -> None:
    with served(world, Limits(connections=1, backlog=200_000)) as url, talking(url) as talk:
        made = [talk.ask("eth_subscribe", "newHeads") for _ in range(64)]
        world.decree("participants", "admit", "0x" + "12" * 20, 0, b"\x01" * 32)
        world.seal()
        assert {talk.heard(each)["number"] for each in made} == {"0x2"}


def test_an_answer_that_takes_too_long_is_given_up(world: World) -> None:
    limits = Limits(seconds=0.2)
    with served(world, limits, more=SLOW) as url, httpx.Client(base_url=url) as post:
        error = fail(post, "test_sleep")
        assert error["code"] == -32002
        assert error["data"] == {"code": "timed-out", "limit": 0.2}
        one = {"jsonrpc": "2.0", "method": "test_sleep"}
        batch = post.post("/", json=[{**one, "id": "a"}, one, {**one, "id": 2}]).json()
        assert [(each["id"], each["error"]["code"]) for each in batch] == [
            ("a", -32002),
            (2, -32002),
        ]
        assert post.post("/", json=one).content == b""


def test_threads_are_bounded_and_those_who_wait_are_told(world: World) -> None:
    limits = Limits(seconds=0.2, threads=1)
    with served(world, limits, more=SLOW) as url, httpx.Client(base_url=url) as post:
        assert fail(post, "test_sleep")["code"] == -32002
        assert fail(post, "eth_syncing")["code"] == -32002
        assert "result" in post.post("/", json=_request("eth_chainId")).json()  # needs no thread
        time.sleep(0.6)
        assert "result" in post.post("/", json=_request("eth_syncing")).json()


def test_requests_at_once_are_bounded(world: World) -> None:
    with served(world, Limits(requests=0)) as url:
        answer = httpx.post(url, json=_request("eth_chainId"))
    assert answer.status_code == 503
    assert answer.json()["error"]["data"] == {"code": "too-many-requests", "limit": 0}


def test_answers_and_batches_are_bounded(world: World) -> None:
    limits = Limits(answer=200, batch=5)
    with served(world, limits) as url, httpx.Client(base_url=url) as post:
        error = fail(post, "eth_getBlockByNumber", "latest")
        assert error["code"] == -32003
        assert error["data"] == {"code": "answer-too-large", "limit": 200}
        batch = post.post("/", json=[_request("eth_chainId")] * 5).json()
        assert [each.get("result", each.get("error", {}).get("code")) for each in batch] == [
            *["0x1f7b92f"] * 4,
            -32003,
        ]
        too_many = post.post("/", json=[_request("eth_chainId")] * 6).json()["error"]
        assert too_many["code"] == -32600
        assert too_many["data"] == {"code": "batch-too-large", "limit": 5, "found": 6}


def test_a_body_that_is_too_long_is_refused_however_long_it_is(world: World) -> None:
    with served(world, Limits(body=1000)) as url:
        for length in (1001, 3_000_000):
            answer = httpx.post(url, content=b" " * length)
            assert answer.status_code == 413
            error = answer.json()["error"]
            assert error["data"] == {"code": "body-too-large", "limit": 1000}
        assert httpx.post(url, json=_request("eth_chainId")).status_code == 200


def test_no_page_of_another_origin_reads_answers_unless_it_is_named(world: World) -> None:
    asked = {"origin": ORIGIN, "access-control-request-method": "POST"}
    asked["access-control-request-headers"] = "content-type"
    with served(world, Limits()) as url:
        plain = httpx.post(url, json=_request("eth_chainId"), headers={"origin": ORIGIN})
        assert "access-control-allow-origin" not in plain.headers
        assert httpx.options(url, headers=asked).status_code == 405
        text = httpx.post(url, content=b"{}", headers={"content-type": "text/plain"})
        assert text.status_code == 415
    with served(world, Limits(), Door((ORIGIN,))) as url:
        assert httpx.options(url, headers=asked).headers["access-control-allow-origin"] == ORIGIN
        other = httpx.options(url, headers={**asked, "origin": "https://other.example"})
        assert "access-control-allow-origin" not in other.headers
        with talking(url, origin=ORIGIN) as talk:
            assert talk.ask("eth_blockNumber") == "0x1"
        with pytest.raises(InvalidStatus), talking(url, origin="https://other.example"):
            pass
    with served(world, Limits(), Door(("*",))) as url:
        plain = httpx.post(url, json=_request("eth_chainId"), headers={"origin": ORIGIN})
        assert plain.headers["access-control-allow-origin"] == "*"


def _request(method: str) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": 1, "method": method}
