"""Pages of elsewhere ask where the settings let them; every answer carries what it must."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fastapi.routing import APIRoute

from api.crossing import EXPOSED
from tests.support.http import client_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from tests.support.world import World

HOME, OTHER = "https://wallet.example", "https://elsewhere.example"


@pytest.fixture(scope="module")
def open_to_one(world: World) -> Iterator[httpx.Client]:
    """A client of an application that lets pages of one origin in."""
    app = world.app(origins=(HOME,), max_body_bytes=100)

    def fault() -> None:
        msg = "a fault"
        raise RuntimeError(msg)

    app.router.routes.insert(0, APIRoute("/v1/fault", fault, operation_id="failing"))
    with client_of(app, "ru") as connected:
        yield connected


def asked(client: httpx.Client, origin: str) -> httpx.Response:
    """What a browser asks before a page may send a deposit."""
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, idempotency-key, content-type",
    }
    return client.options("/v1/deposits", headers=headers)


def test_pages_of_a_named_origin_are_let_in_without_credentials(open_to_one: httpx.Client) -> None:
    before = asked(open_to_one, HOME)
    assert before.status_code == 200
    assert before.headers["access-control-allow-origin"] == HOME
    assert "POST" in before.headers["access-control-allow-methods"]
    answer = open_to_one.get("/v1/blocks", headers={"Origin": HOME})
    assert answer.headers["access-control-allow-origin"] == HOME
    exposed = answer.headers["access-control-expose-headers"].split(", ")
    assert set(exposed) == set(EXPOSED)
    assert "origin" in answer.headers["vary"].lower()
    for each in (before, answer):
        assert "access-control-allow-credentials" not in each.headers


def test_pages_of_another_origin_are_not(open_to_one: httpx.Client) -> None:
    assert asked(open_to_one, OTHER).status_code == 400
    answer = open_to_one.get("/v1/blocks", headers={"Origin": OTHER})
    assert "access-control-allow-origin" not in answer.headers
    page = open_to_one.get("/en/blocks", headers={"Origin": HOME})
    assert "access-control-allow-origin" not in page.headers


def test_by_default_no_page_is_let_in(client: httpx.Client) -> None:
    answer = client.get("/v1/blocks", headers={"Origin": HOME})
    assert "access-control-allow-origin" not in answer.headers


def test_any_origin_is_let_in_where_that_is_said_and_without_credentials(world: World) -> None:
    with client_of(world.app(origins=("*",))) as client:
        answer = client.get("/v1/blocks", headers={"Origin": OTHER, "Cookie": "a=b"})
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/blocks", 200),
        ("GET", "/v1/blocks", 304),
        ("GET", "/v1/nothing", 404),
        ("DELETE", "/v1/assets", 405),
        ("POST", "/v1/assets", 413),
        ("POST", "/v1/assets", 415),
        ("GET", "/v1/fault", 500),
    ],
)
def test_every_answer_has_its_id_and_may_be_read_by_the_page(
    open_to_one: httpx.Client, method: str, path: str, status: int
) -> None:
    headers = {"Origin": HOME, "X-Request-Id": "mine-1"}
    if status == 304:
        headers["If-None-Match"] = open_to_one.get(path).headers["etag"]
    content = {413: b" " * 200, 415: b"{}"}.get(status)
    if status == 413:
        headers["Content-Type"] = "application/json"
    answer = open_to_one.request(method, path, headers=headers, content=content)
    assert answer.status_code == status
    assert answer.headers["x-request-id"] == "mine-1"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert ("ratelimit" in answer.headers) == (status != 500)
    if status >= 400:
        assert answer.headers["content-language"] == ("en" if status == 500 else "ru")
    if status != 500:
        assert answer.headers["access-control-allow-origin"] == HOME
