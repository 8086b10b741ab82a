"""The journal: streams opened by the operator and by the authority, and their heads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.contracts.world import digest

if TYPE_CHECKING:
    from tests.contracts.world import World

__all__ = ["play"]


def play(world: World) -> None:
    """Call every function."""
    act, ask, purpose = world.journal.act, world.journal.ask, digest("purpose")
    act("operator", "open_stream", "access", purpose)
    act("operator", "open_stream", "fixity-of-the-whole-depository-1", purpose)
    world.decree("journal", "order_stream", "inspections", purpose, 3)
    for size in (1, 10, 100):
        act("operator", "append", 1, size, digest(f"root of {size}"))
    world.decree("journal", "appoint", 1, 3)
    act("attestor", "append", 1, 101, digest("root of 101"))
    for view in ("stream_of", "count", "head"):
        ask(view, 1)
    ask("head_at", 1, 2)
    ask("stream_named", "access")
    for view in ("stream_count", "participants", "validation_rules"):
        ask(view)
