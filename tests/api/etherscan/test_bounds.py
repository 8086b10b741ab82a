"""A list for which too much would have to be looked at is refused, never cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.index import spans
from tests.api.etherscan.stage import STRANGER, asked, refusal, result

if TYPE_CHECKING:
    import httpx
    import pytest

    from tests.api.etherscan.stage import Stage


def test_a_long_history_needs_narrower_blocks(
    tool: httpx.Client, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = {"address": stage.world.address(stage.world.authority)}
    whole = result(tool, "account", "txlist", **busy)
    monkeypatch.setattr(spans, "MOST_LOOKED", 2)
    assert "2 records" in refusal(tool, "account", "txlist", **busy)
    first = {**busy, "endblock": whole[0]["blockNumber"]}
    assert result(tool, "account", "txlist", **first) == whole[:1]
    assert result(tool, "account", "txlist", **busy, page=1, offset=1) == whole[:1]
    last = result(tool, "account", "txlist", **busy, page=1, offset=1, sort="desc")
    assert last == whole[-1:]


def test_data_that_are_too_large_together_are_refused(
    tool: httpx.Client, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = {"address": stage.issuer.address}
    one = result(tool, "account", "txlist", **mine, page=1, offset=1)
    monkeypatch.setattr(spans, "MOST_BYTES", len(one[0]["input"]) // 2)
    assert "fewer rows" in refusal(tool, "account", "txlist", **mine)
    assert result(tool, "account", "txlist", **mine, page=1, offset=1) == one


def test_blocks_of_nobody_are_looked_for_in_so_many_only(
    tool: httpx.Client, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealer = stage.world.services.index.block(1).sealer
    whole = result(tool, "account", "getminedblocks", address=sealer)
    monkeypatch.setattr(spans, "MOST_BLOCKS", 3)
    assert "3 records" in refusal(tool, "account", "getminedblocks", address=STRANGER)
    page = {"page": 1, "offset": 2}
    assert result(tool, "account", "getminedblocks", address=sealer, **page) == whole[:2]
    oldest = result(tool, "account", "getminedblocks", address=sealer, **page, sort="asc")
    assert oldest == whole[::-1][:2]
    narrow = {"address": STRANGER, "startblock": 1, "endblock": 3}
    assert asked(tool, "account", "getminedblocks", **narrow)["message"] == "No blocks found"


def test_a_rare_event_is_looked_for_among_so_many_only(
    tool: httpx.Client, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    uri = "0x6bb7ff708619ba0610cba295a58592e0451dee2622938c8755667688daf3529b"
    given = {"address": stage.contract(), "topic0": uri, "fromBlock": 0}
    rows = result(tool, "logs", "getLogs", **given)
    assert len(rows) == 1
    monkeypatch.setattr(spans, "MOST_LOOKED", 1)
    later = {**given, "fromBlock": stage.block_of(stage.transfer)}
    assert "1 record" in refusal(tool, "logs", "getLogs", **later)
