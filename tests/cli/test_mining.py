"""Acts of miners through the client library, on a chain whose clock the test moves on."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from cli.processes import beside
from ledger.errors import VerificationError
from mining_registry.reports.reading import example_report, report_document
from mining_registry.rules import KAZAKHSTAN_TIME
from qoima.client import mining
from qoima.client.acts import notify
from qoima.client.agent import Agent, Awaiting
from qoima.client.http import Client
from qoima.client.mining import Mined
from tests.mining_registry.forms import changed, dated
from tests.support.http import serving
from tests.support.node import running_node
from tests.support.world import Role, World, open_world

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eth_account.signers.local import LocalAccount

BITCOIN = "bip122:000000000019d6689c085ae165831e93/slip44:0"
_DAY = 86_400


@dataclass(frozen=True)
class Bench:
    """An installation, its HTTP interface, and an indexer at work."""

    world: World
    client: Client

    def agent(self, account: LocalAccount) -> Agent:
        return Agent(self.client, account, self.world.services.chain.deployment)


@contextlib.contextmanager
def indexing(world: World) -> Iterator[None]:
    """Follow the chain in a thread."""

    def follow(stop: threading.Event) -> None:
        while not stop.wait(0.05):
            world.indexer.catch_up()

    with beside("index", follow, threading.Event()):
        yield


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("mining")
    with (
        running_node(folder / "node", shifting=True) as node,
        open_world(node, folder) as world,
        serving(world.app()) as url,
        Client.connect(url) as client,
    ):
        yield Bench(world, client)


def today(bench: Bench) -> dt.date:
    head = bench.world.services.chain.head().timestamp
    return dt.datetime.fromtimestamp(head, KAZAKHSTAN_TIME).date()


@pytest.fixture(scope="module")
def begun(bench: Bench) -> tuple[Agent, int, dt.date]:
    """A miner, its notification, and the day a year ago on which mining began."""
    agent, start = bench.agent(bench.world.admit(Role.MINER)), today(bench) + dt.timedelta(days=31)
    with indexing(bench.world):
        done = notify(agent, dated(today(bench), 31))
    bench.world.node.shift(400 * _DAY)
    bench.world.indexer.catch_up()
    return agent, done.number, start


def test_a_report_is_filed_and_a_form_without_its_quarter_is_refused(
    bench: Bench, begun: tuple[Agent, int, dt.date]
) -> None:
    agent, number, start = begun
    document = report_document(example_report())
    del document["form"]
    filled = changed(document, year=start.year, quarter=(start.month + 2) // 3)
    with indexing(bench.world):
        assert mining.report(agent, number, filled).number == number
        del filled["quarter"]
        with pytest.raises(Exception, match=r"form\.invalid"):
            mining.report(agent, number, filled)
    (report,) = bench.client.get(f"/v1/notifications/{number}/reports")["data"]
    assert (report["year"], report["late"]) == (start.year, True)


def test_a_mined_asset_is_declared_exempted_offered_and_accepted(
    bench: Bench, begun: tuple[Agent, int, dt.date]
) -> None:
    agent, number, start = begun
    taker = bench.agent(bench.world.admit(0))
    to = bench.world.services.chain.call("participants", "number_of", taker.address)
    mined = Mined(BITCOIN, 5, start, start, b"\x01" * 32)
    authority, basis = bench.agent(bench.world.authority), b"\x02" * 32
    with indexing(bench.world):
        id_ = mining.declare(agent, number, mined).number
        last_day = today(bench) + dt.timedelta(days=9)
        exempted = mining.exempt(authority, BITCOIN, last_day, basis)
        assert not isinstance(exempted, Awaiting)
        mining.offer_mined(agent, id_, to)
        mining.withdraw_offer(agent, id_)
        mining.offer_mined(agent, id_, to)
        assert mining.accept_mined(taker, id_).number == id_
        second = mining.declare(agent, number, replace(mined, evidence=b"\x03" * 32)).number
        assert mining.retract_mined(agent, second).number == second
        mining.end_exemption(authority, BITCOIN, basis)
    found = bench.client.get(f"/v1/mined-assets/{id_}")["data"]
    assert (found["owner"], found["account"]) == (to, taker.address)


def test_what_the_server_would_have_signed_otherwise_is_not_signed(
    bench: Bench, begun: tuple[Agent, int, dt.date], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that declares half the amount, or offers to another, gets no signature."""
    agent, number, start = begun
    post = Client.post

    def lying(self: Client, path: str, body: dict[str, object], **more: Any) -> object:
        return post(self, path, body | ({"amount": "2"} if "amount" in body else {}), **more)

    monkeypatch.setattr(Client, "post", lying)
    mined = Mined(BITCOIN, 5, start, start, b"\x04" * 32)
    with pytest.raises(VerificationError, match=r"signing\.differs.*amount"):
        mining.declare(agent, number, mined)


def test_the_version_in_force_is_read_before_it_is_decided_on(
    bench: Bench, begun: tuple[Agent, int, dt.date]
) -> None:
    agent, number, _ = begun
    found = bench.client.get(f"/v1/notifications/{number}")["data"]
    assert "0x" + mining.present_form(agent, number).hex() == found["digest"]
