"""A replaced key's tokens: who takes them over, and who does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contracts.assets import UNBACKED, attest, balances, issue, move, open_class, told
from tests.contracts.evm import Event, RefusedError, account

if TYPE_CHECKING:
    from tests.contracts.world import World


def test_a_new_key_claims_what_the_replaced_one_holds(world: World) -> None:
    open_class(world)
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
    open_class(world)
    attest(world, 10)
    issue(world, 4)
    world.replace_key("holder", "new key")
    with pytest.raises(RefusedError, match=r"^digital_assets: not the successor$"):
        world.digital_assets.act(who, "claim", 1, account("holder"))


def test_a_key_that_was_not_replaced_is_not_claimed_from(world: World) -> None:
    open_class(world)
    attest(world, 10)
    issue(world, 4)
    with pytest.raises(RefusedError, match=r"^digital_assets: not the successor$"):
        world.digital_assets.act("second holder", "claim", 1, account("holder"))


def test_a_suspended_successor_does_not_claim(world: World) -> None:
    open_class(world)
    attest(world, 10)
    issue(world, 4)
    world.replace_key("holder", "new key")
    world.suspend("new key")
    with pytest.raises(RefusedError, match=r"^digital_assets: caller not active$"):
        world.digital_assets.act("new key", "claim", 1, account("holder"))


def test_a_claim_needs_neither_access_nor_system_nor_exemption(world: World) -> None:
    """The participant stays the same: nothing circulates."""
    class_id = open_class(world, backing=UNBACKED)
    world.decree("asset_classes", "record_exemption", class_id)
    issue(world, 4)
    world.asset_classes.act("issuer", "revoke_access", class_id, 7)
    world.decree("asset_classes", "revoke_exemption", class_id)
    world.decree("asset_classes", "revoke_system", 4)
    world.replace_key("holder", "new key")
    world.digital_assets.act("new key", "claim", 1, account("holder"))
    assert balances(world, "holder", "new key") == [0, 4]


def test_a_freeze_goes_over_to_the_new_key_with_the_tokens(world: World) -> None:
    open_class(world)
    attest(world, 20)
    issue(world, 4)
    old, new = account("holder"), account("new key")
    world.decree("digital_assets", "setFrozenTokens", old, 1, 3)
    world.replace_key("holder", "new key")
    issue(world, 5, to="new key")
    world.decree("digital_assets", "setFrozenTokens", new, 1, 2)
    outcome = world.digital_assets.act("new key", "claim", 1, old)
    assert outcome.events[:2] == (
        Event("Frozen", {"account": old, "tokenId": 1, "amount": 0}),
        Event("Frozen", {"account": new, "tokenId": 1, "amount": 5}),
    )
    assert outcome.events[2].name == "TransferSingle"
    ask = world.digital_assets.ask
    assert [ask("getFrozenTokens", key, 1) for key in (old, new)] == [0, 5]
    with pytest.raises(
        RefusedError, match=told("ERC7943InsufficientUnfrozenBalance", new, 1, 5, 4)
    ):
        move(world, 5, who="new key", owner="new key")
    move(world, 4, who="new key", owner="new key")


def test_freezes_beyond_every_number_stay_the_greatest_number(world: World) -> None:
    open_class(world)
    attest(world, 20)
    issue(world, 4)
    most = 2**256 - 1
    world.replace_key("holder", "new key")
    for key, frozen in (("holder", most - 1), ("new key", 2)):
        world.decree("digital_assets", "setFrozenTokens", account(key), 1, frozen)
    world.digital_assets.act("new key", "claim", 1, account("holder"))
    assert world.digital_assets.ask("getFrozenTokens", account("new key"), 1) == most
