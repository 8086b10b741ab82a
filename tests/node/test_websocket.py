"""Subscriptions over WebSocket, on the port of HTTP."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.node.asking import ask
from tests.node.talking import talking
from tests.support.node import Role, running_node

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from tests.support.node import RunningNode

CHAIN = hex(33012015)


def test_requests_and_batches_are_answered_over_a_websocket(chain_node: RunningNode) -> None:
    with talking(chain_node.url) as talk:
        assert talk.ask("eth_chainId") == CHAIN
        assert talk.request("nothing")["error"]["code"] == -32601
        batch = [{"jsonrpc": "2.0", "id": n, "method": "eth_chainId"} for n in range(3)]
        talk.socket.send(json.dumps(batch).encode())
        assert [each["result"] for each in talk.answer()] == [CHAIN] * 3
        talk.socket.send("{")
        assert talk.answer()["error"]["code"] == -32700


def test_new_heads_are_told_once_each_and_in_order(chain_node: RunningNode) -> None:
    with talking(chain_node.url) as talk:
        heads = talk.ask("eth_subscribe", "newHeads")
        before = chain_node.web3.eth.block_number
        chain_node.admit()
        chain_node.admit()
        told = [talk.heard(heads) for _ in range(2)]
        numbers = [int(each["number"], 16) for each in told]
        assert numbers == [numbers[0], numbers[0] + 1]
        assert numbers[0] == before + 1
        assert told[1]["parentHash"] == told[0]["hash"]
        assert talk.ask("eth_unsubscribe", heads) is True
        assert talk.request("eth_unsubscribe", heads)["error"]["message"] == (
            "subscription not found"
        )


def test_logs_are_told_by_address_and_topic(chain_node: RunningNode, post: httpx.Client) -> None:
    depositor = chain_node.admit(Role.DEPOSITOR)
    root = b"\x83" * 32
    depository = chain_node.contract("depository").address
    with talking(chain_node.url) as talk:
        every = talk.ask("eth_subscribe", "logs")
        ours = talk.ask("eth_subscribe", "logs", {"address": depository})
        by_root = {"topics": [None, None, ["0x" + root.hex(), "0x" + "00" * 32]]}
        of_root = talk.ask("eth_subscribe", "logs", by_root)
        never = talk.ask("eth_subscribe", "logs", {"address": ["0x" + "11" * 20]})
        receipt = chain_node.act(depositor, "depository", "deposit", root, 10, 3, 0, 0, bytes(32))
        log = talk.heard(of_root)
        assert log["transactionHash"] == receipt["transactionHash"].to_0x_hex()
        assert [log] == ask(post, "eth_getLogs", {"blockHash": log["blockHash"], **by_root})
        assert talk.heard(ours) == log
        assert talk.heard(every)["removed"] is False
        assert all(each["subscription"] != never for each in talk.news)


def test_transactions_are_told_by_hash_and_whole_even_if_sealed_at_once(
    chain_node: RunningNode,
) -> None:
    with talking(chain_node.url) as talk:
        hashes = talk.ask("eth_subscribe", "newPendingTransactions")
        whole = talk.ask("eth_subscribe", "newPendingTransactions", True)
        depositor = chain_node.admit(Role.DEPOSITOR)
        receipt = chain_node.act(
            depositor, "depository", "deposit", b"\x84" * 32, 10, 3, 0, 0, bytes(32)
        )
        sent = receipt["transactionHash"].to_0x_hex()
        while talk.heard(hashes) != sent:
            pass
        while (found := talk.heard(whole))["hash"] != sent:
            pass
        assert found["from"] == depositor.address
        assert sent not in [each["result"] for each in talk.news]


@pytest.mark.parametrize(
    ("code", "parameters"),
    [
        (-32601, ["nothing"]),
        (-32601, ["syncing"]),
        (-32602, []),
        (-32602, ["newHeads", {}]),
        (-32602, ["logs", {"topics": ["0x1"]}]),
        (-32602, ["logs", "0x1"]),
        (-32602, ["newPendingTransactions", "yes"]),
    ],
)
def test_a_subscription_that_makes_no_sense_is_refused(
    chain_node: RunningNode, code: int, parameters: list[Any]
) -> None:
    with talking(chain_node.url) as talk:
        assert talk.request("eth_subscribe", *parameters)["error"]["code"] == code


def test_the_subscriptions_of_a_connection_are_bounded(chain_node: RunningNode) -> None:
    with talking(chain_node.url) as talk:
        made = [talk.ask("eth_subscribe", "newHeads") for _ in range(64)]
        error = talk.request("eth_subscribe", "newHeads")["error"]
        assert error["code"] == -32005
        assert error["data"] == {"code": "too-many-subscriptions", "limit": 64}
        assert talk.ask("eth_unsubscribe", made[0]) is True
        assert talk.ask("eth_subscribe", "newHeads") not in made


def test_a_message_that_is_too_long_ends_the_connection(chain_node: RunningNode) -> None:
    with talking(chain_node.url) as talk:
        talk.socket.send(" " * (5 * 1024 * 1024 + 1))
        with pytest.raises(ConnectionClosed) as caught:
            talk.socket.recv(timeout=20)
        assert caught.value.rcvd is not None
        assert caught.value.rcvd.code == 1009
        assert str(5 * 1024 * 1024) in caught.value.rcvd.reason


def test_a_web_page_of_another_origin_may_not_connect(chain_node: RunningNode) -> None:
    with (
        pytest.raises(InvalidStatus) as caught,
        talking(chain_node.url, origin="https://example.org"),
    ):
        pass
    assert caught.value.response.status_code == 403


def test_subscribing_needs_a_websocket(chain_node: RunningNode) -> None:
    answer = chain_node.rpc("eth_subscribe", "newHeads")
    assert answer["error"]["code"] == -32601


def test_a_node_that_stops_says_so_to_its_listeners(tmp_path: Path) -> None:
    with running_node(tmp_path / "home") as node, talking(node.url) as talk:
        talk.ask("eth_subscribe", "newPendingTransactions")
        assert node.stop() == 0
        with pytest.raises(ConnectionClosed) as caught:
            talk.socket.recv(timeout=20)
        assert caught.value.rcvd is not None
        assert caught.value.rcvd.code == 1012
