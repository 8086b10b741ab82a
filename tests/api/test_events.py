"""Events over HTTP: page by page, as they come, and on from where a stream broke off."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest
from httpx_sse import connect_sse

from ledger.index.feed import Feed, Place, Wanted
from tests.support.http import client_of
from tests.support.node import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

    from tests.support.world import World

STREAM = "/v1/events/stream"


def _all(client: httpx.Client, **asked: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while True:
        page = client.get("/v1/events", params={"limit": "7", **asked}).json()
        found += page["data"]
        if page["whole"]:
            return found
        asked["from"] = page["next"]


def _places(events: list[dict[str, Any]]) -> list[tuple[int, int]]:
    return [(each["recorded"]["block"], each["log_index"]) for each in events]


def test_pages_tell_every_event_once_in_the_order_of_the_chain(
    world: World, client: httpx.Client
) -> None:
    account = world.admit(Role.MINER).address
    told = _all(client)
    assert _places(told) == sorted(set(_places(told)))
    assert len(told) == world.services.index.counts().events
    (admitted,) = _all(client, account=account)
    assert (admitted["contract"], admitted["args"]["account"]) == ("participants", account)
    assert admitted in _all(client, contract="participants", name=admitted["name"])
    assert admitted not in _all(client, contract="depository")
    assert admitted not in _all(client, account=world.admit().address)
    place = f"{admitted['recorded']['block']}-{admitted['log_index']}"
    assert _all(client, **{"from": place})[0] == admitted


def test_the_end_of_the_last_page_is_where_later_events_are_found(
    world: World, client: httpx.Client
) -> None:
    head = world.services.index.head()
    assert head is not None
    page = client.get("/v1/events", params={"from": str(head.number + 1)}).json()
    assert (page["data"], page["whole"], page["next"]) == ([], True, f"{head.number + 1}-0")
    account = world.admit().address
    later = client.get("/v1/events", params={"from": page["next"], "account": account}).json()
    assert [each["args"]["account"] for each in later["data"]] == [account]


def test_a_stream_tells_what_comes_and_goes_on_where_it_broke_off(
    world: World, client: httpx.Client
) -> None:
    first = world.admit().address
    (begun,) = _all(client, account=first)
    with connect_sse(client, "GET", STREAM, params={"from": str(begun["recorded"]["block"])}) as s:
        assert s.response.headers["content-type"].startswith("text/event-stream")
        told = s.iter_sse()
        messages = [e for e in islice(told, begun["log_index"] + 2) if e.event == "message"]
        assert begun in [each.json() for each in messages]
        second = world.admit().address
        for each in told:
            if each.event == "message" and each.json()["args"].get("account") == second:
                break
    third = world.admit().address
    headers = {"Last-Event-ID": each.id}
    with connect_sse(client, "GET", STREAM, params={"from": "0"}, headers=headers) as again:
        for each in again.iter_sse():
            account = each.json()["args"].get("account") if each.event == "message" else None
            assert account not in {first, second}
            if account == third:
                break


def test_a_stream_without_a_place_begins_at_the_head(world: World, client: httpx.Client) -> None:
    with connect_sse(client, "GET", STREAM) as stream:
        told = stream.iter_sse()
        head = next(told)
        indexed = world.services.index.head()
        assert indexed is not None
        assert (head.event, head.json()["number"]) == ("head", indexed.number)
        account = world.admit().address
        events = next(each for each in told if each.event == "message")
        assert events.json()["recorded"]["block"] > indexed.number
        assert account


def test_a_stream_ends_after_its_time(world: World) -> None:
    with (
        client_of(world.app(stream_seconds=0.1)) as client,
        connect_sse(client, "GET", STREAM) as stream,
    ):
        assert [each.event for each in stream.iter_sse()] == ["head"]


def test_no_more_may_listen_than_there_are_places_and_a_place_is_given_back(world: World) -> None:
    with client_of(world.app(max_listeners=1)) as client:
        with connect_sse(client, "GET", STREAM) as stream:
            told = stream.iter_sse()
            assert next(told).event == "head"
            refused = client.get(STREAM)
            assert (refused.status_code, refused.json()["code"]) == (
                503,
                "events.too-many-listeners",
            )
            assert refused.headers["retry-after"]
        for _ in range(50):
            with connect_sse(client, "GET", STREAM) as stream:
                if stream.response.status_code == 200:
                    assert next(stream.iter_sse()).event == "head"
                    return
        pytest.fail("the place was not given back")


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"from": "x"}, 400, "events.bad-place"),
        ({"from": "-1"}, 400, "events.bad-place"),
        ({"from": "9" * 19}, 400, "events.bad-place"),
        ({"contract": "escrow"}, 422, "events.unknown-contract"),
        ({"name": "Burnt"}, 422, "events.unknown-event"),
        ({"contract": "journal", "name": "TransferSingle"}, 422, "events.unknown-event"),
        ({"account": "0x12"}, 422, "address.malformed"),
    ],
)
def test_what_cannot_come_is_refused_at_once(
    client: httpx.Client, asked: Mapping[str, str], status: int, code: str
) -> None:
    for path in ("/v1/events", STREAM):
        refused = client.get(path, params=asked)
        assert (refused.status_code, refused.json()["code"]) == (status, code), refused.text


def test_a_place_beyond_every_block_is_waited_for(world: World, client: httpx.Client) -> None:
    page = client.get("/v1/events", params={"from": "9" * 18 + "-" + "9" * 9}).json()
    assert (page["data"], page["next"]) == ([], "9" * 18 + "-" + "9" * 9)
    feed = Feed(world.services.index.engine)
    assert feed.read(Place(2**70), Wanted(), 5).whole
