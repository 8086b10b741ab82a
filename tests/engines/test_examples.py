"""The examples of the documentation do what they say, from no key to a proof that holds."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from eth_account import Account

from cli.demo.cast import CAST
from ledger.deployment import read_deployment
from qoima.client import acts
from qoima.client.agent import Agent
from qoima.client.http import Client
from tests.cli.program import here, new_home, up
from tests.engines.conftest import BIN, JS
from tests.support.node import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.program import Up

pytestmark = pytest.mark.engines

_EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
_PROGRAMS = {"deposit.sh": "bash", "deposit.py": sys.executable, "deposit.mjs": "node"}
_DEPOSITOR = next(member for member in CAST if member.part == "depositor")


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    with up(new_home(tmp_path_factory.mktemp("examples") / "home")) as running:
        yield running


@pytest.fixture(params=sorted(_PROGRAMS))
def example(request: pytest.FixtureRequest, tmp_path: Path) -> list[str]:
    """The words that run an example, copied to a folder that has the packages of Node.js."""
    copied = shutil.copy(_EXAMPLES / request.param, tmp_path)
    (tmp_path / "node_modules").symlink_to(JS / "node_modules")
    return [_PROGRAMS[request.param], str(copied)]


def run(
    installation: Up, words: list[str], *more: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run an example against an installation whose deployment it trusts."""
    trusted = read_deployment(installation.home / "node" / "deployment.json")
    path = os.pathsep.join((str(BIN), str(JS / "node_modules" / ".bin"), os.environ["PATH"]))
    given = {
        "PATH": path,
        "QOIMA_URL": installation.url,
        "QOIMA_RPC_URL": f"http://127.0.0.1:{installation.ports[0]}",
        "DEPOSITORY": trusted.contracts["depository"].address,
        "CHAIN_ID": str(trusted.chain_id),
        **environment,
    }
    return subprocess.run(
        [*words, *more], env={**os.environ, **given}, capture_output=True, text=True, check=False
    )


def admit(installation: Up, account: str) -> None:
    """What the authorised body does once it knows whose key it is."""
    authority = (installation.home / "node" / "keys" / "authority.json").read_text()
    key: Any = Account.from_key(Account.decrypt(authority, PASSWORD))
    trusted = read_deployment(installation.home / "node" / "deployment.json")
    with Client.connect(installation.url) as client:
        agent = Agent(client, key, trusted)
        acts.admit(agent, account, _DEPOSITOR.roles, _DEPOSITOR.subject, b"\x5a" * 32)


def test_from_no_key_to_a_proof_that_holds(
    installation: Up, example: list[str], tmp_path: Path
) -> None:
    key, file, proof = tmp_path / "key", tmp_path / "есеп v1.txt", tmp_path / "proof.json"
    file.write_text(f"deposited by {example}\n")
    made = run(installation, example, "key", str(key))
    assert made.returncode == 0, made.stderr
    assert key.stat().st_mode & 0o077 == 0
    stranger = run(installation, example, "put", str(key), str(file), str(proof))
    assert stranger.returncode == 1
    assert "contract.refused" in stranger.stderr, stranger
    assert not proof.exists() or not proof.stat().st_size
    admit(installation, made.stdout.strip())
    done = run(installation, example, "put", str(key), str(file), str(proof))
    assert done.returncode == 0, done.stderr
    trust = str(installation.home / "node" / "deployment.json")
    verdict = here("verify", str(proof), str(file), "--trust", trust, "--json").answer
    assert str(verdict["statement"]["number"]) == done.stdout.strip(), json.dumps(verdict)
    file.write_text("something else\n")
    assert here("verify", str(proof), str(file), "--trust", trust, "--json").code == 4


def test_nothing_is_signed_for_another_contract_or_chain(
    installation: Up, example: list[str], tmp_path: Path
) -> None:
    key, file, proof = tmp_path / "key", tmp_path / "file.txt", tmp_path / "proof.json"
    file.write_text(f"meant for another {example}\n")
    admit(installation, run(installation, example, "key", str(key)).stdout.strip())
    words = (installation, example, "put", str(key), str(file), str(proof))
    assert run(*words, DEPOSITORY="0x" + "11" * 20).returncode == 1
    assert run(*words, CHAIN_ID="1").returncode == 1
    assert not proof.exists()
