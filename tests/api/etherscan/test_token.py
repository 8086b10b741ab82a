"""The contract of the tokens, supplies and holders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api.etherscan.shapes import check
from tests.api.etherscan.stage import STRANGER, refusal, result

if TYPE_CHECKING:
    import httpx

    from tests.api.etherscan.stage import Stage


def test_the_contract_of_the_tokens(tool: httpx.Client, stage: Stage) -> None:
    chain = stage.world.services.chain
    row = result(tool, "token", "getToken", contractaddress=stage.contract())
    check("getToken", row)
    assert row["name"] == chain.call("digital_assets", "name")
    assert row["symbol"] == chain.call("digital_assets", "symbol")
    assert (row["type"], row["decimals"], row["totalSupply"]) == ("ERC-1155", "0", "")
    known = {"contractaddress": stage.contract(), "tokenid": str(stage.wheat)}
    assert result(tool, "token", "getToken", **known)["totalSupply"] == "100"
    (info,) = result(tool, "token", "tokeninfo", **known)
    check("tokeninfo", info)
    assert (info["tokenType"], info["totalSupply"]) == ("ERC-1155", "100")


def test_supply_and_holders_of_an_asset(tool: httpx.Client, stage: Stage) -> None:
    known = {"contractaddress": stage.contract(), "tokenid": str(stage.wheat)}
    assert result(tool, "stats", "tokensupply", **known) == "100"
    rows = result(tool, "token", "getTokenHolders", **known)
    check("getTokenHolders", rows[0])
    holders = [(stage.holder.address.lower(), "93"), (stage.issuer.address.lower(), "7")]
    assert [(row["address"], row["value"]) for row in rows] == holders
    listed = result(tool, "token", "tokenholderlist", **known, page=2, offset=1)
    check("tokenholderlist", listed[0])
    assert [(r["TokenHolderAddress"], r["TokenHolderQuantity"]) for r in listed] == holders[1:]
    assert result(tool, "token", "tokenholdercount", **known) == "2"
    top = result(tool, "token", "topholders", **known, offset=10)
    check("topholders", top[0])
    assert [(r["TokenHolderAddress"], r["TokenHolderAddressType"]) for r in top] == [
        (address, "E") for address, _ in holders
    ]
    assert "100" in refusal(tool, "token", "topholders", **known, offset=101)


def test_supply_at_a_block(tool: httpx.Client, stage: Stage) -> None:
    known = {"contractaddress": stage.contract(), "tokenid": str(stage.wheat)}
    at = stage.block_of(stage.issue)
    assert result(tool, "stats", "tokensupplyhistory", **known, blockno=at) == "100"
    assert result(tool, "stats", "tokensupplyhistory", **known, blockno=at - 1) == "0"
    assert refusal(tool, "stats", "tokensupplyhistory", **known, blockno=1)
    assert refusal(tool, "stats", "tokensupplyhistory", **known, blockno=stage.head + 1)
    assert "blockno" in refusal(tool, "stats", "tokensupplyhistory", **known)


@pytest.mark.parametrize(
    ("module", "action"),
    [
        ("token", "getTokenHolders"),
        ("token", "tokenholderlist"),
        ("token", "tokenholdercount"),
        ("token", "topholders"),
        ("stats", "tokensupply"),
    ],
)
def test_an_asset_must_be_named_and_be_there(
    tool: httpx.Client, stage: Stage, module: str, action: str
) -> None:
    known = {"contractaddress": stage.contract()}
    assert "tokenid" in refusal(tool, module, action, **known)
    assert "contractaddress" in refusal(tool, module, action, tokenid="1")
    assert "9999" in refusal(tool, module, action, **known, tokenid="9999")
    assert "tokenid" in refusal(tool, module, action, **known, tokenid="wheat")
    other = refusal(tool, module, action, contractaddress=STRANGER, tokenid="1")
    assert "0xabab" in other.lower()


def test_what_is_no_contract_of_tokens_is_refused(tool: httpx.Client, stage: Stage) -> None:
    for action in ("getToken", "tokeninfo"):
        assert refusal(tool, "token", action, contractaddress=stage.contract("depository"))
        assert "contractaddress" in refusal(tool, "token", action)
    assert "bridgedtokenlist" in refusal(tool, "token", "bridgedTokenList")
