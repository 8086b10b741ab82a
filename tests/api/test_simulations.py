"""A transaction is tried out before it is signed: what would come of it, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from eth_account import Account

from api.languages import LANGUAGES, Language
from tests.api.talk import problem
from tests.support.world import Role, signature

if TYPE_CHECKING:
    import httpx
    from eth_account.signers.local import LocalAccount

    from tests.support.world import World

BASIS = "0x" + "5a" * 32
ONLY = {
    "kk": "Мұны тек уәкілетті орган жасай алады.",
    "ru": "Это может сделать только уполномоченный орган.",
    "en": "Only the authorised body may do this.",
}


@pytest.fixture(scope="module")
def miner(world: World) -> LocalAccount:
    """A participant who is not the authorised body."""
    return world.admit(Role.MINER)


def roles(client: httpx.Client, sender: LocalAccount, **more: Any) -> httpx.Response:
    """Ask for a change of the sender's own roles."""
    path = f"/v1/participants/{sender.address}/roles"
    asked = {"sender": sender.address, "basis": BASIS, "roles": ["miner"]}
    return client.post(path, json=asked, **more)


def tried(client: httpx.Client, **asked: Any) -> dict[str, Any]:
    """What would come of a transaction."""
    answer = client.post("/v1/simulations", json=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def accepting(world: World, sender: str, **changes: Any) -> dict[str, Any]:
    """An unsigned call that anyone but the operator is refused."""
    chain = world.services.chain
    data = "0x" + chain.codec.encode("depository", "accept", (10**9,)).hex()
    return {"from": sender, "to": chain.codec.address("depository"), "data": data, **changes}


def test_an_act_says_that_it_would_succeed_and_where_it_was_tried(
    world: World, client: httpx.Client, miner: LocalAccount
) -> None:
    asked = {"sender": world.authority.address, "basis": BASIS, "roles": ["miner"]}
    act = client.post(f"/v1/participants/{miner.address}/roles", json=asked).json()
    found = act["simulation"]
    assert found["succeeds"] is True
    assert "reason" not in found
    block = world.services.chain.block(found["block"]["hash"])
    assert block.number == found["block"]["number"]
    assert found["gas"] < int(act["transaction"]["gas"], 16) <= found["gas"] * 5 // 4
    again = tried(client, transaction={"from": world.authority.address, **act["transaction"]})
    assert again["simulation"]["succeeds"] is True
    assert again["explanation"] == act["explanation"]
    assert again["call"]["function"] == "propose"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_act_that_would_fail_is_refused_or_given_with_its_reason_as_asked(
    client: httpx.Client, miner: LocalAccount, language: Language
) -> None:
    speaking = {"Accept-Language": language}
    refused = problem(roles(client, miner, headers=speaking), 422, "contract.refused")
    assert refused["detail"] == ONLY[language]
    given = roles(client, miner, headers=speaking, params={"simulate": "report"})
    assert given.status_code == 201, given.text
    found = given.json()["simulation"]
    assert (found["succeeds"], found["reason"]["code"]) == (False, "contract.refused")
    assert found["reason"]["detail"] == ONLY[language]
    assert int(given.json()["transaction"]["gas"], 16) > 1_000_000


def test_what_was_foretold_comes_when_it_is_sent_all_the_same(
    world: World, client: httpx.Client, miner: LocalAccount
) -> None:
    act = roles(client, miner, params={"simulate": "report"}).json()
    raw = signature(miner, act["transaction"])
    sent = client.post("/v1/transactions", json={"raw": "0x" + raw.hex()}).json()
    assert world.services.chain.wait(sent["hash"], 30).succeeded is False
    reason = client.get(f"/v1/transactions/{sent['hash']}").json()["reason"]
    assert reason == act["simulation"]["reason"]


def test_a_key_is_for_one_way_of_asking(client: httpx.Client, world: World) -> None:
    key = {"Idempotency-Key": "simulated-1"}
    asked = {"sender": world.authority.address, "basis": BASIS, "roles": []}
    path = f"/v1/participants/{world.admit().address}/roles"
    report = {"simulate": "report"}
    first = client.post(path, json=asked, headers=key, params=report)
    assert client.post(path, json=asked, headers=key, params=report).content == first.content
    problem(client.post(path, json=asked, headers=key), 409, "idempotency.key-reused")


def test_what_is_wrong_with_the_request_itself_is_refused_either_way(
    client: httpx.Client, world: World
) -> None:
    asked = {"sender": world.authority.address, "basis": BASIS, "roles": ["miner"]}
    for simulate in ("report", "require"):
        path = f"/v1/participants/{Account.create().address}/roles"
        answer = client.post(path, json={**asked, "roles": 1}, params={"simulate": simulate})
        problem(answer, 422, "request.invalid")
    problem(roles(client, world.authority, params={"simulate": "no"}), 422, "request.invalid")


def test_an_unsigned_transaction_is_tried_out(
    world: World, client: httpx.Client, miner: LocalAccount
) -> None:
    found = tried(client, transaction=accepting(world, miner.address))
    assert (found["sender"], found["call"]["function"]) == (miner.address, "accept")
    assert found["simulation"]["succeeds"] is False
    assert found["simulation"]["reason"]["facts"]["contract"] == "depository"
    stranger = tried(client, transaction=accepting(world, Account.create().address))
    assert stranger["simulation"]["reason"]["code"] == "transaction.sender-not-admitted"
    elsewhere = tried(client, transaction={"from": miner.address, "to": "0x" + "77" * 20})
    assert elsewhere["simulation"]["succeeds"] is True
    assert elsewhere["explanation"] is None


CHANGES = {
    "transaction.wrong-chain-id": {"chainId": "0x1"},
    "transaction.nonce-too-low": {"nonce": "0x0"},
    "transaction.waits-for-nonce": {"nonce": "0xfff"},
    "transaction.gas-too-low": {"gas": "0x5300"},
}


@pytest.mark.parametrize("code", CHANGES)
def test_a_signed_transaction_is_tried_out_with_its_turn_and_its_gas(
    world: World, client: httpx.Client, code: str
) -> None:
    asked = {"sender": world.authority.address, "basis": BASIS, "roles": ["issuer"]}
    act = client.post(f"/v1/participants/{world.admit().address}/roles", json=asked).json()
    right = tried(client, raw="0x" + signature(world.authority, act["transaction"]).hex())
    assert (right["sender"], right["simulation"]["succeeds"]) == (world.authority.address, True)
    changed = signature(world.authority, {**act["transaction"], **CHANGES[code]})
    wrong = tried(client, raw="0x" + changed.hex())
    assert wrong["simulation"]["succeeds"] is False
    assert wrong["simulation"]["reason"]["code"] == code
    assert wrong["explanation"] == right["explanation"]


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({}, 422, "request.invalid"),
        ({"raw": "0x02", "transaction": {"from": "0x" + "11" * 20}}, 422, "request.invalid"),
        ({"raw": "0x02"}, 400, "transaction.malformed"),
        ({"raw": "02"}, 400, "transaction.malformed"),
        ({"transaction": {"from": "0x1"}}, 422, "request.invalid"),
        ({"transaction": {"from": "0x" + "11" * 20, "data": "0x1"}}, 422, "request.invalid"),
        ({"transaction": {"from": "0x" + "11" * 20, "gas": 21000}}, 422, "request.invalid"),
    ],
)
def test_what_is_no_transaction_is_refused(
    client: httpx.Client, asked: dict[str, Any], status: int, code: str
) -> None:
    problem(client.post("/v1/simulations", json=asked), status, code)
