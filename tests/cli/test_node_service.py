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
from eth_account import Account

from node.deployment import Home
from tests.support.node import PASSWORD, make_home, signed

if TYPE_CHECKING:
    from pathlib import Path

ORIGIN = "https://explorer.example"


def too_much() -> dict[str, object]:
    """A request to send a transaction that asks for more gas, by one, than the setting allows."""
    fields = {"chainId": 33012015, "nonce": 0, "to": "0x" + "11" * 20, "value": 0, "gas": 200_001}
    raw = signed(Account.create(), {**fields, "maxFeePerGas": 0, "maxPriorityFeePerGas": 0})
    method, parameters = "eth_sendRawTransaction", ["0x" + raw.hex()]
    return {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}


def test_it_logs_json_without_secrets_and_holds_to_its_settings(
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
        "QOIMA_NODE_TRANSACTION_GAS": "200000",
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
        refused = httpx.post(url, json=too_much()).json()["error"]
        process.send_signal(signal.SIGTERM)
        _, written = process.communicate(timeout=30)
    assert process.returncode == 0
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == ORIGIN
    assert refused["message"] == "transaction gas limit too high"
    assert refused["data"] == {"code": "gas-over-cap", "found": "200001", "limit": 200_000}
    lines = [json.loads(line) for line in written.splitlines()]
    assert [line["message"] for line in lines][-1] == "node stopped"
    assert all(line["time"].endswith("Z") for line in lines)
    assert PASSWORD not in written
