"""How mined assets pass on: only while exempt, only by two wills, never for a price."""

from __future__ import annotations

import pytest

from tests.contracts.evm import Event, RefusedError, account
from tests.contracts.mining import BITCOIN, DAY, START, declare, mine
from tests.contracts.world import BASIS, World, digest

MINER, HOLDER, SECOND_HOLDER = 6, 7, 8
UNTIL = START + 100 * DAY
OTHER = digest("another decision")


@pytest.fixture
def mined(world: World) -> World:
    """A mined asset, 1, of the miner's, and an exemption for it."""
    mine(world)
    declare(world)
    world.decree("mining_registry", "exempt", BITCOIN, UNTIL)
    return world


def offer(world: World, to: int = HOLDER, who: str = "miner") -> None:
    world.mining_registry.act(who, "offer_mined", 1, to)


def accept(world: World, who: str = "holder") -> None:
    world.mining_registry.act(who, "accept_mined", 1)


NONE = {"asset": "", "until": 0, "basis": bytes(32), "recorded_at": 0}


def decided(world: World, until: int, basis: bytes) -> dict[str, object]:
    return {"asset": BITCOIN, "until": until, "basis": basis, "recorded_at": world.evm.now}


def test_an_exemption_is_recorded_with_its_basis(world: World) -> None:
    ask = world.mining_registry.ask
    assert not ask("is_exempt", BITCOIN)
    assert ask("exemption_of", BITCOIN) == NONE
    outcome = world.decree("mining_registry", "exempt", BITCOIN, UNTIL)
    given = {"exemption": 1, "asset": BITCOIN, "until": UNTIL, "basis": BASIS}
    assert outcome.event == Event("Exempted", given)
    assert ask("exemption_of", BITCOIN) == decided(world, UNTIL, BASIS)
    assert ask("is_exempt", BITCOIN)
    assert not ask("is_exempt", BITCOIN + "0")
    assert ask("exemption_of", BITCOIN + "0") == NONE


def test_an_exemption_takes_the_place_of_the_one_before_and_runs_out(world: World) -> None:
    ask = world.mining_registry.ask
    world.decree("mining_registry", "exempt", BITCOIN, UNTIL)
    until = world.evm.now + DAY
    world.decree("mining_registry", "exempt", BITCOIN, until, basis=OTHER)
    assert ask("exemption_of", BITCOIN) == decided(world, until, OTHER)
    world.evm.wait(DAY)
    assert ask("is_exempt", BITCOIN)
    world.evm.wait(1)
    assert not ask("is_exempt", BITCOIN)


def test_every_decision_on_an_exemption_stays_on_record(world: World) -> None:
    ask = world.mining_registry.ask
    assert ask("exemption_count") == 0
    world.decree("mining_registry", "exempt", BITCOIN, UNTIL)
    world.decree("mining_registry", "end_exemption", BITCOIN, basis=OTHER)
    world.decree("mining_registry", "exempt", "eip155:61/slip44:61", UNTIL)
    assert ask("exemption_count") == 3
    assert ask("exemption_at", 1) == decided(world, UNTIL, BASIS)
    assert ask("exemption_at", 2) == decided(world, 0, OTHER)
    assert ask("exemption_at", 3)["asset"] == "eip155:61/slip44:61"
    for number in (0, 4):
        with pytest.raises(RefusedError, match=r"^mining_registry: no such exemption$"):
            ask("exemption_at", number)


def test_an_exemption_that_is_over_or_names_no_asset_is_refused(world: World) -> None:
    now = world.evm.now
    with pytest.raises(RefusedError, match=r"^mining_registry: the exemption is over$"):
        world.decree("mining_registry", "exempt", BITCOIN, now - 1)
    with pytest.raises(RefusedError, match=r"^mining_registry: asset is not named$"):
        world.decree("mining_registry", "exempt", "", now)
    world.decree("mining_registry", "exempt", BITCOIN, now)


def test_an_exemption_names_an_asset_as_declarations_do(world: World) -> None:
    for name in ("bip122 1", "биткоин"):
        with pytest.raises(RefusedError, match=r"^mining_registry: the name has other signs$"):
            world.decree("mining_registry", "exempt", name, UNTIL)


