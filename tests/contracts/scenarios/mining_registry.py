"""The mining registry: notifications, amended, acknowledged and ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.contracts.world import digest

if TYPE_CHECKING:
    from tests.contracts.world import World

__all__ = ["play"]

_DAY = 86_400


def play(world: World) -> None:
    """Call every function."""
    act, start = world.mining_registry.act, world.evm.now + 40 * _DAY
    for _ in range(2):
        act("miner", "notify", digest("form"), start)
    act("miner", "amend", 1, digest("second form"), start)
    world.decree("mining_registry", "acknowledge", 1)
    world.evm.wait(_DAY)
    act("miner", "cease", 1, world.evm.now)
    for view in ("notification_of", "owner_of"):
        world.mining_registry.ask(view, 1)
    for view in ("count", "participants"):
        world.mining_registry.ask(view)
