"""Records of batches are found like deposits: by the validation query, the search, the pages."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest

from api.languages import LANGUAGES
from tests.api.talk import described, done, events, package, problem, zipped
from tests.support.packages import encrypted
from tests.support.world import Role

if TYPE_CHECKING:
    import httpx
    from eth_account.signers.local import LocalAccount

    from tests.support.world import World

FILE = b"a file that only a record of a batch holds"
OTHER = b"another file of another record"


@pytest.fixture(scope="module")
def depositor(world: World) -> LocalAccount:
    return world.admit(Role.DEPOSITOR)


@pytest.fixture(scope="module")
def state(world: World, client: httpx.Client, depositor: LocalAccount) -> dict[str, Any]:
    """The transaction of a batch of three, the last of them of limited access."""
    drafts = [
        package(client, described(depositor, **said), zipped(files)).json()["id"]
        for said, files in (
            ({}, {"found.txt": FILE}),
            ({}, {"other.txt": OTHER}),
            ({"access": "limited"}, {"a.age": encrypted(b"nobody reads this")}),
        )
    ]
    body = {"sender": depositor.address, "drafts": drafts}
    return done(world, client, depositor, client.post("/v1/deposit-batches", json=body))


@pytest.fixture(scope="module")
def number(state: dict[str, Any]) -> int:
    return int(events(state)[0]["args"]["batch"])


def asked(client: httpx.Client, subject: str) -> dict[str, Any]:
    answer = client.get(f"/v1/verifications/{subject}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["data"]
    return found


def page(client: httpx.Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_a_record_is_found_by_digest_by_cid_and_by_swhid(client: httpx.Client, number: int) -> None:
    record = client.get(f"/v1/deposit-batches/{number}/records/0").json()["data"]
    for name in (record["cid"], record["root"], record["described"]["swhid"]):
        found = asked(client, name)
        assert (found["known"], found["accepted"], found["outcome"]) == (True, False, "claimed")
        assert (found["matches"], found["records_total"]) == ([], 1)
        (match,) = found["records"]
        assert (match["is_package"], match["path"]) == (True, None)
        assert (match["record"]["batch"], match["record"]["index"]) == (number, 0)
    by_bytes = client.post("/v1/verifications", content=FILE).json()["data"]
    assert [each["path"] for each in by_bytes["records"]] == ["found.txt"]
    changed = client.post("/v1/verifications", content=FILE + b"\n").json()["data"]
    assert (changed["known"], changed["records"], changed["records_total"]) == (False, [], 0)


def test_a_batch_is_told_by_its_number_and_by_its_transaction(
    client: httpx.Client, state: dict[str, Any], number: int, depositor: LocalAccount
) -> None:
    for name in (f"batch:{number}", state["hash"]):
        (match,) = asked(client, name)["matches"]
        assert (match["kind"], match["number"]) == ("batch", number)
        assert match["record"] == f"/v1/deposit-batches/{number}"
        assert (match["by"]["account"], match["status"]) == (depositor.address, "deposited")
    assert asked(client, "batch:999999")["known"] is False


def test_the_search_leads_to_the_record_in_its_batch(client: httpx.Client, number: int) -> None:
    record = client.get(f"/v1/deposit-batches/{number}/records/1").json()["data"]
    for query in (record["cid"], "0x" + hashlib.sha256(OTHER).hexdigest()):
        answer = client.get("/en/search", params={"q": query}, follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith(f"/en/batches/{number}?after=")
    assert f"/en/batches/{number}" in page(client, f"/en/search?q={number}") or number == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_tell_a_batch_and_its_records_in_each_language(
    client: httpx.Client, language: str, number: int
) -> None:
    assert f"/{language}/batches" in page(client, f"/{language}/deposits")
    assert f"/{language}/batches/{number}" in page(client, f"/{language}/batches")
    shown = page(client, f"/{language}/batches/{number}")
    batch = client.get(f"/v1/deposit-batches/{number}").json()["data"]
    assert batch["root"] in shown
    assert batch["list_cid"] in shown
    records = client.get(f"/v1/deposit-batches/{number}/records").json()["data"]
    assert all(each["cid"] in shown for each in records)
    verified = page(client, f"/{language}/verify?digest={records[0]['cid']}")
    assert f"/{language}/batches/{number}" in verified
    assert client.get(f"/{language}/batches/999999").status_code == 404


def test_a_deposit_tells_of_which_batch_it_was_taken_out_and_is_found_once(
    world: World, client: httpx.Client, depositor: LocalAccount, number: int
) -> None:
    act = client.post(
        f"/v1/deposit-batches/{number}/records/1/deposits", json={"sender": depositor.address}
    )
    found = events(done(world, client, depositor, act))
    deposit = next(each for each in found if each["name"] == "TakenOut")["args"]["number"]
    assert f"/en/batches/{number}?after=" in page(client, f"/en/deposits/{deposit}")
    answer = client.post("/v1/verifications", content=OTHER).json()["data"]
    assert [each["number"] for each in answer["matches"]] == [deposit]
    assert answer["records"] == []


def test_the_files_of_a_limited_record_are_not_named(client: httpx.Client, number: int) -> None:
    record = client.get(f"/v1/deposit-batches/{number}/records/2").json()["data"]
    (match,) = asked(client, record["cid"])["records"]
    assert (match["record"]["access"], match["path"]) == ("limited", None)
    problem(client.get(f"/ipfs/{record['cid']}?format=car"), 403, "record.limited")


def test_a_proof_of_a_record_holds_and_says_how_the_record_stands_now(
    world: World, client: httpx.Client, depositor: LocalAccount
) -> None:
    texts = (b"stays as it is", b"goes on as a deposit")
    packed = (package(client, described(depositor), zipped({"a": each})) for each in texts)
    body = {"sender": depositor.address, "drafts": [each.json()["id"] for each in packed]}
    made = done(world, client, depositor, client.post("/v1/deposit-batches", json=body))
    batch = events(made)[0]["args"]["batch"]
    path = f"/v1/deposit-batches/{batch}"
    stays, leaves = (client.get(f"{path}/records/{each}/proof").content for each in (0, 1))
    fresh = given(client, stays)
    assert (fresh["outcome"], fresh["proof"]["changes"]) == ("holds", [])
    assert fresh["proof"]["subject"] == {"batch": str(batch), "index": "0"}
    assert fresh["proof"]["record"]["kind"] == "program-code"
    assert [(each["kind"], each["number"]) for each in fresh["matches"]] == [("batch", batch)]
    operator = {"sender": world.operator.address}
    accepted = done(
        world, client, world.operator, client.post(f"{path}/acceptances", json=operator)
    )
    (change,) = given(client, stays)["proof"]["changes"]
    assert (change["field"], change["then"], change["now"]) == ("status", "deposited", "accepted")
    assert change["recorded"]["transaction"] == accepted["hash"]
    sender = {"sender": depositor.address}
    out = client.post(f"{path}/records/1/deposits", json=sender)
    taken = done(world, client, depositor, out)
    deposit = next(each for each in events(taken) if each["name"] == "TakenOut")["args"]["number"]
    found = given(client, leaves)
    changes = {each["field"]: each for each in found["proof"]["changes"]}
    assert changes["taken_out"]["now"] == str(deposit)
    assert changes["taken_out"]["recorded"]["transaction"] == taken["hash"]
    kinds = [(each["kind"], each["number"]) for each in found["matches"]]
    assert kinds == [("batch", batch), ("deposit", deposit)]
    page_ = client.post("/en/verify", files={"proof": ("a", leaves, "application/json")})
    assert "The proof holds, but the record has changed since" in page_.text


def given(client: httpx.Client, document: bytes) -> dict[str, Any]:
    headers = {"Content-Type": "application/vnd.qoima.proof+json"}
    answer = client.post("/v1/verifications", content=document, headers=headers)
    found: dict[str, Any] = answer.json()["data"]
    return found
