"""Participants and assets over HTTP: built, explained, signed, relayed, read; and refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from eth_account import Account

from api.languages import LANGUAGES, Language
from tests.api.talk import done, events, number_of, problem, send
from tests.support.chain import COMPANY
from tests.support.world import Role

if TYPE_CHECKING:
    import httpx
    from eth_account.signers.local import LocalAccount

    from tests.support.world import World

DIGEST = "0x" + "5a" * 32
FAR = 4_000_000_000
SUBJECT = {
    "kind": "legal",
    "names": COMPANY.names.as_json(),
    "bin_or_iin": COMPANY.bin_or_iin,
}


def test_a_participant_is_admitted_changed_suspended_and_replaced(
    world: World, client: httpx.Client
) -> None:
    authority, account, new = world.authority, Account.create(), Account.create()
    path = f"/v1/participants/{account.address}"
    sender = {"sender": authority.address}
    admission = client.post(
        "/v1/participants",
        json={
            **sender,
            "account": account.address,
            "roles": ["issuer", "depositor"],
            "subject": SUBJECT,
            "basis": DIGEST,
        },
    )
    assert account.address in admission.json()["explanation"]["summary"]
    done(world, client, authority, admission)
    found = client.get(path).json()["data"]
    assert found["roles"] == ["issuer", "depositor"]
    assert found["bin"] == COMPANY.bin_or_iin
    assert found["name"] == COMPANY.names.as_json()

    basis = {**sender, "basis": DIGEST}
    done(world, client, authority, client.post(f"{path}/roles", json={**basis, "roles": ["miner"]}))
    assert client.get(path).json()["data"]["roles"] == ["miner"]
    done(world, client, authority, client.post(f"{path}/suspensions", json=basis))
    assert client.get(path).json()["data"]["status"] == "suspended"
    done(world, client, authority, client.post(f"{path}/reinstatements", json=basis))
    done(
        world,
        client,
        authority,
        client.post(f"{path}/replacements", json={**basis, "new": new.address}),
    )
    by_number = client.get(f"/v1/participants/{found['number']}").json()["data"]
    assert by_number["account"] == new.address
    assert by_number["former_accounts"] == [account.address]
    miners = client.get("/v1/participants", params={"role": "miner"}).json()
    assert by_number in miners["data"]


def test_a_strangers_admission_and_a_wrong_bin_are_refused(
    world: World, client: httpx.Client
) -> None:
    stranger = Account.create()
    asked: dict[str, Any] = {
        "sender": stranger.address,
        "account": stranger.address,
        "roles": [],
        "subject": SUBJECT,
        "basis": DIGEST,
    }
    refused = problem(client.post("/v1/participants", json=asked), 422, "contract.refused")
    assert refused["detail"] == "Only the authorised body may do this."
    asked["subject"] = {**SUBJECT, "bin_or_iin": "941240000194"}
    asked["sender"] = world.authority.address
    problem(client.post("/v1/participants", json=asked), 422, "identifier.bad-bin")
    problem(client.get(f"/v1/participants/{stranger.address}"), 404, "participant.unknown")
    problem(client.get("/v1/participants/0x12"), 422, "address.malformed")


@pytest.fixture(scope="module")
def issuer(world: World) -> LocalAccount:
    """An issuer."""
    return world.admit(Role.ISSUER)


@pytest.fixture(scope="module")
def holder(world: World) -> LocalAccount:
    """A participant without a role."""
    return world.admit()


@pytest.fixture(scope="module")
def asset(world: World, client: httpx.Client, issuer: LocalAccount, holder: LocalAccount) -> int:
    """A class whose backing is attested for 100 tokens, of an issuer whose system is."""
    asked = {
        "sender": issuer.address,
        "backing": "goods",
        "decision": DIGEST,
        "rights": [{"code": "delivery", "text": DIGEST}],
        "uri": "https://example.kz/class",
    }
    state = done(world, client, issuer, client.post("/v1/assets", json=asked))
    number = next(e["args"]["id"] for e in events(state) if e["name"] == "ClassRegistered")
    attestor = world.admit(Role.ATTESTOR)
    attestation = {
        "sender": attestor.address,
        "amount": "100",
        "valid_until": FAR,
        "evidence": DIGEST,
    }
    act = client.post(f"/v1/assets/{number}/attestations", json=attestation)
    done(world, client, attestor, act)
    numbers = [number_of(client, each) for each in (issuer, holder)]
    system = {
        "sender": world.authority.address,
        "issuer": numbers[0],
        "system": DIGEST,
        "basis": DIGEST,
    }
    done(world, client, world.authority, client.post("/v1/asset-systems", json=system))
    access = {"sender": issuer.address, "participant": numbers[1]}
    done(world, client, issuer, client.post(f"/v1/assets/{number}/access", json=access))
    return int(number)


def test_tokens_are_issued_within_backing_and_transferred(
    world: World, client: httpx.Client, asset: int, issuer: LocalAccount, holder: LocalAccount
) -> None:
    path = f"/v1/assets/{asset}"
    issue = {"sender": issuer.address, "to": issuer.address, "amount": "60"}
    done(world, client, issuer, client.post(f"{path}/issues", json=issue))
    move = {"sender": issuer.address, "to": holder.address, "amount": "25"}
    done(world, client, issuer, client.post(f"{path}/transfers", json=move))
    found = client.get(path).json()["data"]
    assert (found["supply"], found["backing"]["amount"]) == ("60", "100")
    holders = client.get(f"{path}/holders").json()
    assert {each["account"]: each["amount"] for each in holders["data"]} == {
        issuer.address: "35",
        holder.address: "25",
    }
    held = client.get(f"/v1/accounts/{holder.address}/holdings").json()["data"]
    assert [(each["class_id"], each["amount"]) for each in held] == [(asset, "25")]
    moved = client.get(f"{path}/movements").json()["data"]
    assert {(each["from"], each["to"], each["amount"]) for each in moved} == {
        (None, issuer.address, "60"),
        (issuer.address, holder.address, "25"),
    }
    assert client.get(f"/v1/accounts/{holder.address}").json()["data"]["holdings"] == 1
    assert asset in [each["id"] for each in client.get("/v1/assets").json()["data"]]
    involved = client.get(f"/v1/accounts/{holder.address}/transactions").json()
    assert involved["data"][0]["call"]["function"] == "safeTransferFrom"
    assert involved["data"][0]["explanation"]["summary"].startswith("25 tokens of digital asset")
    assert client.get(f"/v1/accounts/{holder.address}/movements").json()["total"] == 1


BEYOND = {
    "kk": "Қамтамасыз етілгеннен артық шығаруға болмайды.",
    "ru": "Нельзя выпустить больше, чем обеспечено.",
    "en": "No more can be issued than is backed.",
}
STRANGER = {
    "kk": "Алушы әрекет етуші қатысушы емес.",
    "ru": "Получатель не является действующим участником.",
    "en": "The receiver is not an active participant.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_issue_beyond_backing_and_transfer_to_a_stranger_are_refused(
    client: httpx.Client, asset: int, issuer: LocalAccount, language: Language
) -> None:
    path, headers = f"/v1/assets/{asset}", {"Accept-Language": language}
    issue = {"sender": issuer.address, "to": issuer.address, "amount": "101"}
    refused = client.post(f"{path}/issues", json=issue, headers=headers)
    assert problem(refused, 422, "contract.refused")["detail"] == BEYOND[language]
    move = {"sender": issuer.address, "to": Account.create().address, "amount": "1"}
    refused = client.post(f"{path}/transfers", json=move, headers=headers)
    assert problem(refused, 422, "contract.refused")["detail"] == STRANGER[language]


def test_what_is_not_there_is_not_found(client: httpx.Client) -> None:
    problem(client.get("/v1/assets/999999"), 404, "asset.unknown")
    problem(client.get("/v1/blocks/999999999"), 404, "block.unknown")
    problem(client.get("/v1/blocks/0x12"), 404, "block.unknown")
    problem(client.get("/v1/transactions/0x12"), 422, "request.invalid")
    state = client.get("/v1/transactions/0x" + "12" * 32).json()
    assert (state["state"], state["transaction"]) == ("unknown", None)


def test_an_account_that_never_took_part_is_empty(client: httpx.Client) -> None:
    found = client.get(f"/v1/accounts/{Account.create().address}").json()["data"]
    assert (found["participant"], found["transactions"], found["holdings"]) == (None, 0, 0)
    problem(client.get("/v1/accounts/nobody"), 422, "address.malformed")


def test_lists_go_on_where_they_ended(world: World, client: httpx.Client) -> None:
    first = client.get("/v1/blocks", params={"limit": 1}).json()
    second = client.get("/v1/blocks", params={"limit": 1, "after": first["next"]}).json()
    assert first["data"][0]["parent_hash"] == second["data"][0]["hash"]
    assert first["total"] == second["total"] == first["as_of"]["number"] + 1
    problem(client.get("/v1/blocks", params={"after": "what"}), 400, "page.bad-cursor")
    problem(client.get("/v1/blocks", params={"limit": 201}), 422, "request.invalid")
    block = first["data"][0]
    inside = client.get(f"/v1/blocks/{block['hash']}/transactions").json()
    assert [each["hash"] for each in inside["data"]] == block["transactions"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_act_is_explained_in_the_callers_language(
    world: World, client: httpx.Client, language: Language
) -> None:
    account = Account.create()
    asked = {
        "sender": world.authority.address,
        "account": account.address,
        "roles": ["miner"],
        "subject": SUBJECT,
        "basis": DIGEST,
    }
    answer = client.post(
        "/v1/participants", json=asked, headers={"Accept-Language": f"de, {language};q=0.5"}
    )
    said = answer.json()["explanation"]
    assert answer.headers["content-language"] == language
    roles = next(field for field in said["fields"] if field["name"] == "roles")
    labels = {"kk": "Рөлдер", "ru": "Роли", "en": "Roles"}
    values = {"kk": "майнер", "ru": "майнер", "en": "miner"}
    assert (roles["label"], roles["value"]) == (labels[language], values[language])
    assert account.address in said["summary"]


def test_a_refused_act_is_sent_nowhere(world: World, client: httpx.Client) -> None:
    before = client.get("/v1/status").json()["chain"]["head"]["number"]
    act = client.post(
        "/v1/assets/1/issues",
        json={"sender": Account.create().address, "to": Account.create().address, "amount": "0"},
    )
    problem(act, 422, "request.invalid")
    assert client.get("/v1/status").json()["chain"]["head"]["number"] == before
    with pytest.raises(AssertionError):
        send(client, world.authority, act)
