"""Pauses: of one class and of all, and what goes on meanwhile."""

from __future__ import annotations

import pytest

from tests.contracts.assets import EVIDENCE, NUMBERS, attest, issue, move, open_class, told
from tests.contracts.evm import Event, RefusedError, account
from tests.contracts.world import BASIS, World, digest

HOLDER, SECOND = account("holder"), account("second holder")


@pytest.fixture
def assets(world: World) -> World:
    """Two classes of which the holder has ten; of the first two requests are open."""
    for class_id in (1, 2):
        open_class(world)
        attest(world, 20, class_id=class_id)
        issue(world, 10, class_id=class_id)
    for _ in range(2):
        world.digital_assets.act("holder", "request_redemption", 1, 1, digest("demand"))
    return world


def pause(world: World, class_id: int) -> tuple[Event, ...]:
    return world.decree("digital_assets", "pause", class_id).events


def resume(world: World, class_id: int) -> tuple[Event, ...]:
    return world.decree("digital_assets", "resume", class_id).events


ACTS = {
    "issue": ("issuer", "issue", 1, HOLDER, 1),
    "claim": ("new key", "claim", 1, account("miner")),
    "request": ("holder", "request_redemption", 1, 1, digest("demand")),
    "withdraw": ("holder", "withdraw_redemption", 1),
    "close": ("issuer", "close_redemption", 1, EVIDENCE),
    "refuse": ("issuer", "refuse_redemption", 1, EVIDENCE),
}


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize(("class_id", "reason"), [(1, "class is"), (0, "all classes are")])
def test_nothing_of_a_paused_class_is_issued_claimed_or_redeemed(
    assets: World, name: str, class_id: int, reason: str
) -> None:
    who, function, *args = ACTS[name]
    assets.asset_classes.act("issuer", "grant_access", 1, NUMBERS["miner"])
    issue(assets, 1, to="miner")
    assets.replace_key("miner", "new key")
    pause(assets, class_id)
    with pytest.raises(RefusedError, match=f"^digital_assets: {reason} paused$"):
        assets.digital_assets.act(str(who), str(function), *args)
    resume(assets, class_id)
    assets.digital_assets.act(str(who), str(function), *args)


@pytest.mark.parametrize("class_id", [0, 1])
def test_nothing_of_a_paused_class_moves(assets: World, class_id: int) -> None:
    pause(assets, class_id)
    with pytest.raises(RefusedError, match=told("ERC7943CannotTransfer", HOLDER, SECOND, 1, 2)):
        move(assets, 2)
    resume(assets, class_id)
    move(assets, 2)


def test_a_pause_and_its_end_leave_their_basis(assets: World) -> None:
    ask = assets.digital_assets.ask
    for class_id in (0, 2):
        assert pause(assets, class_id) == (Event("Paused", {"id": class_id, "basis": BASIS}),)
        assert ask("paused", class_id)
        assert resume(assets, class_id) == (Event("Resumed", {"id": class_id, "basis": BASIS}),)
        assert not ask("paused", class_id)


def test_a_pause_of_one_class_stops_no_other(assets: World) -> None:
    pause(assets, 1)
    move(assets, 2, class_id=2)
    assert not assets.digital_assets.ask("paused", 2)


def test_the_end_of_the_pause_of_all_ends_no_pause_of_one(assets: World) -> None:
    pause(assets, 1)
    pause(assets, 0)
    resume(assets, 0)
    move(assets, 2, class_id=2)
    with pytest.raises(RefusedError, match=told("ERC7943CannotTransfer", HOLDER, SECOND, 1, 2)):
        move(assets, 2)


def test_the_backing_is_attested_and_a_shortfall_reported_meanwhile(assets: World) -> None:
    pause(assets, 0)
    assert [event.name for event in attest(assets, 5).events][-1] == "ShortfallReported"


def test_a_faulty_pause_is_refused(assets: World) -> None:
    with pytest.raises(RefusedError, match=r"^digital_assets: no such class$"):
        pause(assets, 3)
    for class_id in (0, 1):
        with pytest.raises(RefusedError, match=r"^digital_assets: not paused$"):
            resume(assets, class_id)
        pause(assets, class_id)
        with pytest.raises(RefusedError, match=r"^digital_assets: already paused$"):
            pause(assets, class_id)
