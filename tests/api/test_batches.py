"""Batches over HTTP: made of drafts, explained, signed, read, proven, decided, taken out."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update

from depository.batches import claims
from depository.batches.model import Record, check_path, list_cid_of, read_records, tree_over
from depository.proving import verify_proof
from depository.tables import DraftRow
from ledger.database import writing
from ledger.index.verifying import verify
from ledger.proofs.model import Content, Demands
from ledger.proofs.trust import read_trust
from ledger.types import Digest
from tests.api.talk import described, done, events, package, problem, zipped
from tests.support.packages import encrypted
from tests.support.world import Role

if TYPE_CHECKING:
    import httpx
    from eth_account.signers.local import LocalAccount

    from ledger.proofs.model import Proven
    from tests.support.world import World

BASIS = "0x" + "0b" * 32


@pytest.fixture(scope="module")
def depositor(world: World) -> LocalAccount:
    return world.admit(Role.DEPOSITOR)


def drafted(
    client: httpx.Client, account: LocalAccount, *texts: str, **changes: Any
) -> list[dict[str, Any]]:
    """Drafts of packages of one file each."""
    acts = []
    for text in texts:
        made = package(client, described(account, **changes), zipped({"a": text.encode()}))
        assert made.status_code == 201, made.text
        acts.append(made.json())
    return acts


def ask(client: httpx.Client, account: LocalAccount, drafts: list[str]) -> httpx.Response:
    body = {"sender": account.address, "drafts": drafts}
    return client.post("/v1/deposit-batches", json=body)


def deposited(
    world: World, client: httpx.Client, account: LocalAccount, *texts: str, **changes: Any
) -> int:
    """The number of a batch that is recorded."""
    acts = drafted(client, account, *texts, **changes)
    act = ask(client, account, [each["id"] for each in acts])
    (event,) = events(done(world, client, account, act))
    assert event["name"] == "DepositedMany"
    return int(event["args"]["batch"])


def read(client: httpx.Client, path: str) -> Any:
    answer = client.get(f"/v1/deposit-batches/{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def proven(world: World, client: httpx.Client, path: str, **asked: Any) -> Proven:
    answer = client.get(f"/v1/deposit-batches/{path}/proof", params=asked)
    assert answer.status_code == 200, answer.text
    trust = read_trust(world.node.deployment_path.read_bytes())
    return verify_proof(answer.content, trust, Demands(now=2**40))


@pytest.mark.parametrize("decided", ["acceptances", "returns"])
def test_a_batch_waits_on_the_desk_until_it_is_decided(
    world: World, client: httpx.Client, depositor: LocalAccount, decided: str
) -> None:
    number = deposited(world, client, depositor, f"waits for {decided}", f"waits, too: {decided}")
    link = f'href="/ru/batches/{number}"'
    assert link in client.get("/ru/desk").text
    reason = {"reason": "не читается"} if decided == "returns" else {}
    act(world, client, world.operator, f"{number}/{decided}", **reason)
    assert link not in client.get("/ru/desk").text


def test_a_record_of_a_batch_is_proven_by_one_file(
    world: World, client: httpx.Client, depositor: LocalAccount
) -> None:
    batch = deposited(world, client, depositor, "proven one", "proven two", "proven three")
    records = read(client, f"{batch}/records")
    for index, record in enumerate(records):
        found = proven(world, client, f"{batch}/records/{index}")
        assert found.bundle.subject == {"batch": str(batch), "index": str(index)}
        assert found.bundle.record is not None
        assert found.bundle.record.says["root"] == record["root"]
        assert found.bundle.content == Content(record["cid"])
        assert (found.says["records"], found.holds["status"]) == ("3", "1")
    before = client.get(f"/v1/deposit-batches/{batch}").json()["as_of"]["number"]
    act(world, client, world.node.operator, f"{batch}/acceptances")
    assert proven(world, client, f"{batch}/records/1").holds["status"] == "2"
    earlier = proven(world, client, f"{batch}/records/1", block=before)
    assert earlier.holds["status"] == "1"
    none = client.get(f"/v1/deposit-batches/{batch}/records/3/proof")
    assert problem(none, 404, "record.unknown")
    none = client.get("/v1/deposit-batches/99999/records/0/proof")
    assert problem(none, 404, "batch.unknown")


def act(world: World, client: httpx.Client, who: LocalAccount, path: str, **body: Any) -> str:
    """Carry an act on a batch out; answer how it was explained."""
    asked = client.post(f"/v1/deposit-batches/{path}", json={"sender": who.address, **body})
    done(world, client, who, asked)
    return str(asked.json()["explanation"]["summary"])


def refused(client: httpx.Client, who: LocalAccount, path: str, **body: Any) -> str:
    asked = client.post(f"/v1/deposit-batches/{path}", json={"sender": who.address, **body})
    return str(problem(asked, 422, "contract.refused")["reason"])


def test_a_batch_is_made_of_drafts_and_each_record_is_proven(
    world: World, client: httpx.Client, depositor: LocalAccount
) -> None:
    acts = drafted(client, depositor, "one", "two", "three")
    asked = ask(client, depositor, [each["id"] for each in acts])
    offered = asked.json()
    assert offered["explanation"]["summary"]
    fields = {each["name"]: each["value"] for each in offered["explanation"]["fields"]}
    assert fields["records"] == "3"
    assert offered["expires_at"] == min(each["expires_at"] for each in acts)
    (event,) = events(done(world, client, depositor, asked))
    number = event["args"]["batch"]
    batch = read(client, str(number))
    assert (batch["root"], batch["list_cid"]) == (offered["batch"]["root"], offered["batch"]["cid"])
    assert (batch["listed"], batch["described"], batch["size"]) == (True, 3, 3)
    data = client.get(f"/v1/deposit-batches/{number}/list").content
    assert str(list_cid_of(data)) == batch["list_cid"]
    assert "0x" + tree_over(data).root.hex() == batch["root"]
    records = read(client, f"{number}/records")
    assert [each["cid"] for each in records] == [each["package"]["cid"] for each in acts]
    for index, record in enumerate(read_records(data)):
        told = read(client, f"{number}/records/{index}")
        assert told["leaf"] == "0x" + record.to_bytes().hex()
        path = [Digest(bytes.fromhex(each[2:])) for each in told["path"]]
        root = Digest(bytes.fromhex(told["batch_root"][2:]))
        check_path(Record.from_bytes(bytes.fromhex(told["leaf"][2:])), index, 3, path, root)
        assert (told["described"]["title"]["kk"], told["status"]) == ("Есеп жүйесі", "deposited")
        assert client.get(told["content"]).status_code == 200


def test_a_batch_is_refused_for_drafts_that_do_not_make_one(
    world: World, client: httpx.Client, depositor: LocalAccount
) -> None:
    other = world.admit(Role.DEPOSITOR)
    mine, again = (each["id"] for each in drafted(client, depositor, "mine", "again"))
    (theirs,) = (each["id"] for each in drafted(client, other, "theirs"))
    problem(ask(client, depositor, [mine, "0" * 32]), 404, "draft.unknown")
    problem(ask(client, depositor, [mine, mine]), 422, "batch.draft-twice")
    problem(ask(client, depositor, [mine, theirs]), 422, "batch.draft-of-another")
    problem(ask(client, depositor, []), 422, "request.invalid")
    number = deposited(world, client, depositor, "mine")
    taken = problem(ask(client, depositor, [again, mine]), 409, "batch.already-recorded")
    assert taken["where"] == f"{number}/0"
    with writing(world.services.vault) as session:
        session.execute(update(DraftRow).where(DraftRow.id == again).values(expires_at=1))
    problem(ask(client, depositor, [again]), 410, "draft.expired")
    stranger = world.admit(0)
    assert problem(ask(client, stranger, [mine]), 422, "contract.refused")


def test_a_new_version_and_a_content_twice_are_refused(
    world: World, client: httpx.Client, depositor: LocalAccount
) -> None:
    (first,) = drafted(client, depositor, "version one")
    act_ = package(client, described(depositor), zipped({"a": b"version one"}))
    assert act_.json()["id"] == first["id"]
    number = events(done(world, client, depositor, act_))[0]["args"]["number"]
    (later,) = drafted(client, depositor, "version two", previous=number)
    problem(ask(client, depositor, [later["id"]]), 422, "batch.draft-supersedes")


def test_more_records_than_the_setting_allows_are_refused(
    world: World, client: httpx.Client, depositor: LocalAccount
) -> None:
    ids = [f"{each:032x}" for each in range(20_001)]
    assert problem(ask(client, depositor, ids), 422, "batch.too-many")["limit"] == 20_000


def test_the_same_key_gets_the_same_act(client: httpx.Client, depositor: LocalAccount) -> None:
    (draft,) = (each["id"] for each in drafted(client, depositor, "kept"))
    body = {"sender": depositor.address, "drafts": [draft]}
    headers = {"Idempotency-Key": "a-batch"}
    first = client.post("/v1/deposit-batches", json=body, headers=headers)
    again = client.post("/v1/deposit-batches", json=body, headers=headers)
    assert (again.json(), again.headers["Idempotency-Replayed"]) == (first.json(), "true")
    other = {**body, "drafts": [draft, draft]}
    problem(
        client.post("/v1/deposit-batches", json=other, headers=headers),
        409,
        "idempotency.key-reused",
    )


def test_a_batch_is_accepted_annulled_and_its_content_served_no_more(
    world: World, client: httpx.Client, depositor: LocalAccount
) -> None:
    number = deposited(world, client, depositor, "to be annulled")
    record = read(client, f"{number}/records/0")
    assert refused(client, depositor, f"{number}/acceptances") == "not the operator"
    assert act(world, client, world.operator, f"{number}/acceptances")
    assert read(client, f"{number}/records/0")["status"] == "accepted"
    assert refused(client, world.operator, f"{number}/acceptances") == "already decided"
    act(world, client, world.authority, f"{number}/annulments", basis=BASIS)
    batch = read(client, str(number))
    assert (batch["status"], batch["annulment"]["basis"]) == ("annulled", BASIS)
    told = problem(client.get(record["content"]), 403, "record.annulled")
    assert (told["batch"], told["index"]) == (number, 0)
    assert read(client, f"{number}/records/0")["content"] is None


def test_a_batch_is_returned_with_a_reason_that_stays_here(
    world: World, client: httpx.Client, depositor: LocalAccount
) -> None:
    number = deposited(world, client, depositor, "to be returned")
    record = read(client, f"{number}/records/0")
    act(world, client, world.operator, f"{number}/returns", reason="Толық емес")
    batch = read(client, str(number))
    assert batch["status"] == "returned"
    assert batch["decision"]["reason"] != "0x" + hashlib.sha256(b"\xd0\xa2").hexdigest()
    problem(client.get(record["content"]), 403, "record.returned")
    problem(
        client.post(
            f"/v1/deposit-batches/{number}/returns",
            json={"sender": world.operator.address, "reason": " "},
        ),
        422,
        "return.reason-empty",
    )


def test_a_record_is_taken_out_and_goes_on_as_a_deposit(
    world: World, client: httpx.Client, depositor: LocalAccount
) -> None:
    number = deposited(world, client, depositor, "stays", "leaves", "stays too")
    act(world, client, world.operator, f"{number}/acceptances")
    path = f"{number}/records/1/deposits"
    assert refused(client, world.operator, path) == "not the possessor"
    asked = client.post(f"/v1/deposit-batches/{path}", json={"sender": depositor.address})
    fields = {each["name"]: each["value"] for each in asked.json()["explanation"]["fields"]}
    assert read(client, f"{number}/records/1")["root"] in fields["record"]
    found = events(done(world, client, depositor, asked))
    deposit = next(each for each in found if each["name"] == "TakenOut")["args"]["number"]
    record = read(client, f"{number}/records/1")
    assert (record["taken_out"], record["status"]) == (deposit, "accepted")
    assert read(client, str(number))["taken"] == 1
    as_deposit = client.get(f"/v1/deposits/{deposit}").json()["data"]
    assert (as_deposit["cid"], as_deposit["status"]) == (record["cid"], "accepted")
    assert refused(client, depositor, path) == "taken out before"
    problem(client.get(f"/v1/deposit-batches/{number}/records/3"), 404, "record.unknown")
    problem(
        client.post(
            f"/v1/deposit-batches/{number}/records/3/deposits", json={"sender": depositor.address}
        ),
        404,
        "record.unknown",
    )


def test_limited_content_of_a_record_is_not_served(
    world: World, client: httpx.Client, depositor: LocalAccount
) -> None:
    content = zipped({"a.age": encrypted(b"nobody reads this")})
    made = package(client, described(depositor, access="limited"), content)
    asked = ask(client, depositor, [made.json()["id"]])
    (event,) = events(done(world, client, depositor, asked))
    record = read(client, f"{event['args']['batch']}/records/0")
    assert (record["access"], record["content"]) == ("limited", None)
    problem(client.get(f"/ipfs/{record['cid']}?format=car"), 403, "record.limited")


def test_batches_are_listed_by_possessor_and_status(
    world: World, client: httpx.Client, depositor: LocalAccount
) -> None:
    number = deposited(world, client, depositor, "listed")
    mine = read(client, str(number))["possessor"]
    found = client.get("/v1/deposit-batches", params={"possessor": mine, "status": "deposited"})
    assert number in [each["number"] for each in found.json()["data"]]
    none = client.get("/v1/deposit-batches", params={"possessor": 2**50}).json()
    assert (none["data"], none["total"]) == ([], 0)
    problem(client.get("/v1/deposit-batches/999999"), 404, "batch.unknown")


def test_what_the_index_says_of_batches_is_what_the_contract_says(
    world: World, client: httpx.Client, depositor: LocalAccount
) -> None:
    numbers = [deposited(world, client, depositor, f"verified {each}") for each in range(3)]
    act(world, client, world.operator, f"{numbers[0]}/acceptances")
    act(world, client, world.operator, f"{numbers[1]}/returns", reason="incomplete")
    act(world, client, depositor, f"{numbers[0]}/records/0/deposits")
    act(world, client, world.authority, f"{numbers[0]}/annulments", basis=BASIS)
    found = verify(world.services.chain, world.services.index.engine, claims.SOURCES)
    assert found.compared > 3
    stands = world.services.chain.call("depository", "standing")
    assert world.services.depository.yearly().standing == stands
