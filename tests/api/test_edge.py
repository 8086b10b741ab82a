"""The edge refuses what is malformed, too large or misplaced, and tells nothing of its faults."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlmodel import create_engine

from api.languages import LANGUAGES, Language
from ledger.index.store import IndexStore
from tests.api.talk import problem
from tests.support.http import client_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from tests.support.world import World

SAID = {
    "body": {
        "kk": "Сұраудың денесі тым үлкен.",
        "ru": "Тело запроса слишком велико.",
        "en": "The body is too large.",
    },
    "json": {
        "kk": "JSON мәтінін оқу мүмкін емес.",
        "ru": "JSON не удаётся прочитать.",
        "en": "The JSON cannot be read.",
    },
}


@pytest.fixture(scope="module")
def small(world: World) -> Iterator[httpx.Client]:
    """A client of an application that takes small bodies only."""
    with client_of(world.app(max_body_bytes=1000, max_content_bytes=5000)) as connected:
        yield connected


@pytest.mark.parametrize("language", LANGUAGES)
def test_malformed_json_is_a_problem_of_its_own(client: httpx.Client, language: Language) -> None:
    headers = {"Content-Type": "application/json", "Accept-Language": language}
    answer = client.post("/v1/assets", content=b'{"sender": ', headers=headers)
    body = problem(answer, 400, "request.malformed-json")
    assert body["title"] == SAID["json"][language]
    assert body["position"] == 11
    assert answer.headers["content-language"] == language
    assert "accept-language" in answer.headers["vary"].lower()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["/v1/assets", "/v1/verifications", "/v1/deposits"])
def test_a_body_over_the_limit_is_refused_by_its_length(
    small: httpx.Client, path: str, language: Language
) -> None:
    headers = {"Content-Type": "application/json", "Accept-Language": language}
    if path == "/v1/deposits":
        headers["Content-Type"] = "multipart/form-data; boundary=x"
    body = problem(
        small.post(path, content=b" " * 5001, headers=headers), 413, "request.body-too-large"
    )
    assert body["title"] == SAID["body"][language]
    assert body["limit"] == (1000 if path == "/v1/assets" else 5000)


@pytest.mark.parametrize("path", ["/v1/assets", "/v1/verifications"])
def test_a_body_without_a_length_is_counted_as_it_comes(small: httpx.Client, path: str) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(6):
            yield b" " * 1000

    headers = {"Content-Type": "application/json"}
    problem(small.post(path, content=endless(), headers=headers), 413, "request.body-too-large")


def test_a_body_at_the_limit_is_taken(small: httpx.Client) -> None:
    answer = small.post("/v1/verifications", content=b"x" * 5000)
    assert answer.status_code == 200
    assert answer.json()["data"]["known"] is False


STRANGE = {
    b"": 422,
    b"null": 422,
    b"[]": 422,
    b"\xff\xfe{}": 400,
    b"[" * 20_000: 400,
    b'{"sender": "\\ud800"}': 422,
    b'{"uri": ' + b'"' + b"\xd1\x8b" * 256 + b'"}': 422,
}


@pytest.mark.parametrize("raw", STRANGE, ids=lambda raw: raw[:12].hex())
def test_strange_json_is_refused_and_breaks_nothing(client: httpx.Client, raw: bytes) -> None:
    answer = client.post("/v1/assets", content=raw, headers={"Content-Type": "application/json"})
    assert answer.status_code == STRANGE[raw], answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_form_of_a_thousand_levels_is_refused(client: httpx.Client, world: World) -> None:
    levels = b'{"a":' * 900 + b"1.5" + b"}" * 900
    raw = b'{"sender": "' + world.authority.address.encode() + b'", "form": ' + levels + b"}"
    answer = client.post(
        "/v1/notifications", content=raw, headers={"Content-Type": "application/json"}
    )
    problem(answer, 422, "form.invalid")


def test_unknown_routes_and_methods_are_problems(client: httpx.Client) -> None:
    problem(client.get("/v1/nothing"), 404, "route.unknown")
    answer = client.delete("/v1/assets")
    problem(answer, 405, "method.not-allowed")
    assert "GET" in answer.headers["allow"]


def test_another_media_type_is_refused(client: httpx.Client) -> None:
    headers = {"Content-Type": "text/plain"}
    body = problem(
        client.post("/v1/assets", content=b"{}", headers=headers), 415, "request.media-type"
    )
    assert body["expected"] == "application/json"


def test_every_faulty_field_is_named(client: httpx.Client, world: World) -> None:
    asked = {
        "sender": world.authority.address.swapcase().replace("0X", "0x"),
        "backing": "money",
        "decision": "0x12",
        "uri": "x" * 257,
        "price": 1,
    }
    body = problem(client.post("/v1/assets", json=asked), 422, "request.invalid")
    assert {error["field"]: error["rule"] for error in body["errors"]} == {
        "sender": "address.bad-checksum",
        "backing": "literal_error",
        "decision": "digest.malformed",
        "rights": "missing",
        "uri": "string_too_long",
        "price": "extra_forbidden",
    }
    assert all(error["message"] != "The value is not accepted." for error in body["errors"])


def test_a_codes_meaning_can_be_asked_for(client: httpx.Client) -> None:
    answer = client.get("/problems/archive.symlink", headers={"Accept-Language": "kk"})
    assert answer.json()["title"] == "Мұрағатта символдық сілтеме бар."
    for unknown in ("no.such-code", "key.bad-name", "%00"):
        problem(client.get(f"/problems/{unknown}"), 404, "problem.unknown")


def test_every_answer_has_headers_for_safe_browsing(client: httpx.Client) -> None:
    for path in ("/v1/status", "/v1/nothing", "/healthz", "/en/"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-frame-options"] == "DENY"


def test_a_request_id_is_given_back_or_made(client: httpx.Client) -> None:
    given = client.get("/healthz", headers={"X-Request-Id": "pipeline-7"})
    assert given.headers["x-request-id"] == "pipeline-7"
    made = client.get("/healthz", headers={"X-Request-Id": "<script>"})
    assert len(made.headers["x-request-id"]) == 16


def test_no_page_of_documentation_loads_from_outside(client: httpx.Client) -> None:
    problem(client.get("/docs"), 404, "route.unknown")
    problem(client.get("/redoc"), 404, "route.unknown")


def test_a_fault_is_a_bare_500(world: World) -> None:
    app = world.app()

    def fault() -> None:
        msg = "a secret detail"
        raise RuntimeError(msg)

    app.add_api_route("/fault", fault)
    with client_of(app) as client:
        answer = client.get("/fault")
    assert answer.status_code == 500
    assert answer.json() == {"type": "about:blank", "title": "Internal Server Error", "status": 500}
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_readiness_tells_which_part_is_down(world: World, client: httpx.Client) -> None:
    up = client.get("/readyz")
    assert (up.status_code, up.json()["ready"]) == (200, True)
    broken = IndexStore(create_engine("sqlite:////nowhere/index.db"))
    app = replace(world, services=replace(world.services, index=broken)).app()
    with client_of(app) as connected:
        answer = connected.get("/readyz")
        assert answer.status_code == 503
        assert answer.json()["parts"] == {
            "node": "up",
            "index": "down",
            "vault": "up",
            "content": "up",
            "indexer": "down",
        }
        asked = connected.get("/v1/blocks")
        problem(asked, 503, "database.failed")
        assert asked.headers["retry-after"] == "5"


def test_the_status_names_the_chain_and_its_contracts(client: httpx.Client, world: World) -> None:
    status = client.get("/v1/status").json()
    deployment = world.services.chain.deployment
    assert status["chain"]["id"] == deployment.chain_id
    assert status["chain"]["genesis_hash"] == deployment.genesis_hash
    assert set(status["contracts"]) == {
        "participants",
        "depository",
        "asset_classes",
        "digital_assets",
        "mining_registry",
        "journal",
    }
    assert status["index"]["lag"] >= 0
