"""`qoima node run` as a service manager runs it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import httpx

from node.deployment import Home
from tests.support.node import PASSWORD, make_home

if TYPE_CHECKING:
    from pathlib import Path

ORIGIN = "https://explorer.example"


def test_it_logs_json_without_secrets_and_admits_the_origins_of_its_settings(
    tmp_path: Path,
) -> None:
    home = make_home(tmp_path / "home")
    password = tmp_path / "password"
    password.write_text(PASSWORD)
    password.chmod(0o600)
    environment = {
        **os.environ,
        "QOIMA_HOME": str(home),
        "QOIMA_NODE_PORT": "0",
        "QOIMA_NODE_ORIGINS": f"https://other.example, {ORIGIN}",
        "QOIMA_PASSWORD_FILE": str(password),
        "QOIMA_LOG_FORMAT": "json",
    }
    command = [sys.executable, "-m", "cli.main", "node", "run"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        endpoint = Home(home).endpoint
        while not (endpoint.exists() and endpoint.read_text().endswith("\n")):
            assert process.poll() is None, process.stderr and process.stderr.read()
            time.sleep(0.05)
        url = endpoint.read_text().strip()
        answer = httpx.get(url + "/readyz", headers={"origin": ORIGIN})
        process.send_signal(signal.SIGTERM)
        _, written = process.communicate(timeout=30)
    assert process.returncode == 0
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == ORIGIN
    lines = [json.loads(line) for line in written.splitlines()]
    assert [line["message"] for line in lines][-1] == "node stopped"
    assert all(line["time"].endswith("Z") for line in lines)
    assert PASSWORD not in written
