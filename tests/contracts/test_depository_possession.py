"""How a deposit passes from one possessor to another, and who possessed it when."""

from __future__ import annotations

import pytest

from tests.contracts.deposits import (
    DEPOSITOR_NUMBER,
    HOLDER_NUMBER,
    NONE,
    ROOT,
    SECOND,
    accepted,
    content,
    deposit,
    hand_back,
    rival,
    transfer,
)
from tests.contracts.evm import NOW, Event, RefusedError, account
from tests.contracts.world import DEPOSITOR, World, digest

AGREEMENT = digest("agreement")


def offer(world: World, receiver: int = HOLDER_NUMBER, who: str = "depositor") -> None:
    world.depository.act(who, "offer", 1, receiver, AGREEMENT)


def possessor(world: World) -> int:
    found: int = world.depository.ask("deposit_of", 1)["possessor"]
    return found


def test_the_possessor_offers_and_nothing_passes_yet(world: World) -> None:
    accepted(world)
    outcome = world.depository.act("depositor", "offer", 1, HOLDER_NUMBER, AGREEMENT)
    facts = {
        "number": 1,
        "giver": DEPOSITOR_NUMBER,
        "receiver": HOLDER_NUMBER,
        "agreement": AGREEMENT,
    }
    assert outcome.event == Event("Offered", facts)
    found = world.depository.ask("offer_of", 1)
    assert found == {"receiver": HOLDER_NUMBER, "agreement": AGREEMENT}
    assert possessor(world) == DEPOSITOR_NUMBER
    assert world.depository.ask("owners_count", 1) == 1


def test_whoever_accepts_is_the_possessor_from_then_on(world: World) -> None:
    accepted(world)
    offer(world)
    world.evm.wait(60)
    outcome = world.depository.act("holder", "accept_offer", 1, AGREEMENT)
    facts = {
        "number": 1,
        "giver": DEPOSITOR_NUMBER,
        "receiver": HOLDER_NUMBER,
        "agreement": AGREEMENT,
    }
    assert outcome.event == Event("Transferred", facts)
    assert possessor(world) == HOLDER_NUMBER
    assert world.depository.ask("owner_of", 1) == account("holder")
    assert world.depository.ask("offer_of", 1) == {"receiver": 0, "agreement": NONE}
    assert world.depository.ask("owner_by_index", 1, 1) == {
        "possessor": HOLDER_NUMBER,
        "since": NOW + 60,
        "block_number": world.evm.block,
        "agreement": AGREEMENT,
    }


def test_the_claim_to_the_content_passes_too(world: World) -> None:
    accepted(world)
    transfer(world, 1, "depositor", "holder", HOLDER_NUMBER)
    ask = world.depository.ask
    assert ask("claim_of", ROOT, DEPOSITOR_NUMBER) == 0
    assert ask("claim_of", ROOT, HOLDER_NUMBER) == 1 == ask("number_of", ROOT)


def test_the_former_possessor_can_do_nothing_with_it_any_more(world: World) -> None:
    accepted(world)
    transfer(world, 1, "depositor", "holder", HOLDER_NUMBER)
    acts = {
        "offer": (1, HOLDER_NUMBER, AGREEMENT),
        "apply_for_copy": (1, 1, digest("application")),
        "supersede": (1, *content(SECOND)),
    }
    for function, args in acts.items():
        with pytest.raises(RefusedError, match=r"^depository: not the possessor$"):
            world.depository.act("depositor", function, *args)


def test_the_new_possessor_deposits_the_next_version(world: World) -> None:
    accepted(world)
    transfer(world, 1, "depositor", "holder", HOLDER_NUMBER)
    world.set_roles("holder", DEPOSITOR)
    assert deposit(world, SECOND, previous=1, who="holder") == 2
    assert world.depository.ask("owner_of", 2) == account("holder")


def test_another_version_stays_with_its_possessor(world: World) -> None:
    accepted(world)
    deposit(world, SECOND, previous=1)
    transfer(world, 1, "depositor", "holder", HOLDER_NUMBER)
    assert world.depository.ask("owner_of", 2) == account("depositor")


def test_an_application_for_a_copy_lapses_with_the_right(world: World) -> None:
    accepted(world)
    world.depository.act("depositor", "apply_for_copy", 1, 1, digest("application"))
    offer(world)
    outcome = world.depository.act("holder", "accept_offer", 1, AGREEMENT)
    assert outcome.events[1:] == (Event("CopyLapsed", {"number": 1, "index": 0}),)


@pytest.mark.parametrize("who", ["operator", "authority", "holder", "stranger"])
def test_nobody_offers_another_s_deposit(world: World, who: str) -> None:
    accepted(world)
    active = who != "stranger"
    kind = "not the possessor" if active else "not an active participant"
    reason = f"depository: {kind}"
    with pytest.raises(RefusedError, match=f"^{reason}$"):
        offer(world, who=who)


def test_only_an_accepted_deposit_is_offered(world: World) -> None:
    with pytest.raises(RefusedError, match=r"^depository: no such deposit$"):
        offer(world)
    deposit(world)
    with pytest.raises(RefusedError, match=r"^depository: not accepted$"):
        offer(world)
    hand_back(world, 1)
    with pytest.raises(RefusedError, match=r"^depository: not accepted$"):
        offer(world)


