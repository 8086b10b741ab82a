"""A replaced key's tokens: who takes them over, and who does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contracts.assets import attest, issue, register
from tests.contracts.evm import Event, RefusedError, account

if TYPE_CHECKING:
    from tests.contracts.world import World


def test_a_new_key_claims_what_the_replaced_one_holds(world: World) -> None:
    register(world)
    attest(world, 10)
    issue(world, 4)
    world.replace_key("holder", "lost as well")
    world.replace_key("lost as well", "new key")
    outcome = world.digital_assets.act("new key", "claim", 1, account("holder"))
    assert outcome.event == Event(
        "TransferSingle",
        {
            "_operator": account("new key"),
            "_from": account("holder"),
            "_to": account("new key"),
            "_id": 1,
            "_value": 4,
        },
    )
    assert world.digital_assets.ask("balanceOf", account("holder"), 1) == 0
    assert world.digital_assets.ask("balanceOf", account("new key"), 1) == 4
    with pytest.raises(RefusedError, match=r"^digital_assets: nothing to claim$"):
        world.digital_assets.act("new key", "claim", 1, account("holder"))


@pytest.mark.parametrize("who", ["authority", "issuer", "second holder", "stranger", "holder"])
def test_nobody_else_claims(world: World, who: str) -> None:
    register(world)
    attest(world, 10)
    issue(world, 4)
    world.replace_key("holder", "new key")
    with pytest.raises(RefusedError, match=r"^digital_assets: not the successor$"):
        world.digital_assets.act(who, "claim", 1, account("holder"))


def test_a_key_that_was_not_replaced_is_not_claimed_from(world: World) -> None:
    register(world)
    attest(world, 10)
    issue(world, 4)
    with pytest.raises(RefusedError, match=r"^digital_assets: not the successor$"):
        world.digital_assets.act("second holder", "claim", 1, account("holder"))


def test_a_suspended_successor_does_not_claim(world: World) -> None:
    register(world)
    attest(world, 10)
    issue(world, 4)
    world.replace_key("holder", "new key")
    world.suspend("new key")
    with pytest.raises(RefusedError, match=r"^digital_assets: receiver not active$"):
        world.digital_assets.act("new key", "claim", 1, account("holder"))
