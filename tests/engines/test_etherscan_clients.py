"""Clients of Etherscan that no one here wrote read an installation when they are pointed at it."""

from __future__ import annotations

import importlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from contracts.loader import load, source_texts
from tests.api.etherscan.stage import Stage, staged
from tests.engines.conftest import JS, run
from tests.support.http import serving
from tests.support.node import running_node
from tests.support.world import open_world

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from types import ModuleType

pytestmark = pytest.mark.engines


@dataclass(frozen=True)
class Served:
    """An installation and where it is served."""

    stage: Stage
    url: str

    @property
    def chain_id(self) -> int:
        return self.stage.world.services.chain.deployment.chain_id


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One asset that moves, served by HTTP."""
    folder = tmp_path_factory.mktemp("clients")
    with running_node(folder / "node") as node, open_world(node, folder) as world:
        stage = staged(world)
        with serving(world.app()) as url:
            yield Served(stage, url)


def told_by_ethers(served: Served, folder: Path) -> dict[str, Any]:
    """What ethers' provider of Etherscan reads and sends."""
    stage = served.stage
    task = {
        "url": served.url,
        "chainId": served.chain_id,
        "block": stage.block_of(stage.transfer),
        "transfer": stage.transfer,
        "failed": stage.failed,
        "contract": stage.contract(),
        "issuer": stage.issuer.address,
        "holder": stage.holder.address,
        "wheat": str(stage.wheat),
        "key": "0x" + bytes(stage.world.admit().key).hex(),
    }
    (folder / "task.json").write_text(json.dumps(task))
    done = run("node", "etherscan_ethers.mjs", str(folder / "task.json"), check=False)
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_ethers_reads_calls_and_sends(served: Served, tmp_path: Path) -> None:
    told, stage = told_by_ethers(served, tmp_path), served.stage
    chain = stage.world.services.chain
    block = chain.block(stage.block_of(stage.transfer))
    assert told["number"] >= block.number
    assert told["block"] == {"hash": block.hash, "transactions": [stage.transfer]}
    sent = {"from": stage.issuer.address, "to": chain.codec.address("digital_assets")}
    assert told["transaction"] == {**sent, "block": block.number}
    assert told["receipt"] == {"status": 1, "logs": ["TransferSingle"]}
    assert (told["failed"], told["missing"], told["balance"]) == (0, None, "0")
    assert (told["symbol"], told["held"]) == ("QOIMA", "93")
    assert told["code"] == 2 + 2 * load("digital_assets").runtime_size
    assert int(told["gas"]) > 21_000
    assert told["unknown"] is None
    assert told["reverted"].startswith("digital_assets: ")
    assert chain.wait(told["sent"], 30).succeeded
    assert "Жіберуші" in told["stranger"]  # nobody asked for another language
    assert stage.transfer in told["history"]
    assert (told["nothing"], told["noLogs"]) == ([], [])
    assert told["price"]


