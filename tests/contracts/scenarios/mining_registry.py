"""The mining registry: notifications, reports, mined assets and how they pass on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.contracts.mining import BITCOIN, DAY, START, declare, moment, notify
from tests.contracts.world import digest

if TYPE_CHECKING:
    from tests.contracts.world import World

__all__ = ["play"]

_LONG = "x" * 128


def play(world: World) -> None:
    """Call every function."""
    _notifications(world)
    _reports(world)
    _mined(world)
    _views(world)


def _notifications(world: World) -> None:
    form, second = digest("form"), digest("second form")
    for number in range(3):
        notify(world, form=digest(f"form {number}"))
    world.mining_registry.act("miner", "amend", 1, form, START)
    world.decree("mining_registry", "return_notification", 1, form, digest("reasons"))
    world.mining_registry.act("miner", "amend", 1, second, START)
    world.decree("mining_registry", "acknowledge", 1, second)
    world.evm.wait(DAY)
    world.mining_registry.act("miner", "cease", 3, world.evm.now)


def _reports(world: World) -> None:
    world.evm.wait(moment(2027, 7, 1) - world.evm.now)
    for quarter in (1, 2, 2):
        form = digest(f"report {world.evm.now}")
        world.mining_registry.act("miner", "report", 1, 2027, quarter, form)
        world.evm.wait(DAY)


def _mined(world: World) -> None:
    act, until = world.mining_registry.act, world.evm.now + 100 * DAY
    for asset in (BITCOIN, _LONG):
        declare(world, asset=asset, evidence=digest(f"evidence of {asset[:8]}"))
        world.decree("mining_registry", "exempt", asset, until)
    act("miner", "offer_mined", 1, 7)
    act("miner", "withdraw_offer", 1)
    act("miner", "offer_mined", 1, 7)
    act("holder", "accept_mined", 1)
    act("miner", "retract_mined", 2)
    world.decree("mining_registry", "end_exemption", BITCOIN)


def _views(world: World) -> None:
    ask = world.mining_registry.ask
    for view in ("notification_of", "owner_of", "report_count", "mined_count_of"):
        ask(view, 1)
    for view in ("mined_asset_of", "owner_of_mined", "owner_count", "exemption_at"):
        ask(view, 1)
    for view in ("reported_quarter", "mined_under", "ownership_of"):
        ask(view, 1, 1)
    for view in ("report_of", "is_report_overdue"):
        ask(view, 1, 2027, 1)
    for view in ("exemption_of", "is_exempt"):
        ask(view, BITCOIN)
    ask("report_due", 2027, 4)
    ask("cessation_due", world.evm.now)
    for view in ("count", "mined_count", "exemption_count", "participants", "validation_rules"):
        ask(view)
