"""The life of a deposit over HTTP: claims, possessors, levels, copies, the yearly verification."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from depository.history import Findings, Purpose
from ledger.types import DepositId, Digest, ParticipantId, Timestamp
from tests.api.talk import described, done, events, package, problem, zipped
from tests.support.world import Role

if TYPE_CHECKING:
    import httpx
    from eth_account.signers.local import LocalAccount

    from depository.acts import Acts
    from tests.support.world import World

AGREEMENT, EVIDENCE, BASIS = (Digest(bytes([each]) * 32) for each in (0xA, 0xE, 0xB))


def written(digest: bytes) -> str:
    return "0x" + digest.hex()


@pytest.fixture(scope="module")
def depositor(world: World) -> LocalAccount:
    """A depositor."""
    return world.admit(Role.DEPOSITOR)


def deposit(world: World, client: httpx.Client, account: LocalAccount, text: bytes) -> DepositId:
    act = package(client, described(account), zipped({"a": text}))
    return DepositId(events(done(world, client, account, act))[0]["args"]["number"])


def accept(world: World, number: DepositId) -> None:
    operator = world.operator
    world.sign(operator, acts(world).draft_acceptance(world.address(operator), number))


def acts(world: World) -> Acts:
    return world.services.depository.acts


def record(client: httpx.Client, number: DepositId) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/v1/deposits/{number}").json()["data"]
    return found


def test_a_deposit_tells_its_possessors_levels_and_copies(
    world: World, client: httpx.Client, depositor: LocalAccount
) -> None:
    number, giver = deposit(world, client, depositor, b"passes"), world.address(depositor)
    first = record(client, number)
    assert [each["possessor"] for each in first["possessors"]] == [first["possessor"]]
    assert (first["level"], first["levels"], first["copies"]) == (0, [], [])
    accept(world, number)
    operator, buyer = world.address(world.operator), world.admit()
    world.sign(world.operator, acts(world).draft_attestation(operator, number, 1, EVIDENCE))
    asked = (giver, number, Purpose.ARCHIVING, AGREEMENT)
    world.sign(depositor, acts(world).draft_copy_application(*asked))
    whose = ParticipantId(
        world.services.chain.call("participants", "number_of", world.address(buyer))
    )
    world.sign(depositor, acts(world).draft_offer(giver, number, whose, AGREEMENT))
    offered = record(client, number)["offer"]
    assert (offered["receiver"], offered["agreement"]) == (whose, written(AGREEMENT))
    taken = acts(world).draft_offer_acceptance(world.address(buyer), number, AGREEMENT)
    receipt = world.sign(buyer, taken)
    found = record(client, number)
    assert (found["possessor"], found["account"]) == (whose, buyer.address)
    assert [each["possessor"] for each in found["possessors"]] == [first["possessor"], whose]
    assert found["possessors"][1]["agreement"] == written(AGREEMENT)
    assert found["possessors"][1]["recorded"]["block"] == receipt.block.number
    (level,), (copy,) = found["levels"], found["copies"]
    assert (found["level"], level["level"], level["attested"]) == (1, 1, True)
    assert (level["digest"], level["basis"]) == (written(EVIDENCE), None)
    assert (copy["purpose"], copy["status"], copy["outcome"]) == ("archiving", "lapsed", None)
    assert found["totals"] == {"possessors": 2, "levels": 1, "copies": 1}
    assert client.get(f"/v1/deposits/{number}/copies").json()["data"] == [copy]
    problem(client.get("/v1/deposits/999999/copies"), 404, "deposit.unknown")


def test_who_claims_the_same_content_is_told_wherever_it_is_asked_about(
    world: World, client: httpx.Client, depositor: LocalAccount
) -> None:
    other = world.admit(Role.DEPOSITOR)
    first = deposit(world, client, other, b"claimed twice")
    act = package(client, described(depositor), zipped({"a": b"claimed twice"}))
    assert act.json()["package"]["same_content"] == [first]
    again = client.get(f"/v1/drafts/{act.json()['id']}").json()
    assert again["package"]["same_content"] == [first]
    second = DepositId(events(done(world, client, depositor, act))[0]["args"]["number"])
    assert record(client, first)["same_content"] == [second]
    assert record(client, second)["same_content"] == [first]
    cid = record(client, first)["cid"]
    verdict = client.get(f"/v1/verifications/{cid}").json()["data"]
    assert (verdict["known"], verdict["accepted"]) == (True, False)
    accept(world, first)
    authority = world.authority
    world.sign(authority, acts(world).draft_annulment(world.address(authority), first, BASIS))
    annulled = record(client, first)
    assert (annulled["status"], annulled["decision"]["reason"]) == ("annulled", None)
    assert annulled["annulment"]["basis"] == written(BASIS)
    assert record(client, second)["same_content"] == []
    accept(world, second)
    verdict = client.get(f"/v1/verifications/{cid}").json()["data"]
    assert verdict["accepted"] is True
    assert [each["deposit"]["number"] for each in verdict["matches"]] == [second, first]
    listed = client.get("/v1/deposits", params={"status": "annulled"}).json()["data"]
    assert first in [each["number"] for each in listed]
    problem(client.get(f"/v1/deposits/{first}/files/a"), 403, "content.annulled")


def test_the_yearly_verification_is_told(
    world: World, client: httpx.Client, depositor: LocalAccount
) -> None:
    deposit(world, client, depositor, b"to be verified")
    before = client.get("/v1/depository").json()["data"]
    assert before["due"] is False
    assert before["deposits"] >= 1 <= before["standing"]
    count = client.get("/v1/depository/verifications").json()["total"]
    found = Findings(12, 1, EVIDENCE, Timestamp(world.services.chain.head().timestamp))
    authority = world.authority
    made = acts(world).draft_verification(world.address(authority), found, BASIS)
    world.sign(authority, made)
    told = client.get("/v1/depository").json()["data"]
    assert (told["last"]["checked"], told["last"]["faulty"]) == (12, 1)
    assert (told["last"]["report"], told["last"]["basis"]) == (written(EVIDENCE), written(BASIS))
    assert told["due_at"] > before["due_at"]
    listed = client.get("/v1/depository/verifications").json()
    assert listed["data"][0] == told["last"]
    assert listed["total"] == count + 1
