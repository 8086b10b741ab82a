"""Who owned what at a block and at a moment, over HTTP."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from eth_account import Account

from api.schemas.ownership import OwnershipAnswers
from ledger.types import DepositId, Digest, ParticipantId
from tests.api.talk import described, done, events, number_of, package, problem, zipped
from tests.ledger.market import Market, open_market
from tests.support.chain import Ledger, address
from tests.support.world import Role

if TYPE_CHECKING:
    import httpx
    from eth_account.signers.local import LocalAccount

    from tests.support.world import World

AGREEMENT = Digest(b"\xa1" * 32)
_MISSPELT = "0x52908400098527886E0F7030069857D2E4169Ee7"


@pytest.fixture(scope="module")
def market(world: World) -> Market:
    """A class of which one holder had all, and passed half of it on to another."""
    services = world.services
    engines = services.assets.index_engine, services.vault
    ledger = Ledger(world.node, services.chain, *engines)
    market = open_market(ledger, 10)
    holders = market.holders
    market.issue(holders[0], 10)
    market.transfer(holders[0], holders[1], 5)
    world.indexer.catch_up()
    return market


def _block(answer: dict[str, Any]) -> int:
    return int(answer["as_of"]["number"])


def test_holders_and_holdings_are_told_as_they_were(client: httpx.Client, market: Market) -> None:
    path, (one, two) = f"/v1/assets/{market.class_id}/holders", market.holders
    moved = client.get(f"/v1/assets/{market.class_id}/movements").json()["data"][0]["recorded"]
    before = {"block": moved["block"] - 1}
    then = client.get(path, params=before).json()
    assert [(each["account"], each["amount"]) for each in then["data"]] == [(one.address, "10")]
    assert (then["total"], _block(then)) == (1, before["block"])
    assert then["data"][0]["as_of"] == then["as_of"]
    now = client.get(path, params={"at": moved["timestamp"]}).json()
    assert {each["account"]: each["amount"] for each in now["data"]} == {
        one.address: "5",
        two.address: "5",
    }
    assert _block(now) == moved["block"]
    mine = client.get(f"/v1/accounts/{two.address}/holdings", params=before).json()
    assert (mine["data"], mine["total"]) == ([], 0)


def test_the_holder_of_a_right_is_told_with_the_rights_it_holds(
    client: httpx.Client, market: Market
) -> None:
    two = market.holders[1]
    path = f"/v1/assets/{market.class_id}/holders/{two.address}"
    now = client.get(path).json()
    assert (now["data"]["amount"], now["data"]["frozen"]) == ("5", "0")
    rights = client.get(f"/v1/assets/{market.class_id}").json()["data"]["rights"]
    assert now["data"]["rights"] == rights != []
    moved = client.get(f"/v1/assets/{market.class_id}/movements").json()["data"][0]["recorded"]
    then = client.get(path, params={"block": moved["block"] - 1}).json()["data"]
    assert (then["amount"], then["rights"]) == ("0", [])
    registered = client.get(f"/v1/assets/{market.class_id}").json()["data"]["registered"]
    early = client.get(path, params={"block": registered["block"] - 1})
    problem(early, 404, "asset.not-yet")


def test_the_possessor_of_a_deposit_is_told_as_it_was(world: World, client: httpx.Client) -> None:
    giver, taker = world.admit(Role.DEPOSITOR), world.admit()
    act = package(client, described(giver), zipped({"a": b"whose"}))
    made = events(done(world, client, giver, act))[0]
    number, acts = DepositId(made["args"]["number"]), world.services.depository.acts
    whose, to = (ParticipantId(number_of(client, each)) for each in (giver, taker))
    operator = world.operator
    world.sign(operator, acts.draft_acceptance(address(operator), number))
    world.sign(giver, acts.draft_offer(address(giver), number, to, AGREEMENT))
    passed = world.sign(taker, acts.draft_offer_acceptance(address(taker), number, AGREEMENT))
    path, height = f"/v1/deposits/{number}/possessor", passed.block.number
    now = client.get(path).json()["data"]
    assert (now["possessor"], now["account"]) == (to, taker.address)
    assert now["agreement"] == "0x" + AGREEMENT.hex()
    then = client.get(path, params={"block": height - 1}).json()
    assert (then["data"]["possessor"], then["data"]["agreement"]) == (whose, None)
    listed = client.get(path + "s").json()
    assert [each["possessor"] for each in listed["data"]] == [to, whose]
    early = {"block": then["data"]["recorded"]["block"] - 1}
    problem(client.get(path, params=early), 404, "deposit.not-yet")
    problem(client.get("/v1/deposits/999999/possessor", params=early), 404, "deposit.unknown")
    problem(client.get("/v1/deposits/999999/possessors"), 404, "deposit.unknown")
    _replace(world, giver)
    again = client.get(path, params={"block": height - 1}).json()["data"]
    assert again["account"] == giver.address, "the key of then"


def _replace(world: World, old: LocalAccount) -> LocalAccount:
    new: LocalAccount = Account.create()
    authority = world.authority
    draft = world.services.participants.draft_replacement(
        address(authority), address(old), address(new), AGREEMENT
    )
    world.sign(authority, draft)
    return new


def test_a_participants_roles_and_keys_are_told_with_their_validity(
    world: World, client: httpx.Client
) -> None:
    account = world.admit(Role.MINER)
    path, authority = f"/v1/participants/{number_of(client, account)}", world.authority
    admitted = client.get(path).json()["data"]["admitted"]["block"]
    drafts, who = world.services.participants, (address(authority), address(account))
    changed = world.sign(authority, drafts.draft_roles(*who, Role.ISSUER, AGREEMENT)).block.number
    suspended = world.sign(authority, drafts.draft_suspension(*who, AGREEMENT)).block.number
    new = _replace(world, account)
    states = client.get(f"{path}/states").json()
    told = [(s["account"], s["roles"], s["status"]) for s in states["data"]]
    old = account.address
    assert told == [
        (new.address, ["issuer"], "suspended"),
        (old, ["issuer"], "suspended"),
        (old, ["issuer"], "active"),
        (old, ["miner"], "active"),
    ]
    begun = [each["since"]["block"] for each in states["data"]]
    assert begun[1:] == [suspended, changed, admitted]
    ends = [each["until"] and each["until"]["number"] for each in states["data"]]
    assert ends == [None, *begun[:-1]]
    first = client.get(f"{path}/states", params={"limit": 2}).json()
    rest = client.get(f"{path}/states", params={"limit": 2, "after": first["next"]}).json()
    assert first["data"] + rest["data"] == states["data"]
    then = client.get(path, params={"block": changed - 1}).json()["data"]
    assert (then["roles"], then["account"]) == (["miner"], old)
    assert then["former_accounts"] == []
    problem(client.get(path, params={"block": admitted - 1}), 404, "participant.not-yet")


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"block": 10**9}, 404, "block.not-indexed"),
        ({"block": -1}, 422, "request.invalid"),
        ({"at": "1999-01-01T00:00:00Z"}, 404, "block.none-by"),
        ({"at": "2026-11-27"}, 422, "moment.malformed"),
        ({"at": "2026-11-27T00:00:00Z", "block": 1}, 422, "moment.both"),
    ],
)
def test_a_moment_without_an_answer_is_refused_by_name(
    client: httpx.Client, market: Market, asked: dict[str, Any], status: int, code: str
) -> None:
    for path in (f"/v1/assets/{market.class_id}/holders", "/v1/participants/1"):
        problem(client.get(path, params=asked), status, code)


def test_the_future_is_not_told(world: World, client: httpx.Client, market: Market) -> None:
    head = world.services.chain.head().timestamp
    soon = dt.datetime.fromtimestamp(head + 3600, dt.UTC).isoformat()
    answer = client.get(f"/v1/assets/{market.class_id}/holders", params={"at": soon})
    problem(answer, 422, "moment.future")


def test_a_statement_opens_moves_and_closes(client: httpx.Client, market: Market) -> None:
    one, two = market.holders
    path = f"/v1/accounts/{one.address}/statement"
    whole = client.get(path).json()
    assert whole["data"]["since"] is None
    assert whole["data"]["lines"] == [{"class_id": market.class_id, "opening": "0", "closing": "5"}]
    issued, passed = whole["data"]["movements"]
    assert (issued["from"], issued["to"], issued["amount"]) == (None, one.address, "10")
    assert (passed["from"], passed["to"], passed["amount"]) == (one.address, two.address, "5")
    assert (whole["total"], whole["next"]) == (2, None)
    begun = {"from": passed["recorded"]["timestamp"], "asset": market.class_id}
    later = client.get(path, params=begun).json()
    assert later["data"]["lines"][0]["opening"] == "10"
    assert later["data"]["movements"] == [passed]
    assert later["data"]["since"]["number"] < passed["recorded"]["block"]
    earlier = client.get(path, params={"to": begun["from"], "limit": 1}).json()
    assert earlier["data"]["lines"][0]["closing"] == "10"
    assert earlier["data"]["movements"] == [issued]
    assert earlier["as_of"] == later["data"]["since"], "one follows on the other"
    blocks = {"from_block": passed["recorded"]["block"], "to_block": passed["recorded"]["block"]}
    empty = client.get(path, params=blocks).json()["data"]
    assert (empty["lines"][0]["opening"], empty["movements"]) == ("5", [])


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"from_block": 5, "to_block": 4}, 422, "statement.backwards"),
        ({"from_block": 10**9}, 404, "block.not-indexed"),
        ({"to": "1999-01-01T00:00:00Z"}, 404, "block.none-by"),
        ({"from": "yesterday"}, 422, "moment.malformed"),
        ({"from": "2999-01-01T00:00:00Z"}, 422, "moment.future"),
        ({"from": "1999-01-01T00:00:00Z", "from_block": 1}, 422, "moment.both"),
        ({"asset": 10**9}, 404, "asset.unknown"),
    ],
)
def test_a_statement_that_cannot_be_made_is_refused_by_name(
    client: httpx.Client, market: Market, asked: dict[str, Any], status: int, code: str
) -> None:
    path = f"/v1/accounts/{market.holders[0].address}/statement"
    problem(client.get(path, params=asked), status, code)


def test_a_thousand_questions_are_answered_as_of_one_block(
    client: httpx.Client, market: Market
) -> None:
    one, two = (each.address for each in market.holders)
    moved = client.get(f"/v1/assets/{market.class_id}/movements").json()["data"][0]["recorded"]
    mine = [{"kind": "holding", "asset": market.class_id, "account": each} for each in (one, two)]
    others = [
        {"kind": "holding", "asset": 10**9, "account": one},
        {"kind": "deposit", "deposit": 10**9},
    ]
    subjects = [*mine, *others] * 250
    given = client.post("/v1/ownership", json={"subjects": subjects})
    OwnershipAnswers.model_validate_json(given.content)
    answer = given.json()
    assert len(answer["data"]) == 1000
    told = [each.get("amount", each.get("possessor")) for each in answer["data"]]
    assert told == ["5", "5", None, None] * 250
    assert answer["data"][0] == {**mine[0], "amount": "5", "frozen": "0"}
    then = {"subjects": subjects, "block": moved["block"] - 1}
    before = client.post("/v1/ownership", json=then).json()
    assert [each["amount"] for each in before["data"][:2]] == ["10", "0"]
    assert before["as_of"]["number"] == moved["block"] - 1
    at = client.post("/v1/ownership", json={"subjects": mine, "at": moved["timestamp"]}).json()
    assert at["as_of"]["number"] == moved["block"]


def test_the_possessors_of_many_deposits_are_told(world: World, client: httpx.Client) -> None:
    giver = world.admit(Role.DEPOSITOR)
    act = package(client, described(giver), zipped({"a": b"asked about with others"}))
    number = events(done(world, client, giver, act))[0]["args"]["number"]
    asked = {"subjects": [{"kind": "deposit", "deposit": number}]}
    (answer,) = client.post("/v1/ownership", json=asked).json()["data"]
    assert answer["account"] == giver.address
    assert answer["possessor"] == number_of(client, giver)
    early = client.post("/v1/ownership", json={**asked, "block": 1}).json()["data"]
    assert early[0]["possessor"] is None


@pytest.mark.parametrize(
    "body",
    [
        {"subjects": []},
        {"subjects": [{"kind": "deposit", "deposit": 1}] * 1001},
        {"subjects": [{"kind": "deposit", "deposit": 2**53}]},
        {"subjects": [{"kind": "deposit", "deposit": 1, "more": 1}]},
        {"subjects": [{"kind": "holding", "asset": 1, "account": "0x1"}]},
        {"subjects": [{"kind": "holding", "asset": 1, "account": _MISSPELT}]},
        {"subjects": [{"kind": "holding", "asset": "1", "account": "0x" + "00" * 20}]},
        {"subjects": [{"kind": "holding", "asset": 1}]},
        {"subjects": [{"kind": "other", "deposit": 1}]},
    ],
)
def test_questions_that_cannot_be_answered_are_refused(
    client: httpx.Client, body: dict[str, Any]
) -> None:
    answer = client.post("/v1/ownership", json=body)
    assert answer.status_code == 422
    assert answer.json()["code"].startswith(("request.", "form."))
