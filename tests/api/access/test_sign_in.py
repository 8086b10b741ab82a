"""Sign-in over HTTP: a message is signed once, and whoever signed is known until they leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from eth_account import Account

from api.access.challenges import Challenges
from api.access.standing import Standings
from ledger.errors import Rejected
from ledger.types import Digest
from tests.api.access.people import asked, bearer, sign, sign_in, signed
from tests.api.talk import problem
from tests.support.http import client_of
from tests.support.node import BASIS
from tests.support.world import Role

if TYPE_CHECKING:
    import httpx
    from eth_account.signers.local import LocalAccount

    from tests.support.world import World

ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


@pytest.fixture(scope="module")
def depositor(world: World) -> LocalAccount:
    """A participant."""
    return world.admit(Role.DEPOSITOR)


def _session(client: httpx.Client, **headers: str) -> httpx.Response:
    return client.get("/v1/session", headers=headers)


def test_whoever_signs_is_known_until_they_sign_out(
    world: World, client: httpx.Client, depositor: LocalAccount
) -> None:
    challenge = asked(client, depositor)
    assert challenge["domain"] == "127.0.0.1:8000"
    assert challenge["message"].startswith("127.0.0.1:8000 wants you to sign in")
    assert challenge["explanation"].startswith("Sign in to the Qoima depository.")
    granted = sign_in(client, depositor)
    shown = bearer(granted["access_token"])
    told = _session(client, **shown)
    assert told.headers["cache-control"] == "no-store"
    found = told.json()
    assert (found["by"], found["account"]) == ("token", depositor.address)
    assert found["roles"] == ["depositor"]
    assert "keys" in found["scopes"]
    assert client.post("/v1/sign-out", headers=shown).status_code == 204
    refused = _session(client, **shown)
    problem(refused, 401, "access.bad-token")
    assert refused.headers["www-authenticate"] == (
        'Bearer realm="qoima", error="invalid_token", error_description="access.bad-token"'
    )
    again = client.post("/v1/sign-in/refreshes", json={"refresh_token": granted["refresh_token"]})
    problem(again, 401, "access.bad-token")


def test_nobody_is_told_to_sign_in_and_reads_what_is_public(client: httpx.Client) -> None:
    assert _session(client).json()["by"] == "nobody"
    refused = client.get("/v1/api-keys")
    problem(refused, 401, "access.required")
    assert refused.headers["www-authenticate"] == 'Bearer realm="qoima"'
    assert client.get("/v1/blocks").status_code == 200
    problem(client.post("/v1/sign-out"), 401, "access.required")


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("Bearer qoima_at_x", "access.bad-token"),
        ("Bearer", "access.bad-token"),
        ("Basic YTpi", "access.bad-scheme"),
        ("bearer qoima_at_" + "0" * 24 + "_" + "0" * 72, "access.bad-token"),
    ],
)
def test_a_bad_credential_is_refused_even_where_none_is_needed(
    client: httpx.Client, header: str, code: str
) -> None:
    problem(client.get("/v1/blocks", headers={"Authorization": header}), 401, code)


def test_two_credentials_at_once_are_refused(client: httpx.Client, depositor: LocalAccount) -> None:
    token = f"Bearer {sign_in(client, depositor)['access_token']}"
    assert _session(client, Authorization=token).status_code == 200
    twice = [("Authorization", token), ("Authorization", token)]
    problem(client.get("/v1/session", headers=twice), 401, "access.bad-token")


def test_a_message_and_its_nonce_are_good_once(
    client: httpx.Client, depositor: LocalAccount
) -> None:
    body = signed(client, depositor)
    assert client.post("/v1/sign-in", json=body).status_code == 201
    problem(client.post("/v1/sign-in", json=body), 401, "sign-in.nonce-spent")
    nonce = body["message"].partition("Nonce: ")[2].partition("\n")[0]
    other = body["message"].replace(nonce, "f" * 32)
    made_up = {"message": other, "signature": sign(depositor, other)}
    problem(client.post("/v1/sign-in", json=made_up), 401, "sign-in.nonce-unknown")


def test_a_nonce_is_not_spent_by_whoever_cannot_sign(
    client: httpx.Client, depositor: LocalAccount
) -> None:
    body = signed(client, depositor)
    forged = {**body, "signature": sign(Account.create(), body["message"])}
    problem(client.post("/v1/sign-in", json=forged), 401, "sign-in.other-signer")
    assert client.post("/v1/sign-in", json=body).status_code == 201


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("127.0.0.1:8000 wants", "evil.example wants", "sign-in.other-domain"),
        ("8000/sign-in", "8000/other", "sign-in.other-uri"),
        ("Chain ID: ", "Chain ID: 9", "sign-in.other-chain"),
        ("Expiration Time: 2", "Expiration Time: 1", "sign-in.expired"),
        ("Issued At: 2", "Issued At: 3", "sign-in.not-yet-valid"),
    ],
)
def test_a_message_for_elsewhere_is_refused(
    client: httpx.Client, depositor: LocalAccount, old: str, new: str, code: str
) -> None:
    message = asked(client, depositor)["message"]
    assert old in message
    message = message.replace(old, new)
    body = {"message": message, "signature": sign(depositor, message)}
    problem(client.post("/v1/sign-in", json=body, headers={"Host": "evil.example"}), 401, code)


def test_the_host_of_a_request_changes_nothing(
    client: httpx.Client, depositor: LocalAccount
) -> None:
    asking = {"json": {"account": depositor.address}, "headers": {"Host": "evil.example"}}
    answer: Any = client.post("/v1/sign-in/challenges", **asking)  # type: ignore[arg-type] # both
    assert answer.json()["domain"] == "127.0.0.1:8000"


def test_the_other_form_of_a_signature_is_refused(
    client: httpx.Client, depositor: LocalAccount
) -> None:
    body = signed(client, depositor)
    raw = bytes.fromhex(body["signature"][2:])
    high = ORDER - int.from_bytes(raw[32:64], "big")
    other = raw[:32] + high.to_bytes(32, "big") + bytes([55 - raw[64]])
    refused = client.post("/v1/sign-in", json={**body, "signature": "0x" + other.hex()})
    problem(refused, 401, "sign-in.high-s")
    refused = client.post("/v1/sign-in", json={**body, "signature": "0x1234"})
    problem(refused, 401, "sign-in.bad-signature")
    assert client.post("/v1/sign-in", json=body).status_code == 201


def test_a_contract_and_a_stranger_cannot_sign_in(world: World, client: httpx.Client) -> None:
    contract = world.services.chain.codec.address("depository")
    stranger = Account.create()
    message = asked(client, stranger)["message"].replace(stranger.address, contract)
    for signature in (sign(stranger, message), "0x" + "ab" * 200):
        body = {"message": message, "signature": signature}
        problem(client.post("/v1/sign-in", json=body), 401, "sign-in.contract-account")
    refused = client.post("/v1/sign-in", json=signed(client, stranger))
    problem(refused, 403, "access.not-a-participant")


def test_a_malformed_message_is_told_its_line(
    client: httpx.Client, depositor: LocalAccount
) -> None:
    body = signed(client, depositor)
    body["message"] = body["message"].replace("Version: 1", "Version: 2")
    refused = problem(client.post("/v1/sign-in", json=body), 400, "sign-in.malformed")
    assert refused["line"] == 7


def test_a_spent_refresh_token_ends_the_session_of_whoever_uses_it(
    client: httpx.Client, depositor: LocalAccount
) -> None:
    first = sign_in(client, depositor)
    spent = {"refresh_token": first["refresh_token"]}
    renewed = client.post("/v1/sign-in/refreshes", json=spent).json()
    assert _session(client, **bearer(renewed["access_token"])).json()["by"] == "token"
    problem(_session(client, **bearer(first["access_token"])), 401, "access.bad-token")
    stolen = client.post("/v1/sign-in/refreshes", json=spent)
    problem(stolen, 401, "access.refresh-reused")
    problem(_session(client, **bearer(renewed["access_token"])), 401, "access.bad-token")
    last = client.post("/v1/sign-in/refreshes", json={"refresh_token": renewed["refresh_token"]})
    problem(last, 401, "access.bad-token")


def test_a_token_is_good_for_its_purpose_alone(
    client: httpx.Client, depositor: LocalAccount
) -> None:
    granted = sign_in(client, depositor)
    problem(_session(client, **bearer(granted["refresh_token"])), 401, "access.bad-token")
    other = {"refresh_token": granted["access_token"]}
    problem(client.post("/v1/sign-in/refreshes", json=other), 401, "access.bad-token")
    assert _session(client, **bearer(granted["access_token"])).status_code == 200


def test_a_suspended_participant_is_refused_from_the_next_block_on(
    world: World, client: httpx.Client
) -> None:
    person = world.admit(Role.DEPOSITOR)
    granted, waiting = sign_in(client, person), signed(client, person)
    shown = bearer(granted["access_token"])
    assert _session(client, **shown).status_code == 200
    who, basis = world.address(person), Digest(BASIS)
    by, acts = world.address(world.authority), world.services.participants
    world.sign(world.authority, acts.draft_suspension(by, who, basis))
    problem(_session(client, **shown), 403, "access.suspended")
    problem(client.get("/v1/blocks", headers=shown), 403, "access.suspended")
    problem(client.post("/v1/sign-in", json=waiting), 403, "access.suspended")
    renewing = {"refresh_token": granted["refresh_token"]}
    problem(client.post("/v1/sign-in/refreshes", json=renewing), 403, "access.suspended")
    world.sign(world.authority, acts.draft_reinstatement(by, who, basis))
    assert _session(client, **shown).status_code == 200
    new = world.address(Account.create())
    world.sign(world.authority, acts.draft_replacement(by, who, new, basis))
    problem(_session(client, **shown), 403, "access.not-a-participant")


def test_the_chain_is_asked_again_only_when_the_head_moves(world: World) -> None:
    person = world.admit(Role.MINER)
    now = [0.0]
    standings = Standings(world.services.chain, world.services.index, lambda: now[0])
    assert standings.check(world.address(person)).roles == Role.MINER
    world.node.admit(0)  # a block that the index has not seen
    before = standings.check(world.address(person))
    assert standings.check(world.address(person)) is before
    now[0] = 6.0
    assert standings.check(world.address(person)) is not before
    now_known = standings.check(world.address(person))
    world.indexer.catch_up()
    assert standings.check(world.address(person)) is not now_known


def test_nonces_are_bounded_and_end(world: World) -> None:
    now = [1_000_000.0]
    challenges = Challenges(world.services.vault, lambda: now[0])
    nonces = [challenges.new("one network")[0] for _ in range(100)]
    with pytest.raises(Rejected, match=r"^sign-in\.too-many-challenges"):
        challenges.new("one network")
    assert challenges.new("another")[0] not in nonces
    challenges.spend(nonces[0])
    with pytest.raises(Rejected, match=r"^sign-in\.nonce-spent"):
        challenges.spend(nonces[0])
    now[0] += 301
    with pytest.raises(Rejected, match=r"^sign-in\.nonce-unknown"):
        challenges.spend(nonces[1])
    assert challenges.new("one network")


def test_two_processes_on_one_vault_know_the_same(
    world: World, client: httpx.Client, depositor: LocalAccount
) -> None:
    with client_of(world.app()) as other:
        body = signed(client, depositor)
        granted = other.post("/v1/sign-in", json=body).json()
        problem(client.post("/v1/sign-in", json=body), 401, "sign-in.nonce-spent")
        shown = bearer(granted["access_token"])
        assert _session(client, **shown).json()["account"] == depositor.address
        assert client.post("/v1/sign-out", headers=shown).status_code == 204
        problem(_session(other, **shown), 401, "access.bad-token")


def test_where_it_is_demanded_a_change_needs_a_sign_in_and_a_question_none(
    world: World, depositor: LocalAccount
) -> None:
    act = {"sender": depositor.address, "class": 1}
    with client_of(world.app(sign_in_for_writes=True)) as strict:
        problem(strict.post("/v1/transactions", json={"raw": "0x00"}), 401, "access.required")
        problem(strict.post("/v1/notifications", json=act), 401, "access.required")
        assert strict.post("/v1/verifications", content=b"x").status_code == 200
        assert strict.get("/v1/blocks").status_code == 200
        shown = bearer(sign_in(strict, depositor)["access_token"])
        told = strict.post("/v1/transactions", json={"raw": "0x00"}, headers=shown)
        problem(told, 400, "transaction.malformed")
    with client_of(world.app()) as free:
        told = free.post("/v1/transactions", json={"raw": "0x00"})
        problem(told, 400, "transaction.malformed")
