"""Every operation of the document by every role: `tests/api/matrix.toml` says who is let in."""

from __future__ import annotations

import datetime as dt
import re
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from eth_account import Account

from api.access.sessions import Sessions
from api.access.tokens import Kind
from api.app import skeleton
from ledger.types import Digest
from mining_registry.rules import KAZAKHSTAN_TIME
from tests.api.access.identified import bound
from tests.api.access.people import asked, bearer, sign_in
from tests.api.talk import described, done, events, package, zipped
from tests.mining_registry.forms import dated
from tests.support.http import client_of
from tests.support.node import BASIS
from tests.support.packages import encrypted
from tests.support.world import Role

if TYPE_CHECKING:
    import httpx
    from eth_account.signers.local import LocalAccount

    from tests.support.world import World

TABLE: dict[str, Any] = tomllib.loads(
    (Path(__file__).parents[1] / "matrix.toml").read_text("utf-8")
)
ROLES: list[str] = TABLE["roles"]
RULES: dict[str, dict[str, str]] = {
    name: dict(zip(ROLES, outcomes.split(), strict=True))
    for name, outcomes in TABLE["rules"].items()
}
OPERATIONS: dict[str, str] = TABLE["operations"]

OUTCOMES = {
    "access.required": "sign-in",
    "access.scope": "scope",
    "access.not-a-participant": "stranger",
    "access.suspended": "suspended",
    "content.limited": "refused",
    "deposit.restricted": "refused",
    "notification.restricted": "refused",
    "identity.restricted": "refused",
    "hook.unknown": "unknown",
    "api-key.unknown": "unknown",
}
"""What refusals say of who asks; every other answer is about what is asked."""

LAST = ("withdrawIdentity", "deleteWebhook", "deleteKey", "signOut")
"""These take away what the others ask for."""

QUERIES = {"getBlockOrCar": "?format=raw", "getCarOfPath": "?format=car"}

PARTS = {
    "hash": "0x" + "ab" * 32,
    "digest": "0x" + "ab" * 32,
    "code": "block.unknown",
    "name": "access",
    "form": "csv",
    "subject": "1",
    "block": "1",
    "participant": "1",
    "path": "a.age",
    "year": "2026",
    "quarter": "1",
}


@dataclass(frozen=True)
class Operation:
    """An operation of the document."""

    id: str
    method: str
    path: str


def operations() -> list[Operation]:
    """All of the document, those that take something away at its end."""
    found = [
        Operation(operation["operationId"], method.upper(), path)
        for path, methods in skeleton().openapi()["paths"].items()
        for method, operation in methods.items()
    ]
    return sorted(found, key=lambda each: LAST.index(each.id) if each.id in LAST else -1)


@dataclass(frozen=True)
class Stage:
    """A limited deposit and its depositor's things, a notification, and what each role shows."""

    headers: dict[str, dict[str, str]]
    parts: dict[str, dict[str, str]]
    bodies: dict[str, Any]
    spare: str

    def path(self, operation: Operation, role: str) -> str:
        """The path of an operation with what is asked for in it; a key has a webhook to remove."""
        room = operation.path.split("/")[2] if operation.path.startswith("/v1/") else "ipfs"
        own = {**PARTS, **self.parts.get(room, {})}
        if (operation.id, role) == ("deleteWebhook", "key"):
            own["id"] = self.spare
        return re.sub(r"\{(\w+)\}", lambda found: own.get(found[1], "1"), operation.path)


def outcome(client: httpx.Client, stage: Stage, operation: Operation, role: str) -> str:
    """What a role meets at an operation; a stream is left at once."""
    body = stage.bodies.get(operation.id, {} if operation.method in {"POST", "PATCH"} else None)
    headers = stage.headers[role]
    path = stage.path(operation, role) + QUERIES.get(operation.id, "")
    sent = client.stream(operation.method, path, json=body, headers=headers)
    with sent as answer:
        assert answer.status_code != 500, operation
        if operation.method == "HEAD" and role in {"stranger", "suspended"}:
            return role if answer.status_code == 403 else "in"
        if answer.status_code < 400 or operation.method == "HEAD":
            return "in"
        answer.read()
        code = str(answer.json().get("code", ""))
        found = OUTCOMES.get(code, "in")
        assert answer.status_code != 401 or found == "sign-in" or operation.id in SIGNING, code
        return found


SIGNING = {"signIn", "refreshSession"}
"""They say 401 of what is in the body."""


@pytest.fixture(scope="module")
def people(world: World) -> dict[str, LocalAccount]:
    """Somebody in each role."""
    return {
        "depositor": world.admit(Role.DEPOSITOR),
        "other-depositor": world.admit(Role.DEPOSITOR),
        "issuer": world.admit(Role.ISSUER),
        "other-issuer": world.admit(Role.ISSUER),
        "miner": world.admit(Role.MINER),
        "other-miner": world.admit(Role.MINER),
        "attestor": world.admit(Role.ATTESTOR),
        "operator": world.operator,
        "authority": world.authority,
    }


