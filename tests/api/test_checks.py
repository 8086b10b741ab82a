"""The yearly verification over HTTP: one request, its progress, its report, the act to sign."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete

from depository.fixity.tables import ReportRow
from depository.fixity.verification import Verifier
from depository.gate import Gate
from ledger.database import writing
from ledger.types import TxHash
from tests.api.talk import described, done, events, package, problem, zipped
from tests.support.http import client_of
from tests.support.world import Role, World, open_world, signature

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from tests.support.node import RunningNode

_BASIS = "0x" + "5a" * 32
_PATH = "/v1/depository/checks"
_SLOWEST = 60.0


@pytest.fixture(scope="module")
def whole(chain_node: RunningNode, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with open_world(chain_node, tmp_path_factory.mktemp("checks")) as opened:
        yield opened


@pytest.fixture
def own(whole: World) -> World:
    """A world in which no check has come to its end."""
    with writing(whole.services.vault) as session:
        session.execute(delete(ReportRow))
    return whole


@pytest.fixture
def client(own: World) -> Iterator[httpx.Client]:
    with client_of(own.app()) as connected:
        yield connected


def _asked(world: World) -> dict[str, str]:
    return {"sender": world.authority.address, "basis": _BASIS}


def _finished(client: httpx.Client, place: str) -> dict[str, Any]:
    deadline = time.monotonic() + _SLOWEST
    while True:
        answer = client.get(place)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        if found["state"] != "running":
            return found
        assert answer.headers["retry-after"]
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_one_request_checks_reports_and_offers_the_act(own: World, client: httpx.Client) -> None:
    depositor = own.admit(Role.DEPOSITOR)
    act = package(client, described(depositor), zipped({"a": b"to be verified"}))
    number = events(done(own, client, depositor, act))[0]["args"]["number"]
    begun = client.post(_PATH, json=_asked(own))
    assert begun.status_code == 202, begun.text
    assert begun.json()["state"] == "running"
    assert begun.headers["cache-control"] == "no-store"
    found = _finished(client, begun.headers["location"])
    assert found["state"] == "finished"
    report = found["report"]
    document = client.get(report["document"]).content
    assert "0x" + hashlib.sha256(document).hexdigest() == report["digest"]
    assert json.loads(document)["checked"] == report["checked"] >= 1
    assert client.get(report["paper"]).content.startswith(b"%PDF")
    assert "verification" in found["act"]["explanation"]["summary"].lower()
    raw = signature(own.authority, found["act"]["transaction"]).hex()
    sent = client.post("/v1/transactions", json={"raw": "0x" + raw}).json()["hash"]
    own.services.chain.wait(TxHash(sent), 30)
    own.indexer.catch_up()
    last = client.get("/v1/depository").json()["data"]["last"]
    assert (last["report"], last["checked"]) == (report["digest"], report["checked"])
    assert client.get(f"/v1/deposits/{number}/fixity").json()["data"]["faulty"] == 0

    again = client.post(_PATH, json=_asked(own))
    assert again.status_code == 422  # the chain has this one already
    bare = client.get(f"{_PATH}/{found['entry']}").json()
    assert (bare["report"], bare["act"]) == (report, None)


def test_a_check_of_today_is_taken_and_no_other_made(own: World, client: httpx.Client) -> None:
    place = client.post(_PATH, json=_asked(own)).headers["location"]
    first = _finished(client, place)
    size = own.services.verifier.care.scrubber.log.size()
    taken = client.post(_PATH, json=_asked(own))
    assert (taken.status_code, taken.json()["report"]["digest"]) == (201, first["report"]["digest"])
    assert taken.json()["act"]["transaction"]["to"] == first["act"]["transaction"]["to"]
    assert own.services.verifier.care.scrubber.log.size() == size


def test_a_check_is_refused_while_another_runs(own: World, client: httpx.Client) -> None:
    with Gate(own.folder / "care.lock").sole():
        problem(client.post(_PATH, json=_asked(own)), 409, "fixity.running")
        entry = own.services.verifier.care.next_entry()
        assert client.get(f"{_PATH}/{entry}").json()["state"] == "running"
    problem(client.get(f"{_PATH}/{entry}"), 404, "verification.no-check")


def test_a_check_that_was_stopped_goes_on(own: World, client: httpx.Client) -> None:
    care = own.services.verifier.care
    count = iter(range(1000))
    with care.alone():
        assert care.check("a test", lambda _: next(count) > 100) is None
    entry = care.next_entry()
    stopped = client.get(f"{_PATH}/{entry}").json()
    assert (stopped["state"], stopped["report"]) == ("stopped", None)
    assert 0 < stopped["progress"]["percent"] < 100
    begun = client.post(_PATH, json=_asked(own))
    assert begun.json()["entry"] == entry
    found = _finished(client, begun.headers["location"])
    assert found["report"] is not None


def test_only_an_authority_has_the_store_read(own: World, client: httpx.Client) -> None:
    for account in (own.operator, own.admit(Role.DEPOSITOR)):
        refused = client.post(_PATH, json={**_asked(own), "sender": account.address})
        problem(refused, 422, "contract.refused")
    assert not own.services.verifier.care.is_running()
    problem(client.post(_PATH, json={"sender": own.authority.address}), 422, "request.invalid")
    problem(client.get(f"{_PATH}/{2**53 - 1}"), 404, "verification.no-check")


def test_a_check_stops_with_the_server_and_goes_on_with_the_next(own: World) -> None:
    verifier = own.services.verifier
    old = Verifier(verifier.care, verifier.chain, verifier.acts)
    app = replace(own, services=replace(own.services, verifier=old)).app()

    async def served() -> None:
        async with app.router.lifespan_context(app):
            pass

    asyncio.run(served())
    begun = old.begin(own.address(own.authority))
    deadline = time.monotonic() + _SLOWEST
    while old.find(begun.entry).running:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert old.find(begun.entry).report is None
    assert verifier.begin(own.address(own.authority)).entry == begun.entry
    while verifier.find(begun.entry).report is None:
        assert time.monotonic() < deadline
        time.sleep(0.02)
