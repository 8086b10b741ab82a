"""eth_getLogs: what is found, and which filters make no sense."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from node.primitives import keccak
from tests.node.asking import ROOT, ask, fail

if TYPE_CHECKING:
    import httpx
    from web3.types import TxReceipt

    from tests.support.node import RunningNode

_SIGNATURE = (
    b"Deposited(uint256,bytes32,uint256,address,uint256,uint256,uint256,uint256,bytes32,uint256)"
)
DEPOSITED = "0x" + keccak(_SIGNATURE).hex()


def logs(post: httpx.Client, **wanted: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask(post, "eth_getLogs", wanted)
    return found


def test_logs_are_found_by_block_address_and_topic(
    post: httpx.Client, chain_node: RunningNode, receipt: TxReceipt
) -> None:
    block, address = receipt["blockHash"].to_0x_hex(), chain_node.contract("depository").address
    log = logs(post, blockHash=block)
    assert [each["transactionHash"] for each in log] == [receipt["transactionHash"].to_0x_hex()]
    root = "0x" + ROOT.hex()
    everywhere = {"fromBlock": "earliest", "toBlock": "latest"}
    assert logs(post, **everywhere, address=address, topics=[None, None, root]) == log
    assert logs(post, **everywhere, topics=[[DEPOSITED], None, [root, DEPOSITED]]) == log
    assert logs(post, **everywhere, address=["0x" + "11" * 20], topics=[None, None, root]) == []
    assert logs(post, **everywhere, topics=[root]) == []
    assert logs(post, blockHash=block, topics=[None] * 4) == log
    assert logs(post, fromBlock="0xfffff0", toBlock="0xffffff") == []


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        (-32602, {"fromBlock": "0x2", "toBlock": "0x1"}),
        (-32602, {"blockHash": "0x" + "11" * 32, "fromBlock": "0x1"}),
        (-32602, {"topics": [None] * 5}),
        (-32602, {"topics": ["0x11"]}),
        (-32602, {"address": "0x11"}),
        (-32000, {"blockHash": "0x" + "11" * 32}),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused(
    post: httpx.Client, code: int, wanted: dict[str, Any]
) -> None:
    assert fail(post, "eth_getLogs", wanted)["code"] == code
