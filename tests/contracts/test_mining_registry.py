"""The mining registry: notifications, their amendments, acknowledgements and ends."""

from __future__ import annotations

import pytest

from tests.contracts.evm import NOW, Event, RefusedError, account
from tests.contracts.world import BASIS, MINER, World, digest

DAY = 86_400
START = NOW + 30 * DAY
FORM, SECOND = digest("form"), digest("second form")


def notify(world: World, starts_at: int = START) -> int:
    number: int = world.mining_registry.act("miner", "notify", FORM, starts_at).answer
    return number


def test_a_notification_is_recorded_to_its_miner(world: World) -> None:
    outcome = world.mining_registry.act("miner", "notify", FORM, START)
    assert outcome.answer == 1 == world.mining_registry.ask("count")
    assert outcome.event == Event(
        "Notified",
        {
            "number": 1,
            "miner": 6,
            "account": account("miner"),
            "form": FORM,
            "starts_at": START,
        },
    )
    assert world.mining_registry.ask("notification_of", 1) == {
        "miner": 6,
        "form": FORM,
        "starts_at": START,
        "submitted_at": NOW,
        "amended_at": 0,
        "acknowledged_at": 0,
        "ended_at": 0,
        "version": 1,
    }
    assert world.mining_registry.ask("owner_of", 1) == account("miner")


def test_mining_starts_no_sooner_than_thirty_days_after_it_is_notified(world: World) -> None:
    with pytest.raises(RefusedError, match=r"^mining_registry: starts too soon$"):
        notify(world, START - 1)
    assert notify(world, START) == 1


def test_a_notification_needs_a_form(world: World) -> None:
    with pytest.raises(RefusedError, match=r"^mining_registry: form is zero$"):
        world.mining_registry.act("miner", "notify", bytes(32), START)
    notify(world)
    with pytest.raises(RefusedError, match=r"^mining_registry: form is zero$"):
        world.mining_registry.act("miner", "amend", 1, bytes(32), START)


@pytest.mark.parametrize("who", ["authority", "issuer", "stranger"])
def test_nobody_but_a_miner_notifies_or_amends(world: World, who: str) -> None:
    with pytest.raises(RefusedError, match=r"^mining_registry: not a miner$"):
        world.mining_registry.act(who, "notify", FORM, START)
    notify(world)
    with pytest.raises(RefusedError, match=r"^mining_registry: not a miner$"):
        world.mining_registry.act(who, "amend", 1, SECOND, START)


def test_a_miner_amends_its_own_notification(world: World) -> None:
    notify(world)
    world.evm.wait(DAY)
    outcome = world.mining_registry.act("miner", "amend", 1, SECOND, START + DAY)
    assert outcome.event == Event(
        "Amended", {"number": 1, "form": SECOND, "starts_at": START + DAY}
    )
    record = world.mining_registry.ask("notification_of", 1)
    assert (record["form"], record["starts_at"]) == (SECOND, START + DAY)
    assert (record["amended_at"], record["version"]) == (NOW + DAY, 2)


def test_an_amendment_keeps_the_start_or_gives_thirty_days_again(world: World) -> None:
    notify(world)
    world.evm.wait(10 * DAY)
    for start in (START - 1, START + 10 * DAY - 1):
        with pytest.raises(RefusedError, match=r"^mining_registry: starts too soon$"):
            world.mining_registry.act("miner", "amend", 1, SECOND, start)
    world.mining_registry.act("miner", "amend", 1, SECOND, START)
    world.mining_registry.act("miner", "amend", 1, SECOND, START + 10 * DAY)


def test_the_authority_acknowledges_the_present_version(world: World) -> None:
    notify(world)
    world.evm.wait(DAY)
    outcome = world.decree("mining_registry", "acknowledge", 1)
    assert outcome.event == Event("Acknowledged", {"number": 1, "form": FORM, "basis": BASIS})
    assert world.mining_registry.ask("notification_of", 1)["acknowledged_at"] == NOW + DAY


