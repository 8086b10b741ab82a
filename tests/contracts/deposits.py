"""What the tests of the depository do again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tests.contracts.world import DEPOSITOR, digest

if TYPE_CHECKING:
    from tests.contracts.world import World

__all__ = ["ACCEPTED", "ANNULLED", "DEPOSITED", "DEPOSITOR_NUMBER", "RETURNED", "ROOT", "SECOND"]
__all__ += ["CODE", "CONCEPT", "DOCUMENTATION", "HOLDER_NUMBER", "NONE", "REASON", "THIRD"]
__all__ += [
    "accept",
    "accepted",
    "content",
    "deposit",
    "hand_back",
    "owners",
    "rival",
    "status",
    "transfer",
]

ROOT, SECOND, THIRD = digest("root"), digest("second"), digest("third")
REASON: Final = digest("reason")
NONE: Final = bytes(32)
CODE, DOCUMENTATION, CONCEPT = 3, 4, 5
DEPOSITED, ACCEPTED, RETURNED, ANNULLED = 1, 2, 3, 4
DEPOSITOR_NUMBER, HOLDER_NUMBER = 5, 7


def content(root: bytes = ROOT, **changes: Any) -> tuple[Any, ...]:
    """The arguments of `deposit`: a public program code of 1000 bytes that is not the state's."""
    facts = {"size": 1000, "kind": CODE, "access": 0, "origin": 0, "conclusion": NONE}
    return (root, *(facts | changes).values())


def deposit(
    world: World, root: bytes = ROOT, previous: int | None = None, who: str = "depositor"
) -> int:
    """Deposit a content, or a new version; answer the number."""
    if previous is None:
        number: int = world.depository.act(who, "deposit", *content(root)).answer
    else:
        number = world.depository.act(who, "supersede", previous, *content(root)).answer
    return number


def accept(world: World, number: int) -> None:
    """Have the operator accept."""
    world.depository.act("operator", "accept", number)


def accepted(world: World, root: bytes = ROOT) -> int:
    """A deposit of the depositor that the operator has accepted; answer its number."""
    number = deposit(world, root)
    accept(world, number)
    return number


def hand_back(world: World, number: int) -> None:
    """Have the operator return."""
    world.depository.act("operator", "return_deposit", number, REASON)


def rival(world: World) -> int:
    """Admit another depositor, with the account of the name "rival"; answer the number."""
    return world.admit("rival", DEPOSITOR)


def transfer(world: World, number: int, giver: str, receiver: str, whose: int) -> None:
    """Have one offer and the other, participant number `whose`, accept."""
    world.depository.act(giver, "offer", number, whose, digest("agreement"))
    world.depository.act(receiver, "accept_offer", number, digest("agreement"))


def status(world: World, number: int) -> int:
    """The status of a deposit."""
    found: int = world.depository.ask("deposit_of", number)["status"]
    return found


def owners(world: World) -> list[tuple[int, int]]:
    """The possessors of the first deposit, each with the block since when."""
    ask = world.depository.ask
    found = [ask("owner_by_index", 1, index) for index in range(ask("owners_count", 1))]
    return [(each["possessor"], each["block_number"]) for each in found]
