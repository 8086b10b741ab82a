"""Digital assets of every kind and state, as pages see them: requests, a freeze, a pause."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from ledger.assets.model import BackingKind, Right
from ledger.types import ClassId, Digest, RedemptionId

if TYPE_CHECKING:
    from tests.api.pages.populated import Populated

__all__ = ["PAYLOAD", "trade"]

PAYLOAD = "<script>document.title='taken'</script>\"'><img src=x onerror=alert(1)>"
"""What a hostile participant would write where a text is free."""


def _digest(text: str) -> Digest:
    return Digest(hashlib.sha256(text.encode()).digest())


def trade(world: Populated) -> None:
    """Register, back, issue, transfer, restrain."""
    enforcement, authority = world.services.assets.enforcement, world.address("authority")
    issuer, basis = world.address("issuer"), _digest("an act of the authorised body")
    number = world.services.participants.participant(issuer).number
    system = enforcement.draft_system(authority, number, _digest("system"), basis)
    world.act("authority", system, "system")
    wheat = _register(world, BackingKind.GOODS, "ipfs://bafyexample/wheat.json")
    _allow(world, wheat, "holder")
    _attest(world, wheat, 250_000)
    _issue(world, wheat, "issuer", 180_000)
    transfer = world.services.assets.draft_transfer(
        world.address("issuer"), wheat, world.address("holder"), 60_000
    )
    world.act("issuer", transfer, "transfer")
    _register(world, BackingKind.OTHER_PROPERTY_RIGHTS, PAYLOAD)
    hours = _register(world, BackingKind.SERVICES, "https://example.org/hours.json")
    _attest(world, hours, 900)
    _allow(world, hours, "holder")
    _issue(world, hours, "holder", 800)
    _attest(world, hours, 600)
    rewards = _register(world, BackingKind.UNBACKED, "")
    world.act("authority", enforcement.draft_pause(authority, rewards, basis, paused=True))
    _restrain(world, wheat, basis)


def _register(world: Populated, backing: BackingKind, uri: str) -> ClassId:
    assets, number = world.services.assets, world.services.assets.assets(1).total + 1
    draft = assets.draft_class(
        world.address("issuer"),
        backing,
        _digest("decision"),
        (Right("delivery", _digest("rights")),),
        uri,
    )
    world.act("issuer", draft, f"class-{number}")
    return ClassId(number)


def _attest(world: Populated, class_id: ClassId, amount: int) -> None:
    valid_until = world.services.chain.head().timestamp + 365 * 86_400
    draft = world.services.assets.draft_attestation(
        world.address("attestor"), class_id, amount, valid_until, _digest("survey")
    )
    world.act("attestor", draft, "attestation")


def _issue(world: Populated, class_id: ClassId, to: str, amount: int) -> None:
    draft = world.services.assets.draft_issue(
        world.address("issuer"), class_id, world.address(to), amount
    )
    world.act("issuer", draft, "issue")


def _allow(world: Populated, class_id: ClassId, who: str) -> None:
    number = world.services.participants.participant(world.address(who)).number
    draft = world.services.assets.draft_access
    world.act("issuer", draft(world.address("issuer"), class_id, number, granted=True))


def _restrain(world: Populated, wheat: ClassId, basis: Digest) -> None:
    """Requests of each outcome but a closed one, which would change the figures; a freeze."""
    assets, issuer, holder = (
        world.services.assets,
        world.address("issuer"),
        world.address("holder"),
    )
    for _ in range(3):
        draft = assets.draft_redemption(holder, wheat, 1_000, _digest("demand"))
        world.act("holder", draft, "redemption")
    refusal = assets.draft_refusal(issuer, RedemptionId(1), _digest("reason"))
    world.act("issuer", refusal, "refusal")
    world.act("holder", assets.draft_withdrawal(holder, RedemptionId(2)), "withdrawal")
    for text in ("first", "second"):
        draft = assets.draft_document(issuer, wheat, PAYLOAD[:60], _digest(text))
        world.act("issuer", draft, "document")
    freeze = assets.enforcement.draft_freeze
    frozen = freeze(world.address("authority"), wheat, holder, 5_000, basis)
    world.act("authority", frozen, "freeze")
