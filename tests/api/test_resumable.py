"""Content comes piece by piece (tus 1.0), over broken connections, and not a byte is made up."""

from __future__ import annotations

import base64
import hashlib
import io
import secrets
import threading
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from tusclient.client import TusClient

from tests.api.sending import (
    MIB,
    VERSION,
    begun,
    content,
    deposited,
    half_sent,
    offset,
    piece,
    sha256,
    until,
)
from tests.api.talk import described, package, problem
from tests.support.http import client_of, serving
from tests.support.packages import KeyStream
from tests.support.world import Role

if TYPE_CHECKING:
    import httpx
    from eth_account.signers.local import LocalAccount

    from tests.support.world import World


@pytest.fixture
def depositing(world: World) -> LocalAccount:
    """A depositor of one test's own, who has no upload yet."""
    return world.admit(Role.DEPOSITOR)


def test_a_client_of_others_sends_pieces_with_checksums_and_the_cid_is_the_same(
    world: World, depositing: LocalAccount
) -> None:
    data = content("independent")
    with serving(world.app()) as url, client_of(world.app()) as client:
        others = TusClient(f"{url}/v1/uploads")
        uploader = others.uploader(
            file_stream=io.BytesIO(data),
            chunk_size=MIB,
            metadata={"sender": depositing.address, "filename": "tree.zip"},
            upload_checksum=True,
        )
        uploader.upload_chunk()  # type: ignore[no-untyped-call] # the library has no types
        assert uploader.offset == MIB
        again = others.uploader(
            file_stream=io.BytesIO(data), url=uploader.url, chunk_size=MIB, upload_checksum=True
        )
        assert again.get_offset() == MIB
        again.upload()
        path = str(urlsplit(str(uploader.url)).path)
        act = deposited(client, depositing, path, sha256=sha256(data))
        assert act.status_code == 201, act.text
        whole = package(client, described(depositing), data)
        assert act.json()["package"]["cid"] == whole.json()["package"]["cid"]
        assert client.delete(path, headers=VERSION).status_code == 204
    assert list((world.folder / "uploads").iterdir()) == []


def test_what_is_spoken_is_told_and_another_version_is_refused(
    client: httpx.Client, depositing: LocalAccount
) -> None:
    told = client.options("/v1/uploads")
    assert told.status_code == 204
    assert told.headers["tus-version"] == "1.0.0"
    assert told.headers["tus-extension"] == "creation,checksum,termination,expiration"
    assert told.headers["tus-checksum-algorithm"] == "sha1,sha256"
    assert int(told.headers["tus-max-size"]) == 18 << 30
    url = begun(client, depositing, 1)
    for given in ({}, {"Tus-Resumable": "0.2.2"}):
        for method in ("POST", "PATCH", "DELETE"):
            sizes = {"Upload-Length": "1", "Upload-Offset": "0"}
            path = "/v1/uploads" if method == "POST" else url
            refused = client.request(method, path, headers={**sizes, **given})
            problem(refused, 412, "upload.version")
            assert refused.headers["tus-version"] == "1.0.0"
    client.delete(url, headers=VERSION)


def test_a_piece_at_a_wrong_offset_is_refused_and_leaves_nothing(
    client: httpx.Client, depositing: LocalAccount
) -> None:
    url = begun(client, depositing, 10)
    assert piece(client, url, 0, b"01234").headers["upload-offset"] == "5"
    for wrong in (0, 4, 6):
        body = problem(piece(client, url, wrong, b"xx"), 409, "upload.offset-differs")
        assert (body["expected"], body["given"]) == (5, wrong)
    assert offset(client, url) == 5
    body = problem(piece(client, url, 5, b"567890"), 413, "upload.too-long")
    assert body["size"] == 10
    assert offset(client, url) == 5
    problem(
        piece(client, url, 5, b"5", **{"Content-Type": "text/plain"}), 415, "request.media-type"
    )


def test_an_upload_that_is_not_whole_is_no_deposit(
    client: httpx.Client, depositing: LocalAccount
) -> None:
    data = content("half", 1000)
    url = begun(client, depositing, len(data), sha256=sha256(data)[2:])
    piece(client, url, 0, data[:500])
    body = problem(deposited(client, depositing, url), 409, "upload.unfinished")
    assert (body["offset"], body["size"]) == (500, len(data))
    piece(client, url, 500, data[500:])
    assert deposited(client, depositing, url).status_code == 201


def test_altered_content_under_the_same_digest_is_refused(
    client: httpx.Client, depositing: LocalAccount
) -> None:
    data = content("altered", 1000)
    altered = content("ALTERED", 1000)
    url = begun(client, depositing, len(data), sha256=sha256(data)[2:])
    piece(client, url, 0, altered)
    body = problem(deposited(client, depositing, url), 422, "upload.digest-differs")
    assert (body["expected"], body["actual"]) == (sha256(data)[2:], sha256(altered)[2:])
    claimed = deposited(client, depositing, url, sha256=sha256(altered))
    problem(claimed, 422, "upload.digest-differs")
    other = begun(client, depositing, len(data))
    piece(client, other, 0, altered)
    problem(deposited(client, depositing, other), 422, "upload.no-digest")
    problem(deposited(client, depositing, other, sha256=sha256(data)), 422, "upload.digest-differs")
    assert deposited(client, depositing, other, sha256=sha256(altered)).status_code == 201


