"""The nodes that are measured, each started for its turn and ended after it."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eth_account import Account
from eth_tester import PyEVMBackend  # type: ignore[import-untyped]  # has no types

from benchmarks.reference.client import Client, number_of
from benchmarks.reference.workload import Workload
from node.initialise import DEFAULT_CHAIN_ID
from tests.support.node import make_home, start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from eth_account.signers.local import LocalAccount

__all__ = ["PEERS", "Peer", "free_port"]

_JS = Path(__file__).parents[1] / "js"
_PATIENCE = 60.0


@dataclass(frozen=True)
class Peer:
    """A node that answers: where, which process, and the calls signed for it."""

    url: str
    pid: int
    workload: Workload
    seals_each: bool = False
    """Whether every transaction gets a block of its own at once."""


@contextlib.contextmanager
def qoima() -> Iterator[Peer]:
    """This node, with a block a second."""
    with tempfile.TemporaryDirectory() as folder:
        node = start(make_home(Path(folder) / "home"), patient=True)
        try:
            workload = Workload(node.operator, DEFAULT_CHAIN_ID, first_nonce=4)
            yield Peer(node.url, node.process.pid, workload)
        finally:
            node.stop()


@contextlib.contextmanager
def anvil() -> Iterator[Peer]:
    """Foundry's node in Rust; state in memory."""
    rules = ("--hardfork", "london", "--base-fee", "0", "--gas-price", "0", "--block-time", "1")
    size = ("--gas-limit", "4000000000", "--chain-id", str(DEFAULT_CHAIN_ID), "--silent")
    port = free_port()
    command = ("node_modules/.bin/anvil", "--port", str(port), *rules, *size)
    with _process(command, port) as pid:
        yield Peer(_url(port), pid, _somebody())


@contextlib.contextmanager
def hardhat() -> Iterator[Peer]:
    """Nomic's node in Rust under Node.js; state in memory."""
    port = free_port()
    options = (
        "--config",
        "hardhat.config.mjs",
        "--network",
        "node",
        *("--hostname", "127.0.0.1", "--port", str(port)),
    )
    with _process(("node_modules/.bin/hardhat", "node", *options), port) as pid:
        yield Peer(_url(port), pid, _somebody())


def eth_tester() -> contextlib.AbstractContextManager[Peer]:
    """eth-tester with py-evm as the package installs it; state in memory."""
    return _eth_tester("eth_keys.backends.NativeECCBackend", "pycryptodome")


def eth_tester_native() -> contextlib.AbstractContextManager[Peer]:
    """The same with coincurve and with keccak from C."""
    return _eth_tester("eth_keys.backends.CoinCurveECCBackend", "pysha3")


@contextlib.contextmanager
def _eth_tester(curve: str, keccak: str) -> Iterator[Peer]:
    port = free_port()
    chosen = (f"ECC_BACKEND_CLASS={curve}", f"ETH_HASH_BACKEND={keccak}")
    command = ("env", *chosen, sys.executable, "-m", "benchmarks.reference.tester", str(port))
    with _process(command, port, Path.cwd()) as pid:
        key = PyEVMBackend().account_keys[0]
        chain_id = number_of(Client(_url(port)).ask("eth_chainId"))
        workload = Workload(Account.from_key(key.to_bytes()), chain_id, 0, fee=10**10)
        yield Peer(_url(port), pid, workload, seals_each=True)


PEERS: dict[str, Callable[[], contextlib.AbstractContextManager[Peer]]] = {
    "qoima": qoima,
    "eth-tester": eth_tester,
    "eth-tester-native": eth_tester_native,
    "hardhat": hardhat,
    "anvil": anvil,
}


def _somebody() -> Workload:
    """Calls of an account without funds, which it does not need at a fee of zero."""
    account: LocalAccount = Account.from_key(b"\x07" * 32)
    return Workload(account, DEFAULT_CHAIN_ID, first_nonce=0)


def _url(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _process(command: Sequence[str], port: int, folder: Path = _JS) -> Iterator[int]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # its Node.js first
    environment = {**os.environ, "PATH": path, "HARDHAT_DISABLE_TELEMETRY_PROMPT": "true"}
    nowhere = subprocess.DEVNULL
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=nowhere,
        stdout=nowhere,
        stderr=nowhere,
        start_new_session=True,
    ) as process:
        try:
            _wait_for(port, process)
            yield process.pid
        finally:
            os.killpg(process.pid, signal.SIGTERM)  # Node.js comes with processes of its own


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        if process.poll() is not None or time.monotonic() > deadline:
            message = f"{process.args!r} does not start; see benchmarks/js/setup.sh"
            raise RuntimeError(message)
        time.sleep(0.05)
