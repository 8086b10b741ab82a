"""Every access to content is logged before a byte leaves; what cannot be logged is not served."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from depository.access_log import AccessLog, Opened, Reader, Wanted
from ledger.database import VaultRow
from tests.api.talk import described, done, events, package, problem, zipped
from tests.support.chain import opened
from tests.support.http import client_of
from tests.support.packages import encrypted
from tests.support.world import Role

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import httpx

    from ledger.journal.log import Log
    from tests.support.world import World

DATA = b"print('access')\n"
_SLOWEST = 60.0


@pytest.fixture(scope="module")
def deposit(world: World, client: httpx.Client) -> dict[str, Any]:
    """An accepted deposit with a file, and one large enough to be left half read."""
    account = world.admit(Role.DEPOSITOR)
    content = zipped({"src/main.py": DATA, "large.bin": bytes(64 << 20)})
    made = events(done(world, client, account, package(client, described(account), content)))
    found: dict[str, Any] = client.get(f"/v1/deposits/{made[0]['args']['number']}").json()["data"]
    return found


@pytest.fixture
def since(world: World) -> Callable[[], list[dict[str, Any]]]:
    """What was logged since the test began."""
    log = world.services.accesses.log
    begun = log.size()

    def told() -> list[dict[str, Any]]:
        return [json.loads(each.text) for each in log.entries(begun)]

    return told


def _file(deposit: dict[str, Any], path: str = "src/main.py") -> str:
    return f"/v1/deposits/{deposit['number']}/files/{path}"


def test_a_file_a_block_and_an_archive_are_logged(
    client: httpx.Client, deposit: dict[str, Any], since: Callable[[], list[dict[str, Any]]]
) -> None:
    client.get(_file(deposit))
    raw = client.get(f"/ipfs/{deposit['cid']}?format=raw").content
    car = client.get(f"/ipfs/{deposit['cid']}?format=car").content
    _until(lambda: len(since()) == 4)
    file, block, archive, end = since()
    assert file["how"] == "GET /v1/deposits/{number}/files/{path}"
    path = hashlib.sha256(b"src/main.py").hexdigest()
    assert (file["deposit"], file["path"], file["bytes"]) == (deposit["number"], path, len(DATA))
    assert (block["cid"], block["bytes"]) == (deposit["cid"], len(raw))
    assert (archive["cid"], archive["bytes"]) == (deposit["cid"], None)
    assert (end["outcome"], end["bytes"]) == ("whole", len(car))
    assert {each["outcome"] for each in (file, block, archive)} == {"granted"}
    assert len({each["by"]["remote"] for each in (file, block, archive)}) == 1
    assert "127.0.0.1" not in json.dumps(since())


def test_no_shared_cache_may_keep_content(client: httpx.Client, deposit: dict[str, Any]) -> None:
    for path in (_file(deposit), f"/ipfs/{deposit['cid']}?format=raw"):
        assert client.get(path).headers["cache-control"].startswith("private, ")


def test_what_only_describes_is_logged_as_such(
    client: httpx.Client, deposit: dict[str, Any], since: Callable[[], list[dict[str, Any]]]
) -> None:
    tag = client.head(_file(deposit)).headers["etag"]
    assert client.get(_file(deposit), headers={"If-None-Match": tag}).status_code == 304
    assert client.head(f"/ipfs/{deposit['cid']}?format=car").status_code == 200
    assert [(each["outcome"], each["bytes"]) for each in since()] == [("described", 0)] * 3


def test_a_refused_access_is_logged_and_what_is_not_here_is_none(
    world: World, client: httpx.Client, since: Callable[[], list[dict[str, Any]]]
) -> None:
    account = world.admit(Role.DEPOSITOR)
    act = package(client, described(account, access="limited"), zipped({"a": encrypted(b"a")}))
    number = events(done(world, client, account, act))[0]["args"]["number"]
    cid = client.get(f"/v1/deposits/{number}").json()["data"]["cid"]
    problem(client.get(f"/v1/deposits/{number}/files/a"), 403, "content.limited")
    problem(client.get(f"/ipfs/{cid}?format=car"), 403, "content.limited")
    problem(client.get("/v1/deposits/999999/files/a"), 404, "deposit.unknown")
    told = [(each["outcome"], each["bytes"]) for each in since()]
    assert told == [("content.limited", 0)] * 2


def test_a_reader_who_leaves_early_is_logged_with_what_was_taken(
    world: World, deposit: dict[str, Any], since: Callable[[], list[dict[str, Any]]]
) -> None:
    with client_of(world.app()) as client, client.stream("GET", _file(deposit, "large.bin")) as got:
        next(got.iter_raw())
    _until(lambda: len(since()) == 2)
    begun, end = since()
    assert (begun["bytes"], end["outcome"]) == (64 << 20, "broken-off")
    assert end["bytes"] < begun["bytes"]


def test_what_cannot_be_logged_is_not_served(
    world: World, deposit: dict[str, Any], tmp_path: Path
) -> None:
    """The log's table is gone, as it were with the disk."""
    with opened(tmp_path / "vault.db", VaultRow) as vault:
        for table in VaultRow.metadata.tables:
            if table == "log_entry":
                vault.raw_connection().cursor().execute("DROP TABLE log_entry").close()
        accesses = AccessLog(vault, world.services.accesses.clock)
        services = replace(world.services, accesses=accesses)
        app = replace(world, services=services).app()
        with client_of(app) as client:
            for path in (_file(deposit), f"/ipfs/{deposit['cid']}?format=raw"):
                problem(client.get(path), 503, "database.failed")


def test_addresses_are_linked_within_a_month_only(world: World, tmp_path: Path) -> None:
    with opened(tmp_path / "vault.db", VaultRow) as vault:
        now = world.services.accesses.clock().replace(day=1)
        months = [now, now.replace(day=2), now.replace(year=now.year + 1)]
        for when in months:
            accesses = AccessLog(vault, lambda when=when: when)  # type: ignore[misc] # bound at once
            accesses.reading(Reader("GET /", remote="192.0.2.7"), Wanted(), _nothing)
        log: Log = accesses.log
        first, again, later = (json.loads(each.text)["by"]["remote"] for each in log.entries(0))
    assert first == again != later


def _nothing() -> Opened:
    return Opened(0, iter(()))


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _SLOWEST
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)