@pytest.mark.parametrize(
    ("receiver", "agreement", "reason"),
    [
        (0, AGREEMENT, "depository: no such participant"),
        (9, AGREEMENT, "depository: no such participant"),
        (DEPOSITOR_NUMBER, AGREEMENT, "depository: offered to oneself"),
        (HOLDER_NUMBER, NONE, "depository: agreement is zero"),
    ],
)
def test_an_offer_names_another_participant_and_an_agreement(
    world: World, receiver: int, agreement: bytes, reason: str
) -> None:
    accepted(world)
    with pytest.raises(RefusedError, match=f"^{reason}$"):
        world.depository.act("depositor", "offer", 1, receiver, agreement)


def test_one_offer_stands_at_a_time_and_no_new_version_meanwhile(world: World) -> None:
    accepted(world)
    offer(world)
    with pytest.raises(RefusedError, match=r"^depository: already offered$"):
        offer(world, receiver=8)
    with pytest.raises(RefusedError, match=r"^depository: already offered$"):
        deposit(world, SECOND, previous=1)
    world.depository.act("depositor", "withdraw_offer", 1)
    assert deposit(world, SECOND, previous=1) == 2


def test_an_offer_is_withdrawn_by_who_made_it(world: World) -> None:
    accepted(world)
    offer(world)
    outcome = world.depository.act("depositor", "withdraw_offer", 1)
    assert outcome.event == Event("OfferWithdrawn", {"number": 1, "receiver": HOLDER_NUMBER})
    with pytest.raises(RefusedError, match=r"^depository: not offered$"):
        world.depository.act("holder", "accept_offer", 1, AGREEMENT)


@pytest.mark.parametrize("who", ["holder", "operator", "stranger"])
def test_nobody_else_withdraws_an_offer(world: World, who: str) -> None:
    accepted(world)
    offer(world)
    kind = "not an active participant" if who == "stranger" else "not the possessor"
    reason = f"depository: {kind}"
    with pytest.raises(RefusedError, match=f"^{reason}$"):
        world.depository.act(who, "withdraw_offer", 1)


def test_an_offer_is_refused_by_who_received_it(world: World) -> None:
    accepted(world)
    offer(world)
    outcome = world.depository.act("holder", "refuse_offer", 1)
    assert outcome.event == Event("OfferRefused", {"number": 1, "receiver": HOLDER_NUMBER})
    assert possessor(world) == DEPOSITOR_NUMBER
    offer(world, receiver=8)


ANSWERS = pytest.mark.parametrize(
    ("function", "args"), [("accept_offer", (AGREEMENT,)), ("refuse_offer", ())]
)


@ANSWERS
@pytest.mark.parametrize("who", ["depositor", "second holder", "operator", "authority"])
def test_nobody_else_answers_an_offer(
    world: World, function: str, args: tuple[bytes, ...], who: str
) -> None:
    accepted(world)
    offer(world)
    with pytest.raises(RefusedError, match=r"^depository: not the receiver$"):
        world.depository.act(who, function, 1, *args)


@ANSWERS
@pytest.mark.parametrize("who", ["holder", "stranger"])
def test_a_suspended_receiver_and_a_stranger_answer_nothing(
    world: World, function: str, args: tuple[bytes, ...], who: str
) -> None:
    accepted(world)
    offer(world)
    world.suspend("holder")
    with pytest.raises(RefusedError, match=r"^depository: not an active participant$"):
        world.depository.act(who, function, 1, *args)


@pytest.mark.parametrize(
    ("function", "args"),
    [("accept_offer", (AGREEMENT,)), ("refuse_offer", ()), ("withdraw_offer", ())],
)
def test_what_is_not_offered_is_neither_accepted_nor_refused_nor_withdrawn(
    world: World, function: str, args: tuple[bytes, ...]
) -> None:
    with pytest.raises(RefusedError, match=r"^depository: no such deposit$"):
        world.depository.act("holder", function, 1, *args)
    accepted(world)
    with pytest.raises(RefusedError, match=r"^depository: not offered$"):
        world.depository.act("holder", function, 1, *args)


def test_both_sign_the_same_agreement(world: World) -> None:
    accepted(world)
    offer(world)
    with pytest.raises(RefusedError, match=r"^depository: agreement differs$"):
        world.depository.act("holder", "accept_offer", 1, digest("another"))


def test_nothing_passes_from_a_suspended_possessor(world: World) -> None:
    accepted(world)
    offer(world)
    world.suspend("depositor")
    with pytest.raises(RefusedError, match=r"^depository: possessor is not active$"):
        world.depository.act("holder", "accept_offer", 1, AGREEMENT)
    with pytest.raises(RefusedError, match=r"^depository: not an active participant$"):
        world.depository.act("depositor", "withdraw_offer", 1)


def test_whoever_claims_the_content_already_has_that_claim_returned_first(world: World) -> None:
    number = rival(world)
    accepted(world)
    deposit(world, who="rival")
    offer(world, receiver=number)
    with pytest.raises(RefusedError, match=r"^depository: already deposited$"):
        world.depository.act("rival", "accept_offer", 1, AGREEMENT)
    hand_back(world, 2)
    world.depository.act("rival", "accept_offer", 1, AGREEMENT)
    assert possessor(world) == number


def test_a_replaced_key_accepts_and_gives_as_before(world: World) -> None:
    accepted(world)
    offer(world)
    world.replace_key("holder", "new holder")
    world.replace_key("depositor", "new depositor")
    world.depository.act("new holder", "accept_offer", 1, AGREEMENT)
    assert world.depository.ask("owner_of", 1) == account("new holder")
