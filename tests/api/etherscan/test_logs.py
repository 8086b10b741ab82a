"""Logs by address, topics and operators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from eth_utils.crypto import keccak

from api.etherscan import logs
from tests.api.etherscan.shapes import check
from tests.api.etherscan.stage import STRANGER, asked, refusal, result

if TYPE_CHECKING:
    import httpx

    from tests.api.etherscan.stage import Stage

SINGLE = "0x" + keccak(b"TransferSingle(address,address,address,uint256,uint256)").hex()
BATCH = "0x" + keccak(b"TransferBatch(address,address,address,uint256[],uint256[])").hex()
NONE = {"status": "0", "message": "No records found", "result": []}


def word(address: str) -> str:
    """An address as a topic."""
    return "0x" + address.lower()[2:].rjust(64, "0")


def test_logs_of_an_address_are_those_of_the_node(tool: httpx.Client, stage: Stage) -> None:
    rows = result(tool, "logs", "getLogs", address=stage.contract(), fromBlock=0, toBlock="latest")
    asked_of_node = {"address": stage.contract(), "fromBlock": "0x0", "toBlock": hex(stage.head)}
    told = stage.world.services.chain.rpc.call("eth_getLogs", asked_of_node)
    assert len(rows) == len(told) > 3
    for row, log in zip(rows, told, strict=True):
        assert set(row) == set(row) | {"topics"}
        check("getLogs", row)
        assert (row["data"], row["topics"]) == (log["data"], log["topics"])
        for member in ("blockNumber", "logIndex", "transactionIndex", "gasUsed", "timeStamp"):
            assert row[member] == hex(int(row[member], 16))
        assert int(row["blockNumber"], 16) == int(log["blockNumber"], 16)
        assert int(row["logIndex"], 16) == int(log["logIndex"], 16)
        assert row["blockHash"] == log["blockHash"]


def test_topics_are_joined_by_and_or_or(tool: httpx.Client, stage: Stage) -> None:
    def told(**given: Any) -> list[str]:
        rows = result(tool, "logs", "getLogs", fromBlock=0, toBlock=stage.head, **given)
        return [row["transactionHash"] for row in rows]

    mine = {"address": stage.contract()}
    holder = word(stage.holder.address)
    singles = told(**mine, topic0=SINGLE)
    assert stage.transfer in singles
    assert stage.batch not in singles
    assert told(topic0=BATCH) == [stage.batch]
    both = {"topic0": SINGLE, "topic3": holder}
    assert stage.issue in singles
    assert stage.issue not in told(**mine, **both)
    assert told(**mine, **both, topic0_3_opr="and") == told(**mine, **both)
    either = told(**mine, **both, topic0_3_opr="or")
    assert set(either) == {*singles, stage.batch}
    three = {**both, "topic1": word(stage.issuer.address)}
    every = told(**mine, **three, topic0_1_opr="and", topic1_3_opr="and")
    assert stage.transfer in every
    some = told(**mine, **three, topic0_1_opr="or", topic0_3_opr="or", topic1_3_opr="or")
    assert set(some) >= {stage.batch, *singles}
    assert "operator" in refusal(
        tool, "logs", "getLogs", **mine, **three, topic0_1_opr="or", topic1_3_opr="and"
    )


def test_a_page_of_logs(tool: httpx.Client, stage: Stage) -> None:
    given = {"address": stage.contract(), "fromBlock": 0}
    rows = result(tool, "logs", "getLogs", **given)
    first, second = (
        result(tool, "logs", "getLogs", **given, page=page, offset=2) for page in (1, 2)
    )
    assert first + second == rows[:4]
    at = stage.block_of(stage.transfer)
    within = {**given, "fromBlock": at, "toBlock": hex(at)}
    assert {row["transactionHash"] for row in result(tool, "logs", "getLogs", **within)} == {
        stage.transfer
    }


def test_where_there_are_none_it_is_said(tool: httpx.Client, stage: Stage) -> None:
    assert asked(tool, "logs", "getLogs", address=STRANGER, fromBlock=0) == NONE
    known = {"address": stage.contract(), "fromBlock": stage.head + 1}
    assert asked(tool, "logs", "getLogs", **known) == NONE
    other = {"address": stage.contract(), "topic0": "0x" + "12" * 32, "fromBlock": 0}
    assert asked(tool, "logs", "getLogs", **other) == NONE


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"fromBlock": "0"}, "address"),
        ({"address": "0x1"}, "address"),
        ({"topic0": "0x12"}, "topic0"),
        ({"topic0": SINGLE, "fromBlock": "first"}, "fromblock"),
        ({"topic0": SINGLE, "topic1": SINGLE, "topic0_1_opr": "xor"}, "topic0_1_opr"),
        ({"topic0": SINGLE, "page": "2", "offset": "1000"}, "1,000"),
    ],
)
def test_logs_that_cannot_be_are_refused(
    tool: httpx.Client, given: dict[str, str], said: str
) -> None:
    assert said in refusal(tool, "logs", "getLogs", **given)


def test_blocks_without_an_event_are_passed_over_and_others_are_bounded(
    tool: httpx.Client, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = result(tool, "logs", "getLogs", topic0=BATCH, address=stage.contract(), fromBlock=0)
    monkeypatch.setattr(logs, "WINDOW", 1)
    monkeypatch.setattr(logs, "MOST_WINDOWS", 1)
    found = {"topic0": BATCH, "address": stage.contract(), "fromBlock": 0}
    assert result(tool, "logs", "getLogs", **found) == whole
    assert "narrow" in refusal(tool, "logs", "getLogs", topic0=BATCH, fromBlock=0)
