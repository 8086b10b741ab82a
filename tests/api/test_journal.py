"""Logs over HTTP: opened, their heads recorded, their entries proven to whoever asks."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import pytest
from eth_account import Account

from ledger.database import writing
from ledger.errors import VerificationError
from ledger.journal.tables import LogEntryRow
from ledger.merkle import check_consistency, check_inclusion
from ledger.types import Digest
from tests.api.talk import done, problem

if TYPE_CHECKING:
    import httpx

    from ledger.journal.log import Log
    from tests.support.world import World

PURPOSE = "0x" + "0a" * 32


@pytest.fixture
def name(world: World, client: httpx.Client) -> str:
    """A new log that the operator keeps, with five entries."""
    chosen = f"log-{secrets.token_hex(6)}"
    asked = {"sender": world.operator.address, "name": chosen, "purpose": PURPOSE}
    done(world, client, world.operator, client.post("/v1/journal/streams", json=asked))
    log_of(world, chosen).append(*({"number": number} for number in range(5)))
    return chosen


def log_of(world: World, name: str) -> Log:
    return world.services.journal.log(name)


def ask(world: World, client: httpx.Client, name: str, entries: int) -> httpx.Response:
    body = {"sender": world.operator.address, "entries": entries}
    return client.post(f"/v1/journal/streams/{name}/heads", json=body)


def record(world: World, client: httpx.Client, name: str, entries: int) -> None:
    done(world, client, world.operator, ask(world, client, name, entries))


def told(client: httpx.Client, path: str, **params: Any) -> Any:
    answer = client.get(f"/v1/journal/streams{path}", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def digest(text: str) -> Digest:
    return Digest(bytes.fromhex(text[2:]))


def test_a_log_is_opened_and_grows(world: World, client: httpx.Client, name: str) -> None:
    found = told(client, f"/{name}")
    assert (found["purpose"], found["heads"], found["last"]) == (PURPOSE, 0, None)
    record(world, client, name, 3)
    record(world, client, name, 5)
    found = told(client, f"/{name}")
    assert (found["heads"], found["last"]["entries"]) == (2, 5)
    assert [each["entries"] for each in told(client, f"/{name}/heads")] == [5, 3]
    assert name in [each["name"] for each in told(client, "", limit=200)]
    assert world.services.journal.verify(name) == 2


def test_a_head_is_recorded_by_the_keeper_of_what_is_there(
    world: World, client: httpx.Client, name: str
) -> None:
    problem(ask(world, client, name, 6), 404, "journal.no-such-entry")
    problem(ask(world, client, "no-such-log", 1), 404, "journal.no-such-stream")
    body = {"sender": Account.create().address, "entries": 5}
    refused = client.post(f"/v1/journal/streams/{name}/heads", json=body)
    assert problem(refused, 422, "contract.refused")["reason"] == "not an active participant"
    record(world, client, name, 5)
    again = problem(ask(world, client, name, 5), 422, "contract.refused")
    assert again["reason"] == "the log has not grown"
    body = {"sender": world.operator.address, "name": "Access", "purpose": PURPOSE}
    problem(client.post("/v1/journal/streams", json=body), 422, "request.invalid")


def test_an_entry_is_proven_against_the_head_on_the_chain(
    world: World, client: httpx.Client, name: str
) -> None:
    record(world, client, name, 3)
    record(world, client, name, 5)
    for place, head in ((0, None), (2, 2), (4, None)):
        asked = {} if head is None else {"head": head}
        found = told(client, f"/{name}/entries/{place}/proof", **asked)
        index = 1 if place < 3 and head is None else 2
        number = world.services.journal.number_of(name)
        said = world.services.chain.call("journal", "head_at", number, index)
        assert found["head"]["index"] == index
        leaf = log_of(world, name).entry(place).digest
        assert digest(found["leaf"]) == leaf
        proof = tuple(map(digest, found["proof"]))
        check_inclusion(leaf, place, said["size"], proof, said["root"])
    path = f"/v1/journal/streams/{name}"
    problem(client.get(f"{path}/entries/4/proof?head=1"), 404, "journal.no-such-entry")
    problem(client.get(f"{path}/entries/5/proof"), 404, "journal.not-yet-recorded")
    problem(client.get(f"{path}/entries/0/proof?head=3"), 404, "journal.no-such-head")


def test_a_log_is_proven_to_continue_what_it_was(
    world: World, client: httpx.Client, name: str
) -> None:
    record(world, client, name, 3)
    record(world, client, name, 5)
    found = told(client, f"/{name}/consistency", old=1, new=2)
    heads = [(found[each]["entries"], digest(found[each]["root"])) for each in ("old", "new")]
    check_consistency(heads[0], heads[1], tuple(map(digest, found["proof"])))
    path = f"/v1/journal/streams/{name}/consistency"
    problem(client.get(path, params={"old": 2, "new": 1}), 422, "journal.heads-in-reverse")
    problem(client.get(path, params={"old": 1, "new": 9}), 404, "journal.no-such-head")


def test_a_rewritten_log_is_found_and_gets_no_further_head(
    world: World, client: httpx.Client, name: str
) -> None:
    """As a keeper would rewrite it: the entry and the digest that is kept of it."""
    record(world, client, name, 3)
    log = log_of(world, name)
    other = log.entry(4)
    with writing(log.engine) as session:
        row = session.get_one(LogEntryRow, (name, 1))
        row.text, row.digest = other.text, other.digest
        session.add(row)
    with pytest.raises(VerificationError, match=r"journal\.head-differs.*index=1"):
        world.services.journal.verify(name)
    refused = ask(world, client, name, 5)
    assert refused.json()["code"] == "journal.head-differs"
