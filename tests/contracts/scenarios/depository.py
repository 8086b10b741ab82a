"""The depository: deposits, their versions, acceptance and return."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.contracts.world import digest

if TYPE_CHECKING:
    from tests.contracts.world import World

__all__ = ["play"]


def play(world: World) -> None:
    """Call every function."""
    act = world.depository.act
    act("depositor", "deposit", digest("first"), 1_000_000, 3, 0)
    act("depositor", "deposit", digest("second"), 2_000_000, 3, 1)
    act("operator", "accept", 1)
    act("depositor", "supersede", 1, digest("third"), 3_000_000, 3, 0)
    for number in (2, 3):
        act("operator", "return_deposit", number, digest("reason"))
    for view in ("deposit_of", "owner_of"):
        world.depository.ask(view, 1)
    world.depository.ask("number_of", digest("first"))
    for view in ("count", "participants"):
        world.depository.ask(view)
