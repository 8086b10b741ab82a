"""Requests that are answered in the event loop: the same answers, in order, and nobody waits."""

from __future__ import annotations

import json
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import httpx
import pytest

from node.primitives import as_checksummed, contract_address
from node.rpc.limits import Limits
from node.transactions import Transaction
from tests.node.asking import fail
from tests.node.serving import served
from tests.node.world import AUTHORITY, OPERATOR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.node.world import World

_JSON = {"content-type": "application/json"}
_ENDLESS = "0x6005600c60003960056000f35b600056"  # its code: JUMPDEST PUSH1 0 JUMP


@pytest.fixture
def url(world: World) -> Iterator[str]:
    with served(world, Limits(call_seconds=1.0)) as at:
        yield at


def _body(method: str, *parameters: Any, identity: int = 1) -> bytes:
    request = {"jsonrpc": "2.0", "id": identity, "method": method, "params": parameters}
    return json.dumps(request).encode()


def _post(body: bytes, more: bytes = b"", kind: bytes = b"application/json") -> bytes:
    head = b"POST / HTTP/1.1\r\nHost: here\r\nContent-Type: %s\r\n" % kind
    return head + more + b"Content-Length: %d\r\n\r\n" % len(body) + body


class _Raw:
    """A connection whose bytes a test chooses."""

    def __init__(self, url: str) -> None:
        self.socket = socket.create_connection((urlsplit(url).hostname, urlsplit(url).port), 10)
        self._file = self.socket.makefile("rb")

    def answer(self) -> Any:
        """The next response: its status, headers and JSON."""
        status = int(self._file.readline().split()[1])
        headers = {}
        while (line := self._file.readline()) not in (b"\r\n", b""):
            name, _, value = line.decode().partition(":")
            headers[name.lower()] = value.strip()
        return status, headers, json.loads(self._file.read(int(headers["content-length"])))

    def is_closed(self) -> bool:
        return self._file.read(1) == b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self.socket.close()


def test_the_answer_is_that_of_a_thread(world: World, url: str) -> None:
    view = {"to": world.address("participants"), "data": "0x06661abd"}  # count()
    asked = [
        _body("eth_chainId"),
        _body("eth_call", view, "latest"),
        _body("eth_call", {**view, "data": "0xffffffff"}, "latest"),  # reverts
        _body("eth_call", view, "0x999999"),
        _body("eth_call", "nothing"),
        _body("eth_getTransactionCount", world.address("participants"), "latest"),
        _body("eth_sendRawTransaction", "0x02"),
        _body("eth_getTransactionReceipt", "0x" + "11" * 32),
    ]
    with httpx.Client(base_url=url, headers=_JSON) as client:
        for body in asked:
            prompt = client.post("/", content=body)
            (threaded,) = client.post("/", content=b"[" + body + b"]").json()
            assert prompt.status_code == 200
            assert prompt.headers["content-type"] == "application/json"
            assert "date" in prompt.headers
            assert prompt.json() == threaded


def test_answers_come_in_the_order_of_the_requests_whatever_each_takes(
    world: World, url: str
) -> None:
    sent = world.transaction(OPERATOR)
    bodies = [
        _body("eth_chainId", identity=1),
        _body("eth_sendRawTransaction", "0x" + sent.hex(), identity=2),
        _body("eth_syncing", identity=3),
        _body("eth_blockNumber", identity=4),
        _body("eth_getTransactionByHash", "0x" + Transaction.decode(sent).hash.hex(), identity=5),
    ]
    with _Raw(url) as raw:
        raw.socket.sendall(b"".join(map(_post, bodies)))
        answers = [raw.answer()[2] for _ in bodies]
    assert [each["id"] for each in answers] == [1, 2, 3, 4, 5]
    assert answers[4]["result"]["hash"] == answers[1]["result"]
    assert world.pool.get(Transaction.decode(sent).hash) is not None


def test_a_request_in_pieces_and_one_that_closes_are_answered(url: str) -> None:
    whole = _post(_body("eth_chainId"))
    with _Raw(url) as raw:
        for piece in (whole[:30], whole[30:-20], whole[-20:]):
            raw.socket.sendall(piece)
            time.sleep(0.02)
        assert raw.answer()[2]["result"] == "0x1f7b92f"
        raw.socket.sendall(_post(_body("eth_chainId"), b"Connection: close\r\n"))
        assert raw.answer()[2]["result"] == "0x1f7b92f"
        assert raw.is_closed()


@pytest.mark.parametrize(
    ("more", "kind", "expected"),
    [
        (b"Origin: https://elsewhere.example\r\n", b"application/json", 200),
        (b"", b"application/json; charset=utf-8", 200),
        (b"", b"text/plain", 415),
    ],
)
def test_what_is_not_plain_goes_the_way_of_all_others(
    url: str, more: bytes, kind: bytes, expected: int
) -> None:
    with _Raw(url) as raw:
        raw.socket.sendall(_post(_body("eth_chainId"), more, kind))
        status, headers, _ = raw.answer()
    assert status == expected
    assert "access-control-allow-origin" not in headers


def test_a_lengthy_call_keeps_nobody_waiting(world: World, url: str) -> None:
    world.admission.admit(world.transaction(OPERATOR, to=None, data=_ENDLESS))
    created = world.seal().transactions[0]
    address = as_checksummed(contract_address(created.sender, created.inner.nonce))
    with httpx.Client(base_url=url, timeout=30) as client, ThreadPoolExecutor(1) as beside:
        began = time.monotonic()
        lengthy = beside.submit(fail, client, "eth_call", {"to": address}, "latest")
        others = 0
        while not lengthy.done():
            assert httpx.post(url, content=_body("eth_chainId"), headers=_JSON).is_success
            others += 1
        assert lengthy.result()["data"] == {"code": "call-time-limit", "limit": 1.0}
        assert time.monotonic() - began >= 1.0
    assert others > 1


def test_what_is_not_on_disk_is_not_acknowledged(world: World) -> None:
    full = True

    def settle() -> None:
        if full:
            raise OSError("no space left on device")
        world.pool.settle()

    with served(world, Limits(), settle=settle) as url, httpx.Client(base_url=url) as client:
        first = "0x" + world.transaction(OPERATOR).hex()
        assert fail(client, "eth_sendRawTransaction", first)["code"] == -32603
        full = False
        second = _body("eth_sendRawTransaction", "0x" + world.transaction(AUTHORITY).hex())
        assert "result" in client.post("/", content=second, headers=_JSON).json()
    assert len(world.seal().transactions) == 2  # the first is on disk by now as well


def test_senders_who_come_together_share_one_write(world: World) -> None:
    raws = [world.transaction(OPERATOR, nonce=world.nonce(OPERATOR) + ahead) for ahead in range(20)]
    bodies = [_body("eth_sendRawTransaction", "0x" + each.hex()) for each in raws]
    may_write = threading.Event()
    writes = []

    def settle() -> None:
        writes.append(may_write.wait(10))
        world.pool.settle()

    with (
        served(world, Limits(), settle=settle) as url,
        ThreadPoolExecutor(len(raws)) as threads,
    ):
        sending = [threads.submit(httpx.post, url, content=each, headers=_JSON) for each in bodies]
        while len(world.pool) < len(raws):
            time.sleep(0.01)
        assert not any(each.done() for each in sending)
        may_write.set()
        assert all("result" in each.result().json() for each in sending)
    assert len(writes) <= 2
