"""Questions of ownership on a small and a large index, on SQLite and PostgreSQL, beside anvil.

Usage: python -m benchmarks.queries [MOVEMENTS [DEPOSITS]]   (1000000 and 100000 unless told)

The rows of a random history are written in bulk, first a hundredth of it, then all; each question
is asked some hundred times by one client in this process, at random places. A thousand subjects in
one call, of the service in this process and of the API over HTTP, are set beside as many eth_call
to anvil over HTTP on this machine: one after another, and in one batch of JSON-RPC. PostgreSQL is
left out where it is not installed. Beside the time that passes stands that of the processors, of
all processes that take part in an answer: it tells more where others work on the machine too.
Ratios of one run hold; absolute figures are those of the machine and the hour.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import text

from benchmarks.reference.api import serving
from benchmarks.reference.client import Client
from benchmarks.reference.cpu import parent_of, spent
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

    from benchmarks.reference.peers import Peer

_SAMPLES = 300
_BATCHES = 50
_SUBJECTS = 1000
_SMALLER = 100
_WARMING = 5
_ROUNDS = 10
_BATCH = "batch of 1000"
_OVER_HTTP = "batch over HTTP"


@dataclass(frozen=True)
class Took:
    """Milliseconds of one question: the median, what 99 of 100 stayed below, and of processors."""

    median: float
    p99: float
    cpu: float


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
                    f"  cpu {took.cpu:7.2f} ms  to {_SMALLER} times fewer rows {ratio:5.2f}"
                    f", cpu {took.cpu / small[question].cpu:5.2f}",
                    flush=True,
                )
            for question in _BATCH, _OVER_HTTP:
                rates[f"{name} {question}"] = large[question]
    _beside_anvil(rates)


def _measured(name: str, url: str, history: History) -> dict[str, Took]:
    target = f"{url}{history.movements}.db" if name == "sqlite" else url
    engine = open_database(target, IndexRow)
    began = time.monotonic()
    rows = fill(engine, history)
    _settle(engine)
    print(f"{name:11}{rows:9} rows written in {time.monotonic() - began:6.0f} s", flush=True)
    try:
        server = _server_of(engine)
        took = {
            question: _times(ask, _BATCHES if question == _BATCH else _SAMPLES, *server)
            for question, ask in _questions(engine, history).items()
        }
        with serving(target) as (address, pid):
            asked = _asked_over_http(address, history)
            took[_OVER_HTTP] = _times(asked, _BATCHES, pid, *server)
    finally:
        engine.dispose()
    return took


def _settle(engine: Engine) -> None:
    """What PostgreSQL does within a minute by itself, so that it does not while it is measured."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def _server_of(engine: Engine) -> list[int]:
    """The process that all of PostgreSQL's are children of."""
    if engine.dialect.name == "sqlite":
        return []
    with engine.connect() as connection:
        return [parent_of(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())]


def _times(ask: Callable[[], object], samples: int, *processes: int) -> Took:
    """Measure; `processes` are those that take part beside this one, with all they started."""
    for _ in range(_WARMING):
        ask()
    before, took = spent(*processes), []
    for _ in range(samples):
        began = time.perf_counter()
        ask()
        took.append(1000 * (time.perf_counter() - began))
    cpu = 1000 * (spent(*processes) - before) / samples
    took.sort()
    return Took(took[len(took) // 2], took[len(took) * 99 // 100], cpu)


def _questions(engine: Engine, history: History) -> dict[str, Callable[[], object]]:
    """Each asks anew at a random place, and is held to find something."""
    chance = random.Random(1)  # noqa: S311 - a benchmark
    ownership, deposits, lives = Ownership(engine), DepositStore(engine), HistoryStore(engine)
    moments = Moments(engine, history.now)

    def block() -> Any:
        return moments.last_by(Timestamp(history.time_of(chance.randint(1, history.blocks))))

    def pair() -> tuple[int, Address]:
        return chance.randint(1, history.classes), chance.choice(history.accounts)

    batches = cycle([[pair() for _ in range(_SUBJECTS)] for _ in range(_BATCHES)])

    def held_by_many() -> object:
        found = ownership.many(next(batches), block())
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
        _BATCH: held_by_many,
    }


def _asked_over_http(address: str, history: History) -> Callable[[], object]:
    """Each time another of some bodies is sent, and an answer for each subject must come."""
    chance = random.Random(3)  # noqa: S311 - a benchmark
    client = Client(f"{address}/v1/ownership")

    def body() -> bytes:
        subjects = [
            {
                "kind": "holding",
                "asset": chance.randint(1, history.classes),
                "account": chance.choice(history.accounts),
            }
            for _ in range(_SUBJECTS)
        ]
        return orjson.dumps({"subjects": subjects, "block": chance.randint(1, history.blocks)})

    bodies = cycle([body() for _ in range(_BATCHES)])

    def ask() -> object:
        answer = client.answer(next(bodies))
        assert answer.count(b'"amount":"') == _SUBJECTS
        return answer

    return ask


def _beside_anvil(ours: dict[str, Took]) -> None:
    setup = Path(__file__).parent / "js" / "setup.sh"
    try:
        subprocess.run(["bash", str(setup)], check=True)
        with PEERS["anvil"]() as peer:
            theirs = _of_anvil(peer)
    except (subprocess.CalledProcessError, RuntimeError, OSError) as error:
        print(f"anvil gave no figures: {error}", flush=True)
        return
    for name, took in (theirs | ours).items():
        rate, per_cpu = 1000 * _SUBJECTS / took.median, 1000 * _SUBJECTS / took.cpu
        print(f"{name:28}{rate:9.0f} subjects/s {per_cpu:9.0f} per second of processors")
    for name, took in ours.items():
        for how, other in theirs.items():
            by_time, by_cpu = other.median / took.median, other.cpu / took.cpu
            print(f"{name:28}{by_time:6.1f} times {how}; by processors {by_cpu:6.1f} times")


def _of_anvil(peer: Peer) -> dict[str, Took]:
    """A thousand calls, each by itself and all in one request."""
    client, workload = Client(peer.url), peer.workload
    client.ask("eth_sendRawTransaction", "0x" + workload.creation().hex())
    time.sleep(2)
    calls = [
        {"jsonrpc": "2.0", "id": n, "method": "eth_call"} | {"params": [workload.view(n), "latest"]}
        for n in range(_SUBJECTS)
    ]
    batch, single = orjson.dumps(calls), [orjson.dumps(each) for each in calls]
    return {
        "anvil, one by one": _times(lambda: [client.answer(e) for e in single], _ROUNDS, peer.pid),
        "anvil, in one batch": _times(lambda: client.answer(batch), _BATCHES, peer.pid),
    }


if __name__ == "__main__":
    main(*(int(each) for each in (sys.argv[1:] + ["1000000", "100000"][len(sys.argv) - 1 :])))
