"""Digital assets: two classes, issued, moved one by one and in batches, redeemed and restrained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.contracts.assets import EVIDENCE, NUMBERS, attest, issue, open_class
from tests.contracts.evm import account
from tests.contracts.world import digest

if TYPE_CHECKING:
    from tests.contracts.world import World

__all__ = ["play"]


def play(world: World) -> None:
    """Call every function."""
    for class_id in (1, 2):
        open_class(world)
        attest(world, 1_000, class_id=class_id)
        issue(world, 500, class_id=class_id)
    attest(world, 400)
    attest(world, 1_000)
    _movements(world)
    _redemption(world)
    _force(world)
    world.replace_key("holder", "new key")
    world.digital_assets.act("new key", "claim", 1, account("holder"))
    _views(world)


def _movements(world: World) -> None:
    act, holder, second = world.digital_assets.act, account("holder"), account("second holder")
    act("holder", "safeTransferFrom", holder, second, 1, 10, b"")
    act("holder", "safeTransferFrom", holder, second, 1, 10, b"")
    act("holder", "safeBatchTransferFrom", holder, second, [1, 2], [10, 10], b"")
    act("holder", "setApprovalForAll", second, True)


def _redemption(world: World) -> None:
    act = world.digital_assets.act
    for _ in range(3):
        act("holder", "request_redemption", 1, 10, digest("demand"))
    act("issuer", "close_redemption", 1, EVIDENCE)
    act("issuer", "refuse_redemption", 2, digest("reason"))
    act("holder", "withdraw_redemption", 3)


def _force(world: World) -> None:
    """A freeze that a forced transfer leaves alone, and one that it uses."""
    holder, second = account("holder"), account("second holder")
    for frozen in (10, 10_000):
        world.decree("digital_assets", "setFrozenTokens", holder, 1, frozen)
        world.decree("digital_assets", "forcedTransfer", holder, second, 1, 10)
    for class_id in (0, 1):
        world.decree("digital_assets", "pause", class_id)
        world.decree("digital_assets", "resume", class_id)


def _views(world: World) -> None:
    ask, second = world.digital_assets.ask, account("second holder")
    new = account("new key")
    for view in ("backing_of", "totalSupply", "exists", "uri", "holders_count", "paused"):
        ask(view, 1)
    for view in ("participants", "classes", "validation_rules", "redemptions"):
        ask(view)
    for view in ("name", "symbol", "contractURI"):
        ask(view)
    for view in ("canSend", "canReceive"):
        ask(view, second)
    for view in ("canTransfer", "transfer_check"):
        ask(view, second, new, 1, 10)
    ask("balanceOf", second, 1)
    ask("balanceOfBatch", [second, second], [1, 2])
    ask("getFrozenTokens", new, 1)
    ask("holder_at", 1, 0)
    ask("isApprovedForAll", account("holder"), second)
    ask("locked_of", NUMBERS["holder"], 1)
    ask("redemption_of", 1)
    ask("supportsInterface", bytes.fromhex("d9b67a26"))
