"""The register of classes: two of them, their documents, access, an exemption and a system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.contracts.assets import GOODS, NUMBERS, SYSTEM, UNBACKED, allow, register
from tests.contracts.world import digest

if TYPE_CHECKING:
    from tests.contracts.world import World

__all__ = ["play"]


def play(world: World) -> None:
    """Call every function."""
    act, ask = world.asset_classes.act, world.asset_classes.ask
    register(world, backing=GOODS)
    register(world, backing=UNBACKED)
    for version in ("first", "second"):
        act("issuer", "record_document", 1, "tariff", digest(version))
    allow(world, "holder", "second holder")
    act("issuer", "revoke_access", 1, NUMBERS["holder"])
    for function, *args in (
        ("attest_system", NUMBERS["issuer"], SYSTEM),
        ("record_exemption", 2),
    ):
        world.decree("asset_classes", function, *args)
    for view in ("class_of", "rights_of", "issuer_of", "is_backed", "is_exempt", "uri"):
        ask(view, 1)
    for class_id in (1, 2):
        ask("class_check", class_id)
    ask("has_access", 1, NUMBERS["second holder"])
    ask("document_of", 1, "tariff", 0)
    ask("system_of", NUMBERS["issuer"])
    for view in ("count", "participants", "validation_rules"):
        ask(view)
    world.decree("asset_classes", "revoke_exemption", 2)
    world.decree("asset_classes", "revoke_system", NUMBERS["issuer"])
