"""Wallets' libraries decode the errors of ERC-7943 by the committed ABI, with their arguments."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from eth_account import Account

from contracts.loader import load
from tests.engines.conftest import run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.engines.conftest import Recorded

pytestmark = pytest.mark.engines

INTERFACES = ("0x01ffc9a7", "0xd9b67a26", "0x0e89341c", "0x41c4fbad", "0xffffffff")


@pytest.fixture(scope="module")
def refused(recorded: Recorded) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Calls that the contract refuses, and what of each must be told.

    The holder has forty, thirty-five of them frozen; another participant has no access.
    """
    node, holder = recorded.node, recorded.holder.address
    stranger, other = Account.create().address, node.admit().address
    issuer = node.call("digital_assets", "holder_at", 1, 0)
    assert issuer != holder
    node.decree("digital_assets", "setFrozenTokens", holder, 1, 35)

    def call(owner: str, to: str, amount: int) -> dict[str, Any]:
        return {"from": owner, "args": [owner, to, 1, amount, "0x"]}

    calls = [
        call(stranger, issuer, 1),
        call(holder, stranger, 1),
        call(holder, other, 1),
        call(holder, issuer, 6),
    ]
    told = [
        {"name": "ERC7943CannotSend", "args": [stranger]},
        {"name": "ERC7943CannotReceive", "args": [stranger]},
        {"name": "ERC7943CannotTransfer", "args": [holder, other, "1", "1"]},
        {"name": "ERC7943InsufficientUnfrozenBalance", "args": [holder, "1", "6", "5"]},
    ]
    task = {
        "url": node.url,
        "address": node.deployment["contracts"]["digital_assets"]["address"],
        "abi": load("digital_assets").abi,
        "calls": calls,
        "interfaces": INTERFACES,
    }
    return task, told


@pytest.mark.parametrize("script", ["errors_ethers.mjs", "errors_viem.mjs"])
def test_each_error_is_decoded_by_name_with_its_arguments(
    refused: tuple[dict[str, Any], list[dict[str, Any]]], script: str, tmp_path: Path
) -> None:
    task, told = refused
    (tmp_path / "task.json").write_text(json.dumps(task))
    done = run("node", script, str(tmp_path / "task.json"), check=False)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["refusals"] == told
    assert answer["ids"] == [True, True, True, True, False]
