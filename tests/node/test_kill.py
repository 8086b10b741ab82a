"""A node that dies without warning loses nothing that it has acknowledged."""

from __future__ import annotations

import itertools
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from node.deployment import Home
from tests.node.world import FIRST_NONCE
from tests.support.node import PASSWORD, make_home, signed, start

if TYPE_CHECKING:
    from pathlib import Path

    from hexbytes import HexBytes
    from web3 import Web3

from tests.support.node import RunningNode


def transfers(node: RunningNode, first: int, count: int) -> list[bytes]:
    """Signed transactions of the operator that do nothing but count up its nonce."""
    fields = {
        "chainId": node.deployment["chain_id"],
        "to": "0x" + "11" * 20,
        "value": 0,
        "gas": 21_000,
        "maxFeePerGas": 0,
        "maxPriorityFeePerGas": 0,
    }
    return [signed(node.operator, {**fields, "nonce": first + n}) for n in range(count)]


def test_what_was_acknowledged_is_sealed_after_a_kill(tmp_path: Path) -> None:
    """The sealer is patient, so that the kill comes while the last transactions still wait."""
    home = make_home(tmp_path / "home")
    sent: list[HexBytes] = []
    for _ in range(3):
        node = start(home, patient=True)
        nonce = node.web3.eth.get_transaction_count(node.operator.address, "pending")
        with ThreadPoolExecutor(8) as threads:
            raws = transfers(node, nonce, 12)
            sent += threads.map(node.web3.eth.send_raw_transaction, raws)
        node.kill()
    node = start(home)
    try:
        receipts = [node.web3.eth.wait_for_transaction_receipt(each, 30) for each in sent]
        assert [receipt["status"] for receipt in receipts] == [1] * 36
        assert node.web3.eth.get_transaction_count(node.operator.address) == FIRST_NONCE + 36
        places = {(receipt["blockNumber"], receipt["transactionIndex"]) for receipt in receipts}
        assert len(places) == 36
        check_chain(node.web3)
    finally:
        node.stop()


def check_chain(web3: Web3) -> None:
    """Every block names its parent, is younger than it, and has its state and receipts."""
    blocks = [web3.eth.get_block(n) for n in range(web3.eth.block_number + 1)]
    for parent, child in itertools.pairwise(blocks):
        assert child["parentHash"] == parent["hash"]
        assert child["timestamp"] > parent["timestamp"]
        assert len(web3.eth.get_block_receipts(child["number"])) == len(child["transactions"])
        web3.eth.get_balance("0x" + "11" * 20, child["number"])  # type: ignore[arg-type]  # a string


def test_a_node_stops_cleanly_and_takes_its_endpoint_away(tmp_path: Path) -> None:
    node = start(make_home(tmp_path / "home"))
    assert (tmp_path / "home" / "node" / "endpoint").exists()
    assert node.stop() == 0
    assert not (tmp_path / "home" / "node" / "endpoint").exists()
    assert "node stopped" in (tmp_path / "home" / "node.log").read_text()


_STOPPED_WHEN_READY = """
import signal, sys
from pathlib import Path
from node.running import Service, run
stop = lambda _: signal.raise_signal(signal.SIGTERM)
run(Service(Path(sys.argv[1]), port=0, ready=stop), sys.argv[2])
"""


def test_a_signal_that_comes_while_the_node_gets_ready_is_heeded(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    words = [sys.executable, "-c", _STOPPED_WHEN_READY, str(home), PASSWORD]
    assert subprocess.run(words, timeout=60, check=False).returncode == 0
    assert not Home(home).endpoint.exists()
