"""Mined assets: declared to the miner's name, retracted, told; and what is refused."""

from __future__ import annotations

import string
from typing import Any

import pytest

from tests.contracts.evm import NOW, Event, RefusedError, account
from tests.contracts.mining import BITCOIN, DAY, EVIDENCE, START, declare, mine, notify
from tests.contracts.world import MINER, World, digest

ZERO = "0x" + 40 * "0"


def test_what_was_mined_is_recorded_to_the_miner(world: World) -> None:
    mine(world)
    outcome = declare(world)
    assert outcome.answer == 1 == world.mining_registry.ask("mined_count")
    assert outcome.event == Event(
        "MinedDeclared",
        {
            "id": 1,
            "notification": 1,
            "owner": 6,
            "account": account("miner"),
            "asset": BITCOIN,
            "amount": 312_500_000,
            "mined_from": START,
            "mined_until": START + DAY - 1,
            "evidence": EVIDENCE,
        },
    )
    assert world.mining_registry.ask("mined_asset_of", 1) == {
        "notification": 1,
        "owner": 6,
        "asset": BITCOIN,
        "amount": 312_500_000,
        "mined_from": START,
        "mined_until": START + DAY - 1,
        "evidence": EVIDENCE,
        "declared_at": START + 10 * DAY,
        "retracted_at": 0,
        "offered_to": 0,
    }
    assert world.mining_registry.ask("owner_of_mined", 1) == account("miner")


def test_the_owner_is_a_participant_whatever_its_key(world: World) -> None:
    mine(world)
    declare(world)
    world.replace_key("miner", "new key")
    assert world.mining_registry.ask("owner_of_mined", 1) == account("new key")
    with pytest.raises(RefusedError, match=r"^mining_registry: not an active participant$"):
        world.mining_registry.act("miner", "retract_mined", 1)
    world.mining_registry.act("new key", "retract_mined", 1)


def test_the_history_begins_with_the_miner(world: World) -> None:
    mine(world)
    declare(world)
    assert world.mining_registry.ask("owner_count", 1) == 1
    since = START + 10 * DAY
    assert world.mining_registry.ask("ownership_of", 1, 1) == {"owner": 6, "since": since}
    for index in (0, 2):
        with pytest.raises(RefusedError, match=r"^mining_registry: no such owner$"):
            world.mining_registry.ask("ownership_of", 1, index)


def test_declarations_are_told_by_notification_in_their_order(world: World) -> None:
    second = notify(world, form=digest("another site"))
    mine(world)
    for number in (2, second, 2):
        declare(world, number, evidence=digest(str(world.mining_registry.ask("mined_count"))))
    ask = world.mining_registry.ask
    assert (ask("mined_count"), ask("mined_count_of", 2), ask("mined_count_of", second)) == (
        3,
        2,
        1,
    )
    assert [ask("mined_under", 2, index) for index in (1, 2)] == [1, 3]
    assert ask("mined_under", second, 1) == 2
    for index in (0, 3):
        with pytest.raises(RefusedError, match=r"^mining_registry: no such mined asset$"):
            ask("mined_under", 2, index)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"asset": ""}, "mining_registry: asset is not named"),
        ({"amount": 0}, "mining_registry: amount is zero"),
        (
            {"mined_from": START + 2, "mined_until": START + 1},
            "mining_registry: the time is reversed",
        ),
        ({"mined_until": START + 10 * DAY + 1}, "mining_registry: the time is not past"),
        ({"mined_from": START - 1}, "mining_registry: mined before the start"),
        ({"evidence": bytes(32)}, "mining_registry: evidence is zero"),
    ],
)
def test_a_faulty_declaration_is_refused(
    world: World, changes: dict[str, Any], reason: str
) -> None:
    mine(world)
    with pytest.raises(RefusedError, match=f"^{reason}$"):
        declare(world, **changes)
    assert world.mining_registry.ask("mined_count") == 0
    declare(world)


def test_one_second_the_whole_time_and_the_greatest_amount_are_declared(world: World) -> None:
    mine(world)
    declare(world, mined_until=START, amount=1)
    whole: dict[str, Any] = {"mined_until": START + 10 * DAY, "amount": 2**256 - 1}
    declare(world, **whole, evidence=digest("other evidence"))
    assert world.mining_registry.ask("mined_asset_of", 2)["amount"] == 2**256 - 1


def test_nothing_is_mined_before_the_notified_start(world: World) -> None:
    notify(world)
    world.evm.wait(DAY)
    with pytest.raises(RefusedError, match=r"^mining_registry: mined before the start$"):
        declare(world, mined_from=NOW, mined_until=NOW + 1)


def test_what_was_mined_is_declared_after_mining_stopped_too_up_to_its_end(world: World) -> None:
    mine(world)
    world.mining_registry.act("miner", "cease", 1, START + 2 * DAY)
    with pytest.raises(RefusedError, match=r"^mining_registry: mined after the end$"):
        declare(world, mined_until=START + 2 * DAY + 1)
    declare(world, mined_until=START + 2 * DAY)


