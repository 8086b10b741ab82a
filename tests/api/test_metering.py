"""Who asks for too much is told to wait, and everybody what is left."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.app import skeleton
from api.languages import LANGUAGES, Language
from api.metering import COSTS
from api.quotas import Quota
from tests.api.access.people import bearer, sign_in
from tests.api.talk import problem
from tests.support.http import client_of
from tests.support.world import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx
    from fastapi import FastAPI

    from tests.support.world import World

SAID = {
    "kk": "Қысқа уақыт ішінде тым көп сұрау жіберілді.",
    "ru": "Слишком много запросов за короткое время.",
    "en": "Too much was asked for in a short time.",
}


class Clock:
    """A clock that a test moves."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def narrow(world: World) -> Iterator[httpx.Client]:
    """A client of an application that takes thirty reads a minute from one address."""
    with client_of(_still(world.app(rate_of_address=30))) as connected:
        yield connected


def _still(app: FastAPI) -> FastAPI:
    """The same application, for whose quotas no time passes."""
    quotas = app.state.application.quotas
    for quota in (quotas.address, quotas.account):
        object.__setattr__(quota, "clock", Clock())
    return app


def left(answer: httpx.Response) -> int:
    """What is left, as the answer tells it."""
    said = re.fullmatch(r'"address";r=(\d+);t=(\d+)', answer.headers["ratelimit"])
    assert said is not None
    assert int(said[2]) <= 60
    return int(said[1])


def test_each_answer_tells_what_is_left(narrow: httpx.Client) -> None:
    first = narrow.get("/v1/blocks")
    assert first.headers["ratelimit-policy"] == '"address";q=30;w=60'
    second = narrow.get("/v1/blocks")
    assert (left(first), left(second)) == (29, 28)
    held = narrow.get("/v1/blocks", headers={"If-None-Match": second.headers["etag"]})
    assert (held.status_code, left(held)) == (304, 27)
    assert left(narrow.get("/v1/nothing")) == 26
    tried = narrow.post("/v1/simulations", json={"raw": "0x02"})
    assert (tried.status_code, left(tried)) == (400, 16)
    assert "ratelimit" not in narrow.get("/healthz").headers


@pytest.mark.parametrize("language", LANGUAGES)
def test_too_much_is_refused_until_the_time_that_is_told(
    narrow: httpx.Client, language: Language
) -> None:
    speaking = {"Accept-Language": language}
    asked: dict[str, list[str]] = {"questions": []}
    narrow.post("/v1/ownership", json=asked)
    refused = narrow.post("/v1/ownership", json=asked, headers=speaking)
    assert problem(refused, 429, "rate.exceeded")["title"] == SAID[language]
    wait = int(refused.headers["retry-after"])
    assert wait == 20
    assert refused.headers["content-language"] == language
    assert refused.headers["x-request-id"]
    for _ in range(left(refused)):
        assert narrow.get("/v1/blocks").status_code == 200
    problem(narrow.get("/v1/blocks", headers=speaking), 429, "rate.exceeded")
    assert narrow.get("/healthz").status_code == 200


def test_who_is_signed_in_has_a_quota_of_their_own(world: World) -> None:
    account = world.admit(Role.MINER)
    with client_of(_still(world.app(rate_of_address=30, rate_of_account=10))) as client:
        shown = bearer(sign_in(client, account)["access_token"])
        asked = {"raw": "0x02"}
        first = client.post("/v1/simulations", json=asked, headers=shown)
        assert first.status_code == 400
        assert '"account";r=0;t=60' in first.headers["ratelimit"]
        assert first.headers["ratelimit-policy"] == '"address";q=30;w=60, "account";q=10;w=60'
        problem(client.post("/v1/simulations", json=asked, headers=shown), 429, "rate.exceeded")
        assert client.post("/v1/simulations", json=asked).status_code == 400


def test_without_a_bound_nothing_is_told(world: World) -> None:
    with client_of(world.app(rate_of_address=0)) as client:
        assert "ratelimit" not in client.get("/v1/blocks").headers


def test_a_bucket_fills_as_time_goes(world: World) -> None:
    clock = Clock()
    quota = Quota("address", 60, clock)
    assert quota.take("a", 60).tokens == 0
    refused = quota.take("a", 10)
    assert (refused.retry_after, refused.tokens, refused.seconds) == (10, 0, 60)
    assert quota.take("b", 1).retry_after is None
    clock.now += 9.5
    assert quota.take("a", 10).retry_after == 1
    clock.now += 0.5
    assert quota.take("a", 10).retry_after is None
    clock.now += 3600
    assert quota.take("a", 1).tokens == 59


def test_what_costs_more_than_the_whole_bucket_takes_the_whole(world: World) -> None:
    quota = Quota("address", 10, Clock())
    assert quota.take("a", 100).retry_after is None
    assert quota.take("a", 1).retry_after == 6


def test_no_more_callers_are_remembered_than_so_many() -> None:
    quota = Quota("address", 1, Clock(), most=2)
    for caller in ("a", "b", "c"):
        quota.take(caller, 1)
    assert [quota.take(each, 1).retry_after is None for each in ("c", "b", "a")] == [
        False,
        False,
        True,
    ]


@given(
    st.integers(1, 200),
    st.lists(st.tuples(st.floats(0, 30), st.integers(1, 50)), max_size=40),
)
def test_nobody_gets_more_than_the_bucket_and_what_has_flown_in(
    tokens: int, asked: list[tuple[float, int]]
) -> None:
    clock = Clock()
    quota, given_away, begun = Quota("address", tokens, clock), 0, clock.now
    for pause, cost in asked:
        clock.now += pause
        answer = quota.take("a", cost)
        assert 0 <= answer.tokens <= tokens
        if answer.retry_after is None:
            given_away += min(cost, tokens)
            assert given_away <= tokens + (clock.now - begun) * tokens / 60 + 1e-3
        else:
            clock.now += answer.retry_after
            assert quota.take("a", cost).retry_after is None
            given_away += min(cost, tokens)


def test_every_operation_that_has_a_price_exists() -> None:
    known = {
        operation["operationId"]
        for methods in skeleton().openapi()["paths"].values()
        for operation in methods.values()
    }
    assert known >= COSTS.keys()