def test_the_authority_ends_an_exemption_at_once(mined: World) -> None:
    outcome = mined.decree("mining_registry", "end_exemption", BITCOIN, basis=OTHER)
    given = {"exemption": 2, "asset": BITCOIN, "basis": OTHER}
    assert outcome.event == Event("ExemptionEnded", given)
    assert mined.mining_registry.ask("exemption_of", BITCOIN) == decided(mined, 0, OTHER)
    assert not mined.mining_registry.ask("is_exempt", BITCOIN)
    with pytest.raises(RefusedError, match=r"^mining_registry: the asset is not exempt$"):
        mined.decree("mining_registry", "end_exemption", BITCOIN)


@pytest.mark.parametrize("who", ["authority", "operator", "miner", "stranger"])
def test_nobody_but_the_authority_by_its_decision_exempts(mined: World, who: str) -> None:
    with pytest.raises(RefusedError, match=r"^mining_registry: not the authority$"):
        mined.mining_registry.act(who, "exempt", BITCOIN, UNTIL)
    with pytest.raises(RefusedError, match=r"^mining_registry: not the authority$"):
        mined.mining_registry.act(who, "end_exemption", BITCOIN)


def test_a_mined_asset_passes_when_it_is_offered_and_accepted(mined: World) -> None:
    offered = mined.mining_registry.act("miner", "offer_mined", 1, HOLDER)
    assert offered.event == Event("MinedOffered", {"id": 1, "owner": MINER, "to": HOLDER})
    assert mined.mining_registry.ask("mined_asset_of", 1)["offered_to"] == HOLDER
    assert mined.mining_registry.ask("owner_of_mined", 1) == account("miner")
    mined.evm.wait(DAY)
    accepted = mined.mining_registry.act("holder", "accept_mined", 1)
    assert accepted.event == Event("MinedPassed", {"id": 1, "sender": MINER, "to": HOLDER})
    assert mined.mining_registry.ask("owner_of_mined", 1) == account("holder")
    record = mined.mining_registry.ask("mined_asset_of", 1)
    assert (record["owner"], record["offered_to"]) == (HOLDER, 0)


def test_the_history_of_owners_is_kept_also_when_it_comes_back(mined: World) -> None:
    for to, giver, taker in ((HOLDER, "miner", "holder"), (MINER, "holder", "miner")):
        offer(mined, to, giver)
        mined.evm.wait(DAY)
        accept(mined, taker)
    assert mined.mining_registry.ask("owner_count", 1) == 3
    found = [mined.mining_registry.ask("ownership_of", 1, index) for index in (1, 2, 3)]
    first = START + 10 * DAY
    assert [(each["owner"], each["since"]) for each in found] == [
        (MINER, first),
        (HOLDER, first + DAY),
        (MINER, first + 2 * DAY),
    ]
    with pytest.raises(RefusedError, match=r"^mining_registry: has passed on$"):
        mined.mining_registry.act("miner", "retract_mined", 1)


def test_without_an_exemption_a_mined_asset_stays_its_miner_s(world: World) -> None:
    mine(world)
    declare(world)
    world.decree("mining_registry", "exempt", "bip122:other/slip44:0", UNTIL)
    with pytest.raises(RefusedError, match=r"^mining_registry: the asset is not exempt$"):
        offer(world)


def test_what_was_offered_is_accepted_only_while_it_is_exempt(mined: World) -> None:
    offer(mined)
    mined.decree("mining_registry", "end_exemption", BITCOIN)
    with pytest.raises(RefusedError, match=r"^mining_registry: the asset is not exempt$"):
        accept(mined)
    mined.decree("mining_registry", "exempt", BITCOIN, mined.evm.now)
    accept(mined)


def test_nobody_but_its_owner_offers_a_mined_asset_or_withdraws_the_offer(mined: World) -> None:
    offer(mined)
    for who in ("authority", "holder", "second holder"):
        with pytest.raises(RefusedError, match=r"^mining_registry: not the owner$"):
            offer(mined, SECOND_HOLDER, who)
        with pytest.raises(RefusedError, match=r"^mining_registry: not the owner$"):
            mined.mining_registry.act(who, "withdraw_offer", 1)


def test_one_who_has_passed_it_on_owns_it_no_longer(mined: World) -> None:
    offer(mined)
    accept(mined)
    with pytest.raises(RefusedError, match=r"^mining_registry: not the owner$"):
        offer(mined, SECOND_HOLDER)
    with pytest.raises(RefusedError, match=r"^mining_registry: not offered to the caller$"):
        accept(mined)


