"""Transactions, blocks and figures of a chain without a coin."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from tests.api.etherscan.shapes import check
from tests.api.etherscan.stage import asked, refusal, result
from tests.support.http import client_of
from tests.support.world import signature

if TYPE_CHECKING:
    import httpx

    from tests.api.etherscan.stage import Stage

UNKNOWN = "0x" + "cd" * 32


def test_whether_a_transaction_succeeded(tool: httpx.Client, stage: Stage) -> None:
    for tx_hash, status, error in ((stage.transfer, "1", "0"), (stage.failed, "0", "1")):
        found = result(tool, "transaction", "gettxreceiptstatus", txhash=tx_hash)
        check("gettxreceiptstatus", found)
        assert found == {"status": status}
        found = result(tool, "transaction", "getstatus", txhash=tx_hash)
        check("getstatus", found)
        assert found["isError"] == error
        assert bool(found["errDescription"]) == (error == "1")
    assert result(tool, "transaction", "gettxreceiptstatus", txhash=UNKNOWN) == {"status": ""}
    assert refusal(tool, "transaction", "getstatus", txhash=UNKNOWN)
    for action in ("gettxreceiptstatus", "getstatus", "gettxinfo"):
        assert "txhash" in refusal(tool, "transaction", action)
        assert "txhash" in refusal(tool, "transaction", action, txhash="0x12")


def test_why_it_failed_is_said_in_the_callers_language(stage: Stage) -> None:
    said = set()
    for language in ("kk", "ru", "en"):
        with client_of(stage.world.app(), language) as client:
            found = result(client, "transaction", "getstatus", txhash=stage.failed)
            said.add(found["errDescription"])
    assert len(said) == 3


def test_what_a_transaction_is(tool: httpx.Client, stage: Stage) -> None:
    found = result(tool, "transaction", "gettxinfo", txhash=stage.transfer)
    check("gettxinfo", found)
    assert (found["success"], found["revertReason"], found["gasPrice"]) == (True, "", "0")
    assert found["blockNumber"] == str(stage.block_of(stage.transfer))
    (log,) = found["logs"]
    check("logs of gettxinfo", log)
    assert log["address"] == stage.contract()
    failed = result(tool, "transaction", "gettxinfo", txhash=stage.failed)
    assert (failed["success"], failed["logs"]) == (False, [])
    assert failed["revertReason"]
    assert refusal(tool, "transaction", "gettxinfo", txhash=UNKNOWN)


def test_a_block_has_no_reward(tool: httpx.Client, stage: Stage) -> None:
    found = result(tool, "block", "getblockreward", blockno=2)
    check("getblockreward", found)
    block = stage.world.services.index.block(2)
    assert (found["blockMiner"], found["blockReward"]) == (str(block.sealer).lower(), "0")
    assert (found["uncles"], found["uncleInclusionReward"]) == ([], "0")
    assert "blockno" in refusal(tool, "block", "getblockreward")
    assert refusal(tool, "block", "getblockreward", blockno=stage.head + 1)


def test_a_block_by_time(tool: httpx.Client, stage: Stage) -> None:
    index = stage.world.services.index
    first, last = index.block(1).timestamp, index.block(stage.head).timestamp

    def number(timestamp: int, closest: str) -> str:
        given = {"timestamp": timestamp, "closest": closest}
        found: str = result(tool, "block", "getblocknobytime", **given)
        return found

    assert number(first, "before") == number(first, "after") == "1"
    assert number(last + 1000, "before") == str(stage.head)
    assert number(0, "after") == "0"
    assert number(first + 1, "after") == "2" or index.block(2).timestamp > first + 1
    assert refusal(tool, "block", "getblocknobytime", timestamp=last + 1000, closest="after")
    assert "closest" in refusal(tool, "block", "getblocknobytime", timestamp=1, closest="x")
    assert "timestamp" in refusal(tool, "block", "getblocknobytime", closest="before")


def test_the_latest_block_and_no_countdown(tool: httpx.Client, stage: Stage) -> None:
    found = asked(tool, "block", "eth_block_number")
    assert found == {"jsonrpc": "2.0", "id": 1, "result": hex(stage.head)}
    assert "sealed" in refusal(tool, "block", "getblockcountdown", blockno=10**9)
    assert "blockno" in refusal(tool, "block", "getblockcountdown")


def test_there_is_no_coin(tool: httpx.Client, stage: Stage) -> None:
    for action in ("ethsupply", "coinsupply"):
        assert result(tool, "stats", action) == "0"
    check("ethsupply2", result(tool, "stats", "ethsupply2"))
    for action in ("ethprice", "coinprice", "ethsupplyexchange"):
        assert "coin" in refusal(tool, "stats", action)
    assert result(tool, "stats", "totalfees", date="2026-01-31") == "0"
    assert "date" in refusal(tool, "stats", "totalfees", date="31.01.2026")
    assert "date" in refusal(tool, "stats", "totalfees")


def test_days(tool: httpx.Client, stage: Stage) -> None:
    index = stage.world.services.index
    days = [
        dt.datetime.fromtimestamp(index.block(each).timestamp, dt.UTC).date()
        for each in (0, stage.head)
    ]
    given = {"startdate": days[0].isoformat(), "enddate": days[1].isoformat()}
    for action in ("dailytx", "dailyblkcount", "dailyblockrewards", "dailytxnfee"):
        check(action, result(tool, "stats", action, **given)[0])
    blocks = result(tool, "stats", "dailyblkcount", **given)
    counts = index.counts()
    assert sum(row["blockCount"] for row in blocks) == counts.blocks
    sent = result(tool, "stats", "dailytx", **given)
    assert sum(row["transactionCount"] for row in sent) == counts.transactions
    check("dailyuncleblkcount", result(tool, "stats", "dailyuncleblkcount", **given)[0])
    three = {"startdate": "2026-01-01", "enddate": "2026-01-03"}
    rows = result(tool, "stats", "dailytx", **three, sort="desc")
    assert [row["UTCDate"] for row in rows] == ["2026-01-03", "2026-01-02", "2026-01-01"]
    assert (rows[0]["transactionCount"], rows[0]["unixTimeStamp"]) == (0, "1767398400")
    assert "startdate" in refusal(tool, "stats", "dailytx")
    assert "enddate" in refusal(tool, "stats", "dailytx", startdate="2026-01-01", enddate="x")
    backwards = {"startdate": "2026-01-03", "enddate": "2026-01-01"}
    assert refusal(tool, "stats", "dailytx", **backwards)
    long = {"startdate": "2020-01-01", "enddate": "2026-01-01"}
    assert "400" in refusal(tool, "stats", "dailytx", **long)
    assert "chainsize" in refusal(tool, "stats", "chainsize")


def test_nodes_and_gas(tool: httpx.Client, stage: Stage) -> None:
    found = result(tool, "stats", "nodecount")
    check("nodecount", found)
    registered = tool.get("/v1/network/nodes").json()["total"]
    assert found["TotalNodeCount"] == str(registered)
    found = result(tool, "gastracker", "gasoracle")
    check("gasoracle", found)
    assert (found["LastBlock"], found["FastGasPrice"]) == (str(stage.head), "0")
    assert int(result(tool, "gastracker", "gasestimate", gasprice="0")) >= 1
    assert "gasprice" in refusal(tool, "gastracker", "gasestimate")


@pytest.mark.parametrize(
    ("action", "given"),
    [
        ("eth_blockNumber", {}),
        ("eth_getBlockByNumber", {"tag": "0x1", "boolean": "true"}),
        ("eth_getBlockByNumber", {"tag": "1", "boolean": "false"}),
        ("eth_getBlockTransactionCountByNumber", {"tag": "0x1"}),
        ("eth_getTransactionByBlockNumberAndIndex", {"tag": "0x1", "index": "0x0"}),
        ("eth_gasPrice", {}),
        ("eth_chainId", {}),
        ("net_version", {}),
    ],
)
def test_calls_are_answered_as_at_rpc(
    tool: httpx.Client, action: str, given: dict[str, str]
) -> None:
    params = {
        "eth_getBlockByNumber": ["0x1", given.get("boolean") == "true"],
        "eth_getBlockTransactionCountByNumber": ["0x1"],
        "eth_getTransactionByBlockNumberAndIndex": ["0x1", "0x0"],
    }.get(action, [])
    call = {"jsonrpc": "2.0", "id": 1, "method": action, "params": params}
    expected = tool.post("/rpc", json=call).json()
    assert asked(tool, "proxy", action, **given) == expected
    assert "result" in expected
    assert tool.post("/api/eth-rpc", json=call).json() == expected


def test_calls_about_transactions_and_accounts(tool: httpx.Client, stage: Stage) -> None:
    found = asked(tool, "proxy", "eth_getTransactionByHash", txhash=stage.transfer)["result"]
    assert found["hash"] == stage.transfer
    receipt = asked(tool, "proxy", "eth_getTransactionReceipt", txhash=stage.failed)["result"]
    assert receipt["status"] == "0x0"
    given = {"address": stage.issuer.address, "tag": "latest"}
    count = asked(tool, "proxy", "eth_getTransactionCount", **given)["result"]
    assert int(count, 16) == len(result(tool, "account", "txlist", address=given["address"]))
    code = asked(tool, "proxy", "eth_getCode", address=stage.contract(), tag="latest")["result"]
    assert len(code) > 1000
    slot = {"address": stage.contract(), "position": "0x0", "tag": "latest"}
    word = asked(tool, "proxy", "eth_getStorageAt", **slot)["result"]
    assert len(word) == 66
    assert asked(tool, "proxy", "eth_getStorageAt", **{**slot, "position": "0"})["result"] == word
    codec = stage.world.services.chain.codec
    data = "0x" + codec.encode("digital_assets", "symbol", ()).hex()
    call = {"to": stage.contract(), "data": data}
    assert "51" in asked(tool, "proxy", "eth_call", **call, tag="latest")["result"]
    gas = asked(tool, "proxy", "eth_estimateGas", **call, gasprice="0x0", gas="0x5f5e0ff")
    assert int(gas["result"], 16) > 21_000
    assert int(asked(tool, "proxy", "eth_estimateGas", **call, gasLimit="0x186a0")["result"], 16)


def test_a_block_has_no_uncles(tool: httpx.Client) -> None:
    given = {"tag": "0x1", "index": "0x0"}
    found = asked(tool, "proxy", "eth_getUncleByBlockNumberAndIndex", **given)
    assert found == {"jsonrpc": "2.0", "id": 1, "result": None}
    found = asked(tool, "proxy", "eth_getUncleCountByBlockNumber", tag="0x1")
    assert found["result"] == "0x0"


@pytest.mark.parametrize(
    ("action", "given"),
    [
        ("eth_getBlockByNumber", {"tag": "newest"}),
        ("eth_getBlockByNumber", {"tag": "0x1", "boolean": "maybe"}),
        ("eth_getTransactionByHash", {}),
        ("eth_getTransactionByHash", {"txhash": "0x1"}),
        ("eth_getTransactionReceipt", {"txhash": "x"}),
        ("eth_getCode", {}),
        ("eth_getStorageAt", {"address": "0x" + "ab" * 20}),
        ("eth_getStorageAt", {"address": "0x" + "ab" * 20, "position": "first"}),
        ("eth_getStorageAt", {"address": "0x" + "ab" * 20, "position": "9" * 78}),
        ("eth_getTransactionCount", {"address": "0x" + "g" * 40}),
        ("eth_getTransactionByBlockNumberAndIndex", {"tag": "0x1"}),
        ("eth_getUncleByBlockNumberAndIndex", {"tag": "0x1"}),
        ("eth_call", {}),
        ("eth_call", {"to": "0x" + "ab" * 20, "gas": "lots"}),
        ("eth_estimateGas", {"tag": "latest"}),
        ("eth_getBalance", {"address": "0x1"}),
    ],
)
def test_calls_that_are_malformed_are_refused(
    tool: httpx.Client, action: str, given: dict[str, str]
) -> None:
    found = asked(tool, "proxy", action, **given)
    assert (found["jsonrpc"], found["id"]) == ("2.0", 1)
    assert found["error"]["code"] == -32602
    assert found["error"]["message"]


def test_what_a_contract_refuses_is_passed_on(tool: httpx.Client, stage: Stage) -> None:
    codec = stage.world.services.chain.codec
    data = "0x" + codec.encode("depository", "accept", (10**9,)).hex()
    given = {"to": stage.contract("depository"), "data": data, "from": "0x" + "ab" * 20}
    for action in ("eth_call", "eth_estimateGas"):
        found = asked(tool, "proxy", action, **given)["error"]
        assert found["message"].startswith("execution reverted: depository: ")


def test_a_signed_transaction_is_relayed_by_post_only(tool: httpx.Client, stage: Stage) -> None:
    chain = stage.world.services.chain
    account = stage.world.admit()
    fields = {
        "type": "0x2",
        "chainId": hex(chain.deployment.chain_id),
        "nonce": "0x0",
        "to": account.address,
        "value": "0x0",
        "gas": "0x5208",
        "maxFeePerGas": "0x0",
        "maxPriorityFeePerGas": "0x0",
        "data": "0x",
    }
    raw = "0x" + signature(account, fields).hex()
    given = {"module": "proxy", "action": "eth_sendRawTransaction", "hex": raw}
    found = asked(tool, "proxy", "eth_sendRawTransaction", hex=raw)["error"]
    assert found["data"] == {"code": "explorer.post-only"}
    sent = tool.post("/api", data=given).json()["result"]
    assert chain.wait(sent, 30).succeeded
    stage.world.indexer.catch_up()
    told = tool.get(f"/v1/transactions/{sent}").json()
    assert [step["step"] for step in told["history"]][:2] == ["received", "admitted"]
    assert tool.post("/api", data=given).json()["result"] == sent
    assert "error" in tool.post("/api", data={**given, "hex": "0x02"}).json()
    with client_of(stage.world.app(sign_in_for_writes=True)) as client:
        found = client.post("/api", data=given).json()["error"]
        assert found["data"] == {"code": "access.required"}
        assert "result" in asked(client, "proxy", "eth_blockNumber")
