"""Libraries that wallets and services are made with deploy, send, wait, read and subscribe."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import httpx
import pytest
from eth_account import Account
from web3 import AsyncWeb3, Web3, WebSocketProvider
from web3.middleware import ExtraDataToPOAMiddleware, SignAndSendRawMiddlewareBuilder

from contracts.loader import load, rules_digest
from tests.engines.conftest import run
from tests.support.node import BASIS, signed

if TYPE_CHECKING:
    from tests.engines.conftest import Recorded
    from tests.support.node import RunningNode

pytestmark = pytest.mark.engines

JS = Path(__file__).parent / "js"
_ADMITTED = Web3.keccak(text="Admitted(uint256,address,uint256,bytes32,bytes32)").to_0x_hex()
_UNKNOWN = 'qoima_node_request_errors_total{code="-32601",method="unknown"}'


def task(node: RunningNode) -> dict[str, Any]:
    """A contract for the operator to deploy, in which he has a holder admitted."""
    artifact = load("participants")
    return {
        "url": node.url,
        "chainId": node.deployment["chain_id"],
        "key": "0x" + node.operator.key.hex().removeprefix("0x"),
        "abi": artifact.abi,
        "bytecode": "0x" + artifact.bytecode.hex(),
        "other": Account.create().address,
        "holder": Account.create().address,
        "rules": "0x" + rules_digest("participants").hex(),
        "basis": "0x" + BASIS.hex(),
    }


def transacted(given: dict[str, Any], script: str, folder: Path) -> dict[str, Any]:
    """What a script says that it has done."""
    (folder / "task.json").write_text(json.dumps(given))
    done = run("node", script, str(folder / "task.json"), check=False)
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def check(given: dict[str, Any], answer: dict[str, Any], node: RunningNode) -> None:
    """Hold what was said to what web3.py reads over HTTP."""
    assert answer["status"] == [1, 1]
    receipt = node.web3.eth.get_transaction_receipt(answer["hash"])
    assert receipt["to"] == node.web3.to_checksum_address(answer["address"])
    assert [each.lower() for each in answer["events"]] == [
        node.operator.address.lower(),
        given["other"].lower(),
        given["holder"].lower(),
    ]
    assert answer["number"] == "3"
    assert answer["told"] == answer["hash"]
    assert answer["refusal"].startswith("participants: ")


def unknown_methods(node: RunningNode) -> float:
    """How often a method was asked for that does not exist."""
    lines = httpx.get(node.url + "/metrics").text.splitlines()
    return sum(float(line.split()[-1]) for line in lines if line.startswith(_UNKNOWN))


def test_ethers_deploys_sends_waits_reads_and_subscribes(
    recorded: Recorded, tmp_path: Path
) -> None:
    given = task(recorded.node)
    check(given, transacted(given, "transact_ethers.mjs", tmp_path), recorded.node)


def test_viem_does_too_once_a_method_it_tries_first_is_refused(
    recorded: Recorded, tmp_path: Path
) -> None:
    given = task(recorded.node)
    before = unknown_methods(recorded.node)
    check(given, transacted(given, "transact_viem.mjs", tmp_path), recorded.node)
    assert unknown_methods(recorded.node) > before
    answer = recorded.node.rpc("eth_fillTransaction", {"to": given["holder"]})
    assert answer["error"]["code"] == -32601


def test_web3_py_does_too_over_one_websocket(recorded: Recorded) -> None:
    given = task(recorded.node)
    check(given, asyncio.run(_by_web3(given)), recorded.node)


def test_cast_streams_logs_over_a_websocket_until_a_block(
    recorded: Recorded,
) -> None:
    node = recorded.node
    address = node.deployment["contracts"]["participants"]["address"]
    last = str(node.web3.eth.block_number + 2)
    words = ("logs", "--subscribe", "--address", address, "--to-block", last)
    before = _subscriptions(node)
    with _streaming(node, *words) as cast:
        assert cast.stdout is not None
        while _subscriptions(node) < before + 2:  # one for logs, one for the blocks that end it
            assert cast.poll() is None
        admitted = [node.admit().address.lower() for _ in range(2)]
        shown = ""  # of a log and a block that both wait, cast may take the block and end
        while shown.count(_ADMITTED) < len(admitted):
            shown += _line(cast.stdout)
        node.sealed(signed(node.operator, _plain_transfer(node)))  # a block without logs ends it
        shown += cast.stdout.read()
    assert cast.returncode == 0
    addresses = re.findall(r"^- address: (\w+)$", shown, re.MULTILINE)
    assert {each.lower() for each in addresses} == {address.lower()}
    events = [each.split() for each in re.findall(r"topics: \[([^]]*)", shown)]
    assert ["0x" + topics[2][26:] for topics in events if topics[0] == _ADMITTED] == admitted


def test_cast_reads_the_pool(recorded: Recorded) -> None:
    node = recorded.node
    fields = _plain_transfer(node)
    fields["nonce"] = ahead = fields["nonce"] + 5
    sent = node.web3.eth.send_raw_transaction(signed(node.operator, fields))
    assert int(json.loads(_cast_over_websocket(node, "tx-pool", "status"))["queued"], 16) == 1
    content = json.loads(_cast_over_websocket(node, "tx-pool", "content"))
    operator = node.operator.address.lower()
    assert content["queued"][operator][str(ahead)]["hash"] == sent.to_0x_hex()
    inspected = json.loads(_cast_over_websocket(node, "tx-pool", "inspect"))
    assert list(inspected["queued"][operator]) == [str(ahead)]


def _plain_transfer(node: RunningNode) -> dict[str, Any]:
    """The operator's next transaction, of nothing to somebody."""
    return {
        "chainId": node.deployment["chain_id"],
        "nonce": node.web3.eth.get_transaction_count(node.operator.address, "pending"),
        "to": "0x" + "11" * 20,
        "gas": 21_000,
        "maxFeePerGas": 0,
        "maxPriorityFeePerGas": 0,
    }


