"""Accounts are bound to organisations with both signatures, read by few, and erased on demand."""

from __future__ import annotations

import base64
import hashlib
import json
import sqlite3
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from eth_account import Account

from ledger.canonical import salted_digest
from ledger.database import writing
from ledger.identities.tables import IdentityChallengeRow
from ledger.identities.trust import Trust
from ledger.journal.log import Log
from ledger.journal.model import IDENTITIES
from tests.api.access.identified import Office
from tests.api.access.people import bearer, sign, sign_in
from tests.api.talk import done, problem
from tests.support.http import client_of
from tests.support.node import BASIS
from tests.support.pki import BIN, NAME, issue, pki, subject
from tests.support.world import Role, World, open_world

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx
    from eth_account.signers.local import LocalAccount

    from tests.support.node import RunningNode


@pytest.fixture(scope="module")
def world(chain_node: RunningNode, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """An installation with an anchor."""
    folder = tmp_path_factory.mktemp("identities")
    made = pki()
    trust = Trust.read(*made.publish(folder))
    for name in ("root", "middle", "leaf"):
        getattr(made, name).write(folder, name)
    with open_world(chain_node, folder, trust=trust) as opened:
        _PKI[opened.folder] = made
        yield opened


_PKI: dict[Any, Any] = {}


@pytest.fixture(scope="module")
def client(world: World) -> Iterator[httpx.Client]:
    """A client of it, speaking English."""
    with client_of(world.app()) as connected:
        yield connected


@pytest.fixture
def office(world: World, client: httpx.Client) -> Office:
    """An organisation."""
    return Office(client, world.folder, _PKI[world.folder])


def _shown(client: httpx.Client, account: LocalAccount) -> dict[str, str]:
    return bearer(sign_in(client, account)["access_token"])


def _admit(world: World, client: httpx.Client, **who: Any) -> httpx.Response:
    body = {"sender": world.authority.address, "roles": ["depositor"], "basis": "0x" + "5a" * 32}
    return client.post("/v1/participants", json={**body, **who})


def test_an_organisation_is_admitted_as_what_it_has_shown(
    world: World, client: httpx.Client, office: Office
) -> None:
    account = Account.create()
    made = office.bind(account)
    shown = _shown(client, world.authority)
    read = client.get(f"/v1/identities/{made['id']}", headers=shown).json()
    assert (read["recorded"], read["held"]["bin"]) == (False, BIN)
    act = _admit(world, client, account=account.address, identity=made["id"])
    assert NAME not in act.text
    done(world, client, world.authority, act)
    found = client.get(f"/v1/participants/{account.address}").json()["data"]
    assert (found["subject_digest"], found["bin"]) == (made["digest"], BIN)
    assert found["name"] == {"kk": NAME, "ru": NAME, "en": NAME}
    again = client.get(f"/v1/participants/{found['number']}/identity", headers=shown)
    assert again.headers["cache-control"] == "no-store"
    assert (again.json()["id"], again.json()["recorded"]) == (made["id"], True)


def test_whoever_has_certificate_and_salt_reckons_the_digest_again(
    world: World, client: httpx.Client, office: Office
) -> None:
    made = office.bind(Account.create())
    place = f"/v1/identities/{made['id']}"
    held = client.get(place, headers=_shown(client, world.operator)).json()["held"]
    der = base64.b64decode(held["certificate"])
    assert der == office.pki.leaf.der
    document = {
        "certificate": hashlib.sha256(der).hexdigest(),
        "kind": "legal",
        "names": {"en": NAME, "kk": NAME, "ru": NAME},
        "number": BIN,
        "salt": held["salt"][2:],
    }
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert made["digest"] == "0x" + hashlib.sha256(text.encode()).hexdigest()
    salt = bytes.fromhex(document.pop("salt"))
    assert salted_digest(document, salt).hex() == made["digest"][2:]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", "дербес деректерді өңдеуге келіседі"),
        ("ru", "согласны на обработку персональных данных"),
        ("en", "consent to the processing of personal data"),
    ],
)
def test_a_challenge_names_everything_and_the_consent_in_each_language(
    world: World, office: Office, language: str, words: str
) -> None:
    account = Account.create()
    made = office.ask(account, "admission", **{"Accept-Language": language})
    chain = str(world.services.chain.deployment.chain_id)
    facts = (account.address, chain, "127.0.0.1:8000", made["nonce"], made["issued_at"])
    for fact in (*facts, made["expires_at"], words):
        assert fact in made["message"]
    body = office.signed(account, made["message"])
    assert office.client.post("/v1/identities", json=body).status_code == 201


