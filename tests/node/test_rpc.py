"""JSON-RPC over HTTP as clients of Ethereum expect it, refusals included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from contracts.loader import CONTRACTS, load
from node.primitives import keccak
from tests.node.asking import ROOT, ask, fail
from tests.support.node import Role

if TYPE_CHECKING:
    import httpx
    from web3.types import TxReceipt

    from tests.support.node import RunningNode


def test_the_node_says_who_it_is(post: httpx.Client) -> None:
    assert ask(post, "web3_clientVersion").startswith("Qoima/")
    assert ask(post, "eth_chainId") == hex(33012015)
    assert ask(post, "net_version") == "33012015"
    assert ask(post, "net_listening") is True
    assert ask(post, "net_peerCount") == "0x0"
    assert ask(post, "eth_syncing") is False
    assert ask(post, "eth_accounts") == []
    # Keccak-256 of the empty string, as the Yellow Paper gives it
    empty = "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
    assert ask(post, "web3_sha3", "0x") == empty


def test_fees_are_zero(post: httpx.Client) -> None:
    assert ask(post, "eth_gasPrice") == "0x0"
    assert ask(post, "eth_maxPriorityFeePerGas") == "0x0"
    history = ask(post, "eth_feeHistory", "0x2", "latest", [50])
    assert set(history["baseFeePerGas"]) == {"0x0"}
    assert len(history["baseFeePerGas"]) == len(history["gasUsedRatio"]) + 1


def test_a_block_is_found_by_number_hash_and_tag(
    post: httpx.Client, chain_node: RunningNode, receipt: TxReceipt
) -> None:
    by_number = ask(post, "eth_getBlockByNumber", hex(receipt["blockNumber"]), False)
    by_hash = ask(post, "eth_getBlockByHash", receipt["blockHash"].to_0x_hex(), False)
    assert by_number == by_hash
    assert by_number["transactions"] == [receipt["transactionHash"].to_0x_hex()]
    assert by_number["miner"] == "0x" + "00" * 20
    assert by_number["difficulty"] == "0x2"
    assert int(by_number["totalDifficulty"], 16) == 1 + 2 * receipt["blockNumber"]
    full = ask(post, "eth_getBlockByNumber", hex(receipt["blockNumber"]), True)
    assert full["transactions"][0]["hash"] == receipt["transactionHash"].to_0x_hex()
    assert full["transactions"][0]["type"] == "0x2"
    genesis = ask(post, "eth_getBlockByNumber", "earliest")
    assert genesis["hash"] == chain_node.deployment["genesis_hash"]
    tags = ("latest", "pending", "safe", "finalized")
    numbers = {int(ask(post, "eth_getBlockByNumber", tag)["number"], 16) for tag in tags}
    assert min(numbers) >= receipt["blockNumber"]


def test_what_is_not_there_is_null(post: httpx.Client) -> None:
    nothing = "0x" + "99" * 32
    assert ask(post, "eth_getBlockByNumber", "0xffffff", False) is None
    assert ask(post, "eth_getBlockByHash", nothing, False) is None
    assert ask(post, "eth_getTransactionByHash", nothing) is None
    assert ask(post, "eth_getTransactionReceipt", nothing) is None
    assert ask(post, "eth_getTransactionByBlockNumberAndIndex", "latest", "0xff") is None
    assert ask(post, "eth_getBlockReceipts", "0xffffff") is None
    assert ask(post, "eth_getBlockTransactionCountByNumber", "0xffffff") is None
    assert ask(post, "debug_getRawTransaction", nothing) is None
    assert (
        fail(post, "eth_getBalance", "0x" + "11" * 20, "0xffffff")["message"] == "header not found"
    )


def test_a_transaction_and_its_receipt_agree_wherever_they_are_asked_for(
    post: httpx.Client, receipt: TxReceipt
) -> None:
    sent, block = receipt["transactionHash"].to_0x_hex(), receipt["blockHash"].to_0x_hex()
    found = ask(post, "eth_getTransactionByHash", sent)
    assert found == ask(post, "eth_getTransactionByBlockHashAndIndex", block, "0x0")
    number = hex(receipt["blockNumber"])
    assert found == ask(post, "eth_getTransactionByBlockNumberAndIndex", number, "0x0")
    assert found["from"] == receipt["from"]
    assert ask(post, "eth_getBlockReceipts", number) == [
        ask(post, "eth_getTransactionReceipt", sent)
    ]
    assert ask(post, "eth_getBlockTransactionCountByHash", block) == "0x1"
    assert ask(post, "eth_getUncleCountByBlockHash", block) == "0x0"
    assert ask(post, "eth_getUncleByBlockNumberAndIndex", number, "0x0") is None
    raw = ask(post, "debug_getRawTransaction", sent)
    assert "0x" + keccak(bytes.fromhex(raw[2:])).hex() == sent
    header = ask(post, "debug_getRawHeader", number)
    assert "0x" + keccak(bytes.fromhex(header[2:])).hex() == block
    assert header[8:] in ask(post, "debug_getRawBlock", block)
    assert len(ask(post, "debug_getRawReceipts", number)) == 1


def test_accounts_are_read_at_any_block(post: httpx.Client, chain_node: RunningNode) -> None:
    operator, contract = chain_node.operator.address, chain_node.contract("participants").address
    assert ask(post, "eth_getTransactionCount", operator, "0x0") == "0x0"
    assert ask(post, "eth_getTransactionCount", operator, "0x1") == hex(len(CONTRACTS))
    assert ask(post, "eth_getBalance", operator) == "0x0"
    assert ask(post, "eth_getCode", contract, "0x0") == "0x"
    code = bytes.fromhex(ask(post, "eth_getCode", contract, "latest")[2:])
    assert len(code) == load("participants").runtime_size
    assert ask(post, "eth_getStorageAt", operator, "0x0", "latest") == "0x" + "00" * 32
    by_hash = {"blockHash": chain_node.deployment["genesis_hash"]}
    assert ask(post, "eth_getTransactionCount", operator, by_hash) == "0x0"


def test_a_call_answers_and_a_historic_one_answers_as_of_then(
    post: httpx.Client, chain_node: RunningNode, receipt: TxReceipt
) -> None:
    contract = chain_node.contract("depository")
    call = {"to": contract.address, "data": contract.encode_abi("claims_count", [ROOT])}
    before = hex(receipt["blockNumber"] - 1)
    assert int(ask(post, "eth_call", call, before), 16) == 0
    assert int(ask(post, "eth_call", call, hex(receipt["blockNumber"])), 16) > 0
    assert int(ask(post, "eth_call", call), 16) > 0


def test_a_revert_carries_its_reason_and_data(post: httpx.Client, chain_node: RunningNode) -> None:
    contract = chain_node.contract("participants")
    data = contract.encode_abi("suspend", [chain_node.operator.address])
    call = {"from": chain_node.operator.address, "to": contract.address, "data": data}
    for method in ("eth_call", "eth_estimateGas"):
        error = fail(post, method, call)
        assert error["code"] == 3
        assert error["message"] == "execution reverted: participants: not the authority"
        assert error["data"].startswith("0x08c379a0")


def test_other_ends_of_a_call_are_told(post: httpx.Client, chain_node: RunningNode) -> None:
    call = {"from": chain_node.operator.address, "to": "0x" + "11" * 20}
    assert fail(post, "eth_call", {**call, "value": "0x1"})["message"] == (
        "insufficient funds for transfer"
    )
    assert fail(post, "eth_call", {**call, "gas": "0x1"})["message"] == "intrinsic gas too low"
    assert ask(post, "eth_call", call) == "0x"
    assert fail(post, "eth_estimateGas", {"data": "0xfe"})["code"] == -32000


def test_the_estimate_is_enough_and_little_more(
    post: httpx.Client, chain_node: RunningNode
) -> None:
    depositor = chain_node.admit(Role.DEPOSITOR)
    contract = chain_node.contract("depository")
    data = contract.encode_abi("deposit", [b"\x72" * 32, 10, 3, 0, 0, bytes(32)])
    call = {"from": depositor.address, "to": contract.address, "data": data}
    estimate = int(ask(post, "eth_estimateGas", call), 16)
    used = chain_node.act(depositor, "depository", "deposit", b"\x72" * 32, 10, 3, 0, 0, bytes(32))[
        "gasUsed"
    ]
    assert used <= estimate <= used * 1.03
    assert ask(post, "eth_estimateGas", {"to": "0x" + "11" * 20}) == hex(21_000)


@pytest.mark.parametrize(
    ("code", "method", "parameters"),
    [
        (-32601, "eth_fillTransaction", []),
        (-32602, "eth_getBalance", []),
        (-32602, "eth_getBalance", ["0x12"]),
        (-32602, "eth_getBalance", ["0x" + "11" * 20, "lately"]),
        (-32602, "eth_getBalance", ["0x" + "11" * 20, "latest", 1]),
        (-32602, "eth_getBlockByNumber", ["latest", "yes"]),
        (-32602, "eth_sendRawTransaction", ["02f8"]),
        (-32602, "eth_call", ["0x"]),
        (-32602, "eth_call", [{"to": "0x" + "11" * 20, "accessList": [1]}]),
        (-32602, "web3_sha3", ["0x1"]),
    ],
)
def test_wrong_requests_have_their_codes(
    post: httpx.Client, code: int, method: str, parameters: list[Any]
) -> None:
    assert fail(post, method, *parameters)["code"] == code


@pytest.mark.parametrize(
    ("code", "body"),
    [
        (-32700, b"{"),
        (-32600, b"1"),
        (-32600, b"[]"),
        (-32600, b'{"id": 1}'),
        (-32600, b'{"id": 1, "method": "eth_chainId"}'),
        (-32600, b'{"jsonrpc": "2.0", "method": 1}'),
        (-32600, b'{"jsonrpc": "2.0", "id": {}, "method": "eth_chainId"}'),
        (-32602, b'{"jsonrpc": "2.0", "id": 1, "method": "eth_chainId", "params": {}}'),
    ],
)
def test_bodies_that_are_no_request_have_their_codes(
    post: httpx.Client, code: int, body: bytes
) -> None:
    assert post.post("/", content=body).json()["error"]["code"] == code


def test_a_batch_is_answered_in_order_and_notifications_are_not(post: httpx.Client) -> None:
    batch = [
        {"jsonrpc": "2.0", "id": 1, "method": "eth_chainId"},
        {"jsonrpc": "2.0", "method": "eth_chainId"},
        {"jsonrpc": "2.0", "id": "two", "method": "nothing"},
        5,
    ]
    answers = post.post("/", json=batch).json()
    assert [answer["id"] for answer in answers] == [1, "two", None]
    assert answers[0]["result"] == hex(33012015)
    assert [answer["error"]["code"] for answer in answers[1:]] == [-32601, -32600]
    assert post.post("/", json=batch[1]).content == b""
    too_many = [{"jsonrpc": "2.0", "id": 1, "method": "eth_chainId"}] * 1001
    assert post.post("/", json=too_many).json()["error"]["code"] == -32600


def test_a_body_that_is_too_long_is_refused(post: httpx.Client) -> None:
    answer = post.post("/", content=b" " * (5 * 1024 * 1024 + 1))
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == -32600