def _cast_over_websocket(node: RunningNode, *words: str) -> str:
    program = str(JS / "node_modules" / ".bin" / "cast")
    return run(program, *words, "--rpc-url", node.url.replace("http", "ws", 1)).stdout


def _streaming(node: RunningNode, *words: str) -> subprocess.Popen[str]:
    program = str(JS / "node_modules" / ".bin" / "cast")
    address = node.url.replace("http", "ws", 1)
    return subprocess.Popen(
        (program, *words, "--rpc-url", address), stdout=subprocess.PIPE, text=True
    )


def _line(printed: IO[str]) -> str:
    """The next line that a running program prints; it must not have ended."""
    line = printed.readline()
    assert line, "it printed nothing more"
    return line


def _subscriptions(node: RunningNode) -> float:
    lines = httpx.get(node.url + "/metrics").text.splitlines()
    return sum(float(each.split()[-1]) for each in lines if each.startswith("qoima_node_subscr"))


async def _by_web3(given: dict[str, Any]) -> dict[str, Any]:
    url = given["url"].replace("http", "ws", 1)
    async with AsyncWeb3(WebSocketProvider(url)) as web3:
        operator = Account.from_key(given["key"])
        web3.middleware_onion.inject(ExtraDataToPOAMiddleware, layer=0)
        web3.middleware_onion.inject(SignAndSendRawMiddlewareBuilder.build(operator), layer=0)
        sender = {"from": operator.address}
        factory = web3.eth.contract(abi=given["abi"], bytecode=given["bytecode"])
        creation = await factory.constructor(
            operator.address, given["other"], given["rules"]
        ).transact(sender)
        deployed = await web3.eth.wait_for_transaction_receipt(creation)
        address = deployed["contractAddress"]
        contract = web3.eth.contract(address=address, abi=given["abi"])
        wanted = {
            await web3.eth.subscribe("newHeads"): "heads",
            await web3.eth.subscribe("logs", {"address": address}): "logs",
            await web3.eth.subscribe("newPendingTransactions"): "pending",
        }
        data = contract.encode_abi("admit", [given["holder"], 0, b"\x11" * 32])
        admit = contract.functions.propose(address, data, given["basis"])
        sent = await admit.transact(sender)
        told = await _news(web3, wanted)
        assert bytes(told["pending"]) == bytes(sent)
        receipt = await web3.eth.wait_for_transaction_receipt(sent)
        assert told["heads"]["number"] == receipt["blockNumber"]
        events = await contract.events.Admitted().get_logs(from_block=deployed["blockNumber"])
        with pytest.raises(Exception, match="participants: ") as refused:
            await admit.call(sender)
        return {
            "address": address,
            "status": [deployed["status"], receipt["status"]],
            "hash": sent.to_0x_hex(),
            "events": [event["args"]["account"] for event in events],
            "number": str(await contract.functions.number_of(given["holder"]).call()),
            "told": told["logs"]["transactionHash"].to_0x_hex(),
            "refusal": str(refused.value.args[0]).removeprefix("execution reverted: "),
        }


async def _news(web3: Any, wanted: dict[str, str]) -> dict[str, Any]:
    """The first news of each subscription."""
    told: dict[str, Any] = {}
    async for message in web3.socket.process_subscriptions():
        told.setdefault(wanted[message["subscription"]], message["result"])
        if len(told) == len(wanted):
            return told
    raise AssertionError
