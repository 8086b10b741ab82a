"""Uploads are bounded, expire, and belong to whoever began them."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import pytest
from sqlmodel import select

from api.remote import network
from api.uploads.model import UploadBounds
from api.uploads.tables import UploadRow
from ledger.database import reading
from tests.api.sending import (
    VERSION,
    begin,
    begun,
    content,
    deposited,
    half_sent,
    offset,
    piece,
    said,
    sha256,
)
from tests.api.talk import problem
from tests.support.http import client_of
from tests.support.world import Role

if TYPE_CHECKING:
    import httpx
    from eth_account.signers.local import LocalAccount

    from tests.support.world import World


@pytest.fixture
def depositing(world: World) -> LocalAccount:
    """A depositor of one test's own, who has no upload yet."""
    return world.admit(Role.DEPOSITOR)


def _bounded(world: World, **bounds: Any) -> Any:
    folder = world.folder / f"uploads-{secrets.token_hex(4)}"
    return client_of(world.app(uploads=UploadBounds(folder, **bounds)))


def test_uploads_are_bounded_in_size_in_number_and_together(
    world: World, depositing: LocalAccount
) -> None:
    other = world.admit(Role.DEPOSITOR)
    with _bounded(world, max_bytes=1000, most_of_sender=2, total_bytes=1 << 40) as client:
        assert problem(begin(client, depositing, 1001), 413, "upload.too-large")["limit"] == 1000
        first = begun(client, depositing, 1000)
        second = begun(client, depositing, 1000)
        assert problem(begin(client, depositing, 1), 429, "upload.too-many")["limit"] == 2
        third = begun(client, other, 1)
        problem(piece(client, third, 0, bytes(1001)), 413, "upload.too-long")
        assert client.delete(first, headers=VERSION).status_code == 204
        again = begun(client, depositing, 1000)
    with _bounded(world, total_bytes=2000) as client:
        problem(begin(client, other, 2000), 507, "upload.store-full")
    with _bounded(world, most=1) as client:
        problem(begin(client, other, 1), 507, "upload.store-full")
    with _bounded(world) as client:
        for url in (second, third, again):
            assert client.delete(url, headers=VERSION).status_code == 204


def test_an_upload_expires_and_is_swept(world: World, depositing: LocalAccount) -> None:
    with _bounded(world, seconds=0) as client:
        made = begin(client, depositing, 1)
        assert made.headers["upload-expires"].endswith("GMT")
        url = made.headers["location"]
        assert client.head(url, headers=VERSION).status_code == 410
        problem(piece(client, url, 0, b"x"), 410, "upload.expired")
        begun(client, depositing, 1)
        assert client.head(url, headers=VERSION).status_code == 404


def test_a_file_that_no_upload_knows_is_swept_at_the_start(world: World) -> None:
    folder = world.folder / "uploads-orphan"
    folder.mkdir()
    (folder / ("x" * 32)).write_bytes(b"left by a crash")
    world.app(uploads=UploadBounds(folder))
    assert list(folder.iterdir()) == []


def test_a_client_that_falls_silent_keeps_what_it_sent_and_loses_the_lock(
    world: World, depositing: LocalAccount
) -> None:
    with _bounded(world, idle_seconds=0.2) as client:
        url = begun(client, depositing, 10)
        with half_sent(client, url, 0, 10, b"01234") as silent:
            assert b"408" in silent.recv(100).split(b"\r\n")[0]
        assert offset(client, url) == 5
        assert piece(client, url, 5, b"56789").status_code == 204


def test_an_upload_is_its_senders(
    world: World, client: httpx.Client, depositing: LocalAccount
) -> None:
    data = content("whose", 1000)
    url = begun(client, depositing, len(data), sha256=sha256(data)[2:])
    piece(client, url, 0, data)
    other = world.admit(Role.DEPOSITOR)
    problem(deposited(client, other, url), 422, "upload.sender-differs")
    stranger = world.admit(Role.MINER)
    body = problem(begin(client, stranger, 1), 422, "contract.refused")
    assert body["reason"] == "not a depositor"
    headers = {**VERSION, "Upload-Length": "1"}
    problem(client.post("/v1/uploads", headers=headers), 422, "upload.no-sender")
    for bad in ("sender", "sender %%", "sender AA==,sender AA==", "a" * 5000):
        refused = client.post("/v1/uploads", headers={**headers, "Upload-Metadata": bad})
        assert refused.status_code in {400, 422}
    refused = begin(client, depositing, 1, sha256="ab")
    problem(refused, 400, "upload.bad-header")


