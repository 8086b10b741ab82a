"""Webhooks over HTTP: each account's own, to public addresses, with what they could not bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from standardwebhooks import Webhook

from api.schemas.chain import event_out
from ledger.hooks.courier import Courier
from ledger.hooks.delivery import Deliverer
from ledger.hooks.model import DELAYS
from ledger.hooks.owned import MOST
from ledger.hooks.reaching import Reach
from ledger.hooks.store import Hooks
from ledger.index.feed import START, Wanted
from tests.api.access.people import bearer, sign_in
from tests.api.talk import problem
from tests.support.http import client_of
from tests.support.receiver import receiving
from tests.support.world import Role

if TYPE_CHECKING:
    import httpx

    from ledger.chain import Event
    from tests.support.world import World

URL = "https://hooks.example/events"


@pytest.fixture
def session(world: World, client: httpx.Client) -> dict[str, str]:
    """The header of a participant of whom nothing else is known."""
    return bearer(sign_in(client, world.admit(Role.DEPOSITOR))["access_token"])


def _made(client: httpx.Client, session: dict[str, str], **more: Any) -> dict[str, Any]:
    answer = client.post("/v1/webhooks", json={"url": URL, **more}, headers=session)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def test_a_webhook_is_made_read_and_removed_by_its_account_alone(
    world: World, client: httpx.Client, session: dict[str, str]
) -> None:
    made = _made(client, session, contract="participants", event="Admitted")
    assert made["secret"].startswith("whsec_")
    place = f"/v1/webhooks/{made['id']}"
    read = client.get(place, headers=session)
    assert "secret" not in read.json()
    assert (read.json()["event"], read.json()["delivered"]) == ("Admitted", 0)
    assert [each["id"] for each in client.get("/v1/webhooks", headers=session).json()["data"]] == [
        made["id"]
    ]
    other = bearer(sign_in(client, world.admit(Role.DEPOSITOR))["access_token"])
    operators, _ = Hooks(world.services.vault).add(URL, Wanted(), START)
    assert client.get("/v1/webhooks", headers=other).json() == {"data": []}
    for method, path, body in (
        ("GET", place, None),
        ("DELETE", place, None),
        ("POST", f"{place}/replays", {"from": "0"}),
        ("GET", f"{place}/dead-letters", None),
        ("POST", f"{place}/dead-letters/1/retries", None),
        ("GET", f"/v1/webhooks/{operators.id}", None),
        ("DELETE", f"/v1/webhooks/{operators.id}", None),
    ):
        problem(client.request(method, path, json=body, headers=other), 404, "hook.unknown")
        problem(client.request(method, path, json=body), 401, "access.required")
    assert client.delete(place, headers=session).status_code == 204
    problem(client.get(place, headers=session), 404, "hook.unknown")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"url": "http://hooks.example/"}, 422, "hook.bad-url"),
        ({"url": "https://169.254.169.254/latest"}, 422, "hook.forbidden-address"),
        ({"url": "https://[::ffff:127.0.0.1]/"}, 422, "hook.forbidden-address"),
        ({"url": "https://hooks.example:22/"}, 422, "hook.forbidden-address"),
        ({"url": URL, "contract": "nothing"}, 422, "events.unknown-contract"),
        ({"url": URL, "from": "x"}, 400, "events.bad-place"),
        ({"url": URL, "more": 1}, 422, "request.invalid"),
    ],
)
def test_what_cannot_be_a_webhook_is_refused(
    client: httpx.Client, session: dict[str, str], body: dict[str, Any], status: int, code: str
) -> None:
    problem(client.post("/v1/webhooks", json=body, headers=session), status, code)


def test_an_account_has_so_many_webhooks_and_a_key_only_with_its_scope(
    client: httpx.Client, session: dict[str, str]
) -> None:
    keys = [
        client.post("/v1/api-keys", json={"name": name, "scopes": [name]}, headers=session).json()
        for name in ("webhooks", "relay")
    ]
    _made(client, bearer(keys[0]["key"]))
    refused = client.post("/v1/webhooks", json={"url": URL}, headers=bearer(keys[1]["key"]))
    problem(refused, 403, "access.scope")
    for _ in range(MOST - 1):
        _made(client, session)
    again = client.post("/v1/webhooks", json={"url": URL}, headers=session)
    problem(again, 422, "hook.too-many")


def test_events_are_brought_and_those_nobody_took_are_brought_again(world: World) -> None:
    courier = Courier(Reach(private=True))
    hooks, feed, now = Hooks(world.services.vault), world.services.feed, [1_800_000_000.0]
    deliverer = Deliverer(hooks, feed, _written, courier, lambda: now[0])
    app = world.app(courier=courier)
    with receiving() as receiver, client_of(app) as client:
        session = bearer(sign_in(client, world.admit(Role.DEPOSITOR))["access_token"])
        asked = {"url": receiver.url, "contract": "participants", "from": "0"}
        made = client.post("/v1/webhooks", json=asked, headers=session).json()
        place = f"/v1/webhooks/{made['id']}"
        receiver.status = 500
        for delay in (0, *DELAYS):
            now[0] += delay
            deliverer.serve(hooks.get(made["id"]))
        letters = client.get(f"{place}/dead-letters", headers=session).json()["data"]
        assert [each["failure"] for each in letters] == ["status 500"]
        retry = f"{place}/dead-letters/1/retries"
        problem(client.post(retry, headers=session), 503, "hook.refused")
        receiver.status = 200
        receiver.taken.clear()
        told = client.post(retry, headers=session)
        assert told.json() == {"events": letters[0]["events"]}
        assert len(receiver.events) == letters[0]["events"] > 0
        headers, body = receiver.taken[0]
        assert Webhook(made["secret"]).verify(body, headers)
        problem(client.post(retry, headers=session), 404, "hook.no-such-letter")
        hooks.pause(made["id"], "gone")
        again = client.post(f"{place}/replays", json={"from": "0"}, headers=session).json()
        assert (again["next"], again["paused"]) == ("0-0", None)


def _written(event: Event) -> dict[str, Any]:
    return event_out(event).model_dump(mode="json")