@pytest.fixture
def stage(world: World, client: httpx.Client, people: dict[str, LocalAccount]) -> Stage:
    """Everybody signed in; then one of them is suspended."""
    headers = _headers(world, client, people)
    mine = headers["depositor"]
    key = {"name": "for webhooks", "scopes": ["webhooks"]}
    made = client.post("/v1/api-keys", json=key, headers=mine).json()
    headers["key"] = bearer(made["key"])
    other = client.post("/v1/api-keys", json=key, headers=mine).json()
    url = {"url": "https://hooks.example/"}
    hook = client.post("/v1/webhooks", json=url, headers=mine).json()
    spare = client.post("/v1/webhooks", json=url, headers=mine).json()
    deposit = _deposit(world, client, people["depositor"])
    return Stage(
        headers=headers,
        parts={
            "deposits": {"number": str(deposit["number"])},
            "ipfs": {"cid": deposit["cid"], "path": "data/a.age"},
            "notifications": {"number": str(_notification(world, client, people["miner"]))},
            "webhooks": {"id": hook["id"]},
            "api-keys": {"id": other["id"]},
            "exports": {"name": "deposits"},
            "accounts": {"address": people["depositor"].address},
            "participants": {
                "account": people["depositor"].address,
                "participant": people["depositor"].address,
            },
            "identities": {"id": bound(world, people["depositor"])},
        },
        bodies={
            "createKey": key,
            "createWebhook": url,
            "replayWebhook": {"from": "1"},
            "challengeSignIn": {"account": people["depositor"].address},
            "signIn": {"message": asked(client, people["miner"])["message"], "signature": "0x"},
            "refreshSession": {"refresh_token": "x"},
        },
        spare=spare["id"],
    )


def test_the_table_names_every_operation_and_no_other() -> None:
    assert OPERATIONS.keys() == {each.id for each in operations()}
    assert set(OPERATIONS.values()) == RULES.keys()
    words = {"in", *OUTCOMES.values()}
    assert all(set(row.values()) <= words for row in RULES.values())


@pytest.mark.timeout(1200)  # two thousand requests
def test_every_role_meets_at_every_operation_what_the_table_says(
    client: httpx.Client, stage: Stage
) -> None:
    differing = _differing(client, stage, RULES)
    assert not differing, differing[-30:]


def test_where_sign_in_is_demanded_nobody_makes_acts(world: World, stage: Stage) -> None:
    changes = [each for each in operations() if OPERATIONS[each.id] in {"draft", "relay"}]
    with client_of(world.app(sign_in_for_writes=True)) as client:
        for operation in changes:
            assert outcome(client, stage, operation, "none") == "sign-in", operation
            assert outcome(client, stage, operation, "key") == "scope", operation
        sent = next(each for each in changes if each.id == "sendTransaction")
        assert outcome(client, stage, sent, "depositor") == "in"
        question = next(each for each in operations() if each.id == "verifyBytes")
        assert outcome(client, stage, question, "none") == "in"


def test_a_row_that_is_wrong_would_be_seen(client: httpx.Client, stage: Stage) -> None:
    wrong = {**RULES, "reason": {**RULES["reason"], "attestor": "in"}}
    assert _differing(client, stage, wrong, only="readDepositReason") == [
        ("readDepositReason", "attestor", "in", "refused")
    ]


def _differing(
    client: httpx.Client, stage: Stage, rules: dict[str, dict[str, str]], only: str | None = None
) -> list[tuple[str, str, str, str]]:
    """Operations at which a role meets something else: what the table says, and what is so.

    Whoever something belongs to comes last, for with them it may be gone.
    """
    found = []
    for operation in operations():
        if only not in {None, operation.id}:
            continue
        row = rules[OPERATIONS[operation.id]]
        for role in sorted(ROLES, key=lambda each: row[each] == "in"):
            met = outcome(client, stage, operation, role)
            if met != row[role]:
                found.append((operation.id, role, row[role], met))
    return found


def _headers(
    world: World, client: httpx.Client, people: dict[str, LocalAccount]
) -> dict[str, dict[str, str]]:
    suspended = world.admit(Role.DEPOSITOR | Role.MINER | Role.ISSUER)
    headers = {
        role: bearer(sign_in(client, account)["access_token"])
        for role, account in {**people, "suspended": suspended}.items()
    }
    sessions = Sessions(world.services.vault, time.time)
    stranger = sessions.begin(world.address(Account.create()), Kind.ACCESS)
    who, by = world.address(suspended), world.address(world.authority)
    acts = world.services.participants
    world.sign(world.authority, acts.draft_suspension(by, who, Digest(BASIS)))
    return {**headers, "none": {}, "stranger": bearer(stranger.access.text)}


def _deposit(world: World, client: httpx.Client, account: LocalAccount) -> dict[str, Any]:
    content = zipped({"a.age": encrypted(account.address.encode())})
    act = package(client, described(account, access="limited"), content)
    number = events(done(world, client, account, act))[0]["args"]["number"]
    found: dict[str, Any] = client.get(f"/v1/deposits/{number}").json()["data"]
    return found


def _notification(world: World, client: httpx.Client, miner: LocalAccount) -> int:
    head = world.services.chain.head().timestamp
    today = dt.datetime.fromtimestamp(head, KAZAKHSTAN_TIME).date()
    filing = {"sender": miner.address, "form": dated(today)}
    state = done(world, client, miner, client.post("/v1/notifications", json=filing))
    return int(events(state)[0]["args"]["number"])
