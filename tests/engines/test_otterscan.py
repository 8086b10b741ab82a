"""What Otterscan asks of a node is answered in shapes that ethers, which it stands on, can read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.engines.conftest import run

if TYPE_CHECKING:
    from tests.engines.conftest import Recorded

pytestmark = pytest.mark.engines


def test_otterscan_s_questions_are_answered(recorded: Recorded) -> None:
    node = recorded.node
    participants = node.contract("participants").address
    block, sent = recorded.deposited["blockNumber"], recorded.deposited["transactionHash"]
    arguments = (node.url, participants, str(block), "0x" + sent.hex())
    answer = json.loads(run("node", "otterscan.mjs", *arguments).stdout)
    assert answer["isContract"] is True
    assert answer["creator"] == node.operator.address
    assert "0x" + sent.hex() in answer["found"]  # the depository asks it who deposits
    assert len(set(answer["found"])) == len(answer["found"]) > 8
    assert answer["sameByNonce"] is True
    assert answer["error"] == "0x"
    assert answer["operations"] == []
    assert answer["trace"][0] == "0 CALL"
    assert "1 STATICCALL" in answer["trace"]
