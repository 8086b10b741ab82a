"""Whose records of batches are and were: in answers to many questions, and in the export."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from api.schemas.ownership import OwnershipAnswers
from tests.api.talk import described, done, events, number_of, package, zipped
from tests.support.world import Role

if TYPE_CHECKING:
    import httpx
    from eth_account.signers.local import LocalAccount

    from tests.support.world import World


@dataclass(frozen=True)
class Life:
    """A batch of two, whose second record was taken out and passed on, and where that stands."""

    batch: int
    deposit: int
    giver: LocalAccount
    buyer: LocalAccount
    made: int
    taken: int
    passed: int


@pytest.fixture(scope="module")
def life(world: World, client: httpx.Client) -> Life:
    giver, buyer = world.admit(Role.DEPOSITOR), world.admit(Role.DEPOSITOR)

    def act(who: LocalAccount, path: str, **body: Any) -> dict[str, Any]:
        asked = client.post(f"/v1/{path}", json={"sender": who.address, **body})
        return done(world, client, who, asked)

    drafts = [
        package(client, described(giver), zipped({"a": text})).json()["id"]
        for text in (b"stays in the batch", b"leaves the batch")
    ]
    made = act(giver, "deposit-batches", drafts=drafts)
    batch = events(made)[0]["args"]["batch"]
    act(world.operator, f"deposit-batches/{batch}/acceptances")
    taken = act(giver, f"deposit-batches/{batch}/records/1/deposits")
    deposit = next(e for e in events(taken) if e["name"] == "TakenOut")["args"]["number"]
    offer = {"receiver": number_of(client, buyer), "agreement": "0x" + "0c" * 32}
    act(giver, f"deposits/{deposit}/offers", **offer)
    passed = act(buyer, f"deposits/{deposit}/offers/acceptances", agreement=offer["agreement"])
    places = [
        int(each["transaction"]["receipt"]["block"]["number"]) for each in (made, taken, passed)
    ]
    return Life(int(batch), int(deposit), giver, buyer, *places)


def _asked(client: httpx.Client, life: Life, **stand: int) -> list[dict[str, Any]]:
    subjects = [{"kind": "record", "batch": life.batch, "index": index} for index in range(3)]
    given = client.post("/v1/ownership", json={"subjects": subjects, **stand})
    assert given.status_code == 200, given.text
    OwnershipAnswers.model_validate_json(given.content)
    answers: list[dict[str, Any]] = given.json()["data"]
    assert [{key: each[key] for key in subjects[0]} for each in answers] == subjects
    return answers


def test_a_record_is_the_batchs_possessors_until_it_is_taken_out(
    client: httpx.Client, life: Life
) -> None:
    def told(**stand: int) -> list[tuple[int | None, str | None]]:
        return [(each["deposit"], each["account"]) for each in _asked(client, life, **stand)]

    giver, buyer, nobody = life.giver.address, life.buyer.address, (None, None)
    assert told(block=life.made - 1) == [nobody, nobody, nobody]
    assert told(block=life.made) == [(None, giver), (None, giver), nobody]
    assert told(block=life.taken) == [(None, giver), (life.deposit, giver), nobody]
    assert told(block=life.passed) == [(None, giver), (life.deposit, buyer), nobody]
    assert told() == told(block=life.passed)
    assert [each["possessor"] for each in _asked(client, life)] == [
        number_of(client, life.giver),
        number_of(client, life.buyer),
        None,
    ]


def test_records_are_exported_with_who_got_them_and_what_they_became(
    client: httpx.Client, life: Life
) -> None:
    found = client.get("/v1/exports/possessions.jsonl", params={"block": life.passed})
    lines = [json.loads(line) for line in found.text.splitlines()]
    order = [(each["block"], each["log_index"]) for each in lines]
    assert order == sorted(order)
    mine = [each for each in lines if each["batch"] == life.batch]
    giver, buyer = life.giver.address, life.buyer.address
    assert [(e["block"], e["index"], e["deposit"], e["account"]) for e in mine] == [
        (life.made, 0, None, giver),
        (life.made, 1, None, giver),
        (life.taken, 1, life.deposit, giver),
        (life.passed, 1, life.deposit, buyer),
    ]
    assert [each["agreement"] for each in mine] == [None, None, None, "0x" + "0c" * 32]
    before = client.get("/v1/exports/possessions.jsonl", params={"block": life.made - 1})
    assert life.batch not in [json.loads(line)["batch"] for line in before.text.splitlines()]


@pytest.mark.parametrize(
    "record", [{"batch": 1}, {"batch": 0, "index": 0}, {"batch": 1, "index": -1}, {"index": 0}]
)
def test_a_record_that_is_not_named_whole_is_refused(
    client: httpx.Client, record: dict[str, int]
) -> None:
    answer = client.post("/v1/ownership", json={"subjects": [{"kind": "record", **record}]})
    assert answer.status_code == 422
