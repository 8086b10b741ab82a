"""What the tests of decisions and of the quorum do again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tests.contracts.evm import account
from tests.contracts.world import BASIS

if TYPE_CHECKING:
    from tests.contracts.evm import Event
    from tests.contracts.world import World

__all__ = ["THREE", "propose", "suspended"]

THREE: Final = ("authority", "second authority", "third authority")


def propose(
    world: World, function: str = "suspend", *args: Any, who: str = "authority"
) -> tuple[int, tuple[Event, ...]]:
    """Propose an act on the participants; answer the proposal's id and what was logged."""
    contract = world.participants.contract
    data = contract.data(function, *(args or (account("issuer"),)))
    outcome = world.participants.act(who, "propose", contract.address, data, BASIS)
    return outcome.answer, outcome.events


def suspended(world: World, who: str = "issuer") -> bool:
    """Whether somebody is no active participant."""
    return not world.participants.ask("is_active", account(who))
