"""Keys of machines: made by people, for what was said, until they end; and secrets told apart."""

from __future__ import annotations

import hmac
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.access.keys import MOST, Keys
from api.access.model import Scope
from api.access.sessions import ACCESS_SECONDS, Sessions
from api.access.tokens import Kind, Token
from ledger.errors import NotFound, Rejected
from ledger.types import Address
from tests.api.access.people import bearer, sign_in
from tests.api.talk import problem
from tests.support.world import Role

if TYPE_CHECKING:
    import httpx
    from eth_account.signers.local import LocalAccount

    from tests.support.world import World

SOMEONE = Address("0x52908400098527886E0F7030069857D2E4169EE7")
OTHER = Address("0x8617E340B3D01FA5F11F306F4090FD50E238070D")
FORM = re.compile(r"qoima_[0-9a-f]{24}_[0-9a-f]{72}")


@pytest.fixture(scope="module")
def depositor(world: World) -> LocalAccount:
    """A participant."""
    return world.admit(Role.DEPOSITOR)


@pytest.fixture(scope="module")
def session(client: httpx.Client, depositor: LocalAccount) -> dict[str, str]:
    """The header of a participant who signed in."""
    return bearer(sign_in(client, depositor)["access_token"])


def _made(client: httpx.Client, session: dict[str, str], **more: Any) -> dict[str, Any]:
    body = {"name": "build server", "scopes": ["webhooks"], "days": 30, **more}
    answer = client.post("/v1/api-keys", json=body, headers=session)
    assert answer.status_code == 201, answer.text
    assert answer.headers["cache-control"] == "no-store"
    made: dict[str, Any] = answer.json()
    return made


def test_a_key_is_shown_once_used_and_removed(
    client: httpx.Client, depositor: LocalAccount, session: dict[str, str]
) -> None:
    made = _made(client, session)
    assert FORM.fullmatch(made["key"])
    shown = bearer(made["key"])
    found = client.get("/v1/session", headers=shown).json()
    assert (found["by"], found["account"]) == ("key", depositor.address)
    assert found["scopes"] == ["webhooks"]
    listed = client.get("/v1/api-keys", headers=session)
    assert made["key"] not in listed.text
    mine = next(each for each in listed.json()["data"] if each["id"] == made["id"])
    assert mine["used_on"] == made["created_at"][:10]
    gone = client.delete(f"/v1/api-keys/{made['id']}", headers=session)
    assert gone.status_code == 204
    problem(client.get("/v1/session", headers=shown), 401, "access.bad-token")
    again = client.delete(f"/v1/api-keys/{made['id']}", headers=session)
    problem(again, 404, "api-key.unknown")


def test_a_key_makes_no_key_and_does_nothing_that_it_was_not_made_for(
    client: httpx.Client, session: dict[str, str]
) -> None:
    shown = bearer(_made(client, session)["key"])
    body = {"name": "more", "scopes": ["draft"]}
    refused = client.post("/v1/api-keys", json=body, headers=shown)
    problem(refused, 403, "access.scope")
    assert refused.headers["www-authenticate"] == (
        'Bearer realm="qoima", error="insufficient_scope", scope="keys"'
    )
    problem(client.get("/v1/api-keys", headers=shown), 403, "access.scope")
    problem(client.post("/v1/sign-out", headers=shown), 403, "access.scope")
    raw = {"raw": "0x00"}
    refused = client.post("/v1/transactions", json=raw, headers=shown)
    assert problem(refused, 403, "access.scope")["scope"] == "relay"
    relaying = bearer(_made(client, session, scopes=["relay"])["key"])
    told = client.post("/v1/transactions", json=raw, headers=relaying)
    problem(told, 400, "transaction.malformed")
    of_keys = {"name": "more", "scopes": ["keys"]}
    problem(client.post("/v1/api-keys", json=of_keys, headers=session), 422, "request.invalid")


def test_nobody_removes_the_key_of_another(
    world: World, client: httpx.Client, session: dict[str, str]
) -> None:
    made = _made(client, session)
    other = bearer(sign_in(client, world.admit(Role.DEPOSITOR))["access_token"])
    refused = client.delete(f"/v1/api-keys/{made['id']}", headers=other)
    problem(refused, 404, "api-key.unknown")
    assert made["id"] not in client.get("/v1/api-keys", headers=other).text
    assert client.get("/v1/session", headers=bearer(made["key"])).status_code == 200


