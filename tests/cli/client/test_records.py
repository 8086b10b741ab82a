"""Records as values, lists and events to their ends, taken up where they were left."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ledger.errors import NotFound, Unavailable
from qoima.client import Client, Delivery, Events, packages, records
from qoima.client.models import SCHEMAS, Deposit, Event, Texts, read
from qoima.client.pages import Pages
from tests.cli.program import api_beside
from tests.support.packages import written
from tests.support.talker import Says, forwarded, talker

if TYPE_CHECKING:
    from collections.abc import Callable

    from qoima.client import Agent, Metadata
    from tests.cli.people import People
    from tests.cli.program import Up

_DOCUMENT = Path(__file__).parents[3] / "docs" / "openapi.json"


@pytest.mark.parametrize("model", SCHEMAS, ids=lambda model: model.__name__)
def test_every_field_that_is_read_is_one_of_the_document(model: Any) -> None:
    schema = json.loads(_DOCUMENT.read_text("utf-8"))["components"]["schemas"][SCHEMAS[model]]
    named = {each.name for each in fields(model)}
    assert named
    assert named <= set(schema["required"])


@pytest.fixture(scope="module")
def deposits(
    agent_of: Callable[[str], Agent], said: Metadata, tmp_path_factory: pytest.TempPathFactory
) -> list[int]:
    """Five deposits, the oldest first."""
    room, numbers = tmp_path_factory.mktemp("many"), []
    for name in ("a", "b", "c", "d", "e"):
        folder = written(room / name, {"name.txt": f"{room} {name}".encode(), "x": b"x"})
        numbers.append(packages.put(agent_of("depositor"), Delivery(folder, said)).number)
    return numbers


def test_a_list_comes_to_its_end_part_by_part(connection: Client, deposits: list[int]) -> None:
    listed = Pages(connection, Deposit, "/v1/deposits", {"status": "deposited"}, at_once=2)
    assert (listed.total, listed.as_of, listed.cursor) == (None, None, None)
    numbers = [each.number for each in listed]
    assert numbers[:5] == deposits[::-1]
    assert numbers == [each.number for each in records.deposits(connection, status="deposited")]
    assert listed.total == len(numbers)
    assert listed.as_of is not None
    assert list(listed) == []
    assert [each.path for each in records.files(connection, deposits[0])] == ["name.txt", "x"]
    (tenure,) = records.possessors(connection, deposits[0])
    assert tenure.agreement is None
    assert list(records.deposits(connection, possessor=10**9)) == []
    assert {each.status for each in records.deposits(connection, origin="budget")} == set()
    assert [each.roles for each in records.participants(connection, role="miner")] == [("miner",)]


def test_a_list_goes_on_after_the_server_was_started_anew(
    installation: Up, deposits: list[int]
) -> None:
    def listed(client: Client, after: str | None = None) -> Pages[Deposit]:
        return Pages(client, Deposit, "/v1/deposits", {}, after, at_once=2)

    with api_beside(installation) as url, Client.connect(url) as client:
        first = listed(client)
        begun = [next(first).number for _ in range(3)]
        cursor = first.cursor
    assert begun == deposits[:1:-1]
    with api_beside(installation) as url, Client.connect(url) as client:
        rest = [each.number for each in listed(client, cursor)]
        whole = [each.number for each in listed(client)]
    assert rest[0] == begun[2]  # the part that was being given comes again
    assert begun[:2] + rest == whole


def test_versions_that_lead_in_a_circle_are_strange(installation: Up, deposits: list[int]) -> None:
    for name in ("previous", "successor"):

        def circle(document: Any, name: str = name) -> None:
            document["data"][name] = document["data"]["number"]

        with (
            talker(lambda asked: forwarded(installation.url, asked, circle)) as server,
            Client.connect(server.url) as client,
            pytest.raises(Unavailable, match=r"server\.strange-answer"),
        ):
            records.versions(client, deposits[0])
        assert len(server.asked) == 2


def test_a_cursor_that_is_none_is_refused(connection: Client) -> None:
    with pytest.raises(Exception, match=r"page\.bad-cursor"):
        next(records.deposits(connection, after="nonsense"))


def test_events_come_once_each_and_go_on_from_their_cursor(
    connection: Client, deposits: list[int], people: People
) -> None:
    whole = list(Events(connection, contract="depository", name="Deposited"))
    assert [each.args["number"] for each in whole][-5:] == deposits
    halfway = Events(connection, contract="depository", name="Deposited")
    begun = [next(halfway) for _ in range(len(whole) - 2)]
    rest = Events(connection, halfway.cursor, contract="depository", name="Deposited")
    assert begun + list(rest) == whole
    assert list(rest) == []
    assert next(rest, None) is None
    places = Counter((each.recorded.block, each.log_index) for each in Events(connection))
    assert max(places.values()) == 1
    mine = list(Events(connection, account=people["depositor"]))
    assert 0 < len(mine) < len(places)


def test_events_are_waited_for(
    connection: Client, agent_of: Callable[[str], Agent], said: Metadata, tmp_path: Path
) -> None:
    made: list[int] = []

    def meanwhile(_seconds: float) -> None:
        if not made:
            folder = written(tmp_path / "tree", {"x": str(tmp_path).encode()})
            made.append(packages.put(agent_of("depositor"), Delivery(folder, said)).number)

    start = Events(connection, name="Deposited")
    list(start)
    waiting = Events(connection, start.cursor, 0.01, meanwhile, name="Deposited")
    assert [next(waiting).args["number"]] == made


@pytest.mark.parametrize(
    "answer",
    [
        {"data": [{}], "next": None, "as_of": None},
        {"data": {}, "next": None},
        {"data": [], "next": "more", "total": 1},
        {"data": [], "next": 7},
        {},
    ],
)
def test_a_list_of_another_shape_or_without_an_end_is_strange(answer: dict[str, Any]) -> None:
    with (
        talker(lambda _asked: Says(json.dumps(answer).encode())) as server,
        Client.connect(server.url) as client,
    ):
        with pytest.raises(Unavailable, match=r"server\.strange-answer"):
            list(records.deposits(client))
        with pytest.raises(Unavailable, match=r"server\.strange-answer"):
            list(Events(client, "5-0"))


def test_a_list_that_leads_back_to_itself_ends() -> None:
    place = {"number": 1, "hash": "0x", "timestamp": "2030-01-01T00:00:00Z"}
    texts = {"kk": "а", "ru": "б", "en": "c"}
    answer = json.dumps({"data": [texts], "next": "again", "total": 2, "as_of": place}).encode()
    with talker(lambda _asked: Says(answer)) as server, Client.connect(server.url) as client:
        listed = Pages(client, Texts, "/v1/x", {})
        assert next(listed) == Texts("а", "б", "c")
        with pytest.raises(Unavailable, match=r"server\.strange-answer"):
            next(listed)


def test_a_record_of_another_shape_is_strange_and_new_fields_are_passed_over(
    connection: Client,
) -> None:
    assert read(Texts, {"kk": "1", "ru": "2", "en": "3", "fr": "4"}, connection).en == "3"
    for strange in (None, 7, {}, {"kk": 1, "ru": "2", "en": "3"}):
        with pytest.raises(Unavailable, match=r"server\.strange-answer"):
            read(Texts, strange, connection)
    with pytest.raises(Unavailable, match=r"server\.strange-answer"):
        read(Event, {"contract": "x"}, connection)


def test_a_name_in_a_path_stays_one_part_of_it(connection: Client) -> None:
    with pytest.raises(NotFound):
        records.participant(connection, "../deposits/1")
