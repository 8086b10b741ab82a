"""What the HTTP interface counts, and what its log of requests tells."""

from __future__ import annotations

import logging
import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from fastapi.routing import APIRoute
from prometheus_client.exposition import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import create_engine

from api.context import Application
from ledger.index.store import IndexStore
from tests.support.http import client_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import httpx
    from fastapi import FastAPI

    from tests.support.world import World

Figures = dict[tuple[str, str], float]
SECRET = "Bearer-of-a-secret"


def figures(app: FastAPI, label: str) -> Figures:
    """The samples of an application by name and one label."""
    application = app.state.application
    assert isinstance(application, Application)
    page = generate_latest(application.metrics.registry).decode()
    return {
        (sample.name, sample.labels.get(label, "")): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }


@pytest.fixture(scope="module")
def app(world: World) -> FastAPI:
    app = world.app()

    def fault() -> None:
        msg = SECRET
        raise RuntimeError(msg)

    app.router.routes.insert(0, APIRoute("/fault", fault, operation_id="failing"))
    return app


@pytest.fixture
def own(app: FastAPI) -> Iterator[httpx.Client]:
    with client_of(app) as client:
        yield client


def test_requests_are_counted_by_operation_and_status(app: FastAPI, own: httpx.Client) -> None:
    own.get("/v1/status")
    own.get("/v1/status?with=secret")
    own.get("/v1/blocks/0x" + "9" * 64)
    own.get("/en/blocks")
    own.get("/v1/nothing/of/the/kind")
    own.get("/fault")
    by_operation, by_status = figures(app, "operation"), figures(app, "status")
    assert by_operation["qoima_api_request_seconds_count", "getStatus"] == 2
    assert by_operation["qoima_api_answers_total", "getStatus"] == 2
    assert by_operation["qoima_api_answers_total", "page:blocks"] == 1
    assert by_operation["qoima_api_answers_total", "unknown"] == 1
    assert by_operation["qoima_api_answers_total", "failing"] == 1
    assert by_status["qoima_api_answers_total", "500"] == 1
    assert ("qoima_api_answers_total", "404") in by_status
    assert by_operation["qoima_api_sent_bytes_total", ""] > 1000
    assert by_operation["qoima_api_requests_in_flight", ""] == 0


def test_how_far_the_index_is_and_which_part_answers_is_shown(app: FastAPI, world: World) -> None:
    world.indexer.catch_up()
    shown = figures(app, "")
    assert shown["qoima_index_lag_blocks", ""] == 0
    parts = ("content", "index", "node", "vault")
    assert [shown[f"qoima_{part}_up", ""] for part in parts] == [1, 1, 1, 1]
    broken = IndexStore(create_engine("sqlite:////nowhere/index.db"))
    down = figures(replace(world, services=replace(world.services, index=broken)).app(), "")
    assert math.isnan(down["qoima_index_lag_blocks", ""])
    assert (down["qoima_index_up", ""], down["qoima_vault_up", ""]) == (0, 1)


def test_the_log_of_requests_tells_no_address_path_query_or_header(
    own: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    logger = "qoima.api.requests"
    with caplog.at_level(logging.DEBUG, logger):
        headers = {"Authorization": SECRET, "X-Request-Id": "mine-1"}
        own.get("/v1/accounts/0x" + "ab" * 20, headers=headers, params={"at": SECRET})
        own.post("/v1/transactions", json={"raw": SECRET}, headers=headers)
        own.get("/fault", headers=headers)
    lines = [record for record in caplog.records if record.name == logger]
    told = [(_facts(r)["operation"], _facts(r)["status"], r.levelname) for r in lines]
    assert told == [
        ("getAccount", 401, "DEBUG"),
        ("sendTransaction", 401, "INFO"),
        ("failing", 500, "ERROR"),
    ]
    assert all(_facts(record)["request_id"] == "mine-1" for record in lines)
    written = " ".join(str(record.__dict__) for record in lines)
    assert not any(each in written for each in (SECRET, "abab", "127.0.0.1", "/v1/"))


def _facts(record: logging.LogRecord) -> Mapping[str, object]:
    return record.__dict__
