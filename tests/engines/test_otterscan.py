"""What Otterscan asks of a node is answered in shapes that ethers, which it stands on, can read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from node.primitives import hexed
from tests.engines.conftest import ROOT, run
from tests.support.node import signed

if TYPE_CHECKING:
    from hexbytes import HexBytes

    from tests.engines.conftest import Recorded

pytestmark = pytest.mark.engines


def refused(recorded: Recorded) -> HexBytes:
    """A transaction that the contract refuses: the same root is deposited once more."""
    node, sender = recorded.node, recorded.depositor
    contract = node.contract("depository")
    fields = {
        "chainId": node.deployment["chain_id"],
        "nonce": node.web3.eth.get_transaction_count(sender.address),
        "to": contract.address,
        "data": contract.encode_abi("deposit", [ROOT, 1024, 3, 0, 0, bytes(32)]),
        "value": 0,
        "gas": 1_000_000,
        "maxFeePerGas": 0,
        "maxPriorityFeePerGas": 0,
    }
    sent = node.web3.eth.send_raw_transaction(signed(sender, fields))
    receipt = node.web3.eth.wait_for_transaction_receipt(sent, timeout=30)
    assert receipt["status"] == 0
    return receipt["transactionHash"]


@pytest.mark.parametrize("scheme", ["http", "ws"])
def test_otterscan_s_questions_are_answered(recorded: Recorded, scheme: str) -> None:
    node = recorded.node
    participants = node.contract("participants").address
    sent, block = hexed(recorded.deposited["transactionHash"]), recorded.deposited["blockNumber"]
    url = node.url.replace("http", scheme, 1)
    arguments = (url, participants, str(block), sent, hexed(refused(recorded)))
    answer: dict[str, Any] = json.loads(run("node", "otterscan.mjs", *arguments).stdout)
    assert answer["start"]["chainId"] == node.deployment["chain_id"]
    assert answer["block"] == [sent]
    created = node.deployment["contracts"]["participants"]["transaction"]
    creator = {"isContract": True, "creator": node.operator.address, "created": created}
    assert answer["account"] == creator
    assert answer["sender"] == {"isContract": False, "creator": None}
    assert sent in answer["history"]  # the depository asks it who deposits
    assert len(set(answer["history"])) == len(answer["history"]) > 8
    assert answer["history"][-1] == created
    done = answer["transaction"]
    assert (done["status"], done["error"], done["operations"]) == (1, "0x", [])
    assert done["trace"][0] == "0 CALL"
    assert "1 STATICCALL" in done["trace"]
    assert (done["before"], done["beyond"]) == (None, None)  # of the first of its sender
    assert answer["failed"]["status"] == 0
    assert answer["failed"]["before"] is not None
    assert answer["failed"]["reason"].startswith("depository: ")
    assert answer["beyond"] is None
