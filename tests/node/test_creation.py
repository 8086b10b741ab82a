"""Creation code run apart from any chain leaves what it leaves on one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from eth_abi.abi import encode

from contracts.loader import CONTRACTS, load
from node.creation import runtime_code
from node.errors import VerificationError
from node.primitives import parse_address
from tests.node.world import opened

if TYPE_CHECKING:
    from pathlib import Path


def test_every_contract_comes_out_as_it_stands_on_the_chain(tmp_path: Path) -> None:
    with opened(tmp_path) as world:
        contracts = world.deployment.contracts
        with world.chain.reading(world.chain.head.header) as state:
            codes = {
                parse_address(c.address): state.get_code(parse_address(c.address))
                for c in contracts.values()
            }
        for name in CONTRACTS:
            inputs = load(name).constructor
            recorded = contracts[name].arguments
            given = [bytes.fromhex(recorded[each["name"]][2:]) for each in inputs]
            creation = load(name).bytecode + encode([each["type"] for each in inputs], given)
            assert runtime_code(creation, codes) == codes[parse_address(contracts[name].address)]


def test_a_constructor_that_refuses_leaves_nothing() -> None:
    creation = load("mining_registry").bytecode + bytes(32)
    with pytest.raises(VerificationError) as caught:
        runtime_code(creation, {})
    assert caught.value.code == "creation.failed"
