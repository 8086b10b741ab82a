"""Traces agree with EthereumJS step by step, and `cast run` replays a transaction."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from node.deployment import Home
from tests.engines.conftest import cast, cast_complaint, record_all, run
from tests.support.node import Role, running_node, signed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.node import RunningNode

pytestmark = pytest.mark.engines


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningNode]:
    """A chain with records of every kind, and a transaction that was refused."""
    with running_node(tmp_path_factory.mktemp("traced") / "home") as running:
        record_all(running)
        refused(running)
        yield running


def refused(node: RunningNode) -> None:
    """Seal a deposit of nothing, by a depositor who has not tried it out before."""
    contract = node.contract("depository")
    transaction = {
        "chainId": node.web3.eth.chain_id,
        "nonce": 0,
        "to": contract.address,
        "gas": 300_000,
        "maxFeePerGas": 0,
        "maxPriorityFeePerGas": 0,
        "data": contract.encode_abi("deposit", [bytes(32), 10, 3, 0, 0, bytes(32)]),
    }
    sent = node.web3.eth.send_raw_transaction(signed(node.admit(Role.DEPOSITOR), transaction))
    assert node.web3.eth.wait_for_transaction_receipt(sent, timeout=30)["status"] == 0


@pytest.fixture(scope="module")
def told(node: RunningNode, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What EthereumJS tells of every transaction of the chain."""
    head = node.web3.eth.block_number
    raws = [node.rpc("debug_getRawBlock", hex(n))["result"] for n in range(head + 1)]
    blocks = tmp_path_factory.mktemp("raw") / "chain.rlp"
    blocks.write_bytes(b"".join(bytes.fromhex(raw[2:]) for raw in raws))
    said = run("node", "trace.mjs", str(Home(node.home).genesis), str(blocks)).stdout
    lines: list[dict[str, Any]] = [json.loads(line) for line in said.splitlines()]
    assert len(lines) > 15
    return lines


def trace(node: RunningNode, sent: str, **config: Any) -> dict[str, Any]:
    answer: dict[str, Any] = node.rpc("debug_traceTransaction", sent, config)
    assert "error" not in answer, answer
    result: dict[str, Any] = answer["result"]
    return result


def test_every_step_of_every_transaction_is_the_same(
    node: RunningNode, told: list[dict[str, Any]]
) -> None:
    for transaction in told:
        ours = trace(node, transaction["hash"])
        assert ours["gas"] == transaction["gas"]
        steps = [
            [step["pc"], step["op"], step["gas"], step["depth"] - 1, step["stack"]]
            for step in ours["structLogs"]
        ]
        assert steps == transaction["steps"]


def walk(frame: dict[str, Any], depth: int = 0) -> Iterator[tuple[int, dict[str, Any]]]:
    yield depth, frame
    for call in frame.get("calls", []):
        yield from walk(call, depth + 1)


def test_every_call_of_every_transaction_is_the_same(
    node: RunningNode, told: list[dict[str, Any]]
) -> None:
    for transaction in told:
        top = trace(node, transaction["hash"], tracer="callTracer")
        ours = list(walk(top))
        assert [(depth, frame["type"]) for depth, frame in ours] == [
            (frame["depth"], frame["kind"]) for frame in transaction["frames"]
        ]
        assert int(top["gasUsed"], 16) == transaction["gas"]
        for (depth, frame), theirs in zip(ours, transaction["frames"], strict=True):
            assert theirs["failed"] == ("error" in frame)
            assert theirs["to"] in (None, frame["to"])
            if frame["type"] != "CREATE":
                assert (frame["input"], frame.get("output", "0x")) == (
                    theirs["input"],
                    theirs["output"],
                )
            if depth:
                assert int(frame["gas"], 16) == theirs["gas"]
                assert int(frame["gasUsed"], 16) == theirs["gasUsed"]


def test_cast_replays_a_transaction(node: RunningNode, told: list[dict[str, Any]]) -> None:
    moved = max(told, key=lambda each: len(each["frames"]))
    said = cast(node, "run", "--quick", moved["hash"])
    assert f"Gas used: {moved['gas']}" in said
    assert "[staticcall]" in said
    assert "Transaction failed" in cast_complaint(node, "run", "--quick", told[-1]["hash"])


def test_cast_traces_a_call(node: RunningNode) -> None:
    depository = node.contract("depository").address
    said = cast(
        node,
        "rpc",
        "debug_traceCall",
        json.dumps({"to": depository, "data": "0x06661abd"}),
        "latest",
        json.dumps({"tracer": "callTracer"}),
    )
    assert json.loads(said)["type"] == "CALL"
