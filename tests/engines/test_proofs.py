"""Programs that no one here wrote take the node's proofs: EthereumJS verifies, `cast` reads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from node.primitives import keccak
from tests.engines.conftest import ROOT, cast, run
from tests.support.node import connect

if TYPE_CHECKING:
    from pathlib import Path

    from tests.engines.conftest import Recorded

pytestmark = pytest.mark.engines

CLAIM_COUNTS = 5  # of `depository`, as `vyper -f layout` has it


def slot_of(root: bytes) -> str:
    """Vyper's slot of an entry of the mapping from roots to the number of their deposits."""
    return "0x" + keccak(CLAIM_COUNTS.to_bytes(32, "big") + root).hex()


def answer_of(recorded: Recorded, address: str, *slots: str) -> tuple[str, dict[str, Any]]:
    """The state root of the head, and a proof in it."""
    web3 = connect(recorded.node.url)
    head = web3.eth.get_block("latest")
    parameters = (address, list(slots), hex(head["number"]))
    answer: dict[str, Any] = recorded.node.rpc("eth_getProof", *parameters)["result"]
    return "0x" + head["stateRoot"].hex(), answer


def verify(root: str, answer: dict[str, Any], folder: Path) -> dict[str, Any]:
    """What EthereumJS finds to be proven."""
    file = folder / "answer.json"
    file.write_text(json.dumps(answer))
    found: dict[str, Any] = json.loads(run("node", "prove.mjs", root, str(file)).stdout)
    return found


def test_ethereumjs_accepts_an_account_and_its_slots(recorded: Recorded, tmp_path: Path) -> None:
    depository = recorded.node.deployment["contracts"]["depository"]["address"]
    root, answer = answer_of(recorded, depository, slot_of(ROOT), slot_of(b"\x98" * 32), "0x2")
    found = verify(root, answer, tmp_path)
    assert found["account"][2:] == [answer["storageHash"], answer["codeHash"]]
    assert found["slots"] == ["0x01", None, "0x01"]


def test_ethereumjs_accepts_that_an_account_is_not_there(
    recorded: Recorded, tmp_path: Path
) -> None:
    root, answer = answer_of(recorded, "0x" + "99" * 20)
    assert verify(root, answer, tmp_path) == {"account": None, "slots": []}


def test_ethereumjs_refuses_a_proof_with_a_node_changed(recorded: Recorded, tmp_path: Path) -> None:
    depository = recorded.node.deployment["contracts"]["depository"]["address"]
    root, answer = answer_of(recorded, depository)
    last = answer["accountProof"][-1]
    answer["accountProof"][-1] = last[:-1] + ("0" if last[-1] != "0" else "1")
    file = tmp_path / "answer.json"
    file.write_text(json.dumps(answer))
    refused = run("node", "prove.mjs", root, str(file), check=False)
    assert refused.returncode == 1
    assert "nvalid" in refused.stderr


def test_cast_reads_a_proof(recorded: Recorded) -> None:
    depository = recorded.node.deployment["contracts"]["depository"]["address"]
    found = json.loads(cast(recorded.node, "proof", depository, slot_of(ROOT)))
    assert int(found["storageProof"][0]["value"], 16) == 1
    assert found["codeHash"] == recorded.node.deployment["contracts"]["depository"]["code_hash"]
