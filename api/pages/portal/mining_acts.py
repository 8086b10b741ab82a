"""Acts of miners, and of the owners of what was mined."""

from __future__ import annotations

from typing import Final

from api.pages.portal.kinds import ANYONE, Kind
from api.schemas import mining, notifications
from ledger.participants.model import Role

__all__ = ["ACTS"]

_FORM: Final = frozenset({"form"})
_NOTIFICATION: Final = "/v1/notifications/{number}"
_MINED: Final = "/v1/mined-assets/{number}"

ACTS: Final = (
    Kind(
        "notify",
        "/v1/notifications",
        notifications.Filing,
        "mining_registry.notify",
        Role.MINER,
        "mining notify",
        form="mining-notification",
        derived=_FORM,
    ),
    Kind(
        "amend",
        f"{_NOTIFICATION}/amendments",
        notifications.Filing,
        "mining_registry.amend",
        Role.MINER,
        "mining amend",
        form="mining-notification",
        derived=_FORM,
    ),
    Kind(
        "report",
        f"{_NOTIFICATION}/reports",
        mining.Reporting,
        "mining_registry.report",
        Role.MINER,
        "mining report",
        form="mining-report",
        derived=_FORM,
    ),
    Kind(
        "cease",
        f"{_NOTIFICATION}/cessations",
        notifications.Cessation,
        "mining_registry.cease",
        Role.MINER,
        "mining cease",
    ),
    Kind(
        "declare",
        f"{_NOTIFICATION}/mined-assets",
        mining.Declaring,
        "mining_registry.declare_mined",
        Role.MINER,
        "mining declare",
    ),
    Kind(
        "offer-mined",
        f"{_MINED}/offers",
        mining.OfferTo,
        "mining_registry.offer_mined",
        ANYONE,
        "mining offer",
    ),
    Kind(
        "accept-mined",
        f"{_MINED}/acceptances",
        mining.Disposal,
        "mining_registry.accept_mined",
        ANYONE,
        "mining accept",
    ),
    Kind(
        "withdraw-mined",
        f"{_MINED}/withdrawals",
        mining.Disposal,
        "mining_registry.withdraw_offer",
        ANYONE,
        "mining withdraw",
    ),
    Kind(
        "retract-mined",
        f"{_MINED}/retractions",
        mining.Disposal,
        "mining_registry.retract_mined",
        ANYONE,
        "mining retract",
    ),
)
