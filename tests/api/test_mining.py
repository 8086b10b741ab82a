"""Reports and mined assets over HTTP, on a chain whose clock the test moves on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from mining_registry.reports.reading import example_report, report_document
from mining_registry.rules import KAZAKHSTAN_TIME
from tests.api.talk import done, events, problem
from tests.mining_registry.forms import changed, dated
from tests.support.http import client_of
from tests.support.node import running_node
from tests.support.world import Role, World, open_world

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx
    from eth_account.signers.local import LocalAccount

BITCOIN = "bip122:000000000019d6689c085ae165831e93/slip44:0"
BASIS = "0x" + "5a" * 32
_DAY = 86_400


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("mining")
    with (
        running_node(folder / "node", shifting=True) as node,
        open_world(node, folder) as opened,
    ):
        yield opened


@pytest.fixture(scope="module")
def client(world: World) -> Iterator[httpx.Client]:
    with client_of(world.app()) as connected:
        yield connected


def today(world: World) -> dt.date:
    head = world.services.chain.head().timestamp
    return dt.datetime.fromtimestamp(head, KAZAKHSTAN_TIME).date()


@pytest.fixture(scope="module")
def mined(world: World, client: httpx.Client) -> tuple[LocalAccount, int, dt.date]:
    """A miner, its notification, and the day on which mining began, a year ago."""
    miner, start = world.admit(Role.MINER), today(world) + dt.timedelta(days=31)
    filing = {"sender": miner.address, "form": dated(today(world), 31)}
    filed = done(world, client, miner, client.post("/v1/notifications", json=filing))
    world.node.shift(400 * _DAY)
    world.indexer.catch_up()
    return miner, events(filed)[0]["args"]["number"], start


def declaring(miner: LocalAccount, day: dt.date, **changes: Any) -> dict[str, Any]:
    given = {
        "sender": miner.address,
        "asset": BITCOIN,
        "amount": "312500000",
        "mined_from": day.isoformat(),
        "mined_until": day.isoformat(),
        "evidence": "0x" + "e1" * 32,
    }
    return given | changes


def test_a_quarter_is_reported_on_late_and_corrected(
    world: World, client: httpx.Client, mined: tuple[LocalAccount, int, dt.date]
) -> None:
    miner, number, start = mined
    path = f"/v1/notifications/{number}/reports"
    assert client.get(path).json()["data"] == []
    quarter = {"year": start.year, "quarter": (start.month + 2) // 3}
    document = report_document(example_report())
    del document["form"]
    body = {"sender": miner.address, "form": changed(document, **quarter)}
    act = client.post(path, json=body)
    done(world, client, miner, act)
    done(world, client, miner, client.post(path, json=body))
    answer = client.get(path)
    (report,) = answer.json()["data"]
    assert (report["year"], report["quarter"]) == (quarter["year"], quarter["quarter"])
    assert (report["late"], report["version"], len(report["versions"])) == (True, 2, 2)
    assert report["versions"][0]["digest"] == "0x" + act.json()["id"]
    assert report["due_on"].endswith("-10")
    for private in ("bc1q", "kwh", "payout"):
        assert private not in answer.text


def test_a_faulty_report_and_one_on_an_unknown_notification_are_refused(
    world: World, client: httpx.Client, mined: tuple[LocalAccount, int, dt.date]
) -> None:
    miner, number, _ = mined
    body = {"sender": miner.address, "form": {"year": 2026, "quarter": 7, "coins": []}}
    answer = client.post(f"/v1/notifications/{number}/reports", json=body)
    errors = {
        each["field"]: each["message"] for each in problem(answer, 422, "form.invalid")["errors"]
    }
    assert errors == {
        "energy": "The field is missing.",
        "quarter": "The value must be at most 4.",
    }
    problem(client.get("/v1/notifications/999/reports"), 404, "notification.unknown")
    schema = client.get("/v1/forms/mining-report").json()
    assert set(schema["x-titles"]) == {"kk", "ru", "en"}


def declared(
    world: World, client: httpx.Client, mined: tuple[LocalAccount, int, dt.date], evidence: str
) -> int:
    """Declare what was mined on the first day; the mined asset's number."""
    miner, number, start = mined
    body = declaring(miner, start, evidence="0x" + evidence * 32)
    act = client.post(f"/v1/notifications/{number}/mined-assets", json=body)
    made: int = events(done(world, client, miner, act))[0]["args"]["id"]
    return made


def decided(world: World, client: httpx.Client, path: str, **body: Any) -> None:
    """An act of the authority on the asset."""
    given = {"sender": world.authority.address, "basis": BASIS, "asset": BITCOIN, **body}
    done(world, client, world.authority, client.post(path, json=given))


def test_what_was_mined_is_declared_to_the_miner_s_name(
    world: World, client: httpx.Client, mined: tuple[LocalAccount, int, dt.date]
) -> None:
    miner, number, start = mined
    act = client.post(f"/v1/notifications/{number}/mined-assets", json=declaring(miner, start))
    said = act.json()["explanation"]["summary"]
    assert "312,500,000" in said
    assert BITCOIN in said
    id_ = events(done(world, client, miner, act))[0]["args"]["id"]
    found = client.get(f"/v1/mined-assets/{id_}").json()["data"]
    assert (found["account"], found["amount"]) == (miner.address, "312500000")
    assert (found["mined_from"], found["mined_until"]) == (start.isoformat(), start.isoformat())
    under = client.get("/v1/mined-assets", params={"notification": number}).json()
    assert id_ in [each["id"] for each in under["data"]]