def test_an_unknown_upload_is_not_found(client: httpx.Client, depositing: LocalAccount) -> None:
    for name in ("x" * 32, "..", "%2e%2e%2fvault.db", "x"):
        url = f"/v1/uploads/{name}"
        assert client.head(url, headers=VERSION).status_code == 404
        assert piece(client, url, 0, b"x").status_code == 404
        assert client.delete(url, headers=VERSION).status_code == 404
    problem(deposited(client, depositing, "x" * 32), 404, "upload.unknown")
    problem(deposited(client, depositing, "../vault.db"), 404, "upload.unknown")


def test_where_a_proxy_lets_only_post_through_a_header_names_the_method(
    client: httpx.Client, depositing: LocalAccount
) -> None:
    url = begun(client, depositing, 1)
    headers = {**VERSION, "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}
    headers["Content-Type"] = "application/offset+octet-stream"
    assert client.post(url, content=b"x", headers=headers).status_code == 204
    problem(client.post(url, headers=VERSION), 405, "method.not-allowed")
    removed = client.post(url, headers={**VERSION, "X-HTTP-Method-Override": "DELETE"})
    assert removed.status_code == 204
    assert client.head(url, headers=VERSION).status_code == 404


def _from(address: str) -> dict[str, str]:
    """As a proxy on this machine names whom it speaks for."""
    return {"X-Forwarded-For": address}


def _begin_from(
    client: httpx.Client, account: LocalAccount, address: str, size: int = 1
) -> httpx.Response:
    metadata = said(sender=account.address)
    headers = {**VERSION, "Upload-Length": str(size), "Upload-Metadata": metadata}
    return client.post("/v1/uploads", headers={**headers, **_from(address)})


def test_one_network_holds_no_more_places_than_its_own(
    world: World, depositing: LocalAccount
) -> None:
    others = [world.admit(Role.DEPOSITOR) for _ in range(2)]
    with _bounded(world, most_of_address=2, seconds=100) as client:
        for each in others:
            assert _begin_from(client, each, "2001:db8::1").status_code == 201
        refused = _begin_from(client, depositing, "2001:db8::ffff:2")
        found = problem(refused, 429, "upload.too-many-here")
        assert found["limit"] == 2
        assert 0 < int(refused.headers["retry-after"]) <= 100
        assert _begin_from(client, depositing, "2001:db8:0:1::1").status_code == 201
        assert _begin_from(client, depositing, "192.0.2.1").status_code == 201
    with _bounded(world, bytes_of_address=1000) as client:
        assert _begin_from(client, depositing, "192.0.2.2", 2000).status_code == 201
        refused = _begin_from(client, depositing, "::ffff:192.0.2.2", 1)
        problem(refused, 429, "upload.too-many-here")


def test_a_stranger_takes_no_place_of_a_depositor_elsewhere(
    world: World, depositing: LocalAccount
) -> None:
    with _bounded(world, most_of_sender=1, seconds=100) as client:
        assert _begin_from(client, depositing, "198.51.100.1").status_code == 201
        refused = _begin_from(client, depositing, "198.51.100.1")
        problem(refused, 429, "upload.too-many")
        assert int(refused.headers["retry-after"]) > 0
        assert _begin_from(client, depositing, "198.51.100.2").status_code == 201
        with reading(world.services.vault) as session:
            remotes = {row.remote for row in session.exec(select(UploadRow))}
        assert "198.51.100.1" not in str(remotes)


def test_networks_are_told_apart_by_what_names_a_subscriber() -> None:
    assert network("192.0.2.1") == network("::ffff:192.0.2.1") == "192.0.2.1"
    assert network("2001:db8::1") == network("2001:db8::2%eth0") == "2001:db8::/64"
    assert network("unknown") == "unknown"
