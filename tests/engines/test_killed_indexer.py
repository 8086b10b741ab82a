"""An indexer killed again and again as it catches up comes to the same rows on either database."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from ledger.database import IndexRow, open_database
from ledger.index.indexer import Indexer
from ledger.index.store import IndexStore
from tests.engines.postgresql import running_postgresql
from tests.support.chain import connect, dump, open_ledger, projections
from tests.support.node import running_node

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.node import RunningNode

pytestmark = [pytest.mark.long, pytest.mark.engines]

KILLS = 50

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


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningNode]:
    """A chain with far more blocks than there are kills."""
    with running_node(tmp_path_factory.mktemp("killed") / "home") as running:
        for _ in range(4 * KILLS):
            running.admit()
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'killed.db'}"
        return
    with running_postgresql() as server:
        yield server


@pytest.mark.timeout(3600)
def test_an_indexer_killed_fifty_times_comes_to_the_same_rows(
    node: RunningNode, url: str, tmp_path: Path
) -> None:
    chance, reached = random.Random(50), 0  # noqa: S311 - moments of a kill
    engine = open_database(url, IndexRow)
    for _ in range(KILLS):
        command = [sys.executable, "-c", _CATCH_UP, node.url, str(node.deployment_path), url]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            for _ in range(chance.randint(1, 2)):
                process.stdout.readline()
            time.sleep(chance.uniform(0, 0.02))
            os.kill(process.pid, signal.SIGKILL)
        head = IndexStore(engine).head()
        if head is not None:
            assert head.number >= reached
            reached = head.number
    chain = connect(node)
    assert 0 < reached < chain.final_head().number, "killed in the midst"
    with open_ledger(node, chain, tmp_path / "undisturbed") as ledger:
        ledger.indexer().catch_up()
        Indexer(chain, engine, projections()).catch_up()
        assert dump(engine) == dump(ledger.index)
    engine.dispose()
