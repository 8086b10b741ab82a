"""Limits of JSON-RPC that a session's chain is too short to reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from node.errors import Unavailable
from node.rpc.backend import Backend
from node.rpc.errors import LIMIT, RpcError
from node.rpc.eth.logs import LogLimits, methods
from tests.node.world import OPERATOR

if TYPE_CHECKING:
    from tests.node.world import World

EVERYTHING = {"fromBlock": "earliest", "toBlock": "latest"}


def logs(world: World, limits: LogLimits) -> list[Any]:
    backend = Backend(world.chain, world.pool, world.admission)
    found: list[Any] = methods(backend, limits)["eth_getLogs"].call([EVERYTHING])
    return found


def test_a_query_over_too_many_blocks_says_the_limit(world: World) -> None:
    """Two events of the first participants are in block 1."""
    assert len(logs(world, LogLimits(blocks=2))) == 2
    with pytest.raises(RpcError) as caught:
        logs(world, LogLimits(blocks=1))
    assert caught.value.code == LIMIT
    assert caught.value.data == {"code": "log-range-too-wide", "limit": 1}


def test_a_query_that_finds_too_much_says_the_limit(world: World) -> None:
    world.decree("participants", "admit", "0x" + "12" * 20, 0, b"\x01" * 32)
    world.seal()
    assert len(logs(world, LogLimits(logs=5))) == 5
    with pytest.raises(RpcError) as caught:
        logs(world, LogLimits(logs=4))
    assert caught.value.code == LIMIT
    assert caught.value.data == {"code": "too-many-logs", "limit": 4}


def test_a_node_that_only_reads_takes_no_transactions(world: World) -> None:
    reader = Backend(world.chain, world.pool, None)
    with pytest.raises(Unavailable) as caught:
        reader.door.admit(world.transaction(OPERATOR))
    assert caught.value.code == "node.read-only"
