"""Several participants who say to be the possessor of one content, and who decides between them."""

from __future__ import annotations

import pytest

from tests.contracts.deposits import (
    ACCEPTED,
    ANNULLED,
    DEPOSITOR_NUMBER,
    HOLDER_NUMBER,
    NONE,
    ROOT,
    SECOND,
    THIRD,
    accept,
    accepted,
    deposit,
    hand_back,
    rival,
    status,
)
from tests.contracts.evm import NOW, Event, RefusedError
from tests.contracts.world import BASIS, World, digest

JUDGMENT = digest("judgment")


def claims(world: World, root: bytes = ROOT) -> list[int]:
    ask = world.depository.ask
    return [ask("claim_by_index", root, index) for index in range(ask("claims_count", root))]


def test_who_is_first_bars_nobody_else(world: World) -> None:
    number = rival(world)
    deposit(world, who="rival")
    assert deposit(world) == 2
    ask = world.depository.ask
    assert claims(world) == [1, 2]
    assert ask("number_of", ROOT) == 0
    assert ask("claim_of", ROOT, number) == 1
    assert ask("claim_of", ROOT, DEPOSITOR_NUMBER) == 2
    assert ask("standing") == 2


def test_a_participant_deposits_a_content_once_unless_it_was_returned(world: World) -> None:
    deposit(world)
    for previous in (None, 1):
        with pytest.raises(RefusedError, match=r"^depository: already deposited$"):
            deposit(world, previous=previous)
    hand_back(world, 1)
    assert world.depository.ask("claim_of", ROOT, DEPOSITOR_NUMBER) == 0
    assert deposit(world) == 2
    assert world.depository.ask("claim_of", ROOT, DEPOSITOR_NUMBER) == 2
    assert claims(world) == [1, 2]


def test_one_deposit_of_a_content_is_accepted_at_most(world: World) -> None:
    rival(world)
    deposit(world, who="rival")
    deposit(world)
    accept(world, 2)
    assert world.depository.ask("number_of", ROOT) == 2
    with pytest.raises(RefusedError, match=r"^depository: another is accepted$"):
        accept(world, 1)
    hand_back(world, 1)
    assert world.depository.ask("number_of", ROOT) == 2


def test_an_accepted_deposit_does_not_keep_another_from_claiming_the_content(world: World) -> None:
    rival(world)
    deposit(world, who="rival")
    accept(world, 1)
    assert deposit(world) == 2
    assert (status(world, 1), world.depository.ask("number_of", ROOT)) == (ACCEPTED, 1)


def test_the_authority_annuls_an_acceptance_and_the_other_deposit_is_accepted(
    world: World,
) -> None:
    rival(world)
    deposit(world, who="rival")
    accept(world, 1)
    deposit(world)
    world.evm.wait(60)
    outcome = world.decree("depository", "annul", 1, basis=JUDGMENT)
    assert outcome.events == (Event("Annulled", {"number": 1, "basis": JUDGMENT}),)
    record = world.depository.ask("deposit_of", 1)
    assert (record["status"], record["decided_at"]) == (ANNULLED, NOW + 60)
    assert record["reason"] == JUDGMENT
    assert world.depository.ask("number_of", ROOT) == 0
    assert world.depository.ask("standing") == 1
    accept(world, 2)
    assert world.depository.ask("number_of", ROOT) == 2
    assert claims(world) == [1, 2]


def test_annulling_passes_the_right_to_nobody(world: World) -> None:
    accepted(world)
    world.decree("depository", "annul", 1)
    record = world.depository.ask("deposit_of", 1)
    assert (record["possessor"], record["root"]) == (DEPOSITOR_NUMBER, ROOT)
    assert world.depository.ask("owners_count", 1) == 1


def test_what_was_annulled_may_be_deposited_again(world: World) -> None:
    accepted(world)
    world.decree("depository", "annul", 1)
    assert deposit(world) == 2
    accept(world, 2)
    assert world.depository.ask("number_of", ROOT) == 2


def test_an_annulled_version_leaves_the_line(world: World) -> None:
    for root, previous in ((ROOT, None), (SECOND, 1), (THIRD, 2)):
        accept(world, deposit(world, root, previous))
    outcome = world.decree("depository", "annul", 2)
    assert outcome.events == (
        Event("Annulled", {"number": 2, "basis": BASIS}),
        Event("Superseded", {"previous": 1, "number": 3}),
    )
    with pytest.raises(RefusedError, match=r"^depository: returned or annulled$"):
        deposit(world, digest("fourth"), previous=2)


def test_an_offer_and_an_application_lapse_when_a_deposit_is_annulled(world: World) -> None:
    accepted(world)
    world.depository.act("depositor", "offer", 1, HOLDER_NUMBER, digest("agreement"))
    world.depository.act("depositor", "apply_for_copy", 1, 1, digest("application"))
    outcome = world.decree("depository", "annul", 1)
    assert outcome.events == (
        Event("Annulled", {"number": 1, "basis": BASIS}),
        Event("OfferLapsed", {"number": 1, "receiver": HOLDER_NUMBER}),
        Event("CopyLapsed", {"number": 1, "index": 0}),
    )
    assert world.depository.ask("offer_of", 1) == {"receiver": 0, "agreement": NONE}
    with pytest.raises(RefusedError, match=r"^depository: not offered$"):
        world.depository.act("holder", "accept_offer", 1, digest("agreement"))
    with pytest.raises(RefusedError, match=r"^depository: application has ended$"):
        world.depository.act("operator", "issue_copy", 1, 0, digest("copy"))


@pytest.mark.parametrize("who", ["authority", "operator", "depositor", "stranger"])
def test_nobody_annuls_but_the_authority_by_a_decision(world: World, who: str) -> None:
    accepted(world)
    with pytest.raises(RefusedError, match=r"^depository: not the authority$"):
        world.depository.act(who, "annul", 1)


def test_only_what_is_accepted_is_annulled(world: World) -> None:
    for number in (0, 1):
        with pytest.raises(RefusedError, match=r"^depository: no such deposit$"):
            world.decree("depository", "annul", number)
    deposit(world)
    with pytest.raises(RefusedError, match=r"^depository: not accepted$"):
        world.decree("depository", "annul", 1)
    accept(world, 1)
    world.decree("depository", "annul", 1)
    with pytest.raises(RefusedError, match=r"^depository: not accepted$"):
        world.decree("depository", "annul", 1)


def test_a_content_that_nobody_deposited_has_no_claims(world: World) -> None:
    ask = world.depository.ask
    assert (ask("number_of", ROOT), ask("claims_count", ROOT)) == (0, 0)
    assert ask("claim_of", ROOT, DEPOSITOR_NUMBER) == 0
    deposit(world)
    assert ask("claim_by_index", ROOT, 0) == 1
    for root, index in ((ROOT, 1), (SECOND, 0)):
        with pytest.raises(RefusedError, match=r"^depository: no such claim$"):
            ask("claim_by_index", root, index)
