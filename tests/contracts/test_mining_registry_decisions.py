"""The mining registry: what the authorised body decides on notifications."""

from __future__ import annotations

import pytest

from tests.contracts.evm import NOW, Event, RefusedError
from tests.contracts.mining import DAY, FORM, SECOND, START, notify
from tests.contracts.world import BASIS, World, digest

REASON = digest("reasons")


def test_the_authority_acknowledges_the_version_that_it_names(world: World) -> None:
    notify(world)
    world.evm.wait(DAY)
    outcome = world.decree("mining_registry", "acknowledge", 1, FORM)
    assert outcome.event == Event(
        "Acknowledged", {"number": 1, "form": FORM, "version": 1, "basis": BASIS}
    )
    record = world.mining_registry.ask("notification_of", 1)
    assert (record["acknowledged_at"], record["returned_at"]) == (NOW + DAY, 0)


def test_a_version_that_was_amended_meanwhile_is_not_decided_on(world: World) -> None:
    notify(world)
    world.mining_registry.act("miner", "amend", 1, SECOND, START)
    with pytest.raises(RefusedError, match=r"^mining_registry: not the present form$"):
        world.decree("mining_registry", "acknowledge", 1, FORM)
    with pytest.raises(RefusedError, match=r"^mining_registry: not the present form$"):
        world.decree("mining_registry", "return_notification", 1, FORM, REASON)
    assert world.decree("mining_registry", "acknowledge", 1, SECOND).event.args["version"] == 2


def test_a_version_is_acknowledged_once_and_an_amended_one_anew(world: World) -> None:
    notify(world)
    world.decree("mining_registry", "acknowledge", 1, FORM)
    with pytest.raises(RefusedError, match=r"^mining_registry: already acknowledged$"):
        world.decree("mining_registry", "acknowledge", 1, FORM)
    with pytest.raises(RefusedError, match=r"^mining_registry: already acknowledged$"):
        world.decree("mining_registry", "return_notification", 1, FORM, REASON)
    world.mining_registry.act("miner", "amend", 1, SECOND, START)
    assert world.mining_registry.ask("notification_of", 1)["acknowledged_at"] == 0
    world.decree("mining_registry", "acknowledge", 1, SECOND)


def test_the_authority_returns_a_version_with_reasons(world: World) -> None:
    notify(world)
    world.evm.wait(DAY)
    outcome = world.decree("mining_registry", "return_notification", 1, FORM, REASON)
    assert outcome.event == Event(
        "Returned",
        {"number": 1, "form": FORM, "version": 1, "reason": REASON, "basis": BASIS},
    )
    record = world.mining_registry.ask("notification_of", 1)
    assert (record["returned_at"], record["reason"]) == (NOW + DAY, REASON)
    assert record["acknowledged_at"] == 0


def test_what_was_returned_waits_anew_once_it_is_amended(world: World) -> None:
    notify(world)
    world.decree("mining_registry", "return_notification", 1, FORM, REASON)
    with pytest.raises(RefusedError, match=r"^mining_registry: already returned$"):
        world.decree("mining_registry", "return_notification", 1, FORM, REASON)
    with pytest.raises(RefusedError, match=r"^mining_registry: already returned$"):
        world.decree("mining_registry", "acknowledge", 1, FORM)
    world.mining_registry.act("miner", "amend", 1, SECOND, START)
    record = world.mining_registry.ask("notification_of", 1)
    assert (record["returned_at"], record["reason"]) == (0, bytes(32))
    world.decree("mining_registry", "acknowledge", 1, SECOND)


def test_a_return_gives_reasons(world: World) -> None:
    notify(world)
    with pytest.raises(RefusedError, match=r"^mining_registry: reason is zero$"):
        world.decree("mining_registry", "return_notification", 1, FORM, bytes(32))


@pytest.mark.parametrize("who", ["authority", "operator", "miner", "stranger"])
def test_nobody_but_the_authority_by_its_decision_acknowledges_or_returns(
    world: World, who: str
) -> None:
    notify(world)
    with pytest.raises(RefusedError, match=r"^mining_registry: not the authority$"):
        world.mining_registry.act(who, "acknowledge", 1, FORM)
    with pytest.raises(RefusedError, match=r"^mining_registry: not the authority$"):
        world.mining_registry.act(who, "return_notification", 1, FORM, REASON)


def test_an_unknown_notification_is_neither_acknowledged_nor_returned(world: World) -> None:
    for number in (0, 1):
        with pytest.raises(RefusedError, match=r"^mining_registry: no such notification$"):
            world.decree("mining_registry", "acknowledge", number, FORM)
        with pytest.raises(RefusedError, match=r"^mining_registry: no such notification$"):
            world.decree("mining_registry", "return_notification", number, FORM, REASON)
