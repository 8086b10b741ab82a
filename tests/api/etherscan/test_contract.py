"""What stands at an address: interface, sources, and who deployed it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from contracts.loader import CONTRACTS, load, source_texts
from tests.api.etherscan.shapes import check
from tests.api.etherscan.stage import STRANGER, asked, refusal, result

if TYPE_CHECKING:
    import httpx

    from tests.api.etherscan.stage import Stage

UNVERIFIED = "Contract source code not verified"


def test_the_interface_of_a_contract(tool: httpx.Client, stage: Stage) -> None:
    found = result(tool, "contract", "getabi", address=stage.contract())
    assert json.loads(found) == list(load("digital_assets").abi)
    assert refusal(tool, "contract", "getabi", address=STRANGER) == UNVERIFIED
    assert "address" in refusal(tool, "contract", "getabi")


def test_the_sources_of_a_contract(tool: httpx.Client, stage: Stage) -> None:
    (row,) = result(tool, "contract", "getsourcecode", address=stage.contract())
    check("getsourcecode", row)
    assert row.keys().isdisjoint({"FileName", "ImplementationAddress", "IsProxy"})
    assert row["SourceCode"][:2] == "{{"
    told = json.loads(row["SourceCode"][1:-1])
    artifact = load("digital_assets")
    texts = {path: each["content"] for path, each in told["sources"].items()}
    assert texts == source_texts(artifact)
    assert (told["language"], row["CompilerVersion"]) == ("Vyper", "vyper:0.4.3")
    assert (row["ContractName"], row["EVMVersion"]) == ("digital_assets", "london")
    chain = stage.world.services.chain
    info = chain.deployment.contracts["digital_assets"]
    creation = chain.rpc.call("eth_getTransactionByHash", info.transaction)["input"]
    assert creation == "0x" + artifact.bytecode.hex() + row["ConstructorArguments"]


def test_of_another_address_it_is_said_that_nothing_is_known(tool: httpx.Client) -> None:
    (row,) = result(tool, "contract", "getsourcecode", address=STRANGER)
    check("getsourcecode", row)
    assert (row["ABI"], row["SourceCode"], row["ContractName"]) == (UNVERIFIED, "", "")
    assert "address" in refusal(tool, "contract", "getsourcecode")


def test_who_deployed_contracts(tool: httpx.Client, stage: Stage) -> None:
    names = ("digital_assets", "depository")
    given = ",".join([*(stage.contract(name) for name in names), STRANGER])
    rows = result(tool, "contract", "getcontractcreation", contractaddresses=given)
    deployed = stage.world.services.chain.deployment
    assert [row["contractAddress"] for row in rows] == [stage.contract(name) for name in names]
    for name, row in zip(names, rows, strict=True):
        check("getcontractcreation", row)
        assert row["txHash"] == deployed.contracts[name].transaction
        assert int(row["blockNumber"]) == deployed.contracts[name].block
        assert row["contractCreator"] == deployed.operator.lower()


def test_what_was_not_deployed_is_refused(tool: httpx.Client) -> None:
    assert refusal(tool, "contract", "getcontractcreation", contractaddresses=STRANGER)
    many = ",".join([STRANGER] * 11)
    assert "10" in refusal(tool, "contract", "getcontractcreation", contractaddresses=many)
    assert "contractaddresses" in refusal(tool, "contract", "getcontractcreation")


def test_all_contracts(tool: httpx.Client, stage: Stage) -> None:
    rows = result(tool, "contract", "listcontracts")
    assert [row["ContractName"] for row in rows] == list(CONTRACTS)
    check("listcontracts", rows[0])
    assert result(tool, "contract", "listcontracts", page=2, offset=2) == rows[2:4]
    assert result(tool, "contract", "listcontracts", filter="verified") == rows
    nothing = asked(tool, "contract", "listcontracts", filter="2")
    assert nothing == {"status": "0", "message": "No contracts found", "result": []}
    assert "filter" in refusal(tool, "contract", "listcontracts", filter="best")


def test_nothing_is_submitted_for_verification(tool: httpx.Client) -> None:
    for action in ("verifysourcecode", "verify_vyper_contract", "checkverifystatus"):
        assert action in refusal(tool, "contract", action)
