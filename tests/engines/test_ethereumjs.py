"""EthereumJS imports an exported chain: it checks every seal and re-executes every transaction."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from node.deployment import Home
from node.export import export_chain
from tests.engines.conftest import ROOT, record_all, run
from tests.support.node import running_node

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.engines


@dataclass(frozen=True)
class Exported:
    """The two files of a chain, and its head as the node told it."""

    genesis: Path
    blocks: Path
    number: int
    hash: str
    genesis_hash: str
    transactions: int


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    home = tmp_path_factory.mktemp("exported") / "home"
    with running_node(home) as node:
        record_all(node)
        head = node.web3.eth.get_block("latest")
        count = sum(
            node.web3.eth.get_block_transaction_count(number)
            for number in range(head["number"] + 1)
        )
        genesis_hash = node.deployment["genesis_hash"]
    blocks = home / "chain.rlp"
    with blocks.open("wb") as file:
        assert export_chain(home, file) == head["number"]
    return Exported(
        genesis=Home(home).genesis,
        blocks=blocks,
        number=head["number"],
        hash="0x" + head["hash"].hex(),
        genesis_hash=genesis_hash,
        transactions=count,
    )


def test_it_reaches_the_same_head(exported: Exported) -> None:
    said = run("node", "reexecute.mjs", str(exported.genesis), str(exported.blocks)).stdout
    assert json.loads(said) == {
        "number": exported.number,
        "hash": exported.hash,
        "genesis": exported.genesis_hash,
        "transactions": exported.transactions,
    }


def test_it_refuses_a_chain_with_one_byte_changed(exported: Exported, tmp_path: Path) -> None:
    content = bytearray(exported.blocks.read_bytes())
    place = content.index(ROOT)  # the digest in the deposit's calldata
    content[place] ^= 1
    altered = tmp_path / "altered.rlp"
    altered.write_bytes(content)
    refused = run("node", "reexecute.mjs", str(exported.genesis), str(altered), check=False)
    assert refused.returncode == 1
    assert "invalid" in refused.stderr
