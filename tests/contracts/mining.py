"""Acts of a miner as the tests of the mining registry begin with them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from tests.contracts.evm import NOW
from tests.contracts.world import digest

if TYPE_CHECKING:
    from tests.contracts.evm import Outcome
    from tests.contracts.world import World

__all__ = ["BITCOIN", "DAY", "EVIDENCE", "FORM", "KAZAKHSTAN", "SECOND", "START"]
__all__ += ["declare", "mine", "moment", "notify"]

DAY: Final = 86_400
START: Final = NOW + 30 * DAY
"""The earliest start of mining: 14 February 2027."""

FORM, SECOND, EVIDENCE = digest("form"), digest("second form"), digest("evidence")
BITCOIN: Final = "bip122:000000000019d6689c085ae165831e93/slip44:0"
KAZAKHSTAN: Final = dt.timezone(dt.timedelta(hours=5))


def moment(year: int, month: int, day: int) -> int:
    """When a day begins in Kazakhstan, in seconds since 1970."""
    return int(dt.datetime(year, month, day, tzinfo=KAZAKHSTAN).timestamp())


def notify(world: World, who: str = "miner", form: bytes = FORM, starts_at: int = START) -> int:
    """Notify of mining; answer the notification's number."""
    number: int = world.mining_registry.act(who, "notify", form, starts_at).answer
    return number


def mine(world: World, days: int = 10) -> int:
    """Notify, and let mining have gone on for some days; answer the notification's number."""
    number = notify(world)
    world.evm.wait(START + days * DAY - world.evm.now)
    return number


def declare(world: World, number: int = 1, who: str = "miner", **changes: Any) -> Outcome:
    """Declare what was mined on the first day, or something else."""
    given = {
        "asset": BITCOIN,
        "amount": 312_500_000,
        "mined_from": START,
        "mined_until": START + DAY - 1,
        "evidence": EVIDENCE,
    }
    return world.mining_registry.act(who, "declare_mined", number, *(given | changes).values())
