"""A chain with records of every kind, and the outside programs that read it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.engines.keeper import Keeper, keeping
from tests.engines.kubo import PROGRAMS, Kubo, running_kubo
from tests.support.node import Role, running_node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eth_account.signers.local import LocalAccount
    from web3.types import TxReceipt

    from tests.support.node import RunningNode

ROOT = bytes.fromhex("a1" * 32)
JS = Path(__file__).parent / "js"
BIN = Path(sys.executable).parent  # Node.js of the locked packages comes first
_DAY = 86_400


@dataclass(frozen=True)
class Recorded:
    """A running node and what was recorded on it."""

    node: RunningNode
    depositor: LocalAccount
    holder: LocalAccount
    deposited: TxReceipt


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorded]:
    """A node on which there are records of every kind."""
    with running_node(tmp_path_factory.mktemp("engines") / "home") as node:
        yield record_all(node)


def record_all(node: RunningNode) -> Recorded:
    """Participants, a deposit accepted, tokens issued and moved, a notification acknowledged."""
    depositor = node.admit(Role.DEPOSITOR)
    deposited = node.act(depositor, "depository", "deposit", ROOT, 1024, 3, 0, 0, bytes(32))
    node.act(node.operator, "depository", "accept", 1)
    holder = _record_assets(node)
    _record_notification(node)
    return Recorded(node, depositor, holder, deposited)


def _record_assets(node: RunningNode) -> LocalAccount:
    """Register, attest, issue, move; return who holds 40 of the 100."""
    issuer, attestor, holder = node.admit(Role.ISSUER), node.admit(Role.ATTESTOR), node.admit()
    digest = b"\x22" * 32
    rights = [("delivery", digest)]
    node.act(issuer, "asset_classes", "register_class", 1, digest, rights, "ipfs://rights")
    numbers = [node.call("participants", "number_of", each.address) for each in (issuer, holder)]
    node.decree("asset_classes", "attest_system", numbers[0], digest)
    node.act(issuer, "asset_classes", "grant_access", 1, numbers[1])
    until = node.web3.eth.get_block("latest")["timestamp"] + 365 * _DAY
    node.act(attestor, "digital_assets", "attest_backing", 1, 100, until, digest)
    node.act(issuer, "digital_assets", "issue", 1, issuer.address, 100)
    move = (issuer.address, holder.address, 1, 40, b"")
    node.act(issuer, "digital_assets", "safeTransferFrom", *move)
    return holder


def _record_notification(node: RunningNode) -> None:
    miner = node.admit(Role.MINER)
    starts_at = node.web3.eth.get_block("latest")["timestamp"] + 40 * _DAY
    node.act(miner, "mining_registry", "notify", b"\x33" * 32, starts_at)
    node.decree("mining_registry", "acknowledge", 1, b"\x33" * 32)


def run(
    *command: str, check: bool = True, seconds: float = 120
) -> subprocess.CompletedProcess[str]:
    """Run an outside program from the locked packages and keep what it prints."""
    return subprocess.run(
        command,
        check=check,
        capture_output=True,
        text=True,
        timeout=seconds,
        cwd=JS,
        env={**os.environ, "NO_COLOR": "1", "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"},
    )


def cast(node: RunningNode, *arguments: str) -> str:
    """What `cast` (Foundry) prints when pointed at a node; it must not complain."""
    done = _cast(node, arguments)
    assert not done.stderr, done.stderr
    return done.stdout.strip()


def cast_complaint(node: RunningNode, *arguments: str) -> str:
    """What `cast` says when it fails; its npm wrapper exits with 0 all the same."""
    done = _cast(node, arguments)
    assert done.stderr.startswith("Error:"), done
    return done.stderr


def _cast(node: RunningNode, arguments: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    program = str(JS / "node_modules" / ".bin" / "cast")
    return run(program, *arguments, "--rpc-url", node.url)


@pytest.fixture(scope="module", params=PROGRAMS, ids=lambda path: path.parent.name)
def kubo(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Kubo]:
    """A kubo of each version that is here, with a repository of its own."""
    with running_kubo(request.param, tmp_path_factory.mktemp("kubo")) as running:
        yield running


@pytest.fixture
def keeper(kubo: Kubo, tmp_path: Path) -> Iterator[Keeper]:
    """The care of deposits whose content lies in a kubo."""
    with keeping(kubo, tmp_path) as made:
        yield made
