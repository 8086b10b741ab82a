"""Wallets read the chain and send by JSON-RPC, within bounds, and do nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from eth_account import Account
from hypothesis import given
from hypothesis import strategies as st
from web3 import Web3

from api.rpc.answering import MOST_BYTES, MOST_CALLS, read_requests
from api.rpc.bounds import MOST_BLOCKS
from tests.api.talk import problem
from tests.support.http import client_of, serving
from tests.support.world import Role, signature

if TYPE_CHECKING:
    import httpx

    from tests.support.world import World


def call(client: httpx.Client, method: str, *params: Any) -> dict[str, Any]:
    """The answer to one call."""
    asked = {"jsonrpc": "2.0", "id": 7, "method": method, "params": params}
    answer = client.post("/rpc", json=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    assert (found["jsonrpc"], found["id"]) == ("2.0", 7)
    return found


def error(client: httpx.Client, method: str, *params: Any) -> tuple[int, str]:
    """The code and the sentence with which a call is refused."""
    found = call(client, method, *params)
    return found["error"]["code"], found["error"]["message"]


def test_a_wallets_library_reads_and_sends(world: World) -> None:
    chain, account = world.services.chain, world.admit(Role.MINER)
    with serving(world.app()) as url:
        web3 = Web3(Web3.HTTPProvider(f"{url}/rpc"))
        assert web3.eth.chain_id == chain.deployment.chain_id
        assert web3.eth.get_transaction_count(account.address) == 0
        found = web3.eth.call(
            {
                "to": chain.codec.address("participants"),
                "data": chain.codec.encode("participants", "is_active", (account.address,)),
            }
        )
        assert int(found.hex(), 16) == 1
        fields = {
            "type": "0x2",
            "chainId": hex(web3.eth.chain_id),
            "nonce": "0x0",
            "to": account.address,
            "value": "0x0",
            "gas": "0x5208",
            "maxFeePerGas": "0x0",
            "maxPriorityFeePerGas": "0x0",
            "data": "0x",
        }
        raw = signature(account, fields)
        sent = web3.eth.send_raw_transaction(raw)
        receipt = web3.eth.wait_for_transaction_receipt(sent, timeout=30, poll_latency=0.1)
        assert receipt["status"] == 1
        assert web3.eth.send_raw_transaction(raw) == sent
    with client_of(world.app()) as client:
        told = client.get(f"/v1/transactions/0x{bytes(sent).hex()}").json()
    assert [step["step"] for step in told["history"]][:2] == ["received", "admitted"]


@pytest.mark.parametrize(
    "method",
    [
        "debug_traceTransaction",
        "txpool_content",
        "eth_newFilter",
        "eth_subscribe",
        "eth_sendTransaction",
        "qoima_publishWitness",
        "clique_propose",
        "admin_peers",
        "",
    ],
)
def test_nothing_else_is_served(client: httpx.Client, method: str) -> None:
    assert error(client, method)[0] == -32601


def test_what_goes_too_far_is_refused(client: httpx.Client, world: World) -> None:
    target = {"to": world.authority.address}
    override = {world.authority.address: {"balance": "0x1"}}
    assert error(client, "eth_call", target, "latest", override)[0] == -32602
    assert call(client, "eth_call", {**target, "gas": "0xffffffffffff"}, "latest")["result"] == "0x"
    assert error(client, "eth_call", {**target, "gas": "lots"}, "latest")[0] == -32602
    far = {"fromBlock": "0x0", "toBlock": hex(MOST_BLOCKS)}
    assert error(client, "eth_getLogs", far)[0] == -32602
    near = {"fromBlock": "0x0", "toBlock": hex(MOST_BLOCKS - 1)}
    assert isinstance(call(client, "eth_getLogs", near)["result"], list)
    keys = ["0x" + "0" * 64] * 65
    assert error(client, "eth_getProof", world.authority.address, keys, "latest")[0] == -32602
    assert error(client, "eth_feeHistory", "0x401", "latest", [])[0] == -32602
    assert error(client, "eth_getBalance", world.authority.address, "latest", 1, 2)[0] == -32602


def test_what_the_node_says_is_passed_on(client: httpx.Client, world: World) -> None:
    chain = world.services.chain
    data = "0x" + chain.codec.encode("depository", "accept", (10**9,)).hex()
    asked = {"from": world.authority.address, "to": chain.codec.address("depository"), "data": data}
    found = call(client, "eth_estimateGas", asked)["error"]
    assert found["code"] == 3
    assert found["message"].startswith("execution reverted: depository: ")
    assert found["data"].startswith("0x08c379a0")
    assert error(client, "eth_getBalance", "0x1", "latest")[0] == -32602


def test_a_transaction_that_is_refused_says_why_in_the_callers_language(world: World) -> None:
    fields = {
        "type": "0x2",
        "chainId": hex(world.services.chain.deployment.chain_id),
        "nonce": "0x0",
        "to": world.authority.address,
        "value": "0x0",
        "gas": "0x5208",
        "maxFeePerGas": "0x0",
        "maxPriorityFeePerGas": "0x0",
        "data": "0x",
    }
    raw = "0x" + signature(Account.create(), fields).hex()
    with client_of(world.app(), "ru") as client:
        found = call(client, "eth_sendRawTransaction", raw)["error"]
        assert found["data"] == {"code": "transaction.sender-not-admitted"}
        assert found["message"] == "Отправитель не является действующим участником."
        assert error(client, "eth_sendRawTransaction", "0x")[0] == -32000
        assert error(client, "eth_sendRawTransaction", raw, raw)[0] == -32602


def test_where_writes_need_a_sign_in_reads_do_not(world: World) -> None:
    with client_of(world.app(sign_in_for_writes=True)) as client:
        assert "result" in call(client, "eth_blockNumber")
        found = call(client, "eth_sendRawTransaction", "0x02")["error"]
        assert found["data"] == {"code": "access.required"}


def test_a_batch_is_answered_in_its_order(client: httpx.Client) -> None:
    batch = [
        {"jsonrpc": "2.0", "id": "a", "method": "eth_chainId"},
        {"jsonrpc": "2.0", "method": "eth_chainId"},
        {"jsonrpc": "2.0", "id": "b", "method": "eth_mine"},
        3,
    ]
    answers = client.post("/rpc", json=batch).json()
    assert [each["id"] for each in answers] == ["a", "b", None]
    assert [each.get("error", {}).get("code") for each in answers] == [None, -32601, -32600]
    only = client.post("/rpc", json=[batch[1]])
    assert (only.status_code, only.content) == (204, b"")
    many = client.post("/rpc", json=[batch[0]] * (MOST_CALLS + 1)).json()
    assert many["error"]["code"] == -32600
    problem(client.post("/rpc", content=b"{}"), 415, "request.media-type")


def test_calls_are_paid_for(world: World) -> None:
    with client_of(world.app(rate_of_address=30)) as client:
        asked = {"jsonrpc": "2.0", "id": 1, "method": "eth_getLogs", "params": [{}]}
        assert client.post("/rpc", json=asked).status_code == 200
        problem(client.post("/rpc", json=[asked] * 2), 429, "rate.exceeded")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", -32700),
        (b"{", -32700),
        (b"[" * 5000, -32700),
        (b"[]", -32600),
        (b"3", -32600),
        (b'{"jsonrpc": "2.0", "id": true, "method": "eth_chainId"}', -32600),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "eth_chainId", "params": {}}', -32600),
    ],
)
def test_a_body_that_is_no_request_is_refused(client: httpx.Client, body: bytes, code: int) -> None:
    answer = client.post("/rpc", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)


def test_a_body_that_is_too_large_is_not_read(client: httpx.Client) -> None:
    headers = {"Content-Type": "application/json"}
    answer = client.post("/rpc", content=b" " * (MOST_BYTES + 1), headers=headers)
    problem(answer, 413, "request.body-too-large")


@given(st.binary(max_size=200) | st.from_regex(rb"\A[\[{][\]\[{}:\",a-z0-9 ]{0,60}\Z"))
def test_no_body_breaks_the_reading(body: bytes) -> None:
    asked = read_requests(body)
    assert asked.fault is not None or asked.calls
    assert asked.cost == len(asked.calls)