def cast(served: Served, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """What `cast` says when its settings name the installation as the explorer of the chain."""
    explorer = f'key = "any", chain = {served.chain_id}, url = "{served.url}/api"'
    (folder / "foundry.toml").write_text(f"[etherscan]\nqoima = {{ {explorer} }}\n")
    program = str(JS / "node_modules" / ".bin" / "cast")
    there = ("sh", "-c", 'cd "$0" && exec "$@"', str(folder))
    return run(*there, program, *words, "--chain", str(served.chain_id), check=False)


def test_cast_makes_an_interface_and_fetches_the_sources(served: Served, tmp_path: Path) -> None:
    address = served.stage.contract()
    told = cast(served, tmp_path, "interface", address)
    assert "interface digital_assets" in told.stdout, told.stderr
    functions = [each["name"] for each in load("digital_assets").abi if each["type"] == "function"]
    for name in functions:
        assert f"function {name}(" in told.stdout
    explorer = ("--explorer-api-url", f"{served.url}/api", "--explorer-url", served.url)
    into = ("-d", str(tmp_path / "sources"))
    told = cast(served, tmp_path, "source", address, *into, *explorer)
    assert not told.stderr, told.stderr
    folder = tmp_path / "sources" / "digital_assets"
    found = {
        str(path.relative_to(folder)): path.read_text()
        for path in folder.rglob("*")
        if path.is_file()
    }
    texts = source_texts(load("digital_assets"))
    assert {path: found.get(path) for path in texts} == texts


def test_cast_is_told_of_no_sources(served: Served, tmp_path: Path) -> None:
    told = cast(served, tmp_path, "interface", served.stage.holder.address)
    assert "not verified" in told.stderr


@pytest.fixture
def etherscan(served: Served, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The package `etherscan-python`, asking the installation."""
    fields = importlib.import_module("etherscan.enums.fields_enum").FieldsEnum
    monkeypatch.setattr(fields, "PREFIX", f"{served.url}/api?")
    return importlib.import_module("etherscan")


def asking(etherscan: ModuleType) -> tuple[Any, dict[str, dict[str, Any]]]:
    """A client, and every function of it that it knows for the main chain."""
    folder = Path(str(etherscan.__file__)).parent
    path = folder / "configs" / "MAIN-stable.json"
    kind: Any = importlib.import_module("etherscan.etherscan").Etherscan
    return kind.from_config("any", str(path), "MAIN"), json.loads(path.read_text())


def given(stage: Stage) -> dict[str, Any]:
    """The arguments by which that package asks for what is here."""
    codec = stage.world.services.chain.codec
    at = stage.block_of(stage.transfer)
    return {
        "address": stage.issuer.address,
        "addresses": [stage.issuer.address, stage.holder.address],
        "contract_address": stage.contract(),
        "txhash": stage.transfer,
        "tag": hex(at),
        "index": "0x0",
        "position": "0x0",
        "startblock": at,
        "endblock": at,
        "page": 1,
        "offset": 10,
        "sort": "asc",
        "block_no": str(at),
        "timestamp": str(stage.world.services.index.block(at).timestamp),
        "closest": "before",
        "to": stage.contract(),
        "data": "0x" + codec.encode("digital_assets", "symbol", ()).hex(),
        "value": "0x0",
        "gas_price": "0x0",
        "gas": "0x5f5e0ff",
    }


EMPTY = {"erc20", "erc721"}
"""Transfers of which there are none: the package takes their empty list for an error."""
DAILY = {
    "get_daily_block_count_and_rewards",
    "get_daily_block_rewards",
    "get_daily_tx_count",
    "get_daily_uncle_block_count_and_rewards",
    "get_eth_daily_network_tx_fee",
}
"""Figures by day that are counted here."""
REFUSED = {
    "get_acc_balance_by_token_and_contract_address": "tokenid",
    "get_est_block_countdown_time_by_block_number": "",
    "get_eth_last_price": "",
    "get_eth_nodes_size": "",
    "get_hist_erc20_token_account_balance_for_token_contract_address_by_block_no": "tokenid",
    "get_hist_erc20_token_total_supply_by_contract_address_and_block_no": "tokenid",
    "get_total_supply_by_contract_address": "tokenid",
}
"""What is refused here, as `docs/etherscan.md` says."""


def test_a_client_from_pypi_gets_an_answer_or_a_refusal_to_everything(
    served: Served, etherscan: ModuleType
) -> None:
    client, functions = asking(etherscan)
    answers: dict[str, Any] = {}
    for name, described in functions.items():
        known = given(served.stage)
        if name.startswith(("get_contract_", "get_internal_")):
            known["address"] = served.stage.contract()
        if name.startswith("get_mined_"):
            known["address"] = served.stage.world.services.index.block(1).sealer
        words = {each: known.get(each, "2026-01-01") for each in described["kwargs"]}
        function = getattr(client, name)
        empty = any(kind in name and "transfer_events" in name for kind in EMPTY)
        daily = "start_date" in words and name not in DAILY
        if empty or daily or name in REFUSED:
            with pytest.raises(AssertionError) as refused:
                function(**words)
            assert REFUSED.get(name, "") in str(refused.value)
        else:
            answers[name] = function(**words)
    check(served.stage, answers)


def check(stage: Stage, answers: dict[str, Any]) -> None:
    """What the client says is what is here."""
    assert answers["get_eth_balance"] == "0"
    assert len(answers["get_eth_balance_multiple"]) == 2
    for name in ("get_normal_txs_by_address", "get_normal_txs_by_address_paginated"):
        assert [each["hash"] for each in answers[name]] == [stage.transfer]
    inner = answers["get_internal_txs_by_txhash"]
    assert answers["get_internal_txs_by_block_range_paginated"] == inner[:10]
    assert set(map(str, answers["get_internal_txs_by_address"])) <= set(map(str, inner))
    assert answers["get_block_number_by_timestamp"] == str(stage.block_of(stage.transfer))
    assert answers["get_block_reward_by_block_number"]["blockReward"] == "0"
    assert json.loads(answers["get_contract_abi"])
    assert answers["get_contract_source_code"][0]["ContractName"] == "digital_assets"
    assert answers["get_tx_receipt_status"] == {"status": "1"}
    assert answers["get_contract_execution_status"]["isError"] == "0"
    assert answers["get_proxy_transaction_by_hash"]["hash"] == stage.transfer
    assert answers["get_proxy_uncle_by_block_number_and_index"] is None
    assert answers["get_total_eth_supply"] == "0"
    assert answers["get_gas_oracle"]["SafeGasPrice"] == "0"
