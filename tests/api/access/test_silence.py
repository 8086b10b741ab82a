"""No secret is ever in a log: a whole story is told, and every line of it is looked through."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sqlmodel import select

from api.access.tables import ChallengeRow, KeyRow, SessionRow
from ledger.database import reading
from tests.api.access.people import bearer, sign_in, signed
from tests.support.http import client_of
from tests.support.world import Role

if TYPE_CHECKING:
    import httpx
    import pytest
    from eth_account.signers.local import LocalAccount

    from tests.support.world import World

CLIENTS = ("httpcore", "httpx", "asyncio", "urllib3")
"""What logs here is the client of the test too, which has the secrets by right."""


def _story(client: httpx.Client, person: LocalAccount) -> list[str]:
    """Sign in, fail to, make a key and a webhook, renew, be robbed, open a page; the secrets."""
    body = signed(client, person)
    assert client.post("/v1/sign-in", json=body).status_code == 201
    client.post("/v1/sign-in", json={**body, "signature": "0x12"})
    granted = sign_in(client, person)
    asked = {"name": "quiet", "scopes": ["webhooks"]}
    shown = bearer(granted["access_token"])
    key = client.post("/v1/api-keys", json=asked, headers=shown).json()["key"]
    url = {"url": "https://hooks.example/"}
    hook = client.post("/v1/webhooks", json=url, headers=bearer(key)).json()
    spent = {"refresh_token": granted["refresh_token"]}
    renewed = client.post("/v1/sign-in/refreshes", json=spent).json()
    client.post("/v1/sign-in/refreshes", json=spent)
    client.get("/v1/session", headers=bearer(key[:-1] + "x"))
    ours = {"Origin": "http://127.0.0.1:8000"}
    page = client.post("/v1/sign-in", json=signed(client, person, session=True), headers=ours)
    tokens = [each[n] for each in (granted, renewed) for n in ("access_token", "refresh_token")]
    return [
        body["signature"],
        key,
        hook["secret"],
        page.cookies["qoima"],
        page.json()["csrf"],
        *tokens,
    ]


def test_a_whole_story_leaves_no_secret_in_the_log_and_none_in_the_vault(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    person = world.admit(Role.DEPOSITOR)
    with client_of(world.app()) as client:
        secrets = _story(client, person)
    ours = [each for each in caplog.records if each.name.partition(".")[0] not in CLIENTS]
    told = "\n".join(f"{each.getMessage()} {each.args} {each.exc_text}" for each in ours)
    kept = _vault(world)
    assert "signIn" in told
    assert person.address in kept
    for secret in secrets:
        for part in (secret, secret.rpartition("_")[2][:40]):
            assert part not in told
            assert part not in kept


def _vault(world: World) -> str:
    """Every value of the tables of access, as text."""
    with reading(world.services.vault) as session:
        rows = [
            *session.exec(select(ChallengeRow)),
            *session.exec(select(SessionRow)),
            *session.exec(select(KeyRow)),
        ]
        return "\n".join(str(row.model_dump()) for row in rows)
