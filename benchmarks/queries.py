"""Questions of ownership on a small and a large index, on SQLite and PostgreSQL, beside anvil.

Usage: python -m benchmarks.queries [MOVEMENTS [DEPOSITS]]   (1000000 and 100000 unless told)

The rows of a random history are written in bulk, first a hundredth of it, then all; each question
is asked some hundred times by one client in this process, at random places. A thousand subjects in
one batch are set beside as many eth_call in one batch to anvil, which is asked over HTTP on this
machine. PostgreSQL is left out where it is not installed. Ratios of one run hold; absolute figures
are those of the machine and the hour.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from benchmarks.reference.client import Client
from benchmarks.reference.history import History, fill
from benchmarks.reference.peers import PEERS
from depository.history_store import HistoryStore
from depository.store import DepositStore
from ledger.assets.ownership import Ownership
from ledger.database import IndexRow, open_database
from ledger.index.moments import Moments
from ledger.types import Address, DepositId, Digest, Timestamp
from tests.engines.postgresql import running_postgresql

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

_SAMPLES = 300
_BATCHES = 20
_SUBJECTS = 1000
_SMALLER = 100


@dataclass(frozen=True)
class Took:
    """Milliseconds of one question: the median, and what 99 of 100 stayed below."""

    median: float
    p99: float


def main(movements: int, deposits: int) -> None:
    """Measure and print."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="qoima-queries-")))
        urls = {"sqlite": f"sqlite:///{folder}/"}
        try:
            urls["postgresql"] = stack.enter_context(running_postgresql())
        except AssertionError as error:
            print(f"postgresql is left out: {error}", flush=True)
        rates = {}
        for name, url in urls.items():
            small = _measured(name, url, History(movements // _SMALLER, deposits // _SMALLER))
            large = _measured(name, url, History(movements, deposits))
            for question, took in large.items():
                ratio = took.median / small[question].median
                print(
                    f"{name:11}{question:22} p50 {took.median:7.2f} ms  p99 {took.p99:7.2f} ms"
                    f"  to {_SMALLER} times fewer rows {ratio:5.2f}",
                    flush=True,
                )
            rates[name] = 1000 * _SUBJECTS / large["batch of 1000"].median
    _beside_anvil(rates)


def _measured(name: str, url: str, history: History) -> dict[str, Took]:
    target = f"{url}{history.movements}.db" if name == "sqlite" else url
    engine = open_database(target, IndexRow)
    began = time.monotonic()
    rows = fill(engine, history)
    print(f"{name:11}{rows:9} rows written in {time.monotonic() - began:6.0f} s", flush=True)
    try:
        return {
            question: _times(ask, _BATCHES if question.startswith("batch") else _SAMPLES)
            for question, ask in _questions(engine, history).items()
        }
    finally:
        engine.dispose()


def _times(ask: Callable[[], object], samples: int) -> Took:
    ask()
    took = []
    for _ in range(samples):
        began = time.perf_counter()
        ask()
        took.append(1000 * (time.perf_counter() - began))
    took.sort()
    return Took(took[len(took) // 2], took[len(took) * 99 // 100])


def _questions(engine: Engine, history: History) -> dict[str, Callable[[], object]]:
    """Each asks anew at a random place, and is held to find something."""
    chance = random.Random(1)  # noqa: S311 - a benchmark
    ownership, deposits, lives = Ownership(engine), DepositStore(engine), HistoryStore(engine)
    moments = Moments(engine, history.now)

    def block() -> Any:
        return moments.last_by(Timestamp(history.time_of(chance.randint(1, history.blocks))))

    def pair() -> tuple[int, Address]:
        return chance.randint(1, history.classes), chance.choice(history.accounts)

    def held_by_many() -> object:
        found = ownership.many([pair() for _ in range(_SUBJECTS)], block())
        assert None not in found
        return found

    def verified() -> object:
        root = history.root_of(chance.randint(1, history.deposits))
        found = deposits.matches(Digest(root))
        assert found
        return found

    def possessor() -> object:
        return lives.possessor(DepositId(chance.randint(1, history.deposits)), last)

    last = moments.block(history.blocks)
    return {
        "holding now": lambda: ownership.holding(*pair()),
        "holding at a moment": lambda: ownership.holding(*pair(), block()),
        "holdings at a moment": lambda: ownership.holdings(pair()[1], 50, None, block()),
        "holders now": lambda: ownership.holders(pair()[0], 50, None),
        "holders at a moment": lambda: ownership.holders(pair()[0], 50, None, block()),
        "possessor": possessor,
        "verified by digest": verified,
        "batch of 1000": held_by_many,
    }


def _beside_anvil(rates: dict[str, float]) -> None:
    setup = Path(__file__).parent / "js" / "setup.sh"
    try:
        subprocess.run(["bash", str(setup)], check=True)
        with PEERS["anvil"]() as peer:
            client, workload = Client(peer.url), peer.workload
            client.ask("eth_sendRawTransaction", "0x" + workload.creation().hex())
            time.sleep(2)
            calls = [
                {"jsonrpc": "2.0", "id": n, "method": "eth_call"}
                | {"params": [workload.view(n), "latest"]}
                for n in range(_SUBJECTS)
            ]
            body = orjson.dumps(calls)
            took = _times(lambda: client.answer(body), _BATCHES)
    except (subprocess.CalledProcessError, RuntimeError, OSError) as error:
        print(f"anvil gave no figures: {error}", flush=True)
        return
    peers = 1000 * _SUBJECTS / took.median
    print(f"anvil      eth_call {peers:9.0f} /s in batches of {_SUBJECTS}", flush=True)
    for name, rate in rates.items():
        print(f"{name:11}subjects {rate:9.0f} /s, {rate / peers:5.1f} times anvil", flush=True)


if __name__ == "__main__":
    main(*(int(each) for each in (sys.argv[1:] + ["1000000", "100000"][len(sys.argv) - 1 :])))
