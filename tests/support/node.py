"""A real node in a process of its own, and what tests do with one.

    with running_node(tmp_path / "home") as node:
        issuer = node.admit(Role.ISSUER)
        receipt = node.act(issuer, "digital_assets", "register_class", 1, ...)

The fixture `chain_node` (tests/conftest.py) is one such node for the whole session: tests that use
it admit accounts of their own and do not count on being alone.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from enum import IntFlag
from functools import cached_property
from typing import TYPE_CHECKING, Any

from eth_account import Account
from web3 import Web3
from web3.middleware import ExtraDataToPOAMiddleware
from web3.types import TxParams, Wei

from contracts.loader import load
from node.deployment import Home
from node.initialise import initialise
from tests.support.clocks import SHIFT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from eth_account.signers.local import LocalAccount
    from web3.contract import Contract
    from web3.types import TxReceipt

__all__ = [
    "BASIS",
    "PASSWORD",
    "Role",
    "RunningNode",
    "connect",
    "make_home",
    "running_node",
    "signed",
    "spawn",
    "start",
]

BASIS = b"\x0e" * 32
"""The basis of every decision of the authority that a test has made."""

PASSWORD = "the password of keys made for one test"
_SLOWEST_START = 120.0


class Role(IntFlag):
    """The bits of the contract `participants`."""

    AUTHORITY = 1
    OPERATOR = 2
    ATTESTOR = 4
    ISSUER = 8
    DEPOSITOR = 16
    MINER = 32


@dataclass(frozen=True)
class RunningNode:
    """A node that answers at `url`; its keys as accounts that sign."""

    url: str
    home: Path
    process: subprocess.Popen[bytes]
    operator: LocalAccount
    sealer: LocalAccount
    authority: LocalAccount

    @cached_property
    def deployment(self) -> dict[str, Any]:
        """The content of deployment.json."""
        document: dict[str, Any] = json.loads(Home(self.home).deployment.read_bytes())
        return document

    @property
    def deployment_path(self) -> Path:
        return Home(self.home).deployment

    @cached_property
    def web3(self) -> Web3:
        return connect(self.url)

    def contract(self, name: str) -> Contract:
        """A deployed contract by its name, for calls: `node.contract("depository").functions`."""
        address = self.deployment["contracts"][name]["address"]
        contract: Contract = self.web3.eth.contract(address=address, abi=load(name).abi)
        return contract

    def call(self, contract: str, function: str, *arguments: Any) -> Any:
        """What a view answers at the head."""
        return self.contract(contract).functions[function](*arguments).call()

    def signed(self, account: LocalAccount, contract: str, function: str, *arguments: Any) -> bytes:
        """A signed transaction, not sent; it is simulated first, so that a revert raises here."""
        free: TxParams = {
            "from": account.address,
            "maxFeePerGas": Wei(0),
            "maxPriorityFeePerGas": Wei(0),
        }
        free["nonce"] = self.web3.eth.get_transaction_count(account.address, "pending")
        transaction = self.contract(contract).functions[function](*arguments)
        return signed(account, dict(transaction.build_transaction(free)))

    def act(
        self, account: LocalAccount, contract: str, function: str, *arguments: Any
    ) -> TxReceipt:
        """Sign, send and wait; the act must succeed."""
        return self.sealed(self.signed(account, contract, function, *arguments))

    def decree(self, contract: str, function: str, *arguments: Any) -> TxReceipt:
        """Have the authority, which decides alone, call a function of a contract."""
        called = self.contract(contract)
        data = called.encode_abi(function, list(arguments))
        return self.act(self.authority, "participants", "propose", called.address, data, BASIS)

    def sealed(self, raw: bytes) -> TxReceipt:
        """Send a signed transaction and wait for a successful receipt."""
        sent = self.web3.eth.send_raw_transaction(raw)
        receipt = self.web3.eth.wait_for_transaction_receipt(sent, timeout=30, poll_latency=0.02)
        assert receipt["status"] == 1
        return receipt

    def admit(self, roles: int = 0, subject: bytes = b"\x11" * 32) -> LocalAccount:
        """Make an account and have the authority admit it with these roles."""
        account: LocalAccount = Account.create()
        self.decree("participants", "admit", account.address, int(roles), subject)
        return account

    def shift(self, seconds: int) -> None:
        """Let time pass for a shifting node, up to a block that it seals then."""
        path = self.home / SHIFT
        path.write_text(str(seconds + int(path.read_text() if path.exists() else 0)))
        self.admit()

    def rpc(self, method: str, *parameters: Any) -> Any:
        """The whole JSON-RPC answer to a request, errors included."""
        return self.web3.provider.make_request(method, list(parameters))  # type: ignore[arg-type]  # any name

    def stop(self) -> int:
        """End the node as a service manager does, and return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)

    def kill(self) -> None:
        """End the node as a power cut does."""
        self.process.kill()
        self.process.wait()


def signed(account: LocalAccount, transaction: dict[str, Any]) -> bytes:
    """The raw bytes of a transaction with the account's signature."""
    return bytes(account.sign_transaction(transaction).raw_transaction)


def connect(url: str) -> Web3:
    """web3.py for a Clique chain."""
    web3 = Web3(Web3.HTTPProvider(url))
    web3.middleware_onion.inject(ExtraDataToPOAMiddleware, layer=0)
    return web3


def make_home(home: Path, **options: Any) -> Path:
    """A new chain with keystores that open fast; `options` as `initialise` has them."""
    initialise(home, PASSWORD, scrypt_n=2, **options)
    return home


def spawn(home: Path, *, patient: bool = False, shifting: bool = False) -> subprocess.Popen[bytes]:
    """Begin to run the node of a home.

    A patient one waits out each second between blocks; the clock of a shifting one is moved on by
    `RunningNode.shift`.
    """
    Home(home).endpoint.unlink(missing_ok=True)
    environment = {**os.environ, "QOIMA_TEST_PASSWORD": PASSWORD}
    command = [sys.executable, "-m", "tests.support.node_process", str(home)]
    words = ["patient"] * patient + ["shifting"] * shifting
    with (home / "node.log").open("ab") as log:
        return subprocess.Popen(
            [*command, *words],
            env=environment,
            stdout=log,
            stderr=log,
        )


def start(home: Path, *, patient: bool = False, shifting: bool = False) -> RunningNode:
    """Run the node of a home on a free port and return when it answers; `patient` as in `spawn`."""
    process = spawn(home, patient=patient, shifting=shifting)
    endpoint = Home(home).endpoint
    deadline = time.monotonic() + _SLOWEST_START
    while not (endpoint.exists() and endpoint.read_text().endswith("\n")):
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            process.wait()
            raise AssertionError((home / "node.log").read_text())
        time.sleep(0.02)
    return RunningNode(
        url=endpoint.read_text().strip(),
        home=home,
        process=process,
        operator=_account(home, "operator"),
        sealer=_account(home, "sealer"),
        authority=_account(home, "authority"),
    )


@contextlib.contextmanager
def running_node(
    home: Path, *, patient: bool = False, shifting: bool = False, **options: Any
) -> Iterator[RunningNode]:
    """A new chain and its node; the node is stopped at the end."""
    node = start(make_home(home, **options), patient=patient, shifting=shifting)
    try:
        yield node
    finally:
        node.stop()


def _account(home: Path, name: str) -> LocalAccount:
    keystore = Home(home).key(name).read_text()
    account: LocalAccount = Account.from_key(Account.decrypt(keystore, PASSWORD))
    return account