def test_nobody_accepts_what_is_not_offered_to_them(mined: World) -> None:
    with pytest.raises(RefusedError, match=r"^mining_registry: not offered to the caller$"):
        accept(mined)
    offer(mined)
    for who in ("second holder", "miner", "authority"):
        with pytest.raises(RefusedError, match=r"^mining_registry: not offered to the caller$"):
            accept(mined, who)


def test_a_new_offer_takes_the_place_of_the_one_before(mined: World) -> None:
    offer(mined)
    offer(mined, SECOND_HOLDER)
    with pytest.raises(RefusedError, match=r"^mining_registry: not offered to the caller$"):
        accept(mined)
    accept(mined, "second holder")


def test_an_offer_is_withdrawn(mined: World) -> None:
    offer(mined)
    outcome = mined.mining_registry.act("miner", "withdraw_offer", 1)
    assert outcome.event == Event("MinedOfferEnded", {"id": 1, "owner": MINER})
    assert mined.mining_registry.ask("mined_asset_of", 1)["offered_to"] == 0
    with pytest.raises(RefusedError, match=r"^mining_registry: not offered to the caller$"):
        accept(mined)
    with pytest.raises(RefusedError, match=r"^mining_registry: is not offered$"):
        mined.mining_registry.act("miner", "withdraw_offer", 1)


@pytest.mark.parametrize("to", [0, 99])
def test_it_is_offered_to_an_active_participant_who_is_not_its_owner(mined: World, to: int) -> None:
    with pytest.raises(RefusedError, match=r"^mining_registry: the receiver is not active$"):
        offer(mined, to)
    with pytest.raises(RefusedError, match=r"^mining_registry: offered to its owner$"):
        offer(mined, MINER)
    mined.suspend("holder")
    with pytest.raises(RefusedError, match=r"^mining_registry: the receiver is not active$"):
        offer(mined)


def test_nobody_who_is_not_active_offers_withdraws_or_accepts(mined: World) -> None:
    offer(mined)
    mined.suspend("holder")
    for who in ("holder", "stranger"):
        with pytest.raises(RefusedError, match=r"^mining_registry: not an active participant$"):
            accept(mined, who)
    mined.suspend("miner")
    with pytest.raises(RefusedError, match=r"^mining_registry: not an active participant$"):
        offer(mined)
    with pytest.raises(RefusedError, match=r"^mining_registry: not an active participant$"):
        mined.mining_registry.act("miner", "withdraw_offer", 1)


def test_from_a_suspended_owner_nothing_passes(mined: World) -> None:
    offer(mined)
    mined.suspend("miner")
    with pytest.raises(RefusedError, match=r"^mining_registry: the owner is not active$"):
        accept(mined)
    mined.reinstate("miner")
    accept(mined)


def test_an_offer_stands_though_both_keys_are_replaced(mined: World) -> None:
    offer(mined)
    mined.replace_key("miner", "miner's new key")
    mined.replace_key("holder", "holder's new key")
    with pytest.raises(RefusedError, match=r"^mining_registry: not an active participant$"):
        accept(mined)
    accept(mined, "holder's new key")
    assert mined.mining_registry.ask("owner_of_mined", 1) == account("holder's new key")


def test_what_is_offered_is_not_retracted_and_what_is_retracted_never_passes(
    mined: World,
) -> None:
    offer(mined)
    with pytest.raises(RefusedError, match=r"^mining_registry: is offered$"):
        mined.mining_registry.act("miner", "retract_mined", 1)
    mined.mining_registry.act("miner", "withdraw_offer", 1)
    mined.mining_registry.act("miner", "retract_mined", 1)
    with pytest.raises(RefusedError, match=r"^mining_registry: is retracted$"):
        offer(mined)
    with pytest.raises(RefusedError, match=r"^mining_registry: is retracted$"):
        accept(mined)
    with pytest.raises(RefusedError, match=r"^mining_registry: is retracted$"):
        mined.mining_registry.act("miner", "withdraw_offer", 1)


def test_an_unknown_mined_asset_does_not_pass(mined: World) -> None:
    for id_ in (0, 2):
        for function, args in (("offer_mined", (HOLDER,)), ("withdraw_offer", ())):
            with pytest.raises(RefusedError, match=r"^mining_registry: no such mined asset$"):
                mined.mining_registry.act("miner", function, id_, *args)
        with pytest.raises(RefusedError, match=r"^mining_registry: no such mined asset$"):
            mined.mining_registry.act("holder", "accept_mined", id_)
