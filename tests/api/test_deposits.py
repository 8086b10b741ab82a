"""Deposits over HTTP: content in, record out, content and verdicts back; and what is refused."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest

from depository.cid import Cid
from tests.api.talk import described, done, events, package, problem, zipped
from tests.support.packages import encrypted
from tests.support.world import Role

if TYPE_CHECKING:
    import httpx
    from eth_account.signers.local import LocalAccount

    from tests.support.world import World

FILES = {
    "src/main.py": b"print('Qoima')\n",
    "docs/index.html": b"<script>alert(1)</script>",
    "оқы мені.txt": "Қойма".encode(),
}


@pytest.fixture(scope="module")
def depositor(world: World) -> LocalAccount:
    """A depositor."""
    return world.admit(Role.DEPOSITOR)


@pytest.fixture(scope="module")
def deposit(world: World, client: httpx.Client, depositor: LocalAccount) -> dict[str, Any]:
    """A deposit on record."""
    act = package(client, described(depositor), zipped(FILES))
    state = done(world, client, depositor, act)
    number = events(state)[0]["args"]["number"]
    found: dict[str, Any] = client.get(f"/v1/deposits/{number}").json()["data"]
    assert found["cid"] == act.json()["package"]["cid"]
    return found


def test_a_package_becomes_a_record(
    client: httpx.Client, deposit: dict[str, Any], depositor: LocalAccount
) -> None:
    assert deposit["account"] == depositor.address
    assert (deposit["kind"], deposit["access"], deposit["status"]) == (
        "program-code",
        "public",
        "deposited",
    )
    assert deposit["described"]["title"]["kk"] == "Есеп жүйесі"
    assert deposit["described"]["file_count"] == len(FILES)
    listed = client.get("/v1/deposits", params={"possessor": deposit["possessor"]}).json()
    assert deposit["number"] in [each["number"] for each in listed["data"]]
    assert client.get("/v1/deposits", params={"status": "returned"}).json()["total"] >= 0


def test_its_files_are_listed_and_downloaded_as_attachments(
    client: httpx.Client, deposit: dict[str, Any]
) -> None:
    path = f"/v1/deposits/{deposit['number']}/files"
    listed = client.get(path).json()
    assert {each["path"]: each["sha256"] for each in listed["data"]} == {
        name: "0x" + hashlib.sha256(data).hexdigest() for name, data in FILES.items()
    }
    for name, data in FILES.items():
        got = client.get(f"{path}/{name}")
        assert got.content == data
        assert got.headers["content-type"] == "application/octet-stream"
        assert got.headers["content-disposition"].startswith("attachment; ")
        assert got.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in got.headers["content-security-policy"]
        again = client.get(f"{path}/{name}", headers={"If-None-Match": got.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    problem(client.get(f"{path}/nothing.txt"), 404, "content.no-such-path")
    problem(client.get("/v1/deposits/999999"), 404, "deposit.unknown")
    problem(client.get("/v1/deposits/999999/files"), 404, "deposit.unknown")


def test_bytes_digest_and_cid_are_verified(client: httpx.Client, deposit: dict[str, Any]) -> None:
    data = FILES["src/main.py"]
    by_bytes = client.post("/v1/verifications", content=data).json()["data"]
    by_digest = client.get(f"/v1/verifications/{hashlib.sha256(data).hexdigest()}").json()["data"]
    assert by_bytes == by_digest
    match = next(m for m in by_bytes["matches"] if m["deposit"]["number"] == deposit["number"])
    assert (by_bytes["known"], match["path"], match["is_package"]) == (True, "src/main.py", False)
    by_cid = client.get(f"/v1/verifications/{deposit['cid']}").json()["data"]
    assert [each["is_package"] for each in by_cid["matches"]] == [True]
    tampered = client.post("/v1/verifications", content=data + b" ").json()["data"]
    assert (tampered["known"], tampered["matches"]) == (False, [])
    problem(client.get("/v1/verifications/what"), 422, "cid.malformed")


def test_a_draft_can_be_asked_for_again(client: httpx.Client, depositor: LocalAccount) -> None:
    act = package(client, described(depositor), zipped({"a": b"draft"})).json()
    found = client.get(f"/v1/drafts/{act['id']}")
    assert {**found.json(), "simulation": act["simulation"]} == act
    problem(client.get("/v1/drafts/nothing"), 404, "draft.unknown")


def test_a_new_version_supersedes_and_the_operator_decides(
    world: World, client: httpx.Client, depositor: LocalAccount
) -> None:
    first = package(client, described(depositor), zipped({"a": b"first"}))
    one = events(done(world, client, depositor, first))[0]["args"]["number"]
    asked = described(depositor, previous=one, version="2.0")
    second = package(client, asked, zipped({"a": b"second"}))
    assert second.json()["explanation"]["summary"].startswith("You deposit a new version")
    two = events(done(world, client, depositor, second))[0]["args"]["number"]
    old = client.get(f"/v1/deposits/{one}").json()["data"]
    assert (old["superseded"], old["successor"]) == (True, two)

    sender = {"sender": world.operator.address}
    accept = client.post(f"/v1/deposits/{one}/acceptances", json=sender)
    done(world, client, world.operator, accept)
    assert client.get(f"/v1/deposits/{one}").json()["data"]["status"] == "accepted"
    reason = {**sender, "reason": "Құжаттама жоқ"}
    returned = client.post(f"/v1/deposits/{two}/returns", json=reason)
    done(world, client, world.operator, returned)
    found = client.get(f"/v1/deposits/{two}").json()["data"]
    assert found["status"] == "returned"
    assert "Құжаттама" not in str(found)
    problem(client.get(f"/v1/deposits/{two}/files/a"), 403, "content.returned")
    again = client.post(f"/v1/deposits/{one}/acceptances", json=sender)
    refused = problem(again, 422, "contract.refused")
    assert refused["detail"] == "This deposit was already accepted or returned."
    by_depositor = {"sender": depositor.address}
    stranger = client.post(f"/v1/deposits/{one}/acceptances", json=by_depositor)
    problem(stranger, 422, "contract.refused")


def test_limited_content_is_not_served(
    world: World, client: httpx.Client, depositor: LocalAccount
) -> None:
    secret = encrypted(b"limited bytes")
    act = package(client, described(depositor, access="limited"), zipped({"a": secret}))
    number = events(done(world, client, depositor, act))[0]["args"]["number"]
    problem(client.get(f"/v1/deposits/{number}/files"), 403, "content.limited")
    problem(client.get(f"/v1/deposits/{number}/files/a"), 403, "content.limited")
    cid = act.json()["package"]["cid"]
    problem(client.get(f"/ipfs/{cid}", params={"format": "car"}), 403, "content.limited")
    verdict = client.post("/v1/verifications", content=secret).json()["data"]
    assert (verdict["known"], verdict["matches"][0]["path"]) == (True, None)


def test_limited_content_that_anybody_could_read_is_refused_file_by_file(
    client: httpx.Client, depositor: LocalAccount
) -> None:
    files = {"a": b"open", "b": encrypted(b"limited bytes"), "c": b"open too"}
    act = package(client, described(depositor, access="limited"), zipped(files))
    refused = problem(act, 422, "archive.refused")
    assert [each["field"] for each in refused["errors"]] == ["a", "c"]
    act = package(client, described(depositor, access="limited"), zipped({"a": b"open"}))
    assert "age" in problem(act, 422, "limited.not-encrypted")["detail"]


def test_a_recorded_package_and_another_cid_are_refused(
    client: httpx.Client, deposit: dict[str, Any], depositor: LocalAccount
) -> None:
    again = package(client, described(depositor), zipped(FILES))
    assert problem(again, 409, "deposit.already-recorded")["number"] == deposit["number"]
    other = described(depositor, expected_cid=deposit["cid"], version="3")
    problem(package(client, other, zipped({"x": b"1"})), 409, "deposit.already-recorded")
    fresh = str(Cid(Cid.parse(deposit["cid"]).codec, Cid.parse(deposit["cid"]).digest[::-1]))  # type: ignore[arg-type] # bytes reversed
    asked = described(depositor, expected_cid=fresh)
    problem(package(client, asked, zipped({"x": b"1"})), 422, "package.cid-differs")


def test_the_budget_mark_and_the_expert_conclusion_go_on_record(
    world: World, client: httpx.Client, depositor: LocalAccount
) -> None:
    files = {"concept.txt": b"a concept of the state", "conclusion.pdf": b"approved"}
    concept = {"kind": "concept", "origin": "budget"}
    bare = package(client, described(depositor, **concept), zipped(files))
    problem(bare, 422, "conclusion.missing")
    concept["conclusion"] = "0x" + "07" * 32
    elsewhere = package(client, described(depositor, **concept), zipped(files))
    problem(elsewhere, 422, "conclusion.not-in-package")
    digest = "0x" + hashlib.sha256(files["conclusion.pdf"]).hexdigest()
    concept["conclusion"] = digest
    act = package(client, described(depositor, **concept), zipped(files))
    assert "made or bought with budget money" in act.json()["explanation"]["summary"]
    number = events(done(world, client, depositor, act))[0]["args"]["number"]
    found = client.get(f"/v1/deposits/{number}").json()["data"]
    assert (found["origin"], found["conclusion"]) == ("budget", digest)
    listed = client.get("/v1/deposits", params={"origin": "budget"}).json()["data"]
    assert {each["origin"] for each in listed} == {"budget"}
    assert number in [each["number"] for each in listed]
