"""What nodes say when they refuse, and what we make of it."""

from __future__ import annotations

from typing import Any

import pytest
from eth_abi.abi import encode

from ledger.chain.refusals import not_admitted, reverted
from ledger.chain.rpc import RpcError
from ledger.errors import Rejected, Unavailable


def error(message: str, code: int = -32000, data: Any = None) -> RpcError:
    return RpcError("eth_sendRawTransaction", code, message, data)


def revert_data(reason: str) -> str:
    return "0x08c379a0" + encode(["string"], [reason]).hex()


@pytest.mark.parametrize(
    ("message", "code"),
    [
        # geth 1.13, `core/error.go` and `core/txpool/errors.go`
        ("already known", "already-known"),
        ("nonce too low: next nonce 5, tx nonce 4", "nonce-too-low"),
        ("nonce too high", "nonce-too-high"),
        ("insufficient funds for gas * price + value: balance 0", "balance"),
        ("replacement transaction underpriced", "replacement-refused"),
        ("invalid sender", "malformed"),
        ("invalid chain id for signer: have 1 want 2", "wrong-chain-id"),
        ("exceeds block gas limit", "gas-over-limit"),
        ("txpool is full", "pool-full"),
        ("oversized data: transaction size 140000, limit 131072", "too-large"),
        ("rlp: value size exceeds available input length", "malformed"),
        ("typed transaction too short", "malformed"),
        # anvil 1.7, as it answers
        ("transaction already imported", "already-known"),
        ("Failed to decode transaction", "malformed"),
        ("Insufficient funds for gas * price + value", "balance"),
    ],
)
def test_the_words_of_geth_and_anvil_become_codes(message: str, code: str) -> None:
    refused = not_admitted(error(message))
    assert isinstance(refused, Rejected)
    assert refused.code == f"transaction.{code}"


def test_the_code_of_our_node_is_taken_with_its_facts() -> None:
    data = {"code": "nonce-too-low", "expected": 3, "found": 1, "nested": {}}
    refused = not_admitted(error("nonce too low", data=data))
    assert refused.code == "transaction.nonce-too-low"
    assert refused.facts == {"expected": 3, "found": 1}


def test_a_code_that_is_no_code_is_not_believed() -> None:
    refused = not_admitted(error("nonce too low", data={"code": "../x"}))
    assert refused.code == "transaction.nonce-too-low"


def test_a_refusal_in_unknown_words_keeps_them() -> None:
    refused = not_admitted(error("the moon is full"))
    assert refused.code == "transaction.refused"
    assert refused.facts == {"reason": "the moon is full"}


def test_a_revert_names_the_contract_that_gave_its_reason() -> None:
    refused = reverted(
        error("execution reverted", 3, revert_data("depository: root is zero")), "participants"
    )
    assert refused.code == "contract.refused"
    assert refused.facts == {"contract": "depository", "reason": "root is zero"}


def test_a_reason_that_stands_in_the_message_only_is_read_from_there() -> None:
    refused = reverted(error("execution reverted: depository: root is zero"), "depository")
    assert refused.facts == {"contract": "depository", "reason": "root is zero"}


def test_a_reason_without_a_name_is_that_of_the_contract_called() -> None:
    refused = reverted(error("execution reverted", 3, revert_data("No way")), "depository")
    assert refused.facts == {"contract": "depository", "reason": "No way"}


@pytest.mark.parametrize(
    "data", [None, "0x", "0x08c379a0", "0x08c379a0ff", "0x4e487b71" + "00" * 32]
)
def test_a_revert_without_a_readable_reason_says_so(data: str | None) -> None:
    refused = reverted(error("execution reverted", 3, data), "depository")
    assert isinstance(refused, Rejected)
    assert refused.code == "contract.failed"
    assert refused.facts == {"contract": "depository"}


@pytest.mark.parametrize("message", ["out of gas", "gas required exceeds allowance (30000000)"])
def test_a_call_that_never_ends_is_the_contracts_failure(message: str) -> None:
    assert reverted(error(message), "depository").code == "contract.failed"


def test_a_node_that_fails_is_not_a_revert() -> None:
    found = reverted(error("missing trie node"), "depository")
    assert isinstance(found, Unavailable)
    assert found.code == "chain.failed"
