"""The indexer on a real chain: rebuilt, interrupted, and contradicted."""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from ledger.chain import Chain
from ledger.errors import Conflict, Unavailable
from ledger.index.indexer import Indexer
from tests.support.chain import Ledger, address, connect, dump, open_ledger, projections
from tests.support.node import Role, running_node

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlmodel import Session

    from ledger.chain import Event, SealedBlock
    from tests.support.node import RunningNode


@pytest.fixture(scope="module")
def short_chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningNode]:
    """A node of one's own: its chain is short and quickly indexed from genesis."""
    with running_node(tmp_path_factory.mktemp("short") / "home") as node:
        for _ in range(4):
            node.admit()
        yield node


@pytest.fixture
def ledger(short_chain: RunningNode, tmp_path: Path) -> Iterator[Ledger]:
    """A ledger with an empty index and an empty vault."""
    with open_ledger(short_chain, connect(short_chain), tmp_path / "ledger") as ledger:
        yield ledger


class BrokenOffError(Exception):
    """What a test throws in the midst of a catch-up."""


class Interrupts:
    """A projection that derives nothing and breaks off at the n-th event."""

    name = "interrupts/1"

    def __init__(self, after: int) -> None:
        self.left = after

    def apply(self, session: Session, event: Event) -> None:
        self.left -= 1
        if self.left == 0:
            raise BrokenOffError(event.name)

    def clear(self, session: Session) -> None:
        """There are no rows."""


def _dump_of(ledger: Ledger) -> dict[str, list[Any]]:
    ledger.indexer().catch_up()
    return dump(ledger.index)


def test_catching_up_ends_at_the_final_head_and_tells_its_progress(ledger: Ledger) -> None:
    told: list[tuple[int, int]] = []
    head = ledger.indexer(range_size=3).catch_up(lambda done, target: told.append((done, target)))
    assert ledger.store.head() == head
    assert ledger.chain.block(head.number).ref == head
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1] == (head.number, told[-1][1])
    assert ledger.store.counts().blocks == head.number + 1


def test_an_empty_index_has_no_head(ledger: Ledger) -> None:
    assert ledger.store.head() is None
    assert ledger.store.blocks(10).items == ()


def test_catching_up_twice_changes_nothing(ledger: Ledger) -> None:
    once = _dump_of(ledger)
    assert once["block"]
    assert _dump_of(ledger) == once


def test_the_index_says_what_the_chain_says_of_every_block_and_transaction(ledger: Ledger) -> None:
    ledger.admit(Role.ISSUER)
    head = ledger.indexer().catch_up()
    for number in range(max(0, head.number - 5), head.number + 1):
        block = ledger.store.block(number)
        assert block == ledger.chain.block(number)
        assert ledger.store.block(block.hash) == block
        for tx_hash in block.transactions:
            assert ledger.store.transaction(tx_hash) == ledger.chain.transaction(tx_hash)
    events = ledger.chain.events(0, head.number)
    page = ledger.store.events(200)
    assert page.total == len(events)
    assert list(page.items) == events[::-1][:200]


def test_a_dropped_file_rebuilt_gives_all_answers_as_before(ledger: Ledger, tmp_path: Path) -> None:
    before = _dump_of(ledger)
    ledger.index.dispose()
    for file in (tmp_path / "ledger").glob("index.db*"):
        file.unlink()
    with open_ledger(ledger.node, ledger.chain, tmp_path / "ledger") as anew:
        assert anew.store.head() is None
        assert _dump_of(anew) == before


def test_a_rebuild_gives_all_answers_as_before(ledger: Ledger) -> None:
    before = _dump_of(ledger)
    ledger.indexer(range_size=1).rebuild()
    assert dump(ledger.index) == before


def test_what_was_read_before_the_node_fell_silent_is_kept(ledger: Ledger) -> None:
    asked: list[int] = []

    def silent(chain: Chain, first: int, last: int) -> list[SealedBlock]:
        asked.append(first)
        if first >= 4:
            raise Unavailable("chain.unreachable")
        return Chain.sealed(chain, first, last)

    silenced = type("Silenced", (Chain,), {"sealed": silent, "__slots__": ()})
    fields = {each.name: getattr(ledger.chain, each.name) for each in dataclasses.fields(Chain)}
    indexer = dataclasses.replace(ledger.indexer(range_size=2), chain=silenced(**fields))
    with pytest.raises(Unavailable):
        indexer.catch_up()
    head = ledger.store.head()
    assert head is not None
    assert (head.number, asked[:3]) == (3, [0, 2, 4])
    assert set(asked[3:]) <= {6}, "asked for ahead, and given up where it had not begun"
    assert ledger.indexer(range_size=2).catch_up().number > 3
    assert ledger.store.counts().blocks == ledger.chain.final_head().number + 1


