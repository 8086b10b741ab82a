"""How fast the index catches up with a chain, on SQLite and PostgreSQL, beside web3.py.

Usage: python -m benchmarks.catchup [TRANSFERS]   (20000 unless told)

Transfers of tokens are sealed on a node of this project, each an event of a transaction of its own;
then empty databases are filled from it over JSON-RPC, rows, balances and all. The peer asks the
same node for the same logs, fifty blocks at a time, and decodes them, no more. Beside the time that
passes stands that of the processors, of this process with the database's, and of the node: it tells
more where others work on the machine too. PostgreSQL is left out where it is not installed.
"""

from __future__ import annotations

import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from benchmarks.reference.client import send_all
from benchmarks.reference.cpu import parent_of, spent
from ledger.database import IndexRow, open_database
from ledger.index.indexer import Indexer
from node.interpreter import keep_what_is_there
from tests.engines.postgresql import running_postgresql
from tests.ledger.market import open_market
from tests.support.chain import connect, open_ledger, projections
from tests.support.node import running_node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from eth_account.signers.local import LocalAccount
    from sqlalchemy import Engine

    from tests.support.node import RunningNode

_RANGE = 50
_ROUNDS = 3
_PIECE = 1000
_SUPPLY = 10**9
_GAS = 300_000


@dataclass(frozen=True)
class Took:
    """Seconds that passed, of processors here, and of the node's."""

    wall: float
    here: float
    node: float


def main(transfers: int) -> None:
    """Seal, index, decode, print."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="qoima-catchup-")))
        node = stack.enter_context(running_node(folder / "home"))
        seal(node, transfers, folder)
        chain = connect(node)
        last = chain.final_head().number
        pieces = ((each, min(last, each + _RANGE - 1)) for each in range(0, last + 1, _RANGE))
        events = sum(len(chain.events(*piece)) for piece in pieces)
        print(f"{events} events in {last + 1} blocks", flush=True)
        keep_what_is_there()
        peer = _best(partial(decode, node), node)
        _told("web3.py decodes", peer, events, peer)
        for name, engine in _databases(stack, folder):
            indexer = Indexer(chain, engine, projections(), _RANGE)
            took = _best(indexer.rebuild, node, *_server_of(engine))
            _told(f"index, {name}", took, events, peer)


def seal(node: RunningNode, transfers: int, folder: Path) -> None:
    """A class of tokens that two accounts pass to and fro."""
    with open_ledger(node, connect(node), folder / "ledger") as ledger:
        market = open_market(ledger, _SUPPLY)
        holders, class_id = market.holders, market.class_id
        for each in holders:
            market.issue(each, _SUPPLY // 2)
    for first in range(0, transfers, _PIECE):
        count = min(_PIECE, transfers - first) // 2
        pairs = (holders, holders[::-1])
        signed = [_signed(node, sender, to, class_id, count) for sender, to in pairs]
        send_all(node.url, [raw for both in zip(*signed, strict=True) for raw in both], 1)
        _wait_for_sealing(node)


def _signed(
    node: RunningNode, sender: LocalAccount, to: LocalAccount, class_id: int, count: int
) -> list[bytes]:
    tokens, eth = node.contract("digital_assets"), node.web3.eth
    given = (sender.address, to.address, class_id, 1, b"")
    asked: dict[str, Any] = {
        "to": tokens.address,
        "data": tokens.encode_abi("safeTransferFrom", list(given)),
        "gas": _GAS,
        "gasPrice": 0,
        "value": 0,
        "chainId": eth.chain_id,
    }
    nonce = eth.get_transaction_count(sender.address)
    numbered = (asked | {"nonce": nonce + each} for each in range(count))
    return [bytes(sender.sign_transaction(each).raw_transaction) for each in numbered]


def _wait_for_sealing(node: RunningNode) -> None:
    while int(node.rpc("txpool_status")["result"]["pending"], 16):
        time.sleep(0.1)


def decode(node: RunningNode) -> None:
    """What web3.py does with the same logs."""
    tokens = node.contract("digital_assets")
    transfer, last = tokens.events.TransferSingle(), node.web3.eth.block_number
    topic = bytes.fromhex(transfer.topic[2:])
    for first in range(0, last + 1, _RANGE):
        logs = node.web3.eth.get_logs(
            {
                "fromBlock": first,
                "toBlock": min(last, first + _RANGE - 1),
                "address": tokens.address,
            }
        )
        for log in logs:
            if bytes(log["topics"][0]) == topic:
                transfer.process_log(log)


def _databases(stack: ExitStack, folder: Path) -> Iterator[tuple[str, Engine]]:
    yield "sqlite", open_database(f"sqlite:///{folder}/index.db", IndexRow)
    try:
        yield "postgresql", open_database(stack.enter_context(running_postgresql()), IndexRow)
    except AssertionError as error:
        print(f"postgresql is left out: {error}", flush=True)


def _server_of(engine: Engine) -> list[int]:
    """The process that all of PostgreSQL's are children of."""
    if engine.dialect.name == "sqlite":
        return []
    with engine.connect() as connection:
        return [parent_of(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())]


def _best(work: Callable[[], object], node: RunningNode, *servers: int) -> Took:
    """The least of some rounds."""
    rounds = []
    for _ in range(_ROUNDS):
        wall, here, all_ = time.perf_counter(), spent(*servers), spent(*servers, node.process.pid)
        work()
        cpu = spent(*servers) - here
        whole = spent(*servers, node.process.pid) - all_
        rounds.append(Took(time.perf_counter() - wall, cpu, whole - cpu))
    return min(rounds, key=lambda took: took.here)


def _told(what: str, took: Took, events: int, peer: Took) -> None:
    print(
        f"{what:20}{events / took.wall:8.0f} events/s, {events / took.here:8.0f} per second of"
        f" processors here, {events / took.node:8.0f} of the node;"
        f" {peer.here / took.here:5.2f} times web3.py",
        flush=True,
    )


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:] or ["20000"]))
