"""Statistics over HTTP: the sums of the lists, whole periods, and refusals."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import create_engine
from sqlmodel import col, select

from api.series import COUNTED, Series
from ledger.database import IndexRow, reading, writing
from ledger.migrations.index import r0009_tallies
from ledger.tallies.model import Unit, Zone
from ledger.tallies.tables import TallyRow
from tests.api.talk import described, done, package, problem, zipped
from tests.ledger.market import Market, open_market
from tests.support.chain import Ledger, opened
from tests.support.world import Role

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from tests.support.world import World

LISTS = {
    Series.DEPOSITS: "/v1/deposits",
    Series.ASSETS: "/v1/assets",
    Series.NOTIFICATIONS: "/v1/notifications",
    Series.PARTICIPANTS: "/v1/participants",
    Series.TRANSACTIONS: None,
    Series.BLOCKS: "/v1/blocks",
}


@pytest.fixture(scope="module")
def traded(world: World, client: httpx.Client) -> Market:
    """An asset that was issued, passed on and redeemed, and two deposits, the second a version."""
    services = world.services
    ledger = Ledger(world.node, services.chain, services.assets.index_engine, services.vault)
    market = open_market(ledger, 100)
    holders = market.holders
    market.issue(holders[0], 90)
    market.transfer(holders[0], holders[1], 40)
    market.transfer(holders[1], holders[0], 10)
    depositor = world.admit(Role.DEPOSITOR)
    done(world, client, depositor, package(client, described(depositor), zipped({"a": b"one"})))
    return market


def _everything(client: httpx.Client, path: str, **chosen: Any) -> list[Any]:
    found, after = [], None
    while True:
        page = client.get(
            path, params={**chosen, "limit": 200, **({"after": after} if after else {})}
        )
        found += page.json()["data"]
        after = page.json()["next"]
        if after is None:
            return found


def test_the_totals_are_those_of_the_lists(client: httpx.Client, traded: Market) -> None:
    totals = {each["series"]: each for each in client.get("/v1/statistics").json()["data"]}
    assert list(totals) == [each.value for each in Series]
    for series, path in LISTS.items():
        listed = client.get(path).json()["total"] if path else _transactions(client)
        assert totals[series]["total"] == listed, series
    for each in totals.values():
        assert set(each["title"]) == {"kk", "ru", "en"}
        told = client.get(each["href"]).json()["data"]
        assert (told["total"], told["title"]) == (each["total"], each["title"])


def _transactions(client: httpx.Client) -> int:
    return sum(len(each["transactions"]) for each in _everything(client, "/v1/blocks"))


def _moved(client: httpx.Client) -> dict[str, Counter[dt.date]]:
    """Movements by kind and day of UTC, as the export tells them."""
    head = client.get("/v1/blocks", params={"limit": 1}).json()["as_of"]["number"]
    lines = client.get("/v1/exports/movements.jsonl", params={"block": head}).text.splitlines()
    found: dict[str, Counter[dt.date]] = {each: Counter() for each in ("issue", "pass", "redeem")}
    for line in map(json.loads, lines):
        kind = "issue" if line["from"] is None else "redeem" if line["to"] is None else "pass"
        found[kind][dt.date.fromisoformat(line["timestamp"][:10])] += 1
    return found


def test_movements_are_counted_as_they_are_exported(client: httpx.Client, traded: Market) -> None:
    moved = _moved(client)
    assert sum(moved["pass"].values()) >= 2
    for kind, series in (("issue", "issues"), ("pass", "transfers"), ("redeem", "redemptions")):
        told = client.get(f"/v1/statistics/{series}").json()["data"]
        counted = {each["start"]: each["count"] for each in told["buckets"] if each["count"]}
        assert counted == {day.isoformat(): count for day, count in moved[kind].items()}


@pytest.mark.parametrize("zone", Zone)
@pytest.mark.parametrize("unit", Unit)
def test_the_buckets_are_a_naive_replay_of_the_blocks(
    client: httpx.Client, traded: Market, unit: Unit, zone: Zone
) -> None:
    blocks = _everything(client, "/v1/blocks")
    expected: Counter[str] = Counter()
    for each in blocks:
        moment = dt.datetime.fromisoformat(each["timestamp"]) + dt.timedelta(hours=zone.hours)
        expected[unit.start(moment.date()).isoformat()] += 1
    asked = {"by": unit.value, "zone": zone.value, "last": max(expected)}
    first = min(expected)
    if Unit.DAY is unit:
        asked["first"] = first
    answer = client.get("/v1/statistics/blocks", params=asked).json()
    told = answer["data"]
    assert (told["by"], told["zone"]) == (unit.value, zone.value)
    counted = {each["start"]: each["count"] for each in told["buckets"]}
    assert {day: count for day, count in counted.items() if count} == expected
    assert told["sum"] == sum(expected.values()) == told["total"]
    assert (told["first"], told["last"] >= max(expected)) == (told["buckets"][0]["start"], True)
    assert answer["as_of"]["number"] == blocks[0]["number"]


def test_an_index_of_before_is_tallied_by_its_revision(
    world: World, traded: Market, tmp_path: Path
) -> None:
    source = world.services.index.engine.url.database
    assert source is not None
    path = tmp_path / "index.db"
    with closing(sqlite3.connect(source)) as full, closing(sqlite3.connect(path)) as copy:
        full.backup(copy)
        kept = copy.execute("SELECT * FROM tally ORDER BY kind, hour").fetchall()
        assert {"blocks", "movements.transfer"} <= {kind for kind, _, _ in kept}
        copy.execute("DROP TABLE tally")
        copy.commit()
    engine = create_engine(f"sqlite:///{path}")
    with (
        engine.begin() as connection,
        Operations.context(MigrationContext.configure(connection)),
    ):
        r0009_tallies.upgrade()
    with opened(path, IndexRow) as engine, reading(engine) as session:
        rows = session.exec(select(TallyRow).order_by(TallyRow.kind, col(TallyRow.hour)))
        assert [(each.kind, each.hour, each.count) for each in rows] == kept


def test_regions_tell_where_notifications_stand(client: httpx.Client, traded: Market) -> None:
    answer = client.get("/v1/statistics/regions").json()["data"]
    listed = _everything(client, "/v1/notifications")
    expected: Counter[tuple[str | None, str]] = Counter()
    for each in listed:
        for region in each["regions"] or (None,):
            expected[region, each["status"]] += 1
    told = {
        (each["region"], status): count
        for each in answer
        for status, count in each["statuses"].items()
        if count
    }
    assert told == expected
    assert all((each["name"] is None) == (each["region"] is None) for each in answer)


def test_what_is_no_series_and_no_period_is_refused(client: httpx.Client) -> None:
    def asked(**given: str) -> httpx.Response:
        return client.get("/v1/statistics/deposits", params=given)

    problem(client.get("/v1/statistics/weather"), 422, "request.invalid")
    problem(asked(by="hour"), 422, "request.invalid")
    problem(asked(zone="mars"), 422, "request.invalid")
    problem(asked(first="yesterday"), 422, "request.invalid")
    reversed_ = asked(first="2026-02-02", last="2026-02-01")
    problem(reversed_, 422, "statistics.period-reversed")
    long = problem(asked(first="2024-01-01", last="2026-02-01"), 422, "statistics.period-too-long")
    assert long["most"] == 400
    problem(asked(last="9999-12-31"), 422, "statistics.day-out-of-range")
    problem(asked(last="1969-12-31"), 422, "statistics.day-out-of-range")
    for day in ("0", "20260201", "2026-02-30", "2026-02-01T00:00:00", "yesterday"):
        problem(asked(last=day), 422, "request.invalid")


def test_the_export_tells_the_days_that_are_over(
    world: World, client: httpx.Client, traded: Market
) -> None:
    day = dt.date(2026, 1, 5)
    hour = (day - dt.date(1970, 1, 1)).days * 24
    engine = world.services.index.engine
    with writing(engine) as session:
        for at, count in ((hour, 2), (hour + 23, 3), (hour + 24, 1)):
            session.add(TallyRow(kind=COUNTED[Series.BATCHES], hour=at, count=count))
        session.add(TallyRow(kind="nobody.Asks", hour=hour, count=1))
    head = client.get("/v1/blocks", params={"limit": 1}).json()["as_of"]["number"]
    try:
        text = client.get("/v1/exports/statistics.csv", params={"block": head}).text
    finally:
        with writing(engine) as session:
            for at in (hour, hour + 23, hour + 24):
                session.delete(session.get(TallyRow, (COUNTED[Series.BATCHES], at)))
            session.delete(session.get(TallyRow, ("nobody.Asks", hour)))
    rows = text.splitlines()
    assert rows[0] == "series,day,count"
    assert [each for each in rows if each.startswith("batches,")] == [
        "batches,2026-01-05,5",
        "batches,2026-01-06,1",
    ]
    assert "nobody" not in text
