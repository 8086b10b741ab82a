"""Where webhooks of accounts may go: to public addresses, checked and then connected to."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import Rejected
from ledger.hooks.courier import Courier
from ledger.hooks.reaching import Reach, is_public, resolve
from tests.support.receiver import receiving

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PUBLIC = "93.184.215.14"
VECTORS = Path(__file__).parents[1] / "vectors" / "tls"

NOT_PUBLIC = [
    "0.0.0.0",  # noqa: S104 - refused below
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.168.1.1",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:93.184.215.14",
    "64:ff9b::7f00:1",
    "64:ff9b::5db8:d70e",
    "64:ff9b:1::a00:1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:db8::1",
    "2002:7f00:1::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
]


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_an_address_that_is_not_anybodys_is_refused(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))
    literal = f"[{address}]" if ":" in address else address
    for url in (f"https://{literal}/x", f"https://{literal}:8443/"):
        with pytest.raises(Rejected, match=r"^hook\.forbidden-address"):
            Reach().check(url)
    with pytest.raises(Rejected, match=r"^hook\.forbidden-address"):
        Reach().target("https://hooks.example/", lambda _name, _port: [address])
    with pytest.raises(Rejected, match=r"^hook\.forbidden-address"):
        Reach().target("https://hooks.example/", lambda _name, _port: [PUBLIC, address])


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:4700::1111"])
def test_a_public_address_is_taken(address: str) -> None:
    target = Reach().target("https://hooks.example/a?b", lambda _name, _port: [address])
    shown = f"[{address}]" if ":" in address else address
    assert (target.url, target.name) == (f"https://{shown}:443/a?b", "hooks.example")
    assert Reach().check(f"https://{shown}/") == f"https://{shown}/"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://hooks.example/", "hook.bad-url"),
        ("http://localhost/", "hook.forbidden-address"),
        ("https://hooks.example:22/", "hook.forbidden-address"),
        ("https://hooks.example:8545/", "hook.forbidden-address"),
        ("https://user:secret@hooks.example/", "hook.bad-url"),
        ("https://93.184.215.14@127.0.0.1/", "hook.bad-url"),
        ("gopher://hooks.example/", "hook.bad-url"),
        ("https://hooks.example/#x", "hook.bad-url"),
        ("https:///x", "hook.bad-url"),
    ],
)
def test_another_form_of_url_is_refused(url: str, code: str) -> None:
    with pytest.raises(Rejected) as refusal:
        Reach().check(url)
    assert refusal.value.code == code
    assert Reach().check("https://hooks.example:8443/") == "https://hooks.example:8443/"


def test_what_is_signed_itself_may_come_by_http_from_public_addresses() -> None:
    plain = Reach(plain=True)
    target = plain.target("http://crl.example/a.crl", lambda _name, _port: [PUBLIC])
    assert target.url == f"http://{PUBLIC}:80/a.crl"
    assert plain.check("https://crl.example/a.crl") == "https://crl.example/a.crl"
    for url in ("http://crl.example:8080/", "http://127.0.0.1/", "http://crl.example:443/"):
        with pytest.raises(Rejected, match=r"^hook\.forbidden-address"):
            plain.check(url)
    for url in ("ldap://crl.example/", "http://a:b@crl.example/", "http:///x"):
        with pytest.raises(Rejected, match=r"^hook\.bad-url"):
            plain.check(url)
    for address in NOT_PUBLIC:
        with pytest.raises(Rejected, match=r"^hook\.forbidden-address"):
            plain.target("http://crl.example/", lambda _name, _port, at=address: [at])  # type: ignore[misc] # bound at once


def test_what_the_system_reads_as_an_address_is_checked_as_one() -> None:
    for url in ("https://2130706433/", "https://0x7f.1/", "https://127.1/", "https://localhost/"):
        with pytest.raises(Rejected, match=r"^hook\.forbidden-address"):
            Reach().target(url, resolve)


def test_an_operator_may_let_private_addresses_in() -> None:
    for url in ("http://10.0.0.1:8080/x", "https://localhost:22/"):
        assert Reach(private=True).check(url) == url
    with pytest.raises(Rejected, match=r"^hook\.bad-url"):
        Reach(private=True).check("http://a:b@10.0.0.1/")


@given(st.text(max_size=60))
def test_any_text_is_refused_or_leads_to_a_public_address(text: str) -> None:
    with contextlib.suppress(Rejected, OSError):
        target = Reach().target(text, lambda _name, _port: [PUBLIC])
        assert target.url.startswith("https://")


def test_a_name_is_resolved_once_and_its_checked_address_is_connected_to() -> None:
    asked: list[str] = []

    def rebinding(name: str, _port: int) -> Sequence[str]:
        asked.append(name)
        return ["127.0.0.1"] if len(asked) == 1 else ["192.0.2.1"]

    with receiving() as receiver:
        port = receiver.url.rstrip("/").rpartition(":")[2]
        courier = Courier(Reach(private=True), rebinding)
        url = f"http://hooks.example:{port}/"
        assert courier.post(url, b"{}", {"x-a": "b"}, trusted=False) is None
        (headers, body) = receiver.taken[0]
        assert (headers["host"], headers["x-a"], body) == (f"hooks.example:{port}", "b", b"{}")
        assert asked == ["hooks.example"]
        strict = Courier(Reach(), lambda _name, _port: ["127.0.0.1"])
        refused = strict.post("https://hooks.example/", b"{}", {}, trusted=False)
        assert refused == "forbidden address"
        assert len(receiver.taken) == 1


def test_a_redirect_is_not_followed() -> None:
    with receiving() as receiver, receiving() as other:
        receiver.status, receiver.url, address = 302, other.url, receiver.url
        courier = Courier(Reach(private=True))
        assert courier.post(address, b"{}", {}, trusted=False) == "status 302"
        assert courier.post(address, b"{}", {}, trusted=True) == "status 302"
        assert other.taken == []


def test_a_certificate_is_that_of_the_name_and_not_of_the_address() -> None:
    trust = ssl.create_default_context(cafile=str(VECTORS / "authority.pem"))
    with _over_tls() as (port, names):
        courier = Courier(Reach(private=True), lambda _name, _port: ["127.0.0.1"], trust)
        url = f"https://hooks.example:{port}/"
        assert courier.post(url, b"{}", {}, trusted=False) is None
        other = f"https://other.example:{port}/"
        assert courier.post(other, b"{}", {}, trusted=False) == "unreachable"
        assert names == ["hooks.example", "other.example"]
        untrusting = Courier(Reach(private=True), lambda _name, _port: ["127.0.0.1"])
        assert untrusting.post(url, b"{}", {}, trusted=False) == "unreachable"


def test_a_receiver_that_dribbles_is_left_after_the_time_of_a_request() -> None:
    with _dribbling() as url:
        courier = Courier(Reach(private=True), seconds=1.0)
        assert courier.post(url, b"{}", {}, trusted=False) == "timeout"


def test_a_name_without_an_address_is_unreachable() -> None:
    def nothing(_name: str, _port: int) -> Sequence[str]:
        raise OSError

    def empty(_name: str, _port: int) -> Sequence[str]:
        return []

    for resolver in (nothing, empty):
        found = Courier(Reach(), resolver).post("https://a.example/", b"", {}, trusted=False)
        assert found == "unreachable"


@contextlib.contextmanager
def _over_tls() -> Iterator[tuple[int, list[str]]]:
    """A server with the certificate of hooks.example; the names that it was asked for."""
    names: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(VECTORS / "hooks.example.pem")
    context.sni_callback = lambda _socket, name, _context: names.append(str(name))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign] # a client may go
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port, names
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextlib.contextmanager
def _dribbling() -> Iterator[str]:
    """A server that sends a byte of its answer now and then, for ever."""
    stop = threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listening.accept()
        with connection, contextlib.suppress(OSError):
            while not stop.wait(0.05):
                connection.sendall(b"H")

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    finally:
        stop.set()
        thread.join()
        listening.close()
