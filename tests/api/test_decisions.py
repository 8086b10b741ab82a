"""Decisions over HTTP: proposed by one key, agreed with by another, read and refused."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from eth_account import Account

from api.languages import LANGUAGES, Language
from ledger.decisions.model import LIFETIME
from ledger.types import Timestamp
from tests.api.talk import done, events, problem
from tests.support.http import client_of
from tests.support.node import running_node
from tests.support.world import Role, World, open_world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx
    from eth_account.signers.local import LocalAccount

BASIS = "0x" + "5a" * 32


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """An installation of its own, since its quorum becomes two."""
    folder: Path = tmp_path_factory.mktemp("decisions")
    with running_node(folder / "home") as node, open_world(node, folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def second(world: World) -> LocalAccount:
    """A second key of the authorised body."""
    return world.admit(Role.AUTHORITY)


@pytest.fixture(scope="module")
def client(world: World, second: LocalAccount) -> Iterator[httpx.Client]:
    """A client of the application, once two keys must agree."""
    with client_of(world.app()) as connected:
        asked = proposal(world.authority, "participants", "set_quorum", required=2)
        done(world, connected, world.authority, connected.post("/v1/proposals", json=asked))
        yield connected


def proposal(sender: LocalAccount, contract: str, function: str, **args: Any) -> dict[str, Any]:
    asked = {"sender": sender.address, "contract": contract, "function": function}
    return {**asked, "args": args, "basis": BASIS}


def propose(world: World, client: httpx.Client, function: str, **args: Any) -> int:
    """Propose an act on the participants; the number of the proposal."""
    asked = proposal(world.authority, "participants", function, **args)
    state = done(world, client, world.authority, client.post("/v1/proposals", json=asked))
    (waiting,) = [each for each in events(state) if each["name"] == "Awaiting"]
    assert (waiting["args"]["agreed"], waiting["args"]["required"]) == (1, 2)
    return int(waiting["args"]["proposal"])


def shown(client: httpx.Client, number: int) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/v1/proposals/{number}").json()["data"]
    return found


def test_a_proposal_waits_for_a_second_key_and_is_then_executed(
    world: World, client: httpx.Client, second: LocalAccount
) -> None:
    newcomer = Account.create().address
    subject = "0x" + "11" * 32
    number = propose(world, client, "admit", account=newcomer, roles=32, subject=subject)
    found = shown(client, number)
    assert (found["state"], found["agreed"], found["required"]) == ("open", 1, 2)
    assert found["agree"] == [found["proposer"]] == [world.authority.address]
    assert (found["basis"], found["call"]["function"]) == (BASIS, "admit")
    assert newcomer in found["explanation"]["summary"]
    problem(client.get(f"/v1/participants/{newcomer}"), 404, "participant.unknown")
    agreement = client.post(
        f"/v1/proposals/{number}/confirmations", json={"sender": second.address}
    )
    assert f"No. {number}" in agreement.json()["explanation"]["summary"]
    done(world, client, second, agreement)
    assert client.get(f"/v1/participants/{newcomer}").json()["data"]["roles"] == ["miner"]
    found = shown(client, number)
    assert (found["state"], found["agreed"]) == ("executed", 2)
    assert found["agree"] == [world.authority.address, second.address]


def test_a_proposal_is_withdrawn_and_cannot_be_confirmed(
    world: World, client: httpx.Client, second: LocalAccount
) -> None:
    number = propose(world, client, "suspend", account=second.address)
    withdrawal = {"sender": world.authority.address}
    act = client.post(f"/v1/proposals/{number}/withdrawals", json=withdrawal)
    done(world, client, world.authority, act)
    assert shown(client, number)["state"] == "withdrawn"
    path = f"/v1/proposals/{number}/confirmations"
    refused = client.post(path, json={"sender": second.address})
    assert problem(refused, 422, "contract.refused")["reason"] == "proposal is closed"


def test_proposals_are_listed_from_the_newest(world: World, client: httpx.Client) -> None:
    last = propose(world, client, "set_quorum", required=1)
    first = client.get("/v1/proposals", params={"limit": 2}).json()
    assert [each["number"] for each in first["data"]] == [last, last - 1]
    assert first["total"] == last
    rest = client.get("/v1/proposals", params={"limit": 200, "after": first["next"]}).json()
    assert [each["number"] for each in rest["data"]] == list(range(last - 2, 0, -1))
    assert rest["next"] is None
    problem(client.get("/v1/proposals", params={"after": "what"}), 400, "page.bad-cursor")


def test_an_ordinary_act_of_the_authority_becomes_a_proposal_as_well(
    world: World, client: httpx.Client, second: LocalAccount
) -> None:
    asked = {"sender": world.authority.address, "basis": BASIS, "roles": ["miner"]}
    act = client.post(f"/v1/participants/{second.address}/roles", json=asked)
    assert act.json()["explanation"]["summary"].endswith("once enough of its keys agree.")
    state = done(world, client, world.authority, act)
    assert [each["name"] for each in events(state)] == ["Proposed", "Awaiting"]
    found = client.get(f"/v1/participants/{second.address}").json()["data"]
    assert found["roles"] == ["authority"]


@pytest.mark.parametrize(
    ("act", "args", "refusal"),
    [
        (("treasury", "pay"), {}, (404, "contract.unknown")),
        (("participants", "burn"), {}, (404, "contract.no-function")),
        (("participants", "count"), {}, (404, "contract.no-function")),
        (("participants", "set_quorum"), {}, (422, "argument.missing")),
        (("participants", "set_quorum"), {"required": 1, "by": 2}, (422, "argument.unknown")),
        (("participants", "set_quorum"), {"required": "two"}, (422, "argument.malformed")),
        (("participants", "suspend"), {"account": "0x12"}, (422, "argument.malformed")),
    ],
)
def test_what_is_no_act_is_not_proposed(
    world: World,
    client: httpx.Client,
    act: tuple[str, str],
    args: dict[str, Any],
    refusal: tuple[int, str],
) -> None:
    asked = proposal(world.authority, *act, **args)
    problem(client.post("/v1/proposals", json=asked), *refusal)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_strangers_proposal_and_one_that_is_not_there_are_refused(
    client: httpx.Client, language: Language
) -> None:
    headers = {"Accept-Language": language}
    stranger = proposal(Account.create(), "participants", "set_quorum", required=1)
    refused = client.post("/v1/proposals", json=stranger, headers=headers)
    body = problem(refused, 422, "contract.refused")
    assert body["reason"] == "not the authority"
    said = problem(client.get("/v1/proposals/999999", headers=headers), 404, "proposal.unknown")[
        "title"
    ]
    titles = {
        "kk": "Мұндай ұсыныс жоқ.",
        "ru": "Такого предложения нет.",
        "en": "There is no such proposal.",
    }
    assert said == titles[language]


def test_open_proposals_are_the_oldest_first_and_bounded(
    world: World, client: httpx.Client, second: LocalAccount
) -> None:
    decisions = world.services.decisions
    numbers = [
        propose(world, client, "admit", account=Account.create().address, roles=1, subject=BASIS)
        for _ in range(3)
    ]
    head = world.services.chain.head()
    found, more = decisions.open_at(head, 3)
    assert ([each.number for each in found], more) == (numbers, True)
    every, more = decisions.open_at(head, 100)
    assert numbers == [each.number for each in every][-3:]
    assert not more
    week = replace(head, timestamp=Timestamp(head.timestamp + LIFETIME + 3600))
    assert decisions.open_at(week, 2) == ((), False)

    desk = client.get("/en/desk").text
    section = desk[desk.index('id="proposals"') :]
    for number in numbers:
        assert f"Proposal No. {number}" in section
    assert "1 of 2" in section