def test_an_exemption_is_recorded_answered_and_ended(world: World, client: httpx.Client) -> None:
    asked = {"asset": BITCOIN}
    assert client.get("/v1/exemptions", params=asked).json()["data"] is None
    last_day = (today(world) + dt.timedelta(days=30)).isoformat()
    decided(world, client, "/v1/exemptions", last_day=last_day)
    exemption = client.get("/v1/exemptions", params=asked).json()["data"]
    assert (exemption["in_force"], exemption["basis"]) == (True, BASIS)
    decided(world, client, "/v1/exemptions/ends")
    assert not client.get("/v1/exemptions", params=asked).json()["data"]["in_force"]
    other = {"sender": world.admit(Role.MINER).address, "basis": BASIS, "asset": BITCOIN}
    problem(client.post("/v1/exemptions/ends", json=other), 422, "contract.refused")


def test_a_mined_asset_passes_by_offer_and_acceptance_while_it_is_exempt(
    world: World, client: httpx.Client, mined: tuple[LocalAccount, int, dt.date]
) -> None:
    miner, taker = mined[0], world.admit(0)
    id_ = declared(world, client, mined, "e3")
    path = f"/v1/mined-assets/{id_}"
    to = world.services.chain.call("participants", "number_of", taker.address)
    offer, own = {"sender": miner.address, "to": to}, {"sender": miner.address}
    refused = client.post(f"{path}/offers", json=offer)
    assert "no exemption" in problem(refused, 422, "contract.refused")["detail"]
    last_day = (today(world) + dt.timedelta(days=30)).isoformat()
    decided(world, client, "/v1/exemptions", last_day=last_day)
    done(world, client, miner, client.post(f"{path}/offers", json=offer))
    done(world, client, miner, client.post(f"{path}/withdrawals", json=own))
    done(world, client, miner, client.post(f"{path}/offers", json=offer))
    assert client.get(path).json()["data"]["offered_to"] == to
    accepting = client.post(f"{path}/acceptances", json={"sender": taker.address})
    done(world, client, taker, accepting)
    found = client.get(path).json()["data"]
    assert (found["owner"], found["account"], found["offered_to"]) == (to, taker.address, None)
    assert [each["owner"] for each in found["ownerships"]][1:] == [to]
    listed = client.get("/v1/mined-assets", params={"owner": to}).json()
    assert [each["id"] for each in listed["data"]] == [id_]
    problem(client.post(f"{path}/retractions", json=own), 422, "contract.refused")
    block = found["ownerships"][1]["recorded"]["block"]
    then = client.get(f"{path}/owner", params={"block": block - 1}).json()
    assert (then["data"]["account"], then["as_of"]["number"]) == (miner.address, block - 1)
    assert client.get(f"{path}/owner").json()["data"] == found["ownerships"][1]


def test_a_declaration_made_in_error_is_retracted(
    world: World, client: httpx.Client, mined: tuple[LocalAccount, int, dt.date]
) -> None:
    miner = mined[0]
    asset = f"/v1/mined-assets/{declared(world, client, mined, 'e2')}"
    own = {"sender": miner.address}
    done(world, client, miner, client.post(f"{asset}/retractions", json=own))
    found = client.get(asset).json()["data"]
    assert (found["owner"], found["account"]) == (None, None)
    assert found["retracted"]["block"] > found["declared"]["block"]
    assert client.get(f"{asset}/owner").json()["data"] is None


def test_a_faulty_declaration_is_refused(
    world: World, client: httpx.Client, mined: tuple[LocalAccount, int, dt.date]
) -> None:
    miner, number, start = mined
    path = f"/v1/notifications/{number}/mined-assets"
    wrong = declaring(miner, start, asset="bitcoin")
    problem(client.post(path, json=wrong), 422, "mined.asset-name")
    tomorrow = (today(world) + dt.timedelta(days=1)).isoformat()
    late = declaring(miner, start, mined_until=tomorrow)
    problem(client.post(path, json=late), 422, "mined.in-future")
    nothing = declaring(miner, start, amount="0")
    body = problem(client.post(path, json=nothing), 422, "request.invalid")
    assert body["errors"][0]["field"] == "amount"
    problem(client.get("/v1/mined-assets/999"), 404, "mined.unknown")
    missing = {"sender": miner.address}
    for act in ("retractions", "withdrawals", "acceptances"):
        answer = client.post(f"/v1/mined-assets/999/{act}", json=missing)
        problem(answer, 404, "mined.unknown")


def test_a_version_is_returned_with_a_reason_that_stays_off_the_chain(
    world: World, client: httpx.Client
) -> None:
    miner = world.admit(Role.MINER)
    filing = {"sender": miner.address, "form": dated(today(world), 31)}
    filed = client.post("/v1/notifications", json=filing)
    number = events(done(world, client, miner, filed))[0]["args"]["number"]
    path = f"/v1/notifications/{number}"
    body = {
        "sender": world.authority.address,
        "digest": "0x" + filed.json()["id"],
        "reason": "The title to the premises is missing.",
        "basis": BASIS,
    }
    returned = client.post(f"{path}/returns", json=body)
    assert body["reason"].encode().hex() not in returned.json()["transaction"]["data"]
    done(world, client, world.authority, returned)
    found = client.get(path).json()["data"]
    version = found["versions"][0]
    assert (found["status"], version["basis"]) == ("returned", BASIS)
    assert version["returned"] is not None
    assert version["reason"].startswith("0x")
    assert "premises" not in client.get(path).text
    listed = client.get("/v1/notifications", params={"status": "returned"}).json()
    assert [each["number"] for each in listed["data"]] == [number]
    again = client.post(f"{path}/returns", json=body)
    assert problem(again, 422, "contract.refused")["reason"] == "already returned"
    blank = client.post(f"{path}/returns", json={**body, "reason": " "})
    problem(blank, 422, "return.reason-empty")
