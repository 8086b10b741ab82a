"""What is not public is read by whom the law lets read it, and each reading is logged."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest

from mining_registry.rules import KAZAKHSTAN_TIME
from tests.api.access.people import bearer, sign_in
from tests.api.talk import described, done, events, number_of, package, problem, zipped
from tests.mining_registry.forms import dated
from tests.support.packages import encrypted
from tests.support.world import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx
    from eth_account.signers.local import LocalAccount

    from tests.support.world import World

SECRET = encrypted(b"a limited package")
Log = list[dict[str, Any]]


@pytest.fixture(scope="module")
def owner(world: World) -> LocalAccount:
    """The possessor of a limited deposit."""
    return world.admit(Role.DEPOSITOR)


@pytest.fixture(scope="module")
def deposit(world: World, client: httpx.Client, owner: LocalAccount) -> dict[str, Any]:
    """A deposit of limited access."""
    act = package(client, described(owner, access="limited"), zipped({"a.age": SECRET}))
    number = events(done(world, client, owner, act))[0]["args"]["number"]
    found: dict[str, Any] = client.get(f"/v1/deposits/{number}").json()["data"]
    return found


@pytest.fixture(scope="module")
def miner(world: World) -> LocalAccount:
    """A miner."""
    return world.admit(Role.MINER)


@pytest.fixture(scope="module")
def notification(world: World, client: httpx.Client, miner: LocalAccount) -> int:
    """A notification that was filed."""
    head = world.services.chain.head().timestamp
    today = dt.datetime.fromtimestamp(head, KAZAKHSTAN_TIME).date()
    filing = {"sender": miner.address, "form": dated(today)}
    act = client.post("/v1/notifications", json=filing)
    number: int = events(done(world, client, miner, act))[0]["args"]["number"]
    return number


@pytest.fixture
def since(world: World) -> Callable[[], Log]:
    """What was logged since the test began."""
    log = world.services.accesses.log
    begun = log.size()
    return lambda: [json.loads(each.text) for each in log.entries(begun)]


def _shown(client: httpx.Client, account: LocalAccount) -> dict[str, str]:
    return bearer(sign_in(client, account)["access_token"])


def test_a_possessor_reads_a_limited_deposit_and_the_log_says_who(
    client: httpx.Client,
    owner: LocalAccount,
    deposit: dict[str, Any],
    since: Callable[[], Log],
) -> None:
    shown, path = _shown(client, owner), f"/v1/deposits/{deposit['number']}"
    listed = client.get(f"{path}/files", headers=shown).json()["data"]
    assert [each["path"] for each in listed] == ["a.age"]
    given = client.get(f"{path}/files/a.age", headers=shown)
    assert given.content == SECRET
    assert "private" in given.headers["cache-control"]
    assert client.get(f"{path}/archive", headers=shown).status_code == 200
    car = client.get(f"/ipfs/{deposit['cid']}?format=car", headers=shown)
    assert SECRET in car.content
    assert car.headers["cache-control"] == "private, no-cache"
    begun = [each for each in since() if "how" in each]
    assert [each["outcome"] for each in begun] == ["told", "granted", "granted", "granted"]
    assert {each["by"]["account"] for each in begun} == {owner.address}
    assert begun[0]["how"] == "GET /v1/deposits/{number}/files"


def test_nobody_else_reads_a_limited_deposit_and_the_log_says_who_tried(
    world: World,
    client: httpx.Client,
    deposit: dict[str, Any],
    since: Callable[[], Log],
) -> None:
    people = [world.admit(Role.DEPOSITOR), world.operator, world.authority]
    places = [
        f"/v1/deposits/{deposit['number']}/files",
        f"/v1/deposits/{deposit['number']}/files/a.age",
        f"/v1/deposits/{deposit['number']}/archive",
        f"/ipfs/{deposit['cid']}?format=raw",
    ]
    for account in people:
        shown = _shown(client, account)
        for place in places:
            problem(client.get(place, headers=shown), 403, "content.limited")
    for place in places:
        problem(client.get(place), 403, "content.limited")
    told = since()
    assert {each["outcome"] for each in told} == {"content.limited"}
    assert [each["by"].get("account") for each in told] == [
        account for each in people for account in [each.address] * 4
    ] + [None] * 4


def test_a_key_reads_what_is_limited_only_if_it_was_made_for_that(
    client: httpx.Client, owner: LocalAccount, deposit: dict[str, Any]
) -> None:
    shown, path = _shown(client, owner), f"/v1/deposits/{deposit['number']}/files/a.age"
    keys = [
        client.post("/v1/api-keys", json={"name": name, "scopes": [name]}, headers=shown).json()
        for name in ("restricted:read", "draft")
    ]
    assert client.get(path, headers=bearer(keys[0]["key"])).content == SECRET
    problem(client.get(path, headers=bearer(keys[1]["key"])), 403, "content.limited")


def test_a_new_possessor_reads_what_the_one_before_reads_no_more(
    world: World, client: httpx.Client
) -> None:
    first, second = world.admit(Role.DEPOSITOR), world.admit(Role.DEPOSITOR)
    content = encrypted(b"handed on")
    act = package(client, described(first, access="limited"), zipped({"b.age": content}))
    number = events(done(world, client, first, act))[0]["args"]["number"]
    place = f"/v1/deposits/{number}/files/b.age"
    theirs, ours = _shown(client, first), _shown(client, second)
    assert client.get(place, headers=theirs).content == content
    problem(client.get(place, headers=ours), 403, "content.limited")
    taking = {"sender": world.operator.address}
    done(
        world,
        client,
        world.operator,
        client.post(f"/v1/deposits/{number}/acceptances", json=taking),
    )
    offer = {
        "sender": first.address,
        "receiver": number_of(client, second),
        "agreement": "0x" + "5a" * 32,
    }
    done(world, client, first, client.post(f"/v1/deposits/{number}/offers", json=offer))
    accepted = {"sender": second.address, "agreement": "0x" + "5a" * 32}
    path = f"/v1/deposits/{number}/offers/acceptances"
    done(world, client, second, client.post(path, json=accepted))
    assert client.get(place, headers=ours).content == content
    problem(client.get(place, headers=theirs), 403, "content.limited")


def test_a_form_is_read_by_its_miner_and_the_authorised_body_alone(
    world: World,
    client: httpx.Client,
    miner: LocalAccount,
    notification: int,
    since: Callable[[], Log],
) -> None:
    place = f"/v1/notifications/{notification}/form"
    for account in (miner, world.authority):
        read = client.get(place, headers=_shown(client, account))
        assert read.headers["cache-control"] == "no-store"
        assert read.json()["form"]["miner"]["bank"]["iban"].startswith("KZ")
    for account in (world.admit(Role.MINER), world.operator):
        refused = client.get(place, headers=_shown(client, account))
        problem(refused, 403, "notification.restricted")
    problem(client.get(place), 401, "access.required")
    problem(client.get("/v1/notifications/999999/form"), 401, "access.required")
    told = since()
    assert [each["outcome"] for each in told] == [
        "told",
        "told",
        "notification.restricted",
        "notification.restricted",
        "access.required",
        "access.required",
    ]
    assert {each["record"] for each in told[:-1]} == {f"notification:{notification}"}
    assert [each["by"].get("account") for each in told][:2] == [
        miner.address,
        world.authority.address,
    ]


def test_reasons_of_returns_are_told_to_whom_they_concern(
    world: World, client: httpx.Client, miner: LocalAccount, notification: int
) -> None:
    place = f"/v1/notifications/{notification}"
    mine, theirs = _shown(client, miner), _shown(client, world.operator)
    problem(client.get(f"{place}/return-reason", headers=mine), 404, "notification.not-returned")
    digest = client.get(place).json()["data"]["digest"]
    body = {
        "sender": world.authority.address,
        "basis": "0x" + "5a" * 32,
        "digest": digest,
        "reason": "No serial numbers.",
    }
    done(world, client, world.authority, client.post(f"{place}/returns", json=body))
    told = client.get(f"{place}/return-reason", headers=mine)
    assert told.json() == {"reason": "No serial numbers."}
    refused = client.get(f"{place}/return-reason", headers=theirs)
    problem(refused, 403, "notification.restricted")


def test_why_a_deposit_was_returned_is_told_to_its_possessor_and_the_operator(
    world: World, client: httpx.Client
) -> None:
    owner = world.admit(Role.DEPOSITOR)
    act = package(client, described(owner), zipped({"c.txt": b"to be returned"}))
    number = events(done(world, client, owner, act))[0]["args"]["number"]
    place = f"/v1/deposits/{number}"
    body = {"sender": world.operator.address, "reason": "No licence."}
    done(world, client, world.operator, client.post(f"{place}/returns", json=body))
    for account in (owner, world.operator):
        told = client.get(f"{place}/return-reason", headers=_shown(client, account))
        assert told.json() == {"reason": "No licence."}
    other = _shown(client, world.admit(Role.DEPOSITOR))
    refused = client.get(f"{place}/return-reason", headers=other)
    problem(refused, 403, "deposit.restricted")
    problem(client.get(f"{place}/return-reason"), 401, "access.required")
