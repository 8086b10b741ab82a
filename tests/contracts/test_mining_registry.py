"""The mining registry: notifications, their amendments, and ends of mining."""

from __future__ import annotations

import pytest

from tests.contracts.evm import NOW, Event, RefusedError, account
from tests.contracts.mining import DAY, FORM, SECOND, START, moment, notify
from tests.contracts.world import MINER, World, digest

REASON = digest("reasons")


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
        "returned_at": 0,
        "reason": bytes(32),
        "ended_at": 0,
        "ceased_at": 0,
        "version": 1,
    }
    assert world.mining_registry.ask("owner_of", 1) == account("miner")


def test_mining_starts_no_sooner_than_thirty_days_after_it_is_notified(world: World) -> None:
    with pytest.raises(RefusedError, match=r"^mining_registry: starts too soon$"):
        notify(world, starts_at=START - 1)
    assert notify(world, starts_at=START) == 1


def test_a_notification_needs_a_form(world: World) -> None:
    with pytest.raises(RefusedError, match=r"^mining_registry: form is zero$"):
        notify(world, form=bytes(32))
    notify(world)
    with pytest.raises(RefusedError, match=r"^mining_registry: form is zero$"):
        world.mining_registry.act("miner", "amend", 1, bytes(32), START)


def test_a_digest_names_one_version_of_a_miner_s_notifications_and_no_other(world: World) -> None:
    notify(world)
    with pytest.raises(RefusedError, match=r"^mining_registry: form is recorded already$"):
        notify(world)
    with pytest.raises(RefusedError, match=r"^mining_registry: form is recorded already$"):
        world.mining_registry.act("miner", "amend", 1, FORM, START)
    world.mining_registry.act("miner", "amend", 1, SECOND, START)
    for earlier in (FORM, SECOND):
        with pytest.raises(RefusedError, match=r"^mining_registry: form is recorded already$"):
            world.mining_registry.act("miner", "amend", 1, earlier, START)


def test_one_miner_does_not_keep_another_from_a_digest(world: World) -> None:
    notify(world)
    world.admit("other miner", MINER)
    assert notify(world, "other miner") == 2


@pytest.mark.parametrize("who", ["authority", "issuer", "stranger"])
def test_nobody_but_a_miner_notifies_or_amends(world: World, who: str) -> None:
    with pytest.raises(RefusedError, match=r"^mining_registry: not a miner$"):
        notify(world, who)
    notify(world)
    with pytest.raises(RefusedError, match=r"^mining_registry: not a miner$"):
        world.mining_registry.act(who, "amend", 1, SECOND, START)


def test_a_miner_amends_its_own_notification(world: World) -> None:
    notify(world)
    world.evm.wait(DAY)
    outcome = world.mining_registry.act("miner", "amend", 1, SECOND, START + DAY)
    assert outcome.event == Event(
        "Amended",
        {
            "number": 1,
            "account": account("miner"),
            "form": SECOND,
            "starts_at": START + DAY,
            "version": 2,
        },
    )
    record = world.mining_registry.ask("notification_of", 1)
    assert (record["form"], record["starts_at"]) == (SECOND, START + DAY)
    assert (record["submitted_at"], record["amended_at"]) == (NOW, NOW + DAY)
    assert record["version"] == 2


def test_an_amendment_keeps_the_start_or_gives_thirty_days_again(world: World) -> None:
    notify(world)
    world.evm.wait(10 * DAY)
    for start in (START - 1, START + 10 * DAY - 1):
        with pytest.raises(RefusedError, match=r"^mining_registry: starts too soon$"):
            world.mining_registry.act("miner", "amend", 1, SECOND, start)
    world.mining_registry.act("miner", "amend", 1, SECOND, START)
    world.mining_registry.act("miner", "amend", 1, digest("third form"), START + 10 * DAY)


def test_a_start_that_has_come_is_not_amended(world: World) -> None:
    notify(world)
    world.evm.wait(30 * DAY - 1)
    later = START + 90 * DAY
    world.mining_registry.act("miner", "amend", 1, SECOND, later)
    world.evm.wait(later - world.evm.now)
    with pytest.raises(RefusedError, match=r"^mining_registry: already started$"):
        world.mining_registry.act("miner", "amend", 1, digest("third form"), later + 90 * DAY)
    world.mining_registry.act("miner", "amend", 1, digest("third form"), later)


def test_a_miner_reports_the_end_of_mining(world: World) -> None:
    notify(world)
    world.evm.wait(40 * DAY)
    outcome = world.mining_registry.act("miner", "cease", 1, NOW + 39 * DAY)
    assert outcome.event == Event(
        "Ceased", {"number": 1, "ended_at": NOW + 39 * DAY, "late": False}
    )
    record = world.mining_registry.ask("notification_of", 1)
    assert (record["ended_at"], record["ceased_at"]) == (NOW + 39 * DAY, NOW + 40 * DAY)


def test_the_end_is_reported_by_the_tenth_day_after_it_or_is_late(world: World) -> None:
    number = notify(world)
    ended_at = moment(2027, 3, 5) - 1
    due = moment(2027, 3, 15) - 1
    assert world.mining_registry.ask("cessation_due", ended_at) == due
    assert world.mining_registry.ask("cessation_due", ended_at + 1) == due + DAY
    world.evm.wait(due - world.evm.now)
    snapshot = world.evm.snapshot()
    assert not world.mining_registry.act("miner", "cease", number, ended_at).event.args["late"]
    world.evm.revert(snapshot)
    world.evm.wait(1)
    assert world.mining_registry.act("miner", "cease", number, ended_at).event.args["late"]


@pytest.mark.parametrize(
    ("ended_at", "reason"),
    [
        (0, "mining_registry: ends before the notification"),
        (NOW - 1, "mining_registry: ends before the notification"),
        (NOW + 1, "mining_registry: ends in the future"),
    ],
)
def test_a_faulty_end_is_refused(world: World, ended_at: int, reason: str) -> None:
    notify(world)
    with pytest.raises(RefusedError, match=f"^{reason}$"):
        world.mining_registry.act("miner", "cease", 1, ended_at)
    world.mining_registry.act("miner", "cease", 1, NOW)


def test_what_has_ceased_is_neither_amended_nor_ceased_again_nor_returned(world: World) -> None:
    notify(world)
    world.mining_registry.act("miner", "cease", 1, NOW)
    with pytest.raises(RefusedError, match=r"^mining_registry: already ceased$"):
        world.mining_registry.act("miner", "amend", 1, SECOND, START)
    with pytest.raises(RefusedError, match=r"^mining_registry: already ceased$"):
        world.mining_registry.act("miner", "cease", 1, NOW)
    with pytest.raises(RefusedError, match=r"^mining_registry: already ceased$"):
        world.decree("mining_registry", "return_notification", 1, FORM, REASON)
    world.decree("mining_registry", "acknowledge", 1, FORM)


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
