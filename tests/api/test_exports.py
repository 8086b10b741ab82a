"""Open data over HTTP: whole, exact, described, and the same bytes at any time."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update

from api.exports.columns import EXPORTS
from ledger.database import writing
from ledger.errors import Unavailable
from ledger.index.tables import BlockRow
from tests.api.talk import described, done, package, problem, zipped
from tests.ledger.market import Market, open_market
from tests.support.chain import Ledger
from tests.support.http import client_of
from tests.support.world import Role

if TYPE_CHECKING:
    import httpx

    from tests.support.world import World

MOST = 2**255


@pytest.fixture(scope="module")
def market(world: World, client: httpx.Client) -> Market:
    """A class of a very great amount, issued and moved, and a deposit beside it."""
    services = world.services
    ledger = Ledger(world.node, services.chain, services.assets.index_engine, services.vault)
    market = open_market(ledger, MOST)
    holders = market.holders
    market.issue(holders[0], MOST)
    market.transfer(holders[0], holders[1], MOST - 1)
    depositor = world.admit(Role.DEPOSITOR)
    act = package(client, described(depositor), zipped({"a": b"exported"}))
    done(world, client, depositor, act)
    return market


def _fetched(client: httpx.Client, name: str, **chosen: Any) -> tuple[str, bytes]:
    """The address at which an export stands for good, and its bytes."""
    answer = client.get(f"/v1/exports/{name}", params=chosen)
    assert answer.status_code == 307
    place = answer.headers["location"]
    assert "block=" in place
    found = client.get(place)
    assert found.status_code == 200, found.text
    return place, found.content


def test_movements_are_exported_exactly(client: httpx.Client, market: Market) -> None:
    one, two = (each.address for each in market.holders)
    _, content = _fetched(client, "movements.csv", asset=market.class_id)
    assert content.count(b"\r\n") == content.count(b"\n") == 3
    issued, passed = csv.DictReader(io.StringIO(content.decode(), newline=""))
    assert (issued["from"], issued["to"], int(issued["amount"])) == ("", one, MOST)
    assert (passed["from"], passed["to"], int(passed["amount"])) == (one, two, MOST - 1)
    listed = client.get(f"/v1/assets/{market.class_id}/movements").json()["data"][0]
    place = listed["recorded"]
    assert (int(passed["block"]), passed["timestamp"]) == (place["block"], place["timestamp"])
    assert (passed["transaction"], int(passed["log_index"])) == (
        place["transaction"],
        listed["log_index"],
    )
    _, lines = _fetched(client, "movements.jsonl", account=two)
    (line,) = map(json.loads, lines.splitlines())
    assert (line["amount"], line["asset"]) == (str(MOST - 1), market.class_id)


def test_holdings_are_exported_as_they_were(client: httpx.Client, market: Market) -> None:
    one, two = (each.address for each in market.holders)
    _, now = _fetched(client, "holdings.jsonl", asset=market.class_id)
    assert {each["account"]: each["amount"] for each in map(json.loads, now.splitlines())} == {
        one: "1",
        two: str(MOST - 1),
    }
    moved = client.get(f"/v1/assets/{market.class_id}/movements").json()["data"][0]["recorded"]
    then = {"asset": market.class_id, "block": moved["block"] - 1}
    before = client.get("/v1/exports/holdings.jsonl", params=then)
    assert [json.loads(each)["account"] for each in before.text.splitlines()] == [one]


@pytest.mark.parametrize("name", list(EXPORTS))
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_every_export_is_as_it_is_described_and_has_its_digest(
    client: httpx.Client, market: Market, name: str, form: str
) -> None:
    place, content = _fetched(client, f"{name}.{form}")
    again = client.get(place)
    assert again.content == content
    digest, file = client.get(place.replace("?", ".sha256?", 1)).text.split()
    assert digest == hashlib.sha256(content).hexdigest()
    assert again.headers["content-disposition"] == f'attachment; filename="{file}"'
    link = re.fullmatch(r'<([^>]+)>; rel="describedby"', again.headers["link"])
    assert link is not None
    told = client.get(link[1]).json()
    if form == "csv":
        rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
        columns = told["tableSchema"]["columns"]
        assert rows[0] == [column["titles"] for column in columns]
        assert all(set(column["dc:title"]) == {"kk", "ru", "en"} for column in columns)
        assert len(rows) > 1 or name == "statistics"  # of a chain of one day
        assert all(
            _fits_csv(column, cell)
            for row in rows[1:]
            for column, cell in zip(columns, row, strict=True)
        )
        return
    lines = [json.loads(line) for line in content.splitlines()]
    assert lines or name == "statistics"
    assert all(list(line) == told["required"] == list(told["properties"]) for line in lines)
    assert all(_fits_schema(told["properties"][key], line[key]) for line in lines for key in line)


def _fits_csv(column: dict[str, Any], cell: str) -> bool:
    if not cell:
        return not column["required"]
    datatype = column["datatype"]
    if isinstance(datatype, dict):
        return re.fullmatch(datatype.get("format", "[0-9]+"), cell) is not None
    if datatype == "json":
        return isinstance(json.loads(cell), dict)
    return cell.endswith("Z") if datatype == "datetimeStamp" else True


def _fits_schema(schema: dict[str, Any], value: Any) -> bool:
    names = {str: "string", int: "integer", dict: "object", type(None): "null"}
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    matches = not isinstance(value, str) or re.search(schema.get("pattern", ""), value) is not None
    return names[type(value)] in kinds and matches


def test_every_event_is_exported(world: World, client: httpx.Client, market: Market) -> None:
    place, content = _fetched(client, "events.jsonl")
    lines = [json.loads(line) for line in content.splitlines()]
    block = int(place.partition("block=")[2])
    events = world.services.chain.events(0, block)
    assert len(events) > 10
    assert [(each["block"], each["log_index"], each["event"]) for each in lines] == [
        (each.block.number, each.log_index, each.name) for each in events
    ]


@pytest.mark.parametrize(
    ("path", "asked", "status", "code"),
    [
        ("movements.csv", {"block": 10**9}, 404, "block.not-indexed"),
        ("movements.csv", {"block": 5, "asset": 10**9}, 404, "asset.unknown"),
        ("holdings.csv", {"block": 1, "account": "0x1"}, 422, "address.malformed"),
        ("movements.csv.sha256", {"block": 5, "asset": 10**9}, 404, "asset.unknown"),
        ("movements.xml", {}, 422, "request.invalid"),
        ("names.csv", {}, 422, "request.invalid"),
    ],
)
def test_an_export_that_is_not_there_is_refused_and_leaves_its_place(
    client: httpx.Client, market: Market, path: str, asked: dict[str, Any], status: int, code: str
) -> None:
    for _ in range(6):
        problem(client.get(f"/v1/exports/{path}", params=asked), status, code)


def test_only_so_many_exports_are_made_at_once(world: World, market: Market) -> None:
    app = world.app()
    doors = app.state.application.exports
    with client_of(app) as client:
        for _ in range(4):
            assert doors.enter()
        asked = {"block": "0"}
        problem(client.get("/v1/exports/events.csv", params=asked), 503, "export.busy")
        problem(client.get("/v1/exports/events.csv.sha256", params=asked), 503, "export.busy")
        doors.leave()
        for _ in range(3):
            assert client.get("/v1/exports/events.csv", params=asked).status_code == 200


def test_an_index_that_is_built_anew_breaks_an_export_off(world: World, market: Market) -> None:
    services, engine = world.services, world.services.assets.index_engine
    head = services.index.head()
    assert head is not None
    whole = services.index.whole(None, head)
    assert next(whole).block.number <= head.number
    with writing(engine) as session:
        session.execute(update(BlockRow).where(BlockRow.number == head.number).values(hash="gone"))  # type: ignore[arg-type] # a column
    try:
        with pytest.raises(Unavailable, match=r"index\.rebuilt"):
            next(services.index.whole(None, head))
    finally:
        with writing(engine) as session:
            session.execute(
                update(BlockRow).where(BlockRow.number == head.number).values(hash=head.hash)  # type: ignore[arg-type] # a column
            )
