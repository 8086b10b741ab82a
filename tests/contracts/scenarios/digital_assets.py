"""Digital assets: two classes, issued within their backing, moved one by one and in a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.contracts.assets import attest, issue, register
from tests.contracts.evm import account

if TYPE_CHECKING:
    from tests.contracts.world import World

__all__ = ["play"]


def play(world: World) -> None:
    """Call every function."""
    act, holder, second = world.digital_assets.act, account("holder"), account("second holder")
    for class_id in (1, 2):
        register(world)
        attest(world, 1_000, class_id=class_id)
        issue(world, 500, class_id=class_id)
    attest(world, 400)
    act("holder", "safeTransferFrom", holder, second, 1, 10, b"")
    act("holder", "safeTransferFrom", holder, second, 1, 10, b"")
    act("holder", "safeBatchTransferFrom", holder, second, [1, 2], [10, 10], b"")
    act("holder", "setApprovalForAll", second, True)
    world.replace_key("holder", "new key")
    act("new key", "claim", 1, holder)
    _views(world)


def _views(world: World) -> None:
    ask, second = world.digital_assets.ask, account("second holder")
    for view in ("class_of", "totalSupply", "exists", "uri"):
        ask(view, 1)
    for view in ("count", "participants", "name", "symbol", "contractURI"):
        ask(view)
    ask("balanceOf", second, 1)
    ask("balanceOfBatch", [second, second], [1, 2])
    ask("isApprovedForAll", account("holder"), second)
    ask("supportsInterface", bytes.fromhex("d9b67a26"))
