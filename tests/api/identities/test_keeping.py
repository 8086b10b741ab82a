"""What is kept of a binding is read by few, each reading logged, and erased on demand."""

from __future__ import annotations

import base64
import json
import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

from eth_account import Account

from ledger.journal.log import Log
from ledger.journal.model import IDENTITIES
from tests.api.access.identified import Office, admitting, shown_by
from tests.api.access.people import sign
from tests.api.talk import done, problem
from tests.support.node import BASIS
from tests.support.pki import NAME, issue, subject
from tests.support.world import Role, World

if TYPE_CHECKING:
    import httpx


def test_a_participant_confirms_who_it_is_and_reads_that_itself(
    world: World, client: httpx.Client, office: Office
) -> None:
    account, other = world.admit(Role.ISSUER), world.admit(Role.ISSUER)
    place = f"/v1/participants/{account.address}/identity"
    mine, begun = shown_by(client, account), world.services.accesses.log.size()
    problem(client.get(place, headers=mine), 404, "identity.none")
    made = office.bind(account, "confirmation")
    for path in (place, f"/v1/identities/{made['id']}"):
        read = client.get(path, headers=mine).json()
        assert (read["id"], read["recorded"]) == (made["id"], False)
        assert read["held"]["signer"] == "АХМЕТОВ АСАН"
        problem(client.get(path), 401, "access.required")
        problem(client.get(path, headers=shown_by(client, other)), 403, "identity.restricted")
        for official in (world.authority, world.operator):
            assert client.get(path, headers=shown_by(client, official)).status_code == 200
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
    client.delete(f"/v1/identities/{made['id']}", headers=shown_by(client, account))
    told = [json.loads(each.text) for each in log.entries(begun)]
    assert [(each["what"], each["digest"]) for each in told] == [
        ("bound", made["digest"]),
        ("withdrawn", made["digest"]),
    ]
    assert {frozenset(each) for each in told} == {frozenset({"at", "what", "account", "digest"})}


def test_withdrawal_erases_everything_from_the_disk_but_that_it_was_and_ended(
    world: World, client: httpx.Client, office: Office
) -> None:
    own = replace(office.pki, leaf=issue(office.pki.middle, subject("ОСПАНОВ ӘЛІ")))
    account, office = Account.create(), replace(office, pki=own)
    made = office.bind(account)
    act = admitting(world, client, account=account.address, identity=made["id"])
    done(world, client, world.authority, act)
    official, mine = shown_by(client, world.authority), shown_by(client, account)
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
    refused = admitting(world, client, account=account.address, identity=made["id"])
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
    shown = shown_by(client, new)
    assert client.get(f"/v1/participants/{new.address}/identity", headers=shown).json()["held"]
    assert client.delete(f"/v1/identities/{made['id']}", headers=shown).status_code == 204


def _on_disk(world: World) -> bytes:
    """All bytes of the vault's files, brought out of memory."""
    with sqlite3.connect(world.folder / "vault.db") as reading:
        reading.execute("SELECT count(*) FROM identity").fetchone()
    reading.close()
    return b"".join(path.read_bytes() for path in world.folder.glob("vault.db*"))
