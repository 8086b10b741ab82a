"""A chain in this process that others follow, as it is or with one thing changed."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from node.blocks import decode_block
from node.follow.running import Following, catch_up
from node.rpc.backend import Backend
from node.rpc.codec import BlockId
from tests.node.sources import encoded, replaced, serving
from tests.node.world import OPERATOR
from tests.support.clocks import StandingClock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from node.blocks import Block
    from node.follow.roots import Roots
    from node.rpc.protocol import Method, Methods
    from tests.node.world import World

__all__ = ["Original", "followed", "height", "wait_until"]


@dataclass
class Original:
    """A chain of four blocks or more, and what it answers."""

    world: World
    roots: Roots
    methods: dict[str, Method] = field(repr=False)

    @property
    def clock(self) -> StandingClock:
        return StandingClock(self.world.clock.at)

    @property
    def backend(self) -> Backend:
        return Backend(self.world.chain, self.world.pool, self.world.admission)

    @property
    def height(self) -> int:
        return self.world.chain.head.header.block_number

    def grow(self) -> Block:
        self.world.act(OPERATOR, "depository", "accept", 1)
        return self.world.seal()

    def altered(self, number: int, alter: Callable[[Block], Block]) -> Methods:
        """What it would answer, had one of its blocks been altered."""

        def answer(raw: str) -> str:
            block = decode_block(bytes.fromhex(raw[2:]))
            return encoded(alter(block)) if block.number == number else raw

        return replaced(self.methods, "debug_getRawBlock", answer)


def followed(original: Original, home: Path, methods: Methods | None = None) -> tuple[int, str]:
    with serving(methods or original.methods) as url:
        return catch_up(home, Following(url, original.roots), original.clock)


def height(number: int) -> BlockId:
    """A block as a parsed parameter."""
    return BlockId(number=number)


def wait_until(until: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not until():
        assert time.monotonic() < deadline
        time.sleep(0.01)
