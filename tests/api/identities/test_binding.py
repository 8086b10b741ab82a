"""Accounts are bound to organisations with both signatures, and admitted as these."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from eth_account import Account

from ledger.canonical import salted_digest
from ledger.database import writing
from ledger.identities.tables import IdentityChallengeRow
from tests.api.access.identified import Office, admitting, shown_by
from tests.api.access.people import sign
from tests.api.talk import done, problem
from tests.support.http import client_of
from tests.support.pki import BIN, NAME, pki
from tests.support.world import World, open_world

if TYPE_CHECKING:
    import httpx

    from tests.support.node import RunningNode


def test_an_organisation_is_admitted_as_what_it_has_shown(
    world: World, client: httpx.Client, office: Office
) -> None:
    account = Account.create()
    made = office.bind(account)
    shown = shown_by(client, world.authority)
    read = client.get(f"/v1/identities/{made['id']}", headers=shown).json()
    assert (read["recorded"], read["held"]["bin"]) == (False, BIN)
    act = admitting(world, client, account=account.address, identity=made["id"])
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
    held = client.get(place, headers=shown_by(client, world.operator)).json()["held"]
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
    refused = admitting(world, client, account=other, identity=made["id"])
    problem(refused, 422, "identity.of-another")
    problem(admitting(world, client, account=other, identity="x"), 404, "identity.unknown")
    names = {"kk": "A", "ru": "A", "en": "A"}
    subject = {"kind": "legal", "names": names, "bin_or_iin": BIN}
    for given in ({}, {"subject": subject, "identity": made["id"]}):
        refused = admitting(world, client, account=other, **given)
        problem(refused, 422, "participant.subject-or-identity")


def test_without_anchors_nothing_is_bound_but_consent_is_withdrawn(
    chain_node: RunningNode, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with (
        open_world(chain_node, tmp_path_factory.mktemp("none")) as bare,
        client_of(bare.app()) as client,
    ):
        account = Account.create()
        body = {"account": account.address, "purpose": "admission"}
        refused = client.post("/v1/identity-challenges", json=body)
        problem(refused, 404, "identity.not-offered")
        body["purpose"] = "withdrawal"
        assert client.post("/v1/identity-challenges", json=body).status_code == 201


def test_a_network_has_a_hundred_challenges_that_wait(office: Office) -> None:
    account = Account.create()
    body = {"account": account.address, "purpose": "admission"}
    for _ in range(101):
        answer = office.client.post("/v1/identity-challenges", json=body)
        if answer.status_code != 201:
            break
    problem(answer, 429, "identity.too-many-challenges")


def _bind(office: Office, body: dict[str, Any]) -> httpx.Response:
    return office.client.post("/v1/identities", json=body)