def test_keys_are_bounded_and_end(world: World) -> None:
    now = [1_000_000.0]
    keys = Keys(world.services.vault, lambda: now[0])
    first, *others = [Token.new(Kind.KEY) for _ in range(MOST)]
    made = keys.add(SOMEONE, "the first", [Scope.DRAFT], 1, first)
    for each in others:
        keys.add(SOMEONE, "another", [Scope.DRAFT], 1, each)
    with pytest.raises(Rejected, match=r"^api-key\.too-many"):
        keys.add(SOMEONE, "one more", [Scope.DRAFT], 1, Token.new(Kind.KEY))
    assert keys.add(SOMEONE, "the first", [Scope.DRAFT], 1, first) == made
    keys.add(OTHER, "of another", [Scope.DRAFT], 1, Token.new(Kind.KEY))
    with pytest.raises(Rejected, match=r"^api-key\.bad-scope"):
        keys.add(OTHER, "of another", [Scope.KEYS], 1, Token.new(Kind.KEY))
    with pytest.raises(NotFound, match=r"^api-key\.unknown"):
        keys.remove(OTHER, made.id)
    assert keys.find(first).account == SOMEONE
    now[0] += 86_400
    with pytest.raises(Rejected, match=r"^access\.expired"):
        keys.find(first)
    keys.add(SOMEONE, "after them", [Scope.DRAFT], 1, Token.new(Kind.KEY))
    assert [each.name for each in keys.all(SOMEONE)] == ["after them"]


def test_sessions_end_and_are_bounded(world: World) -> None:
    now = [1_000_000.0]
    sessions = Sessions(world.services.vault, lambda: now[0])
    first = sessions.begin(SOMEONE, Kind.ACCESS)
    assert sessions.find(first.access).account == SOMEONE
    now[0] += ACCESS_SECONDS
    with pytest.raises(Rejected, match=r"^access\.expired"):
        sessions.find(first.access)
    assert first.refresh is not None
    renewed = sessions.renew(first.refresh)
    more = [sessions.begin(SOMEONE, Kind.ACCESS) for _ in range(20)]
    with pytest.raises(Rejected, match=r"^access\.bad-token"):
        sessions.find(renewed.access)
    assert sessions.find(more[0].access).account == SOMEONE
    now[0] += 24 * 3600
    last = more[-1].refresh
    assert last is not None
    with pytest.raises(Rejected, match=r"^access\.bad-token"):
        sessions.renew(last)


def test_a_session_ends_however_often_it_is_renewed(world: World) -> None:
    now = [2_000_000.0]
    sessions = Sessions(world.services.vault, lambda: now[0])
    refresh = sessions.begin(OTHER, Kind.ACCESS).refresh
    for _ in range(30):
        assert refresh is not None
        now[0] += 23 * 3600 + 3500
        refresh = sessions.renew(refresh).refresh
    assert refresh is not None
    now[0] += 23 * 3600
    with pytest.raises(Rejected, match=r"^access\.bad-token"):
        sessions.renew(refresh)


def test_secrets_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[object, object]] = []
    real = hmac.compare_digest

    def noting(one: Any, other: Any) -> bool:
        compared.append((one, other))
        return real(one, other)

    monkeypatch.setattr(hmac, "compare_digest", noting)
    token, other = Token.new(Kind.KEY), Token.new(Kind.KEY)
    assert token.is_kept_as(token.digest)
    assert not token.is_kept_as(other.digest)
    assert compared == [(token.digest, token.digest), (token.digest, other.digest)]


@given(st.sampled_from(Kind), st.integers(0, 110), st.sampled_from("0123456789abcdefg_ \n"))
def test_a_changed_secret_is_none(kind: Kind, at: int, letter: str) -> None:
    token = Token.new(kind)
    assert Token.parse(token.text) == token
    assert token.secret not in repr(token)
    place = at % len(token.text)
    changed = token.text[:place] + letter + token.text[place + 1 :]
    assert Token.parse(changed) == (token if changed == token.text else None)
    assert Token.parse(token.text + letter) is None


@given(st.text(max_size=140))
def test_any_other_text_is_no_secret(text: str) -> None:
    assert Token.parse(text) is None
