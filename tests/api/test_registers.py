"""The registers of nodes and of enforcement over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from eth_account import Account

from ledger.types import DepositId, Digest
from tests.api.talk import described, done, events, number_of, package, problem, zipped
from tests.support.node import BASIS
from tests.support.world import Role

if TYPE_CHECKING:
    import httpx

    from tests.support.world import World


@pytest.fixture(scope="module")
def node(world: World, client: httpx.Client) -> dict[str, Any]:
    """A witness that was removed again."""
    entity, key = number_of(client, world.admit()), Account.create().address
    described_ = (entity, 2, key, "independent control", "witness.example.kz")
    world.node.decree("participants", "register_node", *described_)
    number = world.services.chain.call("participants", "node_count")
    world.node.decree("participants", "remove_node", number)
    world.indexer.catch_up()
    found: dict[str, Any] = client.get(f"/v1/network/nodes/{number}").json()["data"]
    return found


def test_a_node_is_told_with_its_validity(client: httpx.Client, node: dict[str, Any]) -> None:
    assert (node["kind"], node["purpose"], node["location"]) == (
        "witness",
        "independent control",
        "witness.example.kz",
    )
    assert node["basis"] == node["removal"]["basis"] == "0x" + BASIS.hex()
    then = node["registered"]["block"]
    assert node["removal"]["recorded"]["block"] > then
    at = client.get(f"/v1/network/nodes/{node['number']}", params={"block": then}).json()
    assert at["data"] == {**node, "removal": None}
    assert at["as_of"]["number"] == then


@pytest.mark.parametrize(
    ("filters", "listed"),
    [
        ({}, True),
        ({"valid": "false"}, True),
        ({"valid": "true"}, False),
        ({"kind": "witness"}, True),
        ({"kind": "sealer"}, False),
    ],
)
def test_nodes_are_listed_by_what_is_asked(
    client: httpx.Client, node: dict[str, Any], filters: dict[str, str], listed: bool
) -> None:
    asked = {"key": node["key"], "entity": str(node["entity"]), **filters}
    found = client.get("/v1/network/nodes", params=asked).json()
    assert (found["data"], found["total"]) == (([node], 1) if listed else ([], 0))


def test_nodes_that_are_not_there_and_filters_that_are_none_are_refused(
    client: httpx.Client, node: dict[str, Any]
) -> None:
    problem(client.get("/v1/network/nodes/999999"), 404, "node.unknown")
    before = {"block": node["registered"]["block"] - 1}
    problem(client.get(f"/v1/network/nodes/{node['number']}", params=before), 404, "node.unknown")
    problem(client.get("/v1/network/nodes", params={"kind": "miner"}), 422, "request.invalid")
    problem(client.get("/v1/network/nodes", params={"key": "0x1"}), 422, "address.malformed")
    problem(client.get("/v1/network/nodes", params={"after": "x"}), 400, "page.bad-cursor")


def test_acts_of_force_of_every_contract_are_in_one_list(
    world: World, client: httpx.Client
) -> None:
    depositor, basis = world.admit(Role.DEPOSITOR), "0x" + BASIS.hex()
    act = package(client, described(depositor), zipped({"forced": b"forced"}))
    number = DepositId(events(done(world, client, depositor, act))[0]["args"]["number"])
    acts, operator = world.services.depository.acts, world.address(world.operator)
    world.sign(world.operator, acts.draft_acceptance(operator, number))
    authority = world.address(world.authority)
    annulled = world.sign(world.authority, acts.draft_annulment(authority, number, Digest(BASIS)))
    world.node.decree("participants", "suspend", depositor.address)
    world.indexer.catch_up()
    listed = client.get("/v1/enforcement", params={"limit": 2}).json()
    assert [each["act"] for each in listed["data"]] == ["suspension", "annulment"]
    assert [each["contract"] for each in listed["data"]] == ["participants", "depository"]
    assert {each["basis"] for each in listed["data"]} == {basis}
    assert listed["data"][1]["deposit"] == number
    assert listed["data"][1]["recorded"]["transaction"] == annulled.transaction
    mine = client.get("/v1/enforcement", params={"account": depositor.address}).json()
    assert (mine["total"], mine["data"]) == (1, listed["data"][:1])
    only = client.get("/v1/enforcement", params={"act": "annulment", "limit": 1}).json()
    assert only["data"] == listed["data"][1:]


def test_filters_of_acts_that_are_none_are_refused(client: httpx.Client) -> None:
    problem(client.get("/v1/enforcement", params={"act": "theft"}), 422, "request.invalid")
    problem(client.get("/v1/enforcement", params={"account": "0x1"}), 422, "address.malformed")
    problem(client.get("/v1/enforcement", params={"asset": "-1"}), 422, "request.invalid")
    problem(client.get("/v1/enforcement", params={"after": "x"}), 400, "page.bad-cursor")
