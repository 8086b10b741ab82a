"""What a client has already is not sent again, and nothing is taken for what it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from eth_account import Account
from sqlalchemy import event

from api.conditional import INDEXED, NAMED
from api.schemas.types import digest_of
from ledger.database import writing
from ledger.participants.store import erase_subject
from tests.api.talk import described, done, events, package, zipped
from tests.support.http import client_of
from tests.support.world import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx
    from eth_account.signers.local import LocalAccount

    from tests.support.world import World


@pytest.fixture(scope="module")
def depositor(world: World) -> LocalAccount:
    """A depositor."""
    return world.admit(Role.DEPOSITOR)


@pytest.fixture(scope="module")
def deposit(world: World, client: httpx.Client, depositor: LocalAccount) -> int:
    """A deposit of theirs."""
    act = package(client, described(depositor), zipped({"a": b"conditional"}))
    number: int = events(done(world, client, depositor, act))[0]["args"]["number"]
    return number


@pytest.fixture
def queries(world: World) -> Iterator[list[str]]:
    """The statements that the index is asked meanwhile."""
    found: list[str] = []

    def note(_c: Any, _u: Any, statement: str, *_: Any) -> None:
        found.append(statement)

    engine = world.services.index.engine
    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


def read(client: httpx.Client, path: str, tag: str = "", **headers: str) -> httpx.Response:
    """Read it, unless it is still what `tag` names."""
    given = {"If-None-Match": tag} if tag else {}
    return client.get(path, headers={**given, **headers})


def test_what_has_not_changed_costs_no_query_and_no_body(
    client: httpx.Client, deposit: int, queries: list[str]
) -> None:
    path = f"/v1/deposits/{deposit}"
    first = read(client, path)
    assert first.headers["cache-control"] == "no-cache"
    whole = len(queries)
    queries.clear()
    again = read(client, path, first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["cache-control"] == "no-cache"
    assert "accept-language" in again.headers["vary"].lower()
    assert again.headers["x-request-id"]
    assert whole
    assert not queries
    assert read(client, path, f'"other", W/{first.headers["etag"]}').status_code == 304
    for other in ('"other"', "*", first.headers["etag"].strip('"'), ""):
        assert read(client, path, other).status_code == 200


def test_a_new_block_makes_a_new_tag(world: World, client: httpx.Client, deposit: int) -> None:
    path = f"/v1/deposits/{deposit}"
    before = read(client, path)
    world.admit()
    after = read(client, path, before.headers["etag"])
    assert after.status_code == 200
    assert after.headers["etag"] != before.headers["etag"]


def test_a_tag_is_of_one_path_one_query_and_one_language(client: httpx.Client) -> None:
    answers = [
        read(client, path, **{"Accept-Language": language})
        for path in ("/v1/transactions", "/v1/transactions?limit=1", "/v1/blocks")
        for language in ("kk", "en")
    ]
    assert [each.status_code for each in answers] == [200] * 6, answers
    tags = {each.headers["etag"] for each in answers}
    assert len(tags) == 6


def test_an_answer_of_a_named_block_lasts(
    world: World, client: httpx.Client, deposit: int, depositor: LocalAccount
) -> None:
    block = client.get("/v1/status").json()["index"]["head"]["number"]
    paths = [
        f"/v1/deposits/{deposit}/possessor",
        f"/v1/accounts/{depositor.address}/holdings",
        "/v1/network/nodes",
    ]
    first = [read(client, f"{path}?block={block}") for path in paths]
    world.admit()
    for path, before in zip(paths, first, strict=True):
        after = read(client, f"{path}?block={block}")
        assert (after.status_code, after.content) == (200, before.content)
        assert after.headers["cache-control"] == "public, max-age=86400"
        held = read(client, f"{path}?block={block}", before.headers["etag"])
        assert (held.status_code, held.headers["cache-control"]) == (304, "public, max-age=86400")
        assert read(client, path).headers["cache-control"] == "no-cache"
    beyond = read(client, f"{paths[0]}?block={block + 10**6}")
    assert (beyond.status_code, beyond.headers["cache-control"]) == (404, "no-store")
    assert "etag" not in beyond.headers


def test_what_stands_on_more_than_the_index_has_the_digest_of_its_body(
    world: World, client: httpx.Client
) -> None:
    account = world.admit()
    path = f"/v1/participants/{account.address}"
    first = read(client, path)
    again = read(client, path, first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    world.admit()
    assert read(client, path, first.headers["etag"]).status_code == 200  # `as_of` has moved on


def test_what_a_credential_is_shown_for_is_kept_by_no_shared_cache(
    client: httpx.Client, deposit: int
) -> None:
    path = f"/v1/deposits/{deposit}"
    shown = read(client, path, Cookie="a=b")
    assert shown.headers["cache-control"] == "private, no-cache"
    wrong = read(client, path, read(client, path).headers["etag"], Authorization="Bearer no")
    assert (wrong.status_code, wrong.headers["cache-control"]) == (401, "no-store")


def test_nothing_is_marked_that_is_no_answer_to_a_question(
    world: World, client: httpx.Client
) -> None:
    sent = client.post("/v1/transactions", json={"raw": "0x00"})
    assert "etag" not in sent.headers
    missing = client.get("/v1/deposits/999999")
    assert (missing.status_code, missing.headers["cache-control"]) == (404, "no-store")


def test_every_operation_that_stands_on_the_index_exists(world: World) -> None:
    with client_of(world.app()) as client:
        document = client.get("/openapi.json").json()
    known = {op["operationId"] for each in document["paths"].values() for op in each.values()}
    assert known >= INDEXED | NAMED


def test_what_was_answered_is_answered_again_until_the_head_moves(
    world: World, deposit: int, queries: list[str]
) -> None:
    path = f"/v1/deposits/{deposit}"
    world.indexer.catch_up()
    with client_of(world.app()) as client:
        first = client.get(path)
        queries.clear()
        again = client.get(path)
        assert not queries
        assert _whole(first) == _whole(again)
        assert first.headers["x-request-id"] != again.headers["x-request-id"]
        for query, headers in (("?of=another", {}), ("", _KAZAKH)):
            queries.clear()
            other = client.get(path + query, headers=headers)
            assert other.headers["etag"] != first.headers["etag"]
            assert queries
        world.admit()
        moved = client.get(path)
        assert moved.json()["as_of"]["number"] > first.json()["as_of"]["number"]
        assert moved.headers["etag"] != first.headers["etag"]
        for _ in range(2):
            assert client.get("/v1/deposits/99999999").status_code == 404


def test_what_the_vault_has_a_part_in_is_answered_again_until_either_changes(
    world: World, queries: list[str]
) -> None:
    account = Account.create()
    world.admit_subject(account, Role.DEPOSITOR)
    path = f"/v1/participants/{account.address}"
    with client_of(world.app()) as client:
        first = client.get(path).raise_for_status()
        queries.clear()
        again = client.get(path)
        held = client.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert (held.status_code, held.content, queries) == (304, b"", [])
        assert _whole(first) == _whole(again)
        client.get(path, headers=_KAZAKH)
        assert queries
        assert first.json()["data"]["name"] is not None
        with writing(world.services.vault) as session:
            erase_subject(session, digest_of(first.json()["data"]["subject_digest"]))
        assert client.get(path).json()["data"]["name"] is None
        world.admit()
        moved = client.get(path)
        assert moved.json()["as_of"]["number"] > first.json()["as_of"]["number"]


_KAZAKH = {"Accept-Language": "kk"}


def _whole(answer: httpx.Response) -> tuple[int, bytes, dict[str, str]]:
    own = {"x-request-id", "date"}
    headers = {k: v for k, v in answer.headers.items() if k not in own}
    return answer.status_code, answer.content, headers
