"""`qoima demo --once`: the main job from end to end, and nothing left behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from cli.demo.steps import STEPS
from cli.processes import check_port, free_ports
from tests.cli.program import children_of, here, is_alive, qoima

if TYPE_CHECKING:
    from pathlib import Path


def test_the_demonstration_shows_everything_and_leaves_nothing(tmp_path: Path) -> None:
    ports = free_ports("127.0.0.1", "127.0.0.1")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("QOIMA_")},
        "QOIMA_NODE_PORT": str(ports[0]),
        "QOIMA_API_PORT": str(ports[1]),
        "TMPDIR": str(tmp_path),
    }
    children: dict[int, str] = {}
    with (tmp_path / "out").open("wb") as out, (tmp_path / "err").open("wb") as err:
        process = subprocess.Popen(
            [sys.executable, "-m", "cli.main", "demo", "--once", "--json"],
            env=environment,
            stdout=out,
            stderr=err,
        )
        while process.poll() is None:
            children = children_of(process.pid) | children  # a zombie has no command
            time.sleep(0.3)
    assert process.returncode == 0, (tmp_path / "err").read_text()
    answers = json.loads((tmp_path / "out").read_text())
    assert len(answers) == len(STEPS)
    assert len(answers["admit"]) == 5
    assert {each["amount"] for each in answers["holders"]["data"]} == {"750", "200"}
    assert answers["verify"]["data"]["matches"][0]["deposit"]["number"] == 1
    assert answers["possessor"]["data"]["status"] == "accepted"
    assert answers["notification"]["data"]["status"] == "acknowledged"
    assert len([c for c in children.values() if "cli.main" in c]) == 3
    assert not any(is_alive(pid) for pid in children)
    for port in ports:
        check_port("127.0.0.1", port)
    assert {path.name for path in tmp_path.iterdir()} == {"out", "err"}


def test_a_home_that_is_not_new_is_refused(tmp_path: Path) -> None:
    (tmp_path / "something").write_text("here")
    ran = here("demo", "--once", "--json", QOIMA_HOME=str(tmp_path))
    assert (ran.code, ran.refusal["code"]) == (2, "input.home-not-empty")


def test_a_step_that_fails_is_named_with_the_reason_in_the_logs(tmp_path: Path) -> None:
    environment = {"QOIMA_CONTENT_URL": "ftp://127.0.0.1:5001"}
    ran = qoima("demo", "--once", QOIMA_HOME=str(tmp_path / "home"), **environment)
    assert ran.code == 1
    assert "start the node, the indexer and the API" in ran.err
    assert "--- api.log" in ran.err
    assert "ftp://127.0.0.1:5001 is not supported" in ran.err
