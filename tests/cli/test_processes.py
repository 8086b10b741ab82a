"""`qoima up`: three processes that come and go together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import httpx
import pytest

from cli.installation import initialise, node_password, settle_password
from cli.keys import find, open_key
from cli.processes import check_port, free_port, free_ports, tail
from cli.settings import Settings
from ledger.errors import Unavailable
from tests.cli.program import children_of, here, new_home, up

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import People
    from tests.cli.program import Up

_SLOWEST = 30.0


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_home(tmp_path_factory.mktemp("up") / "home")


def test_up_keeps_three_processes_that_answer(installation: Up) -> None:
    commands = sorted(children_of(installation.process.pid).values())
    assert [command.split("cli.main ")[1] for command in commands] == [
        "api run --supervised",
        "index run --supervised",
        "node run --supervised",
    ]
    assert httpx.get(installation.url + "/readyz", trust_env=False).is_success


def test_a_child_that_dies_stops_all_and_its_reason_is_told(home: Path) -> None:
    with up(home) as running:
        children = children_of(running.process.pid)
        indexer = next(pid for pid, command in children.items() if "index" in command)
        os.kill(indexer, signal.SIGKILL)
        assert running.process.wait(_SLOWEST) == 3
        assert running.process.stderr is not None
        said = running.process.stderr.read()
    assert '"name": "indexer"' in said
    assert '"status": -9' in said


def test_a_process_ends_when_its_supervisor_is_gone(home: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "cli.main", "node", "run", "--supervised"],
        env={**os.environ, "QOIMA_HOME": str(home), "QOIMA_NODE_PORT": "0"},
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin is not None
    endpoint = home / "node" / "endpoint"
    deadline = time.monotonic() + _SLOWEST
    while not endpoint.exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.stdin.close()
    assert process.wait(_SLOWEST) == 0
    assert not endpoint.exists()


def test_a_port_in_use_is_named_before_anything_starts(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ran = here("up", "--json", QOIMA_HOME=str(home), QOIMA_NODE_PORT="0", QOIMA_API_PORT=port)
    assert ran.code == 3
    assert ran.refusal["code"] == "port.in-use"
    assert ran.refusal["port"] == int(port)


def test_a_new_home_gets_a_password_that_only_its_owner_reads(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    initialise(settings, None)
    password = tmp_path / "home" / "node" / "keys" / "password"
    assert password.stat().st_mode & 0o777 == 0o600
    assert open_key(settings, find(settings, "operator")).address
    # As a crash between the chain and its password would leave it.
    password.rename(tmp_path / "home" / ".node-password")
    settle_password(settings)
    assert node_password(settings) == password.read_text().strip()


def test_the_index_is_built_again_with_the_same_answers(installation: Up, people: People) -> None:
    before = installation.qoima("participant", "list").answer
    rebuilt = installation.qoima("index", "rebuild").answer
    status = installation.qoima("index", "status").answer
    assert (status["behind"], status["indexed"]) == (0, rebuilt["indexed"])
    assert installation.qoima("participant", "list").answer["data"] == before["data"]


def test_a_chain_is_exported_and_imported_to_the_same_head(home: Path, tmp_path: Path) -> None:
    original = {"QOIMA_HOME": str(home)}
    exported = here("node", "export", str(tmp_path / "chain.rlp"), "--json", **original).answer
    words = ["node", "import", str(tmp_path / "chain.rlp")]
    words += ["--genesis", str(home / "node" / "genesis.json"), "--json"]
    imported = here(*words, QOIMA_HOME=str(tmp_path / "copy"))
    assert imported.answer["head"] == exported["blocks"]
    again = here("node", "export", str(tmp_path / "chain.rlp"), "--json", **original)
    assert (again.code, again.refusal["code"]) == (2, "input.output-exists")
    (tmp_path / "half.rlp").write_bytes((tmp_path / "chain.rlp").read_bytes()[:-1])
    words[2] = str(tmp_path / "half.rlp")
    assert here(*words, QOIMA_HOME=str(tmp_path / "half")).code == 4


def test_a_chain_is_never_overwritten(home: Path) -> None:
    ran = here("node", "init", "--json", QOIMA_HOME=str(home))
    assert (ran.code, ran.refusal["code"]) == (1, "home.exists")


def test_a_node_without_a_chain_says_so(tmp_path: Path) -> None:
    ran = here("node", "run", "--json", QOIMA_HOME=str(tmp_path))
    assert ran.code != 0
    assert ran.refusal["code"] == "home.missing"


def test_the_end_of_a_log_is_told_and_no_more(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("\n".join(map(str, range(100_000))))
    assert tail(tmp_path / "log", 2) == "99998\n99999"
    assert tail(tmp_path / "none") == ""


def test_ports_that_are_asked_for_together_differ() -> None:
    for _ in range(20):
        assert len(set(free_ports(*["127.0.0.1"] * 20))) == 20


def test_a_free_port_is_free() -> None:
    port = free_port("127.0.0.1")
    check_port("127.0.0.1", port)
    with socket.create_server(("127.0.0.1", port)), pytest.raises(Unavailable):
        check_port("127.0.0.1", port)
