"""A long chain is followed to the same head, and is found whole afterwards."""

from __future__ import annotations

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import TYPE_CHECKING

import pytest
from eth.vm.forks.london.transactions import UnsignedDynamicFeeTransaction
from eth_abi.abi import encode
from eth_keys.datatypes import PrivateKey

from node.check import check
from node.deployment import Home
from node.follow.roots import read_roots
from node.follow.running import Following, catch_up
from node.initialise import DEFAULT_CHAIN_ID
from node.primitives import address_of, keccak, parse_address
from tests.node.sources import methods_of, serving
from tests.node.world import AUTHORITY, OPERATOR, World, call_data, opened
from tests.support.clocks import StandingClock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

BLOCKS = 2_000
TRANSACTIONS = 50_000
DEPOSITOR, ISSUER, ATTESTOR = (PrivateKey(bytes([n]) * 32) for n in (0x41, 0x42, 0x43))
MINER, HOLDER = (PrivateKey(bytes([n]) * 32) for n in (0x44, 0x45))
Act = tuple[PrivateKey, str, bytes]


def call(signature: str, *arguments: object) -> bytes:
    kinds = signature[signature.index("(") + 1 : -1].split(",")
    return bytes(keccak(signature.encode())[:4]) + encode(kinds, arguments)


def once(world: World) -> Iterator[Act]:
    """Participants of all kinds, and a class of assets with its backing and its first issue."""
    admit, propose = "admit(address,uint256,bytes32)", "propose(address,bytes,bytes32)"
    participants = parse_address(world.address("participants"))
    for key, roles in ((DEPOSITOR, 16), (ISSUER, 8), (ATTESTOR, 4), (MINER, 32), (HOLDER, 0)):
        data = call(admit, address_of(key), roles, bytes([1]) * 32)
        yield AUTHORITY, "participants", call(propose, participants, data, bytes([5]) * 32)
    rights = [("delivery", bytes([3]) * 32)]
    described = (1, bytes([2]) * 32, rights, "ipfs://x")
    registration = call_data("asset_classes", "register_class", *described)
    yield ISSUER, "asset_classes", bytes.fromhex(registration[2:])
    classes = parse_address(world.address("asset_classes"))
    data = call("attest_system(uint256,bytes32)", 4, bytes([6]) * 32)
    yield AUTHORITY, "participants", call(propose, classes, data, bytes([5]) * 32)
    yield ISSUER, "asset_classes", call("grant_access(uint256,uint256)", 1, 7)
    attest = "attest_backing(uint256,uint256,uint256,bytes32)"
    until = int(world.clock.at) + 10**8
    yield ATTESTOR, "digital_assets", call(attest, 1, 10**9, until, bytes([4]) * 32)
    issue = "issue(uint256,address,uint256)"
    yield ISSUER, "digital_assets", call(issue, 1, address_of(ISSUER), 10**9)


def forever(world: World) -> Iterator[Act]:
    """Deposits, their acceptance, transfers and notifications, for as long as they are wanted."""
    move = "safeTransferFrom(address,address,uint256,uint256,bytes)"
    ends = (address_of(ISSUER), address_of(HOLDER), 1, 1, b"")
    starts_at = int(world.clock.at) + 10**8
    for number in count(1):
        root = bytes(keccak(number.to_bytes(8, "big")))
        deposit = "deposit(bytes32,uint256,uint256,uint256,uint256,bytes32)"
        yield DEPOSITOR, "depository", call(deposit, root, number, 3, 0, 0, bytes(32))
        yield ISSUER, "digital_assets", call(move, *ends)
        yield MINER, "mining_registry", call("notify(bytes32,uint256)", root, starts_at)
        yield OPERATOR, "depository", call("accept(uint256)", number)


def grow(world: World) -> None:
    """Fill the chain up to the numbers above."""
    addresses = {name: parse_address(world.address(name)) for name in world.deployment.contracts}
    nonces = {key: world.nonce(key) for key in (AUTHORITY, OPERATOR)}
    sent = sum(nonces[key] for key in (AUTHORITY, OPERATOR))  # what made the contracts

    def admit(raw: bytes) -> None:
        world.admission.admit(raw)

    def signed(act: Act) -> bytes:
        key, contract, data = act
        nonces[key] = nonces.get(key, 0) + 1
        unsigned = UnsignedDynamicFeeTransaction(
            chain_id=DEFAULT_CHAIN_ID,
            nonce=nonces[key] - 1,
            max_priority_fee_per_gas=0,
            max_fee_per_gas=0,
            gas=600_000,
            to=addresses[contract],
            value=0,
            data=data,
            access_list=(),
        )
        return unsigned.as_signed_transaction(key).encode()

    for act in once(world):
        admit(signed(act))
        world.seal()
        sent += 1
    acts = forever(world)
    left = BLOCKS - world.chain.head.header.block_number
    with ThreadPoolExecutor(8) as threads:  # those that come together share a write
        for _ in range(left):
            wanted = min(-(-(TRANSACTIONS - sent) // max(1, left)), 32)
            list(threads.map(admit, [signed(next(acts)) for _ in range(wanted)]))
            world.seal()
            sent += wanted
            left -= 1


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_two_thousand_blocks_with_fifty_thousand_transactions(
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    record_property: Callable[[str, object], None],
) -> None:
    caplog.set_level(logging.WARNING)
    with opened(tmp_path / "home") as world:
        began = time.monotonic()
        grow(world)
        grown = time.monotonic() - began
        head = world.chain.head.header
        assert head.block_number == BLOCKS
        roots = read_roots(Home(world.home).genesis, None, Home(world.home).deployment)
        clock = StandingClock(world.clock.at)
        with serving(methods_of(world)) as url:
            began = time.monotonic()
            following = Following(url, roots)
            assert catch_up(tmp_path / "follower", following, clock) == (
                BLOCKS,
                "0x" + head.hash.hex(),
            )
            followed = time.monotonic() - began
    began = time.monotonic()
    report = check(tmp_path / "follower")
    checked = time.monotonic() - began
    assert report.damages == []
    assert (report.blocks, report.transactions) == (BLOCKS + 1, TRANSACTIONS)
    for name, seconds in (("grown", grown), ("followed", followed), ("checked", checked)):
        record_property(name, f"{seconds:.0f} s")