def test_neither_binds_the_other_without_its_consent(office: Office) -> None:
    mine, other = Account.create(), Account.create()
    text = office.ask(mine, "admission")["message"]
    body = office.signed(mine, text)
    by_other = {**body, "signature": sign(other, text)}
    problem(_bind(office, by_other), 422, "identity.other-signer")
    none = {**body, "signature": "0x"}
    problem(_bind(office, none), 422, "identity.bad-signature")
    theirs = office.signed(mine, office.ask(mine, "admission")["message"])["cms"]
    problem(_bind(office, {**body, "cms": theirs}), 422, "identity.other-text")
    problem(_bind(office, {**body, "cms": ""}), 422, "identity.cms-malformed")
    problem(_bind(office, {**body, "cms": "AAAAA"}), 422, "identity.cms-malformed")
    assert _bind(office, body).status_code == 201


def test_a_challenge_is_good_once_and_for_what_it_says(office: Office) -> None:
    account = Account.create()
    text = office.ask(account, "admission")["message"]
    body = office.signed(account, text)
    assert _bind(office, body).status_code == 201
    problem(_bind(office, body), 422, "identity.challenge-spent")
    leaving = office.signed(account, office.ask(account, "withdrawal")["message"])
    problem(_bind(office, leaving), 422, "identity.other-purpose")


def test_only_texts_that_were_given_out_here_are_taken(world: World, office: Office) -> None:
    """Another account, another chain, another domain: each makes another text."""
    account, other = Account.create(), Account.create()
    text = office.ask(account, "admission")["message"]
    chain = str(world.services.chain.deployment.chain_id)
    for old, new in (
        (account.address, other.address),
        (chain, "1"),
        ("127.0.0.1:8000", "depository.example"),
        ("admission", "confirmation"),
        ("\n", "\r\n"),
    ):
        assert old in text
        forged = text.replace(old, new)
        signer = other if new == other.address else account
        problem(_bind(office, office.signed(signer, forged)), 422, "identity.challenge-unknown")


def test_a_challenge_ends(world: World, office: Office) -> None:
    account = Account.create()
    text = office.ask(account, "admission")["message"]
    digest = hashlib.sha256(text.encode()).hexdigest()
    with writing(world.services.vault) as session:
        row = session.get(IdentityChallengeRow, digest)
        assert row is not None
        row.expires_at = int(time.time()) - 1
        session.add(row)
    problem(_bind(office, office.signed(account, text)), 422, "identity.challenge-unknown")


def test_a_certificate_that_is_not_vouched_for_is_refused(office: Office) -> None:
    account = Account.create()
    text = office.ask(account, "admission")["message"]
    body = Office(office.client, office.folder, pki()).signed(account, text)
    problem(_bind(office, body), 422, "identity.no-chain")
    assert _bind(office, office.signed(account, text)).status_code == 201


def test_what_is_too_large_is_refused_by_its_form(office: Office) -> None:
    body = {"message": "m", "signature": "0x", "cms": "A" * 131_076}
    problem(_bind(office, body), 422, "request.invalid")
    problem(_bind(office, {**body, "cms": "", "message": "m" * 8193}), 422, "request.invalid")


def test_a_repeated_request_gets_the_first_answer_and_binds_once(office: Office) -> None:
    account = Account.create()
    body = office.signed(account, office.ask(account, "admission")["message"])
    first, second = (
        office.client.post("/v1/identities", json=body, headers={"Idempotency-Key": "bind-1"})
        for _ in range(2)
    )
    assert first.json() == second.json()
    assert second.headers["idempotency-replayed"] == "true"


