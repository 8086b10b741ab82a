"""Notifications of mining over HTTP: filed, amended, acknowledged, ceased; and what is refused."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest

from api.languages import LANGUAGES, Language
from mining_registry.rules import KAZAKHSTAN_TIME
from tests.api.talk import done, events, problem
from tests.mining_registry.forms import dated
from tests.support.world import Role

if TYPE_CHECKING:
    import httpx
    from eth_account.signers.local import LocalAccount

    from tests.support.world import World


@pytest.fixture(scope="module")
def miner(world: World) -> LocalAccount:
    """A miner."""
    return world.admit(Role.MINER)


def _today(world: World) -> dt.date:
    head = world.services.chain.head().timestamp
    return dt.datetime.fromtimestamp(head, KAZAKHSTAN_TIME).date()


def _filing(world: World, miner: LocalAccount, **changes: Any) -> dict[str, Any]:
    return {"sender": miner.address, "form": dated(_today(world), **changes)}


def test_a_notification_lives_from_filing_to_cessation(
    world: World, client: httpx.Client, miner: LocalAccount
) -> None:
    filed = client.post("/v1/notifications", json=_filing(world, miner))
    assert "id" in filed.json()
    number = events(done(world, client, miner, filed))[0]["args"]["number"]
    path = f"/v1/notifications/{number}"
    found = client.get(path).json()["data"]
    assert (found["status"], found["account"]) == ("submitted", miner.address)
    assert found["digest"] == "0x" + filed.json()["id"]
    for private in ("+7", "iban", "serial"):
        assert private not in client.get(path).text
    amended = client.post(f"{path}/amendments", json=_filing(world, miner, jobs=99))
    done(world, client, miner, amended)
    digest = "0x" + amended.json()["id"]
    sender = {"sender": world.authority.address, "basis": "0x" + "5a" * 32, "digest": digest}
    acknowledged = client.post(f"{path}/acknowledgements", json=sender)
    done(world, client, world.authority, acknowledged)
    found = client.get(path).json()["data"]
    assert (found["status"], found["version"], len(found["versions"])) == ("acknowledged", 2, 2)
    ended = {"sender": miner.address, "ended_on": _today(world).isoformat()}
    done(world, client, miner, client.post(f"{path}/cessations", json=ended))
    assert client.get(path).json()["data"]["status"] == "ceased"
    listed = client.get("/v1/notifications", params={"status": "ceased"}).json()
    assert number in [each["number"] for each in listed["data"]]
    region = found["regions"][0]
    assert client.get("/v1/notifications", params={"region": region}).json()["total"] >= 1
    again = client.post(f"{path}/cessations", json=ended)
    assert problem(again, 422, "contract.refused")["detail"] == (
        "Mining under this notification has already ended."
    )


def test_an_amended_notification_is_proven_and_its_proof_of_before_says_what_changed(
    world: World, client: httpx.Client, miner: LocalAccount
) -> None:
    filed = client.post("/v1/notifications", json=_filing(world, miner))
    number = events(done(world, client, miner, filed))[0]["args"]["number"]
    path = f"/v1/notifications/{number}"
    before = client.get(f"{path}/proof").content
    amended = client.post(f"{path}/amendments", json=_filing(world, miner, jobs=98))
    done(world, client, miner, amended)
    assert client.get(f"{path}/proof").json()["statement"] == json.loads(before)["statement"]
    sent = {"Content-Type": "application/vnd.qoima.proof+json"}
    verdict = client.post("/v1/verifications", content=before, headers=sent).json()["data"]
    (change,) = verdict["proof"]["changes"]
    assert (change["field"], change["now"]) == ("form", "0x" + amended.json()["id"])


SAID = {
    "bin": {"kk": "БСН қате.", "ru": "БИН неверен.", "en": "The BIN is wrong."},
    "title": {
        "kk": "Нысанда қателер бар.",
        "ru": "В форме есть ошибки.",
        "en": "The form has errors.",
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_bin_and_a_start_too_near_are_told_together(
    world: World, client: httpx.Client, miner: LocalAccount, language: Language
) -> None:
    asked = _filing(world, miner, start_in=29, miner__bin_or_iin="941240000194")
    refused = client.post("/v1/notifications", json=asked, headers={"Accept-Language": language})
    body = problem(refused, 422, "form.invalid")
    assert body["title"] == SAID["title"][language]
    errors = {error["field"]: error for error in body["errors"]}
    assert errors["miner.bin_or_iin"]["message"] == SAID["bin"][language]
    earliest = (_today(world) + dt.timedelta(days=30)).isoformat()
    assert errors["dates.start"]["rule"] == "form.start-too-near"
    assert earliest[:7] in errors["dates.start"]["message"]


def test_a_stranger_and_a_day_to_come_are_refused(
    world: World, client: httpx.Client, miner: LocalAccount
) -> None:
    stranger = world.admit(Role.DEPOSITOR)
    asked = client.post("/v1/notifications", json=_filing(world, stranger))
    assert problem(asked, 422, "contract.refused")["reason"] == "not a miner"
    filed = client.post("/v1/notifications", json=_filing(world, miner))
    number = events(done(world, client, miner, filed))[0]["args"]["number"]
    path = f"/v1/notifications/{number}"
    tomorrow = (_today(world) + dt.timedelta(days=1)).isoformat()
    ended = {"sender": miner.address, "ended_on": tomorrow}
    problem(client.post(f"{path}/cessations", json=ended), 422, "cessation.in-future")
    ended["ended_on"] = "soon"
    body = problem(client.post(f"{path}/cessations", json=ended), 422, "request.invalid")
    assert body["errors"][0]["field"] == "ended_on"
    digest = "0x" + filed.json()["id"]
    sender = {"sender": miner.address, "basis": "0x" + "5a" * 32, "digest": digest}
    by_miner = client.post(f"{path}/acknowledgements", json=sender)
    problem(by_miner, 422, "contract.refused")
    without = client.post(f"{path}/acknowledgements", json={"sender": world.authority.address})
    body = problem(without, 422, "request.invalid")
    assert [each["field"] for each in body["errors"]] == ["digest", "basis"]
    problem(client.get("/v1/notifications/999999"), 404, "notification.unknown")
    problem(client.get("/v1/notifications", params={"region": "US-1"}), 422, "region.unknown")


def test_the_form_is_described_in_three_languages(client: httpx.Client) -> None:
    schema = client.get("/v1/forms/mining-notification").json()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert set(schema["x-titles"]) == {"kk", "ru", "en"}
