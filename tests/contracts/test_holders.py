"""The list of holders: exactly those who hold something."""

from __future__ import annotations

from tests.contracts.assets import ZERO, allow, attest, issue, move, open_class
from tests.contracts.evm import account
from tests.contracts.world import World, digest

EVERYONE = ("holder", "second holder", "miner", "depositor")


def listed(world: World, class_id: int = 1) -> list[str]:
    """The holders by name, in the list's order; the place after the last is empty."""
    ask, names = world.digital_assets.ask, {account(name): name for name in (*EVERYONE, "new key")}
    count = ask("holders_count", class_id)
    assert ask("holder_at", class_id, count) == ZERO
    return [names[ask("holder_at", class_id, place)] for place in range(count)]


def opened(world: World) -> World:
    open_class(world)
    allow(world, "miner", "depositor")
    attest(world, 100)
    return world


def test_nobody_holds_an_unissued_class(world: World) -> None:
    opened(world)
    assert listed(world) == listed(world, 2) == []


def test_one_enters_with_the_first_token_and_leaves_with_the_last(world: World) -> None:
    opened(world)
    for name in EVERYONE[:3]:
        issue(world, 5, to=name)
    assert listed(world) == ["holder", "second holder", "miner"]
    move(world, 4)
    assert listed(world) == ["holder", "second holder", "miner"]
    move(world, 1)
    assert listed(world) == ["miner", "second holder"]
    move(world, 10, who="second holder", owner="second holder", to="miner")
    assert listed(world) == ["miner"]
    move(world, 15, who="miner", owner="miner", to="holder")
    assert listed(world) == ["holder"]


def test_nothing_moved_lists_nobody(world: World) -> None:
    opened(world)
    issue(world, 5)
    move(world, 0)
    move(world, 0, who="second holder", owner="second holder", to="miner")
    assert listed(world) == ["holder"]


def test_all_moved_to_oneself_leaves_one_listed_once(world: World) -> None:
    opened(world)
    issue(world, 5)
    issue(world, 5, to="miner")
    move(world, 5, to="holder")
    assert sorted(listed(world)) == ["holder", "miner"]


def test_a_redemption_a_force_and_a_claim_keep_the_list(world: World) -> None:
    opened(world)
    for name in EVERYONE[:3]:
        issue(world, 5, to=name)
    act = world.digital_assets.act
    act("holder", "request_redemption", 1, 5, digest("demand"))
    act("issuer", "close_redemption", 1, digest("evidence"))
    assert sorted(listed(world)) == ["miner", "second holder"]
    ends = account("miner"), account("depositor")
    world.decree("digital_assets", "forcedTransfer", *ends, 1, 5)
    assert sorted(listed(world)) == ["depositor", "second holder"]
    world.replace_key("depositor", "new key")
    act("new key", "claim", 1, account("depositor"))
    assert sorted(listed(world)) == ["new key", "second holder"]


def test_each_class_has_a_list_of_its_own(world: World) -> None:
    opened(world)
    open_class(world)
    attest(world, 10, class_id=2)
    issue(world, 5, class_id=2, to="second holder")
    issue(world, 5)
    assert (listed(world), listed(world, 2)) == (["holder"], ["second holder"])
