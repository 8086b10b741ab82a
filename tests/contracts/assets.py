"""Short words for what most tests of digital assets do first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.contracts.evm import NOW, account
from tests.contracts.world import World, digest

if TYPE_CHECKING:
    from tests.contracts.evm import Outcome

__all__ = ["EVIDENCE", "UNTIL", "attest", "issue", "register"]

UNTIL: Final = NOW + 1000
EVIDENCE: Final = digest("evidence")


def register(world: World, who: str = "issuer") -> int:
    """Register a class backed by goods; answer its id."""
    described = (1, digest("decision"), digest("rights"), "")
    class_id: int = world.digital_assets.act(who, "register_class", *described).answer
    return class_id


def attest(world: World, amount: int, *, who: str = "attestor", class_id: int = 1) -> Outcome:
    """Attest an amount of backing until `UNTIL`."""
    return world.digital_assets.act(who, "attest_backing", class_id, amount, UNTIL, EVIDENCE)


def issue(
    world: World, amount: int, *, who: str = "issuer", to: str = "holder", class_id: int = 1
) -> Outcome:
    """Issue an amount to the account of a name."""
    return world.digital_assets.act(who, "issue", class_id, account(to), amount)