def test_a_version_is_acknowledged_once_and_an_amended_one_anew(world: World) -> None:
    notify(world)
    world.decree("mining_registry", "acknowledge", 1)
    with pytest.raises(RefusedError, match=r"^mining_registry: already acknowledged$"):
        world.decree("mining_registry", "acknowledge", 1)
    world.mining_registry.act("miner", "amend", 1, SECOND, START)
    assert world.mining_registry.ask("notification_of", 1)["acknowledged_at"] == 0
    assert world.decree("mining_registry", "acknowledge", 1).event.args["form"] == SECOND


@pytest.mark.parametrize("who", ["authority", "operator", "miner", "stranger"])
def test_nobody_but_the_authority_acknowledges(world: World, who: str) -> None:
    notify(world)
    with pytest.raises(RefusedError, match=r"^mining_registry: not the authority$"):
        world.mining_registry.act(who, "acknowledge", 1)


def test_a_miner_reports_the_end_of_mining(world: World) -> None:
    notify(world)
    world.evm.wait(40 * DAY)
    outcome = world.mining_registry.act("miner", "cease", 1, NOW + 39 * DAY)
    assert outcome.event == Event("Ceased", {"number": 1, "ended_at": NOW + 39 * DAY})
    assert world.mining_registry.ask("notification_of", 1)["ended_at"] == NOW + 39 * DAY


@pytest.mark.parametrize(
    ("ended_at", "reason"),
    [
        (0, "mining_registry: end is zero"),
        (NOW + 1, "mining_registry: ends in the future"),
    ],
)
def test_a_faulty_end_is_refused(world: World, ended_at: int, reason: str) -> None:
    notify(world)
    with pytest.raises(RefusedError, match=f"^{reason}$"):
        world.mining_registry.act("miner", "cease", 1, ended_at)


def test_what_has_ceased_is_neither_amended_nor_ceased_again(world: World) -> None:
    notify(world)
    world.mining_registry.act("miner", "cease", 1, NOW)
    with pytest.raises(RefusedError, match=r"^mining_registry: already ceased$"):
        world.mining_registry.act("miner", "amend", 1, SECOND, START)
    with pytest.raises(RefusedError, match=r"^mining_registry: already ceased$"):
        world.mining_registry.act("miner", "cease", 1, NOW)


def test_another_s_notification_is_neither_amended_nor_ceased(world: World) -> None:
    notify(world)
    world.admit("other miner", MINER)
    with pytest.raises(RefusedError, match=r"^mining_registry: not the miner$"):
        world.mining_registry.act("other miner", "amend", 1, SECOND, START)
    with pytest.raises(RefusedError, match=r"^mining_registry: not the miner$"):
        world.mining_registry.act("other miner", "cease", 1, NOW)


def test_one_who_lost_the_role_still_reports_the_end(world: World) -> None:
    notify(world)
    world.set_roles("miner", 0)
    with pytest.raises(RefusedError, match=r"^mining_registry: not a miner$"):
        world.mining_registry.act("miner", "amend", 1, SECOND, START)
    world.mining_registry.act("miner", "cease", 1, NOW)


@pytest.mark.parametrize("who", ["miner", "stranger"])
def test_one_who_is_not_active_reports_no_end(world: World, who: str) -> None:
    notify(world)
    world.suspend("miner")
    with pytest.raises(RefusedError, match=r"^mining_registry: not an active participant$"):
        world.mining_registry.act(who, "cease", 1, NOW)


def test_a_new_key_owns_what_the_old_one_notified(world: World) -> None:
    notify(world)
    world.replace_key("miner", "new key")
    assert world.mining_registry.ask("owner_of", 1) == account("new key")
    world.mining_registry.act("new key", "amend", 1, SECOND, START)


@pytest.mark.parametrize(
    ("who", "function", "args"),
    [
        ("miner", "amend", (SECOND, START)),
        ("miner", "cease", (NOW,)),
        ("holder", "notification_of", ()),
        ("holder", "owner_of", ()),
    ],
)
def test_an_unknown_notification_is_refused(
    world: World, who: str, function: str, args: tuple[object, ...]
) -> None:
    for number in (0, 1):
        with pytest.raises(RefusedError, match=r"^mining_registry: no such notification$"):
            world.mining_registry.act(who, function, number, *args)


def test_an_unknown_notification_is_not_acknowledged(world: World) -> None:
    for number in (0, 1):
        with pytest.raises(RefusedError, match=r"^mining_registry: no such notification$"):
            world.decree("mining_registry", "acknowledge", number)
