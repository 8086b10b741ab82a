"""Calls between contracts, from traces of the node."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from api.doors import Doors
from api.etherscan import internal
from ledger.chain.rpc import RpcError
from ledger.errors import Unavailable
from tests.api.etherscan.shapes import check
from tests.api.etherscan.stage import STRANGER, asked, refusal, result
from tests.support.http import client_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from tests.api.etherscan.stage import Stage

NONE = {"status": "0", "message": "No transactions found", "result": []}


def below(frame: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The calls below a frame, in the order in which they began."""
    for each in frame.get("calls", ()):
        yield each
        yield from below(each)


def test_calls_of_a_transaction_are_those_of_its_trace(tool: httpx.Client, stage: Stage) -> None:
    rows = result(tool, "account", "txlistinternal", txhash=stage.transfer)
    tracer = {"tracer": "callTracer"}
    top = stage.world.services.chain.rpc.call("debug_traceTransaction", stage.transfer, tracer)
    told = list(below(top))
    assert len(rows) == len(told) > 1
    for place, (row, frame) in enumerate(zip(rows, told, strict=True)):
        check("txlistinternal", row)
        check("txlistinternal of blockscout", row)
        assert (row["from"], row["to"]) == (frame["from"].lower(), frame["to"].lower())
        assert (row["type"], row["callType"]) == ("call", frame["type"].lower())
        assert int(row["gasUsed"]) == int(frame["gasUsed"], 16)
        assert (row["index"], row["isError"], row["value"]) == (str(place), "0", "0")
        assert row["hash"] == row["transactionHash"] == stage.transfer
    assert {row["from"] for row in rows} >= {stage.contract()}
    assert rows[0]["traceId"] == "0"


def test_calls_of_a_failed_transaction_are_told_too(tool: httpx.Client, stage: Stage) -> None:
    rows = result(tool, "account", "txlistinternal", txhash=stage.failed)
    assert {row["hash"] for row in rows} == {stage.failed}


def test_calls_of_a_contract_in_some_blocks(tool: httpx.Client, stage: Stage) -> None:
    at = stage.block_of(stage.transfer)
    given = {"address": stage.contract("participants"), "startblock": at, "endblock": at}
    rows = result(tool, "account", "txlistinternal", **given)
    assert {row["hash"] for row in rows} == {stage.transfer}
    assert {stage.contract("participants")} <= {row["to"] for row in rows}
    whole = result(tool, "account", "txlistinternal", txhash=stage.transfer)
    assert rows == [row for row in whole if given["address"] in {row["from"], row["to"]}]
    assert result(tool, "account", "txlistinternal", **given, sort="desc") == rows[::-1]
    assert result(tool, "account", "txlistinternal", **given, page=2, offset=1) == rows[1:2]
    every = result(tool, "account", "txlistinternal", startblock=at, endblock=at)
    assert every == whole


def test_who_was_called_by_none_has_no_calls(tool: httpx.Client, stage: Stage) -> None:
    assert asked(tool, "account", "txlistinternal", address=STRANGER) == NONE
    later = {"startblock": stage.head + 1}
    assert asked(tool, "account", "txlistinternal", **later) == NONE


def test_more_than_may_be_traced_is_refused(
    tool: httpx.Client, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(internal, "MOST_TRACED", 2)
    assert "2" in refusal(tool, "account", "txlistinternal", startblock=0)
    busy = {"address": stage.contract("participants")}
    assert "2" in refusal(tool, "account", "txlistinternal", **busy)
    monkeypatch.undo()
    monkeypatch.setattr(internal, "_SECONDS", -1.0)
    assert "narrow" in refusal(tool, "account", "txlistinternal", txhash=stage.transfer)
    monkeypatch.undo()
    monkeypatch.setattr(internal, "_MOST_FRAMES", 1)
    assert "fewer" in refusal(tool, "account", "txlistinternal", txhash=stage.transfer)


@pytest.mark.parametrize(
    "given",
    [{}, {"txhash": "0x12"}, {"txhash": "0x" + "ab" * 32}, {"address": "me"}],
)
def test_what_is_not_there_is_refused(tool: httpx.Client, given: dict[str, str]) -> None:
    assert refusal(tool, "account", "txlistinternal", **given)


def test_where_the_node_makes_no_traces_it_is_said(
    tool: httpx.Client, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    rpc = stage.world.services.chain.rpc
    real = type(rpc).call

    def without(self: Any, method: str, *params: Any, refused: Any = None) -> Any:
        if method.startswith(("debug_", "ots_")):
            raise refused(RpcError(method, -32601, "not found", None))
        return real(self, method, *params, **({} if refused is None else {"refused": refused}))

    monkeypatch.setattr(type(rpc), "call", without)
    said = refusal(tool, "account", "txlistinternal", txhash=stage.transfer)
    assert "inside" in said
    assert "inside" in refusal(tool, "account", "txlistinternal", address=STRANGER)


def test_while_others_are_traced_one_is_told_to_wait(stage: Stage) -> None:
    app = stage.world.app()
    app.state.application = replace(app.state.application, traces=Doors(1))
    doors = app.state.application.traces
    given = {"module": "account", "action": "txlistinternal", "txhash": stage.transfer}
    with client_of(app) as client:
        with doors.place(Unavailable("trace.busy", limit=1)):
            answer = client.get("/api", params=given)
        assert (answer.status_code, answer.json()["status"]) == (503, "0")
        assert client.get("/api", params=given).json()["status"] == "1"