def test_an_account_has_five_bindings_at_most(office: Office) -> None:
    account = Account.create()
    for _ in range(5):
        office.bind(account)
    body = office.signed(account, office.ask(account, "admission")["message"])
    problem(_bind(office, body), 422, "identity.too-many")


def test_a_binding_is_admitted_as_its_own_account_alone(
    world: World, client: httpx.Client, office: Office
) -> None:
    made, other = office.bind(Account.create()), Account.create().address
    refused = _admit(world, client, account=other, identity=made["id"])
    problem(refused, 422, "identity.of-another")
    problem(_admit(world, client, account=other, identity="x"), 404, "identity.unknown")
    names = {"kk": "A", "ru": "A", "en": "A"}
    subject = {"kind": "legal", "names": names, "bin_or_iin": BIN}
    for given in ({}, {"subject": subject, "identity": made["id"]}):
        refused = _admit(world, client, account=other, **given)
        problem(refused, 422, "participant.subject-or-identity")


# ---------------------------------------------------------------- who reads it


def test_a_participant_confirms_who_it_is_and_reads_that_itself(
    world: World, client: httpx.Client, office: Office
) -> None:
    account, other = world.admit(Role.ISSUER), world.admit(Role.ISSUER)
    place = f"/v1/participants/{account.address}/identity"
    mine, begun = _shown(client, account), world.services.accesses.log.size()
    problem(client.get(place, headers=mine), 404, "identity.none")
    made = office.bind(account, "confirmation")
    for path in (place, f"/v1/identities/{made['id']}"):
        read = client.get(path, headers=mine).json()
        assert (read["id"], read["recorded"]) == (made["id"], False)
        assert read["held"]["signer"] == "АХМЕТОВ АСАН"
        problem(client.get(path), 401, "access.required")
        problem(client.get(path, headers=_shown(client, other)), 403, "identity.restricted")
        for official in (world.authority, world.operator):
            assert client.get(path, headers=_shown(client, official)).status_code == 200
    told = [json.loads(each.text) for each in world.services.accesses.log.entries(begun)]
    assert [each["outcome"] for each in told] == [
        "told", "access.required", "identity.restricted", "told", "told",
    ] * 2  # fmt: skip
    assert {each["record"] for each in told} == {
        f"participant:{account.address}",
        f"identity:{made['id']}",
    }
    assert NAME not in json.dumps(told)


def test_bindings_and_withdrawals_are_in_a_log_without_anything_personal(
    world: World, client: httpx.Client, office: Office
) -> None:
    account, log = world.admit(Role.ISSUER), Log(world.services.vault, IDENTITIES)
    begun = log.size()
    made = office.bind(account, "confirmation")
    client.delete(f"/v1/identities/{made['id']}", headers=_shown(client, account))
    told = [json.loads(each.text) for each in log.entries(begun)]
    assert [(each["what"], each["digest"]) for each in told] == [
        ("bound", made["digest"]),
        ("withdrawn", made["digest"]),
    ]
    assert {frozenset(each) for each in told} == {frozenset({"at", "what", "account", "digest"})}


# ---------------------------------------------------------------- erasure


def test_withdrawal_erases_everything_from_the_disk_but_that_it_was_and_ended(
    world: World, client: httpx.Client, office: Office
) -> None:
    own = replace(office.pki, leaf=issue(office.pki.middle, subject("ОСПАНОВ ӘЛІ")))
    account, office = Account.create(), replace(office, pki=own)
    made = office.bind(account)
    act = _admit(world, client, account=account.address, identity=made["id"])
    done(world, client, world.authority, act)
    official, mine = _shown(client, world.authority), _shown(client, account)
    place = f"/v1/identities/{made['id']}"
    held = client.get(place, headers=official).json()["held"]
    personal = [
        office.pki.leaf.der,
        base64.b64decode(held["cms"]),
        bytes.fromhex(held["salt"][2:]),
        held["salt"][2:].encode(),
        held["message"].encode(),
    ]
    assert all(each in _on_disk(world) for each in personal)
    problem(client.delete(place, headers=official), 403, "identity.restricted")
    assert client.delete(place, headers=mine).status_code == 204
    assert [each for each in personal if each in _on_disk(world)] == []
    left = client.get(place, headers=official).json()
    assert (left["held"], left["recorded"], left["digest"]) == (None, True, made["digest"])
    assert left["withdrawn_at"] is not None
    found = client.get(f"/v1/participants/{account.address}").json()["data"]
    assert (found["name"], found["bin"], found["subject_digest"]) == (None, None, made["digest"])
    assert client.delete(place, headers=mine).status_code == 204
    again = client.get(place, headers=official).json()
    assert again["withdrawn_at"] == left["withdrawn_at"]


