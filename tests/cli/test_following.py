"""`qoima node follow` and `compare` against a real node in a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from eth_account import Account

from node.deployment import Home
from tests.cli.program import here, new_home
from tests.support.node import BASIS, PASSWORD, connect, start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from web3 import Web3

    from tests.support.node import RunningNode

_SLOWEST = 60.0


@pytest.fixture(scope="module")
def sealing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningNode]:
    """Its blocks come in real time, so that a follower's clock agrees."""
    node = start(new_home(tmp_path_factory.mktemp("sealing") / "home"), patient=True)
    try:
        node.admit()
        yield node
    finally:
        node.stop()


def roots(node: RunningNode) -> list[str]:
    paths = Home(node.home)
    return ["--genesis", str(paths.genesis), "--deployment", str(paths.deployment)]


@contextlib.contextmanager
def program(*words: str, home: Path) -> Iterator[tuple[subprocess.Popen[str], Web3]]:
    """A command of `qoima node` that goes on serving, ready."""
    endpoint = Home(home).endpoint
    endpoint.unlink(missing_ok=True)
    environment = {**os.environ, "QOIMA_HOME": str(home), "QOIMA_LANGUAGE": "en"}
    with subprocess.Popen(
        [sys.executable, "-m", "cli.main", "node", *words, "--port", "0", "--json"],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            until(lambda: endpoint.exists() and endpoint.read_text().endswith("\n"), process)
            yield process, connect(endpoint.read_text().strip())
        finally:
            process.kill()


def until(condition: Callable[[], Any], process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + _SLOWEST
    while not condition():
        assert process.poll() is None, process.stderr and process.stderr.read()
        assert time.monotonic() < deadline
        time.sleep(0.05)


def asked(web3: Web3, method: str, *parameters: Any) -> Any:
    return web3.provider.make_request(method, list(parameters))  # type: ignore[arg-type]  # any name


def test_a_follower_serves_the_same_chain_and_passes_transactions_on(
    sealing: RunningNode, tmp_path: Path
) -> None:
    words = ["follow", sealing.url, *roots(sealing), "--forward"]
    with program(*words, home=tmp_path / "home") as (process, web3):
        participants = sealing.contract("participants")
        data = participants.encode_abi("admit", ["0x" + "78" * 20, 0, b"\x01" * 32])
        asked_for = ("propose", participants.address, data, BASIS)
        raw = sealing.signed(sealing.authority, "participants", *asked_for)
        sent = web3.eth.send_raw_transaction(raw)
        receipt = web3.eth.wait_for_transaction_receipt(sent, 30)
        assert receipt == sealing.web3.eth.get_transaction_receipt(sent)
        again = asked(web3, "eth_sendRawTransaction", "0x" + raw.hex())
        assert again["error"]["data"]["code"] in {"already-known", "nonce-too-low"}
        following = asked(web3, "qoima_following")["result"]
        assert (following["standing"], following["lag"]) == ("following", 0)
        assert asked(web3, "eth_syncing")["result"] is False
        url = Home(tmp_path / "home").endpoint.read_text().strip()
        assert "qoima_node_lag_blocks 0.0" in httpx.get(url + "/metrics").text
        assert httpx.get(url + "/readyz").json()["head"]["number"] >= receipt["blockNumber"]
        process.send_signal(signal.SIGTERM)
        assert process.wait(_SLOWEST) == 0


def test_following_once_ends_at_the_head(sealing: RunningNode, tmp_path: Path) -> None:
    words = ["node", "follow", sealing.url, *roots(sealing), "--once", "--json"]
    words += ["--home", str(tmp_path / "home")]
    answer = here(*words).answer
    assert answer["hash"] == "0x" + sealing.web3.eth.get_block(answer["head"])["hash"].hex()


def test_a_witness_signs_and_the_sealing_side_serves_its_signatures(
    sealing: RunningNode, tmp_path: Path
) -> None:
    witness = sealing.admit()
    keystore = tmp_path / "witness.json"
    keystore.write_text(json.dumps(Account.encrypt(witness.key, PASSWORD, "scrypt", 2)))
    (tmp_path / "password").write_text(PASSWORD + "\n")
    words = ["node", "witness", sealing.url, "--key", str(keystore), *roots(sealing), "--once"]
    answer = here(*words, "--home", str(tmp_path / "home"), "--json").answer
    assert answer["published"] == answer["head"] == sealing.web3.eth.block_number
    served = sealing.rpc("qoima_getWitnesses", hex(answer["head"]))["result"]
    assert served["hash"] == answer["hash"]
    assert witness.address in [each["witness"] for each in served["witnesses"]]
    (tmp_path / "password").write_text("another\n")
    refused = here(*words, "--home", str(tmp_path / "home"), "--json")
    assert (refused.code, refused.refusal["code"]) == (1, "key.password")


def test_a_follower_without_roots_is_refused(sealing: RunningNode, tmp_path: Path) -> None:
    words = ["node", "follow", sealing.url, "--once", "--json"]
    refused = here(*words, QOIMA_HOME=str(tmp_path / "home"))
    assert (refused.code, refused.refusal["code"]) == (1, "follow.roots-needed")
    words += ["--genesis", str(Home(sealing.home).genesis), "--sha256", "00" * 32]
    refused = here(*words, QOIMA_HOME=str(tmp_path / "home"))
    assert (refused.code, refused.refusal["code"]) == (4, "node.bad-genesis")
    assert not (tmp_path / "home" / "node").exists()


def test_nodes_of_one_chain_are_the_same_and_of_two_are_not(
    sealing: RunningNode, chain_node: RunningNode
) -> None:
    same = here("node", "compare", sealing.url, sealing.url + "/", "--full", "--json").answer
    assert same["same"] is True
    assert same["heights_compared"] == same["common_height"] + 1
    differs = here("node", "compare", sealing.url, chain_node.url, "--json")
    assert differs.code == 4
    assert '"first_difference": 0' in differs.out
    assert differs.refusal["code"] == "compare.differs"
    silent = here("node", "compare", sealing.url, "http://127.0.0.1:1", "--json")
    assert (silent.code, silent.refusal["code"]) == (3, "source.unreachable")