@pytest.mark.parametrize("after", [1, 2, 5])
def test_an_interrupted_catch_up_goes_on_where_it_was(
    ledger: Ledger, tmp_path: Path, after: int
) -> None:
    with open_ledger(ledger.node, ledger.chain, tmp_path / "undisturbed") as other:
        other.indexer(Interrupts(0)).catch_up()
        undisturbed = dump(other.index)
    with pytest.raises(BrokenOffError):
        ledger.indexer(Interrupts(after), range_size=2).catch_up()
    ledger.indexer(Interrupts(0), range_size=2).catch_up()
    assert dump(ledger.index) == undisturbed


_CATCH_UP = """
import sys
from pathlib import Path
from ledger.chain import Chain
from ledger.database import IndexRow, open_database
from ledger.deployment import read_deployment
from ledger.index.indexer import Indexer
from tests.support.chain import projections
engine = open_database(sys.argv[3], IndexRow)
chain = Chain.connect(sys.argv[1], read_deployment(Path(sys.argv[2])))
Indexer(chain, engine, projections(), 1).catch_up(lambda *_: print(flush=True))
"""


def test_an_indexer_killed_in_the_midst_goes_on_where_it_was(
    ledger: Ledger, tmp_path: Path
) -> None:
    ledger.indexer().catch_up()
    undisturbed = dump(ledger.index)
    with open_ledger(ledger.node, ledger.chain, tmp_path / "killed") as killed:
        node = ledger.node
        with subprocess.Popen(
            [
                *(sys.executable, "-c", _CATCH_UP),
                *(node.url, str(node.deployment_path), str(killed.index.url)),
            ],
            stdout=subprocess.PIPE,
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            os.kill(process.pid, signal.SIGKILL)
        assert killed.store.head() is not None
        killed.indexer().catch_up()
        assert dump(killed.index) == undisturbed


def test_two_indexers_on_one_database_do_no_harm(ledger: Ledger, tmp_path: Path) -> None:
    expected = _dump_of(ledger)
    with open_ledger(ledger.node, ledger.chain, tmp_path / "shared") as shared:
        indexers = [shared.indexer(range_size=1) for _ in range(2)]
        threads = [threading.Thread(target=each.catch_up) for each in indexers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert dump(shared.index) == expected


def test_an_index_of_other_projections_asks_for_a_rebuild(ledger: Ledger) -> None:
    ledger.indexer().catch_up()
    with pytest.raises(Conflict) as refused:
        ledger.indexer(Interrupts(0)).catch_up()
    assert refused.value.code == "index.other-projections"
    ledger.indexer(Interrupts(0)).rebuild()
    ledger.indexer(Interrupts(0)).catch_up()


def test_an_index_of_another_chain_asks_for_a_rebuild(ledger: Ledger) -> None:
    ledger.indexer().catch_up()
    other = dataclasses.replace(ledger.chain.deployment, chain_id=1)
    indexer = Indexer(
        dataclasses.replace(ledger.chain, deployment=other), ledger.index, projections()
    )
    with pytest.raises(Conflict, match=r"index\.other-chain"):
        indexer.catch_up()


def test_a_chain_that_is_merely_behind_is_waited_for(ledger: Ledger) -> None:
    head = ledger.indexer().catch_up()
    signers = ledger.chain.deployment.signers * 3
    behind = dataclasses.replace(
        ledger.chain, deployment=dataclasses.replace(ledger.chain.deployment, signers=signers)
    )
    assert behind.final_head().number <= head.number
    assert Indexer(behind, ledger.index, projections()).catch_up() == head


def test_running_follows_the_chain_until_it_is_stopped(ledger: Ledger) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=ledger.indexer().run, args=(stop, 0.02))
    thread.start()
    try:
        account = address(ledger.admit(Role.MINER))
        deadline = time.monotonic() + 60
        while not ledger.store.transactions(1, account=account).items:
            assert time.monotonic() < deadline
            time.sleep(0.02)
    finally:
        stop.set()
        thread.join()


def test_a_node_that_is_away_is_waited_for(
    ledger: Ledger, caplog: pytest.LogCaptureFixture
) -> None:
    stop = threading.Event()
    calls: list[int] = []

    class Unsteady:
        name = "unsteady/1"

        def apply(self, session: Session, event: Event) -> None:
            calls.append(event.block.number)
            if len(calls) == 1:
                raise Unavailable("chain.unreachable")
            stop.set()

        def clear(self, session: Session) -> None:
            """There are no rows."""

    Indexer(ledger.chain, ledger.index, projections(Unsteady())).run(stop, 0.01)
    assert "chain.unreachable" in caplog.text
    assert ledger.store.head() is not None
