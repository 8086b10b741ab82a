"""The validation query: everything that may be asked of, known or not, and what is told of it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from api.languages import LANGUAGES, Language
from depository.fixity.model import DepositCheck
from ledger.proofs.model import MAX_BYTES, MEDIA_TYPE
from ledger.types import DepositId, Digest, ParticipantId, Timestamp
from tests.api.talk import (
    described,
    done,
    events,
    number_of,
    package,
    problem,
    witnessed,
    zipped,
)
from tests.support.http import client_of
from tests.support.world import Role, signature

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx
    from eth_account.signers.local import LocalAccount

    from tests.support.world import World

FILES = {"src/valid.py": b"valid = True\n", "note": b"whose?"}
PATH = "/v1/verifications"
BASIS = Digest(b"\x0b" * 32)


@pytest.fixture(scope="module")
def depositor(world: World) -> LocalAccount:
    return world.admit(Role.DEPOSITOR)


@pytest.fixture(scope="module")
def state(world: World, client: httpx.Client, depositor: LocalAccount) -> dict[str, Any]:
    """The transaction of a deposit."""
    return done(world, client, depositor, package(client, described(depositor), zipped(FILES)))


@pytest.fixture(scope="module")
def number(state: Mapping[str, Any]) -> int:
    made: int = events(state)[0]["args"]["number"]
    return made


def asked(client: httpx.Client, subject: object, language: Language = "en") -> dict[str, Any]:
    answer = client.get(f"{PATH}/{subject}", headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-language"] == language
    found: dict[str, Any] = answer.json()["data"]
    return found


def given(client: httpx.Client, document: bytes, language: Language = "en") -> dict[str, Any]:
    headers = {"Content-Type": MEDIA_TYPE, "Accept-Language": language}
    answer = client.post(PATH, content=document, headers=headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["data"]
    return found


def test_a_deposit_is_told_of_whole_however_it_is_named(
    world: World, client: httpx.Client, depositor: LocalAccount, state: dict[str, Any], number: int
) -> None:
    deposit = client.get(f"/v1/deposits/{number}").json()["data"]
    names = (deposit["cid"], deposit["root"], deposit["described"]["swhid"], f"deposit:{number}")
    told = [asked(client, name) for name in names]
    (match,) = told[0]["matches"]
    assert all(each["matches"] == [match] and each["known"] for each in told)
    party = {
        "account": depositor.address,
        "participant": number_of(client, depositor),
        "name": None,
    }
    assert (match["kind"], match["number"], match["record"]) == (
        "deposit",
        number,
        f"/v1/deposits/{number}",
    )
    assert (match["by"], match["recorded"]) == (party, deposit["recorded"])
    assert match["possessor"] == {"party": party, "since": deposit["recorded"]}
    assert match["sealed"]["sealer"]["account"] in world.services.chain.deployment.signers
    assert match["recorded"]["transaction"] == state["hash"]
    assert match["deposit"] == {
        name: value for name, value in deposit.items() if name in match["deposit"]
    }
    proof = client.get(match["proof"])
    assert given(client, proof.content)["outcome"] == "holds"


def test_the_last_check_of_its_blocks_is_told_and_none_before(
    world: World, client: httpx.Client, number: int
) -> None:
    assert asked(client, f"deposit:{number}")["matches"][0]["fixity"] is None
    check = DepositCheck(DepositId(number), Timestamp(1_800_000_000), 3, 1)
    world.services.checks.keep(check)
    fixity = asked(client, f"deposit:{number}")["matches"][0]["fixity"]
    assert (fixity["blocks"], fixity["faulty"]) == (3, 1)
    assert fixity["checked_at"].startswith("2027-")


def test_a_witness_that_signed_the_block_is_named_and_a_forged_one_is_not(
    world: World, client: httpx.Client, number: int
) -> None:
    witness, chain = world.admit(), world.services.chain
    block = client.get(f"/v1/deposits/{number}").json()["data"]["recorded"]["block"]
    assert asked(client, f"deposit:{number}")["matches"][0]["sealed"]["witnesses"] == []
    witnessed(chain, witness, block)
    (named,) = asked(client, f"deposit:{number}")["matches"][0]["sealed"]["witnesses"]
    assert (named["account"], named["participant"]) == (witness.address, number_of(client, witness))
    asked_for = {"block": block, "witness": witness.address}
    document = client.get(f"/v1/deposits/{number}/proof", params=asked_for).content
    assert json.loads(document)["witnesses"]
    assert given(client, document)["outcome"] in {"holds", "changed"}
    strange = json.loads(document)
    for each in strange["witnesses"]:
        each["address"] = "0x" + "77" * 20
    other = json.dumps(strange, sort_keys=True, separators=(",", ":")).encode()
    assert given(client, other)["proof"]["code"] == "proof.witness-unknown"


def test_a_file_is_found_by_its_bytes_and_a_changed_one_is_not(
    client: httpx.Client, number: int
) -> None:
    data = FILES["src/valid.py"]
    (match,) = client.post(PATH, content=data).json()["data"]["matches"]
    assert (match["number"], match["path"]) == (number, "src/valid.py")
    other = client.post(PATH, content=data + b"\n").json()["data"]
    assert (other["known"], other["outcome"], other["total"]) == (False, "unknown", 0)


def test_a_transaction_tells_what_it_did(
    client: httpx.Client, depositor: LocalAccount, state: dict[str, Any], number: int
) -> None:
    found = asked(client, state["hash"])
    assert (found["known"], found["outcome"]) == (True, "done")
    assert [(each["kind"], each["number"]) for each in found["matches"]] == [("deposit", number)]
    assert found["transaction"]["state"] == {
        name: value for name, value in state.items() if name not in {"history", "reason"}
    }
    assert found["transaction"]["sender"]["account"] == depositor.address
    assert found["transaction"]["sealed"]["sealer"] is not None


def test_a_transaction_that_the_contract_refused_is_told_to_have_changed_nothing(
    world: World, client: httpx.Client, depositor: LocalAccount
) -> None:
    chain = world.services.chain
    act = package(client, described(depositor), zipped({"twice": b"2"})).json()["transaction"]
    done(
        world,
        client,
        depositor,
        package(client, described(depositor), zipped({"twice": b"2"})),
    )
    again = {**act, "nonce": hex(int(act["nonce"], 16) + 1)}
    refused = chain.wait(chain.send(signature(depositor, again)), 30)
    world.indexer.catch_up()
    found = asked(client, refused.transaction)
    assert (found["outcome"], found["known"], found["matches"]) == ("refused", True, [])
    assert found["transaction"]["state"]["succeeded"] is False


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", ["0x" + "77" * 32, "deposit:999999999", "999999999999"])
def test_not_known_is_an_answer_in_three_languages(
    client: httpx.Client, subject: str, language: Language
) -> None:
    found = asked(client, subject, language)
    assert (found["known"], found["outcome"], found["matches"]) == (False, "unknown", [])
    words = {asked(client, subject, each)["detail"] for each in LANGUAGES}
    assert len(words) == len(LANGUAGES)


def test_what_cannot_be_asked_of_is_refused(client: httpx.Client) -> None:
    problem(client.get(f"{PATH}/deposit:0"), 422, "cid.malformed")
    problem(client.get(f"{PATH}/house:12"), 422, "cid.malformed")
    problem(client.get(f"{PATH}/{'1' * 513}"), 422, "request.invalid")


def test_a_number_alone_names_a_record_of_each_register(client: httpx.Client, number: int) -> None:
    kinds = [each["kind"] for each in asked(client, number)["matches"]]
    assert "deposit" in kinds
    assert len(set(kinds)) == len(kinds)
    first = asked(client, "participant:1")["matches"][0]
    assert (first["status"], first["record"], first["by"]) == (
        "active",
        "/v1/participants/1",
        None,
    )


def test_a_proof_is_held_against_this_installation_and_one_bit_breaks_it(
    client: httpx.Client, number: int
) -> None:
    document = client.get(f"/v1/deposits/{number}/proof").content
    found = given(client, document)
    assert (found["outcome"], found["known"], found["proof"]["changes"]) == ("holds", True, [])
    assert found["subject"] == "0x" + hashlib.sha256(document).hexdigest()
    assert found["proof"]["statement"]["says"]["kind"] == "program-code"
    assert found["proof"]["state"]["says"]["status"] == "deposited"
    assert [each["number"] for each in found["matches"]] == [number]
    broken = json.loads(document)
    broken["state"]["says"]["possessor"] = "1000"
    changed = json.dumps(broken, sort_keys=True, separators=(",", ":")).encode()
    refused = given(client, changed)
    assert (refused["outcome"], refused["known"], refused["matches"]) == ("fails", False, [])
    assert (refused["proof"]["code"], refused["proof"]["check"]) == ("proof.state-differs", 13)
    assert len({given(client, changed, each)["proof"]["refusal"] for each in LANGUAGES}) == 3


@pytest.mark.parametrize("document", [b"", b"{}", b'{"format":"qoima-proof/9"}', b"\xff" * 9])
def test_what_is_no_proof_is_answered_as_one_that_does_not_hold(
    client: httpx.Client, document: bytes
) -> None:
    found = given(client, document)
    assert (found["outcome"], found["proof"]["holds"], found["proof"]["check"]) == (
        "fails",
        False,
        1,
    )


def test_a_proof_over_four_mebibytes_is_not_read_on(client: httpx.Client) -> None:
    found = given(client, b" " * (MAX_BYTES + 1))
    assert found["proof"]["code"] == "proof.too-large"


def test_a_proof_of_who_is_the_possessor_no_more_says_since_when(
    world: World, client: httpx.Client, depositor: LocalAccount
) -> None:
    act = package(client, described(depositor), zipped({"sold": b"sold"}))
    number = DepositId(events(done(world, client, depositor, act))[0]["args"]["number"])
    acts, operator = world.services.depository.acts, world.address(world.operator)
    before = client.get(f"/v1/deposits/{number}/proof", params={"about": "ownership"}).content
    accepted = world.sign(world.operator, acts.draft_acceptance(operator, number))
    buyer, giver = world.admit(), world.address(depositor)
    whose = ParticipantId(number_of(client, buyer))
    world.sign(depositor, acts.draft_offer(giver, number, whose, BASIS))
    passed = world.sign(buyer, acts.draft_offer_acceptance(world.address(buyer), number, BASIS))
    found = given(client, before)
    assert (found["outcome"], found["known"]) == ("changed", True)
    changes = {each["field"]: each for each in found["proof"]["changes"]}
    assert (changes["possessor"]["then"], changes["possessor"]["now"]) == (
        str(number_of(client, depositor)),
        str(whose),
    )
    assert changes["possessor"]["recorded"]["transaction"] == passed.transaction
    assert (changes["status"]["then"], changes["status"]["now"]) == ("deposited", "accepted")
    assert changes["status"]["recorded"]["transaction"] == accepted.transaction
    (match,) = found["matches"]
    assert match["by"]["account"] == depositor.address
    assert match["possessor"]["party"]["account"] == buyer.address
    assert match["possessor"]["since"]["transaction"] == passed.transaction
    after = client.get(f"/v1/deposits/{number}/proof", params={"about": "ownership"}).content
    assert given(client, after)["outcome"] == "holds"


def test_no_more_proofs_are_verified_at_once_than_there_are_places(
    world: World, number: int
) -> None:
    app = world.app()
    doors = app.state.application.proofs
    with client_of(app) as client:
        document = client.get(f"/v1/deposits/{number}/proof").content
        while doors.enter():
            pass
        headers = {"Content-Type": MEDIA_TYPE}
        problem(client.post(PATH, content=document, headers=headers), 503, "verification.busy")
        doors.leave()
        assert given(client, document)["outcome"] == "holds"
