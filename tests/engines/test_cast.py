"""`cast`, a client that no one here wrote, reads the chain over JSON-RPC."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.engines.conftest import ROOT, cast, cast_complaint

if TYPE_CHECKING:
    from tests.engines.conftest import Recorded

pytestmark = pytest.mark.engines


def test_it_shows_the_block_of_the_deposit(recorded: Recorded) -> None:
    number = str(recorded.deposited["blockNumber"])
    block = json.loads(cast(recorded.node, "block", number, "--json"))
    assert block["hash"] == "0x" + recorded.deposited["blockHash"].hex()
    assert "0x" + recorded.deposited["transactionHash"].hex() in block["transactions"]
    assert int(block["baseFeePerGas"], 16) == 0


def test_it_shows_the_receipt_of_the_deposit(recorded: Recorded) -> None:
    sent = "0x" + recorded.deposited["transactionHash"].hex()
    receipt = json.loads(cast(recorded.node, "receipt", sent, "--json"))
    assert int(receipt["status"], 16) == 1
    assert receipt["from"].lower() == recorded.depositor.address.lower()
    assert len(receipt["logs"]) == 1


def test_it_shows_the_logs_of_the_deposit(recorded: Recorded) -> None:
    depository = recorded.node.deployment["contracts"]["depository"]["address"]
    event = (
        "Deposited(uint256,bytes32,uint256,address,uint256,uint256,uint256,uint256,bytes32,uint256)"
    )
    found = cast(
        recorded.node, "logs", "--json", "--address", depository, "--from-block", "0", event
    )
    (log,) = json.loads(found)
    assert log["topics"][2] == "0x" + ROOT.hex()
    assert log["transactionHash"] == "0x" + recorded.deposited["transactionHash"].hex()


def test_it_calls_the_depository_directly(recorded: Recorded) -> None:
    depository = recorded.node.deployment["contracts"]["depository"]["address"]
    claim = ("claim_by_index(bytes32,uint256)(uint256)", ROOT.hex(), "0")
    number = cast(recorded.node, "call", depository, *claim)
    owner = cast(recorded.node, "call", depository, "owner_of(uint256)(address)", "1")
    assert number == "1"
    assert owner == recorded.depositor.address


def test_it_reads_a_balance_of_tokens(recorded: Recorded) -> None:
    assets = recorded.node.deployment["contracts"]["digital_assets"]["address"]
    arguments = ("balanceOf(address,uint256)(uint256)", recorded.holder.address, "1")
    assert cast(recorded.node, "call", assets, *arguments) == "40"


def test_it_is_told_why_a_call_is_refused(recorded: Recorded) -> None:
    depository = recorded.node.deployment["contracts"]["depository"]["address"]
    call = ("call", depository, "owner_of(uint256)(address)", "99")
    assert "depository: no such deposit" in cast_complaint(recorded.node, *call)


def test_a_stranger_s_transaction_by_cast_is_refused(recorded: Recorded) -> None:
    complaint = cast_complaint(
        recorded.node,
        *("send", recorded.holder.address, "--private-key", "0x" + "5a" * 32),
        *("--gas-price", "0", "--priority-gas-price", "0", "--gas-limit", "21000"),
    )
    assert "sender-not-admitted" in complaint
