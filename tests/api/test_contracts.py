"""The contracts over HTTP: held to their source, and asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from contracts.build import digest_of
from contracts.loader import CONTRACTS, rule_text
from ledger.chain.inspection import inspect_contract
from ledger.errors import NotFound
from tests.api.talk import problem
from tests.support.world import Role

if TYPE_CHECKING:
    import httpx

    from tests.support.world import World

VIEWS = "/v1/contracts/participants/views"


def test_every_contract_is_what_its_source_compiles_to(client: httpx.Client, world: World) -> None:
    listed = client.get("/v1/contracts").json()["data"]
    assert [each["name"] for each in listed] == [*CONTRACTS]
    for each in listed:
        found = client.get(f"/v1/contracts/{each['name']}", headers={"Accept-Language": "ru"})
        told = found.json()
        assert told["match"] == "same"
        assert each.items() <= told.items()
        assert digest_of(told["sources"]) == told["source_digest"]
        assert told["rules"] == rule_text(each["name"], "ru")
        code = world.node.rpc("eth_getCode", each["address"], "latest")["result"]
        assert told["code_size"] == len(code) // 2 - 1


@pytest.mark.parametrize(
    ("field", "value", "match"),
    [
        ("code_hash", "0x" + "00" * 32, "code-differs"),
        ("source_digest", "00" * 32, "other-sources"),
        ("arguments", {}, "other-code"),
        ("arguments", "others", "other-code"),
    ],
)
def test_what_does_not_match_is_told(world: World, field: str, value: Any, match: str) -> None:
    chain = world.services.chain
    known = chain.deployment.contracts
    info = known["depository"]
    if value == "others":
        value = dict(info.arguments) | {"rules": "0x" + "11" * 32}
    changed = replace(info, **{field: value})
    altered = replace(chain.deployment, contracts={**known, "depository": changed})
    found = inspect_contract(replace(chain, deployment=altered), "depository")
    assert found.match == match


def test_a_view_answers_as_of_a_block(client: httpx.Client, world: World) -> None:
    world.indexer.catch_up()  # others admit participants on the same node
    before = client.get(f"{VIEWS}/count").json()
    someone = world.admit(Role.ISSUER)
    after = client.get(f"{VIEWS}/count").json()
    (was,), (now,) = before["values"], after["values"]
    assert (now["type"], now["value"]) == ("uint256", was["value"] + 1)
    assert after["as_of"]["number"] > before["as_of"]["number"]
    again = client.get(f"{VIEWS}/count", params={"block": before["as_of"]["number"]}).json()
    assert again == before
    asked = {"argument": someone.address}
    (number,) = client.get(f"{VIEWS}/number_of", params=asked).json()["values"]
    assert number["value"] == now["value"]
    told = client.get(f"{VIEWS}/participant", params={"argument": str(now["value"])}).json()
    assert told["values"][0]["value"]["account"] == someone.address
    assert told["arguments"] == [str(now["value"])]


@pytest.mark.parametrize(
    ("path", "arguments", "status", "code"),
    [
        ("/v1/contracts/nothing", [], 404, "contract.unknown"),
        ("/v1/contracts/nothing/views/count", [], 404, "contract.unknown"),
        (f"{VIEWS}/nothing", [], 404, "contract.no-function"),
        (f"{VIEWS}/admit", [], 404, "contract.no-function"),
        (f"{VIEWS}/count", ["1"], 422, "contract.arguments-count"),
        (f"{VIEWS}/node", [], 422, "contract.arguments-count"),
        (f"{VIEWS}/node", ["many"], 422, "contract.bad-argument"),
        (f"{VIEWS}/node", ["1"] * 9, 422, "request.invalid"),
        (f"{VIEWS}/node", ["1" * 257], 422, "request.invalid"),
        ("/v1/contracts/Participants", [], 422, "request.invalid"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    client: httpx.Client, path: str, arguments: list[str], status: int, code: str
) -> None:
    problem(client.get(path, params={"argument": arguments}), status, code)


def test_before_its_deployment_a_contract_says_nothing(client: httpx.Client) -> None:
    problem(client.get(f"{VIEWS}/count", params={"block": 0}), 404, "contract.not-yet")


def test_a_contract_that_is_not_there_is_unknown(world: World) -> None:
    with pytest.raises(NotFound, match=r"contract\.unknown"):
        inspect_contract(world.services.chain, "nothing")