def test_who_was_never_admitted_withdraws_by_a_signature(
    world: World, client: httpx.Client, office: Office
) -> None:
    account, other = Account.create(), Account.create()
    made = office.bind(account)
    place = f"/v1/identities/{made['id']}/withdrawals"
    text = office.ask(account, "withdrawal")["message"]
    assert "withdraws the consent" in text
    by_other = office.ask(other, "withdrawal")["message"]
    body = {"message": by_other, "signature": sign(other, by_other)}
    problem(client.post(place, json=body), 403, "identity.restricted")
    body = {"message": text, "signature": sign(other, text)}
    problem(client.post(place, json=body), 422, "identity.other-signer")
    wrong = office.ask(account, "admission")["message"]
    body = {"message": wrong, "signature": sign(account, wrong)}
    problem(client.post(place, json=body), 422, "identity.other-purpose")
    body = {"message": text, "signature": sign(account, text)}
    answer = client.post(place, json=body)
    assert (answer.status_code, answer.content) == (204, b"")
    problem(client.post(place, json=body), 422, "identity.challenge-spent")
    refused = _admit(world, client, account=account.address, identity=made["id"])
    problem(refused, 422, "identity.withdrawn")
    gone = office.ask(account, "withdrawal")["message"]
    body = {"message": gone, "signature": sign(account, gone)}
    problem(client.post("/v1/identities/x/withdrawals", json=body), 404, "identity.unknown")


def test_a_key_that_was_replaced_leaves_its_identity_to_the_participant(
    world: World, client: httpx.Client, office: Office
) -> None:
    old, new = world.admit(Role.ISSUER), Account.create()
    made = office.bind(old, "confirmation")
    body = {"sender": world.authority.address, "new": new.address, "basis": "0x" + BASIS.hex()}
    act = client.post(f"/v1/participants/{old.address}/replacements", json=body)
    done(world, client, world.authority, act)
    shown = _shown(client, new)
    assert client.get(f"/v1/participants/{new.address}/identity", headers=shown).json()["held"]
    assert client.delete(f"/v1/identities/{made['id']}", headers=shown).status_code == 204


def test_without_anchors_nothing_is_bound_but_consent_is_withdrawn(
    chain_node: RunningNode, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with (
        open_world(chain_node, tmp_path_factory.mktemp("none")) as bare,
        client_of(bare.app()) as client,
    ):
        account = Account.create()
        body = {"account": account.address, "purpose": "admission"}
        refused = client.post("/v1/identities/challenges", json=body)
        problem(refused, 404, "identity.not-offered")
        body["purpose"] = "withdrawal"
        assert client.post("/v1/identities/challenges", json=body).status_code == 201


def test_a_network_has_a_hundred_challenges_that_wait(office: Office) -> None:
    account = Account.create()
    body = {"account": account.address, "purpose": "admission"}
    for _ in range(101):
        answer = office.client.post("/v1/identities/challenges", json=body)
        if answer.status_code != 201:
            break
    problem(answer, 429, "identity.too-many-challenges")


def _bind(office: Office, body: dict[str, Any]) -> httpx.Response:
    return office.client.post("/v1/identities", json=body)


def _on_disk(world: World) -> bytes:
    """All bytes of the vault's files, brought out of memory."""
    with sqlite3.connect(world.folder / "vault.db") as reading:
        reading.execute("SELECT count(*) FROM identity").fetchone()
    reading.close()
    return b"".join(path.read_bytes() for path in world.folder.glob("vault.db*"))
