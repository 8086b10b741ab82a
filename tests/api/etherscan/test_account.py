"""Balances, transactions, movements and blocks as tools of Etherscan ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ledger.index.spans import Spans
from tests.api.etherscan.shapes import check
from tests.api.etherscan.stage import STRANGER, asked, refusal, result
from tests.support.world import signature

if TYPE_CHECKING:
    import httpx

    from tests.api.etherscan.stage import Stage

NONE = {"status": "0", "message": "No transactions found", "result": []}


def test_balances_are_zero_in_decimal(tool: httpx.Client, stage: Stage) -> None:
    two = [stage.issuer.address, STRANGER]
    assert result(tool, "account", "balance", address=two[0], tag="latest") == "0"
    assert result(tool, "account", "balance", address=two[0], tag="0x1") == "0"
    assert result(tool, "account", "balancehistory", address=two[0], blockno=1) == "0"
    rows = result(tool, "account", "balancemulti", address=",".join(two))
    assert [row["account"] for row in rows] == [each.lower() for each in two]
    assert [row["balance"] for row in rows] == ["0", "0"]
    check("balancemulti", rows[0])
    check("balancemulti of blockscout", rows[0])
    plain = asked(tool, "account", "eth_get_balance", address=STRANGER)
    assert plain == {"jsonrpc": "2.0", "id": 1, "result": "0x0"}


def test_balances_that_cannot_be_are_refused(tool: httpx.Client) -> None:
    assert "address" in refusal(tool, "account", "balance")
    assert refusal(tool, "account", "balance", address="0x12")
    assert "tag" in refusal(tool, "account", "balance", address=STRANGER, tag="newest")
    many = ",".join([STRANGER] * 21)
    assert "20" in refusal(tool, "account", "balancemulti", address=many)


def test_transactions_of_an_account_are_those_it_sent_or_received(
    tool: httpx.Client, stage: Stage
) -> None:
    rows = result(tool, "account", "txlist", address=stage.issuer.address)
    for row in rows:
        check("txlist", row)
        check("txlist of blockscout", row)
        assert stage.issuer.address.lower() == row["from"]
    assert [int(row["blockNumber"]) for row in rows] == sorted(int(r["blockNumber"]) for r in rows)
    moved = next(row for row in rows if row["hash"] == stage.transfer)
    assert moved["to"] == stage.contract()
    assert moved["functionName"] == "safeTransferFrom(address,address,uint256,uint256,bytes)"
    assert moved["input"].startswith(moved["methodId"])
    assert (moved["isError"], moved["txreceipt_status"], moved["value"]) == ("0", "1", "0")
    assert moved["confirmations"] == str(stage.head - int(moved["blockNumber"]))
    failed = next(row for row in rows if row["hash"] == stage.failed)
    assert (failed["isError"], failed["txreceipt_status"]) == ("1", "0")
    assert int(failed["cumulativeGasUsed"]) >= int(failed["gasUsed"])
    assert asked(tool, "account", "txlist", address=stage.holder.address) == NONE


def test_a_transaction_without_data_is_listed(tool: httpx.Client, stage: Stage) -> None:
    world, chain = stage.world, stage.world.services.chain
    someone = world.admit()
    fields = {
        "type": "0x2",
        "chainId": hex(chain.deployment.chain_id),
        "nonce": "0x0",
        "to": someone.address,
        "value": "0x0",
        "gas": hex(21_000),
        "maxFeePerGas": "0x0",
        "maxPriorityFeePerGas": "0x0",
        "data": "0x",
    }
    sent = chain.send(signature(someone, fields))
    assert chain.wait(sent, 30).succeeded
    world.indexer.catch_up()
    for direction in ("asc", "desc"):
        (row,) = result(tool, "account", "txlist", address=someone.address, sort=direction)
        check("txlist", row)
        assert (row["hash"], row["input"], row["methodId"]) == (sent, "0x", "0x")
    listed = Spans(world.services.index.engine).of([sent])[sent]
    assert (listed.selector, listed.sender, listed.to) == (b"", *[someone.address] * 2)


def test_cumulative_gas_is_that_of_the_receipt(tool: httpx.Client, stage: Stage) -> None:
    rpc = stage.world.services.chain.rpc
    for row in result(tool, "account", "txlist", address=stage.issuer.address):
        receipt = rpc.call("eth_getTransactionReceipt", row["hash"])
        assert int(row["cumulativeGasUsed"]) == int(receipt["cumulativeGasUsed"], 16)
        assert int(row["gasUsed"]) == int(receipt["gasUsed"], 16)
        assert int(row["transactionIndex"]) == int(receipt["transactionIndex"], 16)


def test_pages_blocks_and_order_cut_a_list(tool: httpx.Client, stage: Stage) -> None:
    def hashes(**given: Any) -> list[str]:
        rows = result(tool, "account", "txlist", address=stage.issuer.address, **given)
        return [row["hash"] for row in rows]

    whole = hashes()
    assert hashes(sort="desc") == whole[::-1]
    assert hashes(page=1, offset=2) + hashes(page=2, offset=2) == whole[:4]
    assert hashes(page=1, offset=2, sort="desc") == whole[::-1][:2]
    assert hashes(page=0, offset=0, endblock=99999999) == whole
    at = stage.block_of(stage.transfer)
    assert hashes(startblock=at, endblock=at) == [stage.transfer]
    assert hashes(startblock=hex(at), endblock=hex(at)) == [stage.transfer]
    moment = stage.world.services.index.block(at).timestamp
    assert hashes(start_timestamp=moment, end_timestamp=moment) == [stage.transfer]
    assert hashes(filterby="from") == whole
    received = {"address": stage.issuer.address, "filterby": "to"}
    assert asked(tool, "account", "txlist", **received) == NONE
    later = {"address": stage.issuer.address, "startblock": stage.head + 1}
    assert asked(tool, "account", "txlist", **later) == NONE
    future = {"address": stage.issuer.address, "start_timestamp": 9_000_000_000}
    assert asked(tool, "account", "txlist", **future) == NONE


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "address"),
        ({"address": "0x" + "zz" * 20}, "address"),
        ({"address": STRANGER, "page": "2", "offset": "9999"}, "10,000"),
        ({"address": STRANGER, "page": "x"}, "page"),
        ({"address": STRANGER, "offset": "-1"}, "offset"),
        ({"address": STRANGER, "startblock": "1e9"}, "startblock"),
        ({"address": STRANGER, "endblock": "9" * 30}, "endblock"),
        ({"address": STRANGER, "sort": "up"}, "sort"),
        ({"address": STRANGER, "filterby": "x"}, "filterby"),
        ({"address": STRANGER, "starttimestamp": "now"}, "starttimestamp"),
    ],
)
def test_a_list_that_cannot_be_is_refused(
    tool: httpx.Client, given: dict[str, str], said: str
) -> None:
    assert said in refusal(tool, "account", "txlist", **given)


def test_a_contract_received_what_was_asked_of_it(tool: httpx.Client, stage: Stage) -> None:
    rows = result(tool, "account", "txlist", address=stage.contract())
    assert {row["to"] for row in rows} <= {stage.contract(), ""}
    made = [row for row in rows if row["contractAddress"] == stage.contract()]
    assert [(row["to"], row["methodId"], row["functionName"]) for row in made] == [("", "0x", "")]


def test_movements_of_tokens(tool: httpx.Client, stage: Stage) -> None:
    rows = result(tool, "account", "token1155tx", address=stage.holder.address)
    told = [(row["hash"], row["tokenID"], row["tokenValue"]) for row in rows]
    number = str(stage.wheat)
    assert told[:3] == [
        (stage.transfer, number, "40"),
        (stage.batch, number, "1"),
        (stage.batch, number, "2"),
    ]
    for row in rows:
        check("token1155tx", row)
        assert row["contractAddress"] == stage.contract()
        assert (row["from"], row["to"]) == (
            stage.issuer.address.lower(),
            stage.holder.address.lower(),
        )
    of_all = result(tool, "account", "token1155tx", contractaddress=stage.contract())
    assert of_all[0]["hash"] == stage.issue
    assert of_all[0]["from"] == "0x" + "0" * 40
    both = {"address": stage.holder.address, "contractaddress": stage.contract()}
    assert result(tool, "account", "token1155tx", **both) == rows
    assert result(tool, "account", "token1155tx", **both, sort="desc") == rows[::-1]
    page = result(tool, "account", "token1155tx", **both, page=2, offset=1)
    assert page == rows[1:2]
    at = stage.block_of(stage.batch)
    within = result(tool, "account", "token1155tx", **both, startblock=at, endblock=at)
    assert within == rows[1:3]


def test_what_does_not_move_is_told_as_nothing(tool: httpx.Client, stage: Stage) -> None:
    assert asked(tool, "account", "token1155tx", address=STRANGER) == NONE
    other = stage.contract("depository")
    assert asked(tool, "account", "token1155tx", contractaddress=other) == NONE
    for action in ("tokentx", "tokennfttx", "token404tx"):
        assert asked(tool, "account", action, address=stage.holder.address) == NONE
        assert "contractaddress" in refusal(tool, "account", action)
    assert "address" in refusal(tool, "account", "token1155tx")
    unknown = {"address": STRANGER, "tokenid": "9999"}
    assert "9999" in refusal(tool, "account", "token1155tx", **unknown)


def test_what_an_account_holds(tool: httpx.Client, stage: Stage) -> None:
    (row,) = result(tool, "account", "tokenlist", address=stage.holder.address)
    check("tokenlist", row)
    assert (row["balance"], row["type"], row["id"]) == ("93", "ERC-1155", str(stage.wheat))
    (row,) = result(tool, "account", "addresstokenbalance", address=stage.holder.address)
    check("addresstokenbalance", row)
    assert (row["TokenQuantity"], row["TokenId"]) == ("93", str(stage.wheat))
    for action in (
        *("tokenlist", "addresstokenbalance"),
        *("addresstokennftbalance", "addresstokennftinventory"),
    ):
        nothing = asked(tool, "account", action, address=STRANGER)
        assert (nothing["status"], nothing["result"]) == ("0", [])
        assert "address" in refusal(tool, "account", action)


def test_what_an_account_holds_of_one_asset_now_and_then(tool: httpx.Client, stage: Stage) -> None:
    given = {"address": stage.holder.address, "contractaddress": stage.contract()}
    known = {**given, "tokenid": str(stage.wheat)}
    assert result(tool, "account", "tokenbalance", **known) == "93"
    then = stage.block_of(stage.transfer)
    assert result(tool, "account", "tokenbalancehistory", **known, blockno=then) == "40"
    assert "tokenid" in refusal(tool, "account", "tokenbalance", **given)
    other = {**known, "contractaddress": stage.contract("depository")}
    assert refusal(tool, "account", "tokenbalance", **other)
    assert refusal(tool, "account", "tokenbalance", **{**known, "tokenid": "9999"})
    late = stage.head + 1
    assert refusal(tool, "account", "tokenbalancehistory", **known, blockno=late)


def test_blocks_that_a_signer_sealed(tool: httpx.Client, stage: Stage) -> None:
    sealer = stage.world.services.index.block(1).sealer
    rows = result(tool, "account", "getminedblocks", address=sealer, blocktype="blocks")
    assert [int(row["blockNumber"]) for row in rows] == list(range(stage.head, 0, -1))
    check("getminedblocks", rows[0])
    assert {row["blockReward"] for row in rows} == {"0"}
    page = result(tool, "account", "getminedblocks", address=sealer, page=2, offset=3)
    assert page == rows[3:6]
    nothing = asked(tool, "account", "getminedblocks", address=STRANGER)
    assert nothing == {"status": "0", "message": "No blocks found", "result": []}
    assert "address" in refusal(tool, "account", "getminedblocks")


def test_accounts_that_took_part(tool: httpx.Client, stage: Stage) -> None:
    rows = result(tool, "account", "listaccounts", page=1, offset=100)
    check("listaccounts", rows[0])
    found = [row["address"] for row in rows]
    assert stage.holder.address.lower() in found
    assert len(found) == len(set(found))
    first, second = (result(tool, "account", "listaccounts", page=p, offset=2) for p in (1, 2))
    assert first + second == rows[:4]
    assert len(result(tool, "account", "listaccounts")) == min(10, len(rows))
    assert "100" in refusal(tool, "account", "listaccounts", page=2, offset=100)