GOOD = string.ascii_letters + string.digits + "-_.:/%"


def test_an_asset_is_named_in_the_signs_of_caip_19_and_no_others(world: World) -> None:
    mine(world)
    declare(world, asset=GOOD, evidence=digest("good"))
    assert world.mining_registry.ask("mined_asset_of", 1)["asset"] == GOOD
    declare(world, asset="x" * 128, evidence=digest("long"))
    for sign in sorted({chr(code) for code in range(128)} - set(GOOD)):
        for name in (sign, f"bip122:1/slip44{sign}", f"{sign}{BITCOIN}"):
            with pytest.raises(RefusedError, match=r"^mining_registry: the name has other signs$"):
                declare(world, asset=name)


def test_bytes_that_are_no_text_are_no_name(world: World) -> None:
    mine(world)
    contract = world.mining_registry.contract
    args = (1, "~~", 1, START, START, EVIDENCE)
    broken = contract.data("declare_mined", *args).replace(b"~~", b"\xff\xfe")
    with pytest.raises(RefusedError, match=r"^mining_registry: the name has other signs$"):
        world.evm.send(contract, account("miner"), broken)


def test_a_name_that_is_too_long_is_refused(world: World) -> None:
    mine(world)
    with pytest.raises(RefusedError, match=r"^$"):
        declare(world, asset="x" * 129)


def test_the_same_evidence_is_declared_once_under_a_notification(world: World) -> None:
    mine(world)
    declare(world)
    with pytest.raises(RefusedError, match=r"^mining_registry: evidence is declared already$"):
        declare(world, amount=1)
    assert declare(world, evidence=digest("other evidence")).answer == 2


def test_one_miner_does_not_keep_another_from_its_evidence(world: World) -> None:
    world.admit("other miner", MINER)
    mine(world)
    declare(world)
    other = notify(world, "other miner", starts_at=world.evm.now + 30 * DAY)
    world.evm.wait(30 * DAY)
    now = world.evm.now
    assert declare(world, other, "other miner", mined_from=now, mined_until=now).answer == 2


def test_nobody_declares_under_another_s_notification(world: World) -> None:
    mine(world)
    world.admit("other miner", MINER)
    for who in ("other miner", "authority"):
        with pytest.raises(RefusedError, match=r"^mining_registry: not the miner$"):
            declare(world, who=who)
    for number in (0, 2):
        with pytest.raises(RefusedError, match=r"^mining_registry: no such notification$"):
            declare(world, number)


def test_one_who_lost_the_role_still_declares_one_who_is_suspended_does_not(world: World) -> None:
    mine(world)
    world.set_roles("miner", 0)
    declare(world)
    world.suspend("miner")
    for who in ("miner", "stranger"):
        with pytest.raises(RefusedError, match=r"^mining_registry: not an active participant$"):
            declare(world, who=who, evidence=digest("other evidence"))
        with pytest.raises(RefusedError, match=r"^mining_registry: not an active participant$"):
            world.mining_registry.act(who, "retract_mined", 1)


def test_a_declaration_made_in_error_is_retracted_and_made_anew(world: World) -> None:
    mine(world)
    declare(world)
    world.evm.wait(DAY)
    outcome = world.mining_registry.act("miner", "retract_mined", 1)
    assert outcome.event == Event("MinedRetracted", {"id": 1, "owner": 6})
    record = world.mining_registry.ask("mined_asset_of", 1)
    assert record["retracted_at"] == START + 11 * DAY
    assert world.mining_registry.ask("owner_of_mined", 1) == ZERO
    assert declare(world, amount=1).answer == 2
    with pytest.raises(RefusedError, match=r"^mining_registry: is retracted$"):
        world.mining_registry.act("miner", "retract_mined", 1)
    with pytest.raises(RefusedError, match=r"^mining_registry: evidence is declared already$"):
        declare(world)


def test_nobody_but_its_owner_retracts_a_declaration(world: World) -> None:
    mine(world)
    declare(world)
    for who in ("authority", "holder"):
        with pytest.raises(RefusedError, match=r"^mining_registry: not the owner$"):
            world.mining_registry.act(who, "retract_mined", 1)


def test_an_unknown_mined_asset_is_refused(world: World) -> None:
    mine(world)
    for id_ in (0, 1):
        with pytest.raises(RefusedError, match=r"^mining_registry: no such mined asset$"):
            world.mining_registry.act("miner", "retract_mined", id_)
        for view in ("mined_asset_of", "owner_of_mined", "owner_count"):
            with pytest.raises(RefusedError, match=r"^mining_registry: no such mined asset$"):
                world.mining_registry.ask(view, id_)
        with pytest.raises(RefusedError, match=r"^mining_registry: no such mined asset$"):
            world.mining_registry.ask("ownership_of", id_, 1)
    for number in (0, 2):
        with pytest.raises(RefusedError, match=r"^mining_registry: no such notification$"):
            world.mining_registry.ask("mined_count_of", number)
        with pytest.raises(RefusedError, match=r"^mining_registry: no such notification$"):
            world.mining_registry.ask("mined_under", number, 1)
