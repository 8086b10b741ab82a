"""A node as its clients see it, over HTTP, through web3.py."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from tests.support.node import BASIS, Role, signed

if TYPE_CHECKING:
    from tests.support.node import RunningNode


def test_an_admitted_participant_acts_and_its_event_is_found(chain_node: RunningNode) -> None:
    depositor = chain_node.admit(Role.DEPOSITOR)
    receipt = chain_node.act(
        depositor, "depository", "deposit", b"\x07" * 32, 10, 3, 0, 0, bytes(32)
    )
    events = (
        chain_node.contract("depository")
        .events.Deposited()
        .get_logs(from_block=receipt["blockNumber"], to_block=receipt["blockNumber"])
    )
    assert [event["args"]["root"] for event in events] == [b"\x07" * 32]
    assert events[0]["transactionHash"] == receipt["transactionHash"]


def test_many_senders_at_once_are_each_sealed_once_and_in_order(chain_node: RunningNode) -> None:
    senders = [chain_node.admit() for _ in range(4)]
    free = {
        "chainId": chain_node.deployment["chain_id"],
        "to": "0x" + "11" * 20,
        "value": 0,
        "gas": 21_000,
        "maxFeePerGas": 0,
        "maxPriorityFeePerGas": 0,
    }
    raws = [signed(each, {**free, "nonce": n}) for n in range(15) for each in senders]
    with ThreadPoolExecutor(16) as threads:
        sent = list(threads.map(chain_node.web3.eth.send_raw_transaction, raws))
    receipts = [chain_node.web3.eth.wait_for_transaction_receipt(each, 30) for each in sent]
    places = [(receipt["blockNumber"], receipt["transactionIndex"]) for receipt in receipts]
    assert len(set(places)) == 60
    for position in range(4):
        of_one = places[position::4]
        assert of_one == sorted(of_one)


def test_the_same_transaction_from_many_clients_is_acknowledged_once(
    chain_node: RunningNode,
) -> None:
    participants = chain_node.contract("participants")
    data = participants.encode_abi("admit", ["0x" + "77" * 20, 0, b"\x01" * 32])
    act = ("propose", participants.address, data, BASIS)
    raw = chain_node.signed(chain_node.authority, "participants", *act)
    request = ("eth_sendRawTransaction", "0x" + raw.hex())
    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(chain_node.rpc, *request) for _ in range(8)]
        answers = [each.result() for each in asked]
    results = [answer["result"] for answer in answers if "result" in answer]
    errors = {answer["error"]["data"]["code"] for answer in answers if "error" in answer}
    assert len(results) == 1
    assert errors <= {"already-known", "nonce-too-low"}
