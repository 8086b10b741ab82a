"""The depository: deposits, rival claims, a sale, levels, copies, the yearly verification."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.contracts.batches import batch_over
from tests.contracts.world import DEPOSITOR, digest

if TYPE_CHECKING:
    from tests.contracts.world import World

__all__ = ["play"]

_FIRST: Final = digest("first")
_NONE: Final = bytes(32)
_HOLDER: Final = 7


def play(world: World) -> None:
    """Call every function."""
    world.admit("rival", DEPOSITOR)
    _deposit(world)
    _decide(world)
    _verify(world)
    _copy(world)
    _pass(world)
    _deposit_many(world)
    _ask(world)


def _deposit(world: World) -> None:
    act = world.depository.act
    act("depositor", "deposit", _FIRST, 1_000_000, 3, 0, 0, _NONE)
    act("depositor", "deposit", digest("second"), 2_000_000, 5, 1, 1, digest("conclusion"))
    act("rival", "deposit", _FIRST, 1_000_000, 3, 0, 0, _NONE)
    act("depositor", "supersede", 1, digest("third"), 3_000_000, 3, 0, 0, _NONE)


def _decide(world: World) -> None:
    act = world.depository.act
    act("operator", "accept", 3)
    world.decree("depository", "annul", 3)
    for number in (1, 2):
        act("operator", "accept", number)
    act("operator", "return_deposit", 4, digest("reason"))


def _verify(world: World) -> None:
    act = world.depository.act
    for level in range(1, 5):
        act("operator", "attest_level", 1, level, digest("evidence"))
    act("attestor", "attest_level", 1, 5, digest("evidence"))
    act("attestor", "withdraw_level", 1, 5, digest("reason"))
    act("operator", "withdraw_level", 1, 2, digest("reason"))
    world.evm.wait(1000)
    found = (100, 1, digest("report"), world.evm.now)
    world.decree("depository", "record_verification", *found)


def _copy(world: World) -> None:
    act = world.depository.act
    for index, function in enumerate(("issue_copy", "refuse_copy")):
        act("depositor", "apply_for_copy", 1, 1, digest("application"))
        act("operator", function, 1, index, digest("outcome"))
    act("depositor", "apply_for_copy", 1, 2, digest("application"))


def _pass(world: World) -> None:
    act, agreement = world.depository.act, digest("agreement")
    for who, end in (("depositor", "withdraw_offer"), ("holder", "refuse_offer")):
        act("depositor", "offer", 1, _HOLDER, agreement)
        act(who, end, 1)
    for number in (1, 2):
        act("depositor", "offer", number, _HOLDER, agreement)
        act("holder", "accept_offer", number, agreement)


def _deposit_many(world: World) -> None:
    """A batch of a thousand, one of which is taken out, and one that is returned."""
    act = world.depository.act
    batch = batch_over(
        (digest(f"record {index}"), 1_000_000, 3, 0, 0, _NONE) for index in range(1000)
    )
    act("depositor", "deposit_many", *batch.args())
    act("operator", "accept_batch", 1)
    act("depositor", "take_out", *batch.taking(1, 999))
    world.decree("depository", "annul_batch", 1)
    act("depositor", "deposit_many", *batch.args())
    act("operator", "return_batch", 2, digest("reason"))
    for view, args in (("batch_of", (1,)), ("taken_out", (1, 999)), ("batches_count", ())):
        world.depository.ask(view, *args)


def _ask(world: World) -> None:
    ask = world.depository.ask
    for view in ("deposit_of", "owner_of", "offer_of", "owners_count", "level_of"):
        ask(view, 1)
    for view in ("level_changes_count", "copies_count"):
        ask(view, 1)
    for view in ("owner_by_index", "level_change_by_index", "copy_by_index"):
        ask(view, 1, 0)
    ask("owner_at", 1, 1)
    for view in ("number_of", "claims_count"):
        ask(view, _FIRST)
    ask("claim_of", _FIRST, _HOLDER)
    ask("claim_by_index", _FIRST, 1)
    for view in ("count", "standing", "participants", "validation_rules"):
        ask(view)
    for view in ("verifications_count", "verification_due", "verification_due_at"):
        ask(view)
    ask("last_verification")
    ask("verification_by_index", 0)