def test_a_piece_that_was_damaged_on_its_way_is_dropped_whole(
    client: httpx.Client, depositing: LocalAccount
) -> None:
    url = begun(client, depositing, 20 * MIB)
    for name, make in (("sha1", hashlib.sha1), ("sha256", hashlib.sha256)):
        sent = KeyStream(name, 2 * MIB).read(2 * MIB)
        checksum = f"{name} {base64.b64encode(make(sent).digest()).decode()}"
        at = offset(client, url)
        damaged = piece(client, url, at, sent[:-1] + b"\0", **{"Upload-Checksum": checksum})
        problem(damaged, 460, "upload.checksum-differs")
        assert offset(client, url) == at
        kept = piece(client, url, at, sent, **{"Upload-Checksum": checksum})
        assert int(kept.headers["upload-offset"]) == at + 2 * MIB
    unknown = piece(client, url, 4 * MIB, b"x", **{"Upload-Checksum": "crc32 AAAAAA=="})
    assert problem(unknown, 400, "upload.checksum-unsupported")["algorithms"] == ["sha1", "sha256"]
    for bad in ("sha1", "sha1 AAAA", "sha256 ===", "sha1 ????"):
        malformed = piece(client, url, 4 * MIB, b"x", **{"Upload-Checksum": bad})
        problem(malformed, 400, "upload.bad-header")


def test_what_came_before_the_connection_broke_is_kept(
    client: httpx.Client, depositing: LocalAccount
) -> None:
    data = content("broken")
    url = begun(client, depositing, len(data), sha256=sha256(data)[2:])
    cut = MIB + 4321
    half_sent(client, url, 0, len(data), data[:cut]).close()
    until(client, url, cut)
    assert piece(client, url, cut, data[cut:]).status_code == 204
    assert deposited(client, depositing, url).status_code == 201


def test_of_two_writers_at_once_one_is_refused(
    world: World, client: httpx.Client, depositing: LocalAccount
) -> None:
    url = begun(client, depositing, 3 * MIB)
    file = world.folder / "uploads" / url.rpartition("/")[2]
    with half_sent(client, url, 0, 3 * MIB, bytes(2 * MIB)):
        deadline = time.monotonic() + 20
        while file.stat().st_size < MIB:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        problem(piece(client, url, 0, bytes(MIB)), 423, "upload.busy")
        problem(client.delete(url, headers=VERSION), 423, "upload.busy")
        problem(deposited(client, depositing, url), 423, "upload.busy")
    until(client, url, 2 * MIB)
    assert piece(client, url, 2 * MIB, bytes(MIB)).status_code == 204


def test_many_writers_of_the_same_piece_write_it_once(
    client: httpx.Client, depositing: LocalAccount
) -> None:
    url = begun(client, depositing, 4 * MIB)
    data = KeyStream("many", 2 * MIB).read(2 * MIB)
    statuses: list[int] = []
    threads = [
        threading.Thread(target=lambda: statuses.append(piece(client, url, 0, data).status_code))
        for _ in range(6)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert statuses.count(204) == 1
    assert set(statuses) <= {204, 409, 423}
    assert offset(client, url) == 2 * MIB


def test_bytes_that_were_never_acknowledged_are_cut_off(
    world: World, client: httpx.Client, depositing: LocalAccount
) -> None:
    data = content("torn", 1000)
    url = begun(client, depositing, len(data), sha256=sha256(data)[2:])
    piece(client, url, 0, data[:700])
    file = world.folder / "uploads" / url.rpartition("/")[2]
    with file.open("ab") as torn:
        torn.write(b"\0" * 5000)
    assert offset(client, url) == 700
    problem(deposited(client, depositing, url), 409, "upload.unfinished")
    piece(client, url, 700, data[700:])
    assert file.read_bytes() == data
    assert deposited(client, depositing, url).status_code == 201
    file.write_bytes(data[:-1])
    assert deposited(client, depositing, url).status_code == 500


def test_a_deposit_is_answered_once_under_its_key_even_when_the_upload_is_gone(
    client: httpx.Client, depositing: LocalAccount
) -> None:
    data = content("key", 1000)
    url = begun(client, depositing, len(data), sha256=sha256(data)[2:])
    piece(client, url, 0, data)
    key = secrets.token_hex(8)
    first = deposited(client, depositing, url, key=key)
    assert client.delete(url, headers=VERSION).status_code == 204
    second = deposited(client, depositing, url, key=key)
    assert second.content == first.content
    assert second.headers["idempotency-replayed"] == "true"
    problem(deposited(client, depositing, url), 404, "upload.unknown")
