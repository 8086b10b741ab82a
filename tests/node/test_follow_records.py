"""A real node with records of every kind is followed to the same head, and answers the same."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from node.deployment import Home
from node.errors import Unavailable
from node.follow.roots import read_roots
from node.follow.running import Following, open_follower
from node.rpc.codec import BlockId
from node.rpc.methods import all_methods
from tests.engines.conftest import record_all
from tests.support.clocks import StandingClock
from tests.support.node import running_node

if TYPE_CHECKING:
    from pathlib import Path


def test_a_chain_of_all_contracts_is_re_executed_and_served(tmp_path: Path) -> None:
    with running_node(tmp_path / "home") as node:
        recorded = record_all(node)
        paths = Home(node.home)
        roots = read_roots(paths.genesis, None, paths.deployment)
        ahead = StandingClock(time.time() + 3600)  # its blocks did not wait for the clock
        opening = open_follower(tmp_path / "follower", Following(node.url, roots), ahead)
        with opening as (backend, follower, _):
            number = follower.catch_up()
            assert number == node.web3.eth.block_number
            methods = all_methods(backend)

            def same(method: str, *asked: Any) -> None:
                given = [_plain(each) for each in asked]
                answer = node.rpc(method, *given)["result"]
                assert methods[method].call(given) == answer

            for height in range(number + 1):
                same("eth_getBlockByNumber", height, True)
                same("eth_getBlockReceipts", height)
                same("debug_getRawBlock", height)
            same("eth_getLogs", {"fromBlock": "0x0", "toBlock": hex(number)})
            for contract in node.deployment["contracts"].values():
                same("eth_getCode", contract["address"], "latest")
            holder = recorded.holder.address
            call = node.contract("digital_assets").encode_abi("balanceOf", [holder, 1])
            to = node.deployment["contracts"]["digital_assets"]["address"]
            same("eth_call", {"to": to, "data": call}, "latest")
            assert (
                methods["eth_call"].function({"to": to, "data": call}, BlockId(tag="latest"))
                == "0x" + (40).to_bytes(32, "big").hex()
            )
            with pytest.raises(Unavailable) as caught:
                backend.door.admit(b"\x02")
            assert caught.value.code == "node.read-only"


def _plain(value: Any) -> Any:
    return hex(value) if isinstance(value, int) and not isinstance(value, bool) else value
