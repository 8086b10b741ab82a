"""Transactions sent over JSON-RPC: refused, waiting, sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eth_account import Account
from web3 import Web3

from tests.node.asking import ask, fail
from tests.support.node import signed

if TYPE_CHECKING:
    import httpx

    from tests.support.node import RunningNode


def test_a_refused_transaction_says_why_to_people_and_to_programs(
    post: httpx.Client, chain_node: RunningNode
) -> None:
    stranger = Account.create()
    free = {
        "chainId": 33012015,
        "to": "0x" + "11" * 20,
        "value": 0,
        "gas": 21_000,
        "maxFeePerGas": 0,
        "maxPriorityFeePerGas": 0,
        "nonce": 0,
    }
    error = fail(post, "eth_sendRawTransaction", "0x" + signed(stranger, free).hex())
    assert error["code"] == -32000
    assert error["message"] == "the sender is not an active participant"
    assert error["data"] == {"code": "sender-not-admitted", "sender": stranger.address}
    raw = signed(chain_node.operator, free)
    error = fail(post, "eth_sendRawTransaction", "0x" + raw.hex())
    assert error["message"] == "nonce too low"
    assert error["data"]["code"] == "nonce-too-low"


def test_the_pending_count_includes_what_waits(post: httpx.Client, chain_node: RunningNode) -> None:
    account = chain_node.admit()
    assert ask(post, "eth_getTransactionCount", account.address, "pending") == "0x0"
    free = {
        "chainId": 33012015,
        "to": "0x" + "11" * 20,
        "value": 0,
        "gas": 21_000,
        "maxFeePerGas": 0,
        "maxPriorityFeePerGas": 0,
    }
    gapped = signed(account, {**free, "nonce": 1})
    sent = ask(post, "eth_sendRawTransaction", "0x" + gapped.hex())
    waiting = ask(post, "eth_getTransactionByHash", sent)
    assert waiting["blockHash"] is None
    assert ask(post, "eth_getTransactionReceipt", sent) is None
    assert ask(post, "eth_getTransactionCount", account.address, "pending") == "0x0"
    chain_node.sealed(signed(account, {**free, "nonce": 0}))
    chain_node.web3.eth.wait_for_transaction_receipt(sent, timeout=30)
    assert ask(post, "eth_getTransactionCount", account.address, "pending") == "0x2"
    assert ask(post, "eth_getTransactionCount", account.address, "latest") == "0x2"


def test_the_signers_are_told(post: httpx.Client, chain_node: RunningNode) -> None:
    for block in ("latest", "earliest", "0x1"):
        assert ask(post, "clique_getSigners", block) == [chain_node.sealer.address]
    assert chain_node.deployment["signers"] == [chain_node.sealer.address]


def test_the_operator_deploys_a_contract_with_web3(chain_node: RunningNode) -> None:
    web3, operator = chain_node.web3, chain_node.operator
    creation = {
        "chainId": 33012015,
        "nonce": web3.eth.get_transaction_count(operator.address, "pending"),
        "value": 0,
        "gas": 100_000,
        "maxFeePerGas": 0,
        "maxPriorityFeePerGas": 0,
        "data": "0x600a600c600039600a6000f3602a60005260206000f3",  # returns 42
    }
    receipt = chain_node.sealed(signed(operator, creation))
    address = receipt["contractAddress"]
    assert address is not None
    assert Web3.to_int(web3.eth.call({"to": address})) == 42
