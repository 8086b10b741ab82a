"""A key, a webhook and an upload asked for again under one key are made once, whoever died."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from api.idempotency import Idempotency
from tests.api.access.people import bearer, sign_in
from tests.api.sending import VERSION, said
from tests.api.talk import problem
from tests.support.world import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx
    from eth_account.signers.local import LocalAccount

    from tests.support.world import World

KEY = {"name": "a machine", "scopes": ["draft"], "days": 30}
HOOK = {"url": "https://hooks.example/events"}
MADE: dict[str, dict[str, Any]] = {"/v1/api-keys": KEY, "/v1/webhooks": HOOK}


@pytest.fixture
def account(world: World) -> LocalAccount:
    """A depositor of whom nothing else is known."""
    return world.admit(Role.DEPOSITOR)


@pytest.fixture
def session(client: httpx.Client, account: LocalAccount) -> dict[str, str]:
    """The headers of their session."""
    return bearer(sign_in(client, account)["access_token"])


def _ask(
    client: httpx.Client, path: str, session: dict[str, str], key: str, **more: Any
) -> httpx.Response:
    headers = {**session, "Idempotency-Key": key}
    return client.post(path, json=MADE[path] | more, headers=headers)


def _ids(client: httpx.Client, path: str, session: dict[str, str]) -> list[str]:
    return [each["id"] for each in client.get(path, headers=session).json()["data"]]


@pytest.mark.parametrize("path", MADE)
def test_what_is_shown_once_is_shown_again_to_who_asked(
    world: World, client: httpx.Client, session: dict[str, str], path: str
) -> None:
    key = f"once {path}".replace(" ", "-")
    first, again = (_ask(client, path, session, key) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert [each.headers.get("idempotency-replayed") for each in (first, again)] == [None, "true"]
    assert again.headers["cache-control"] == "no-store"
    assert _ids(client, path, session) == [first.json()["id"]]
    secret = first.json()["key" if path == "/v1/api-keys" else "secret"]
    assert secret.encode() not in _bytes_of_answers(world)

    problem(_ask(client, path, session, key, **_otherwise(path)), 409, "idempotency.key-reused")
    other = bearer(sign_in(client, world.admit(Role.DEPOSITOR))["access_token"])
    theirs = _ask(client, path, other, key)
    assert theirs.status_code == 201
    assert "idempotency-replayed" not in theirs.headers
    assert theirs.json()["id"] != first.json()["id"]
    problem(_ask(client, path, {}, key), 401, "access.required")


def _otherwise(path: str) -> dict[str, Any]:
    return {"days": 31} if path == "/v1/api-keys" else {"event": "Admitted"}


def _bytes_of_answers(world: World) -> bytes:
    with world.services.vault.connect() as connection:
        rows = connection.execute(text("SELECT answer FROM idempotency_keys"))
        return b"".join(row[0] or b"" for row in rows)


@pytest.mark.parametrize("path", MADE)
def test_what_was_made_before_a_death_is_told_to_who_asks_again(
    world: World,
    client: httpx.Client,
    session: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    path: str,
) -> None:
    key = f"death {path}".replace(" ", "-")
    _die(monkeypatch, lambda: _ask(client, path, session, key))
    (made,) = _ids(client, path, session)
    _let_leases_end(world)
    again = _ask(client, path, session, key)
    assert again.status_code == 201
    assert again.json()["id"] == made
    assert _ids(client, path, session) == [made]
    if path == "/v1/api-keys":
        told = client.get("/v1/session", headers=bearer(again.json()["key"]))
        assert told.json()["by"] == "key"


def test_an_upload_begun_before_a_death_is_the_one_that_is_told(
    world: World,
    client: httpx.Client,
    account: LocalAccount,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    headers = {
        **VERSION,
        "Upload-Length": "1000",
        "Upload-Metadata": said(sender=account.address),
        "Idempotency-Key": "an-upload",
    }
    _die(monkeypatch, lambda: client.post("/v1/uploads", headers=headers))
    _let_leases_end(world)
    again = client.post("/v1/uploads", headers=headers)
    assert again.status_code == 201
    with world.services.vault.connect() as connection:
        mine = {"sender": account.address}
        rows = connection.execute(text("SELECT id FROM uploads WHERE sender = :sender"), mine)
        assert [row[0] for row in rows] == [again.headers["location"].rpartition("/")[2]]


def _die(monkeypatch: pytest.MonkeyPatch, asking: Callable[[], httpx.Response]) -> None:
    """Ask where nothing more is done once what was asked for is made, as in a process that dies."""

    def die(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(Idempotency, "_finish", die)
        assert asking().status_code == 500


def _let_leases_end(world: World) -> None:
    earlier = "UPDATE idempotency_keys SET touched_at = touched_at - 61 WHERE answer IS NULL"
    with world.services.vault.begin() as connection:
        connection.execute(text(earlier))
