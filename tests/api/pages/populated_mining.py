"""What is recorded of mining once it has begun, as pages see it: reports and mined assets."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from ledger.types import Digest, MinedAssetId, NotificationId
from mining_registry.mined.model import Declaration
from mining_registry.reading import read_form
from mining_registry.reports.model import Quarter
from mining_registry.reports.reading import example_report, read_report, report_document
from mining_registry.rules import KAZAKHSTAN_TIME
from tests.mining_registry.forms import changed, dated

if TYPE_CHECKING:
    from tests.api.pages.populated import Populated

__all__ = ["populate_mining", "populate_notifications"]

BITCOIN = "bip122:000000000019d6689c085ae165831e93/slip44:0"
_FIRST = NotificationId(1)
_BASIS = Digest(b"\x07" * 32)
_QUARTERS = 200 * 86_400
"""Time in which at least one quarter with mining comes to its end and to its term."""


def populate_mining(world: Populated) -> None:
    """Let mining go on, report, declare two assets, pass one on and retract the other."""
    world.world.node.shift(_QUARTERS)
    world.world.indexer.catch_up()
    _report(world)
    for evidence in (b"\x01", b"\x02"):
        _declare(world, Digest(evidence * 32))
    _pass(world, MinedAssetId(1))
    mined = world.services.mining.mined
    retraction = mined.draft_retraction(world.address("miner"), MinedAssetId(2))
    world.act("miner", retraction, "retraction")


def _report(world: Populated) -> None:
    mining, miner = world.services.mining, world.address("miner")
    start = mining.notification(_FIRST).starts_on
    quarter = Quarter(start.year, (start.month + 2) // 3)
    document = report_document(example_report())
    del document["form"]
    for kwh in (1_000_000, 1_000_001):
        given = {"year": quarter.year, "quarter": quarter.quarter, "energy__0__kwh": kwh}
        draft = mining.reports.draft(miner, _FIRST, read_report(changed(document, **given)))
        world.act("miner", draft.transaction, "report")


def _declare(world: Populated, evidence: Digest) -> None:
    mining = world.services.mining
    start = mining.notification(_FIRST).starts_on
    declared = Declaration(_FIRST, BITCOIN, 312_500_000, start, start, evidence)
    draft = mining.mined.draft_declaration(world.address("miner"), declared)
    world.act("miner", draft, "declaration")


def _pass(world: Populated, number: MinedAssetId) -> None:
    services, authority = world.services, world.address("authority")
    mined, to = services.mining.mined, services.participants.participant(world.address("holder"))
    last_day = _today(world) + dt.timedelta(days=30)
    world.act("authority", mined.draft_exemption(authority, BITCOIN, last_day, _BASIS), "exemption")
    world.act("miner", mined.draft_offer(world.address("miner"), number, to.number), "offer")
    world.act("holder", mined.draft_acceptance(world.address("holder"), number), "passing")


def _notify(world: Populated, who: str, **changes: Any) -> NotificationId:
    mining = world.services.mining
    form = read_form(dated(_today(world), **changes), mining.date_rule())
    world.act(who, mining.draft(world.address(who), form).transaction, "notification")
    return NotificationId(mining.notifications(1).total)


def _today(world: Populated) -> dt.date:
    """By the chain's time: a test's node runs ahead of the machine."""
    head = world.services.chain.head().timestamp
    return dt.datetime.fromtimestamp(head, KAZAKHSTAN_TIME).date()


def populate_notifications(world: Populated, hostile: str) -> None:
    """One notification of each state; `hostile` is what one miner gives as its name."""
    mining, authority = world.services.mining, world.address("authority")
    first = _notify(world, "miner")
    present = mining.notification(first).digest
    receipt = mining.draft_acknowledgement(authority, first, present, _BASIS)
    world.act("authority", receipt, "acknowledgement")
    form = read_form(dated(_today(world), power__requested_kw=6000), mining.date_rule(first))
    amendment = mining.draft_amendment(world.address("miner"), first, form)
    world.act("miner", amendment.transaction, "amendment")
    acknowledged = mining.draft_acknowledgement(authority, first, amendment.digest, _BASIS)
    world.act("authority", acknowledged)
    second = _notify(world, "miner", sites__0__kato="352310000")
    cessation = mining.draft_cessation(world.address("miner"), second, _today(world))
    world.act("miner", cessation, "cessation")
    _notify(world, "hostile", **{f"miner__names__{code}": hostile for code in ("kk", "ru", "en")})
    _return(world)


def _return(world: Populated) -> None:
    mining, authority = world.services.mining, world.address("authority")
    fourth = _notify(world, "miner", sites__0__kato="552210000")
    form = mining.notification(fourth).digest
    returned = mining.draft_return(authority, fourth, form, "The title is missing.", _BASIS)
    world.act("authority", returned, "notification-return")
